import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Script } from 'node:vm';
import { build } from 'esbuild';

/**
 * Test files, each with all of its imports; loading one evaluates it.
 * @typedef {{ readonly [path: string]: () => void }} LoadedTests by path from the root
 */

/**
 * Bundles test files together with the code that they test. The result evaluates the bundle: every call creates all
 * modules again, so that nothing from one test run (caches, counters) affects the next. Packages and facts
 * are read once and shared.
 * @param {string} root
 * @param {readonly string[]} tests paths from the root
 * @param {Readonly<Record<string, unknown>>} provided modules that replace packages, by name
 * @returns {Promise<() => LoadedTests>}
 */
export async function bundleTests(root, tests, provided) {
  /** @type {Map<string, unknown>} */
  const modules = new Map(Object.entries(provided));
  const { outputFiles } = await build({
    absWorkingDir: root,
    stdin: { contents: entryOf(tests), resolveDir: root },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'silent',
    plugins: [sharedModules(modules), ownAddress],
  });
  const require = createRequire(`${root}/package.json`);
  for (const [name, module] of modules) {
    if (module === undefined) modules.set(name, await shared(name, require));
  }
  const script = new Script(`(require, exports) => { ${outputFiles[0]?.text}\n}`, { filename: 'tests.cjs' });
  const evaluate = script.runInThisContext();
  return () => {
    const exports = { tests: /** @type {LoadedTests} */ ({}) };
    evaluate((/** @type {string} */ name) => modules.get(name) ?? require(name), exports);
    return exports.tests;
  };
}

/** @param {readonly string[]} tests */
function entryOf(tests) {
  const loaders = tests.map(path => `${JSON.stringify(path)}: () => require(${JSON.stringify(`./${path}`)})`);
  return `exports.tests = { ${loaders.join(', ')} };`;
}

/**
 * Excludes packages and data from the bundle, and records their names.
 * @param {Map<string, unknown>} modules
 * @returns {import('esbuild').Plugin}
 */
function sharedModules(modules) {
  return {
    name: 'shared-modules',
    setup({ onResolve }) {
      onResolve({ filter: /^[^./]/ }, ({ path, kind }) => {
        if (kind === 'entry-point' || path.startsWith('node:')) return undefined;
        if (!modules.has(path)) modules.set(path, undefined);
        return { path, external: true };
      });
      onResolve({ filter: /\.json$/ }, ({ path, resolveDir }) => {
        const file = createRequire(`${resolveDir}/x.js`).resolve(path);
        modules.set(file, undefined);
        return { path: file, external: true };
      });
    },
  };
}

/**
 * Sets `import.meta` to the values that it has in the file itself.
 * @type {import('esbuild').Plugin}
 */
const ownAddress = {
  name: 'own-address',
  setup({ onLoad }) {
    onLoad({ filter: /\/(server|test)\/.*\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8')
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href))
        .replaceAll('import.meta.dirname', JSON.stringify(dirname(path))),
      loader: 'ts',
    }));
  },
};

/**
 * A package or a data file, in the form that a bundle needs.
 * @param {string} name
 * @param {NodeJS.Require} require
 */
async function shared(name, require) {
  if (name.endsWith('.json')) {
    const data = JSON.parse(readFileSync(name, 'utf8'));
    return { __esModule: true, ...data, default: data };
  }
  const module = await import(pathToFileURL(require.resolve(name)).href);
  // Some names of a CommonJS package are only in the object that it exports.
  return { __esModule: true, ...(module.default instanceof Object ? module.default : {}), ...module };
}
