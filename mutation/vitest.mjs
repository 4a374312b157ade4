// What tests import from `vitest`, for a process that is not one of its workers. Vitest refuses to be imported there, so
// the same things come from the packages that it consists of.

import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(createRequire(import.meta.url).resolve('vitest/package.json'));
/** @type {typeof import('@vitest/runner')} */
const runner = await import(pathToFileURL(require.resolve('@vitest/runner')).href);
/** @type {typeof import('@vitest/expect')} */
const matchers = await import(pathToFileURL(require.resolve('@vitest/expect')).href);

const { chai, getState, setState } = matchers;
for (const plugin of [matchers.JestExtend, matchers.JestChaiExpect, matchers.JestAsymmetricMatchers])
  chai.use(plugin);

/** @type {(value: unknown, message?: string) => Chai.Assertion} */
const expectValue = (value, message) => {
  const assertion = chai.expect(value, message);
  // Where `resolves` and `rejects` record what the test must wait for.
  chai.util.flag(assertion, 'vitest-test', runner.getCurrentTest());
  return assertion;
};

const expect = Object.assign(
  expectValue,
  chai.expect,
  Reflect.get(globalThis, matchers.ASYMMETRIC_MATCHERS_OBJECT),
  {
    getState: () => getState(expect),
    /** @param {import('@vitest/expect').MatcherState} state */
    setState: state => setState(state, expect),
    /** @param {string} [message] */
    unreachable: message => chai.assert.fail(message ?? 'expected not to be reached'),
  },
);
setState({ assertionCalls: 0 }, expect);
Reflect.set(globalThis, matchers.GLOBAL_EXPECT, expect);

export const { startTests } = runner;
export const module = { __esModule: true, ...runner, expect };
