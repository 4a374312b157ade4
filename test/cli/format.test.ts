import { expect, test } from 'vitest';
import { formatCommand } from '../../server/cli/format.ts';
import { runCli } from './fakeIo.ts';

const run = (args: readonly string[], files: Readonly<Record<string, string>> = {}, stdin = '') =>
  runCli(['format', ...args], files, stdin, [formatCommand]);

const script = 'route {\n\tif (is_method("INVITE")) {\nxlog("a");  \n\t}\n}\n';
const tidy = 'route {\n\tif (is_method("INVITE")) {\n\t\txlog("a");\n\t}\n}\n';

test('writes the layout, and leaves a file alone that has it', async () => {
  const { files, out, code } = await run(['opensips.cfg'], { 'opensips.cfg': script });
  expect(files.get('file:///etc/asterisk/opensips.cfg')).toBe(tidy);
  expect({ out, code }).toEqual({ out: '', code: 0 });
  expect((await run(['--diff', 'opensips.cfg'], { 'opensips.cfg': tidy })).out).toBe('');
});

test('--check lists what would change, and writes nothing', async () => {
  const written = { 'a/opensips.cfg': script, 'b/opensips.cfg': tidy };
  const { files, out, code } = await run(['--check', 'a', 'b'], written);
  expect({ out, code }).toEqual({ out: 'a/opensips.cfg\n', code: 1 });
  expect(files.get('file:///etc/asterisk/a/opensips.cfg')).toBe(script);
  expect((await run(['--check', 'b'], written)).code).toBe(0);
});

test('--diff prints a unified diff', async () => {
  const { files, out } = await run(['--diff', 'opensips.cfg'], { 'opensips.cfg': script });
  expect(out).toContain('-xlog("a");  \n+\t\txlog("a");\n');
  expect(files.get('file:///etc/asterisk/opensips.cfg')).toBe(script);
});

test('prints the formatted text of standard input', async () => {
  const { out, code } = await run(['--stdin-filename', 'opensips.cfg', '-'], {}, script);
  expect({ out, code }).toEqual({ out: tidy, code: 0 });
});

test('prints nothing where a character would be lost', async () => {
  const { out, err, code } = await run(['--language', 'opensips-cfg', '-'], {}, `${script}# \u001b[31m\n`);
  expect({ out, code }).toEqual({ out: '', code: 2 });
  expect(err).toContain('control characters');
});

test.each([
  ['as in the file', [], 'route {\n   drop();\n  exit;\n}\n', 'route {\n   drop();\n   exit;\n}\n'],
  ['a tab where nothing is indented', [], 'route {\nexit;\n}\n', 'route {\n\texit;\n}\n'],
  ['as asked for', ['--indent', '2'], 'route {\n\texit;\n}\n', 'route {\n  exit;\n}\n'],
  ['tabs on request', ['--indent', 'tab'], 'route {\n  exit;\n}\n', 'route {\n\texit;\n}\n'],
])('indents %s', async (_title, args, before, after) => {
  const { files } = await run([...args, 'opensips.cfg'], { 'opensips.cfg': before });
  expect(files.get('file:///etc/asterisk/opensips.cfg')).toBe(after);
});

test.each([
  [['missing.cfg'], 'no such file'],
  [['--indent', '99', 'opensips.cfg'], '--indent'],
  [['--language', 'flexisip-users', 'userdb'], 'cannot be formatted'],
])('refuses %s', async (args, reason) => {
  const { err, code } = await run(args, { 'opensips.cfg': script, userdb: 'version:1\n' });
  expect(err).toContain(reason);
  expect(code).toBe(2);
});

test('a file that cannot be read does not stop the others', async () => {
  const { files, code } = await run(['missing.cfg', 'opensips.cfg'], { 'opensips.cfg': script });
  expect(files.get('file:///etc/asterisk/opensips.cfg')).toBe(tidy);
  expect(code).toBe(2);
});
