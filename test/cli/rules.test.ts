import { expect, test } from 'vitest';
import { rulesCommand } from '../../server/cli/rules.ts';
import { languages } from '../../server/languages/registry.ts';
import { runCli } from './fakeIo.ts';

const run = (...args: string[]) => runCli(['rules', ...args], {}, '', [rulesCommand]);

test('lists every rule with its severity', async () => {
  const { out } = await run();
  const codes = out.split('\n').flatMap(line => /^\S+/.exec(line)?.[0] ?? []);
  for (const rule of languages.flatMap(language => language.rules())) expect(codes).toContain(rule.code);
});

test('explains one rule by its page, and as JSON', async () => {
  expect((await run('sip-conf/guest-calls-allowed')).out).toContain('## Why it matters');
  const [rule] = JSON.parse((await run('--format', 'json', 'sip-conf/guest-calls-allowed')).out);
  expect(rule).toMatchObject({ code: 'sip-conf/guest-calls-allowed', severity: 'warning' });
});

test('suggests a rule for a misspelt code', async () => {
  const { err, code } = await run('sip-conf/guest-call-allowed');
  expect(err).toContain('Did you mean sip-conf/guest-calls-allowed?');
  expect(code).toBe(2);
});
