import { expect, test } from 'vitest';
import { runCli } from './fakeIo.ts';

const old = '[general]\ncontext=public\nallowguest=no\nexternip=203.0.113.20\n';

test('--fix writes what needs no decision, and reports the rest', async () => {
  const { out, files, code } = await runCli(['check', '--fix', 'sip.conf'], { 'sip.conf': old });
  expect(files.get('file:///etc/asterisk/sip.conf')).toContain('externaddr=203.0.113.20\n');
  expect(out).not.toContain('externip');
  expect(code).toBe(0);
});

test('--fix reaches included files, and a second run finds nothing more to do', async () => {
  const written = {
    'sip.conf': '[general]\nallowguest=no\n#include "more.conf"\n',
    'more.conf': '[a]\ntype=peer\nhost=192.0.2.1\ncanreinvite=no\n',
  };
  const { files } = await runCli(['check', '--fix', 'sip.conf'], written);
  const more = files.get('file:///etc/asterisk/more.conf') ?? '';
  expect(more).toContain('directmedia=no');
  const again = await runCli(['check', '--fix', '--dry-run', 'sip.conf'], { ...written, 'more.conf': more });
  expect(again.out).toBe('');
});

test('--fix --dry-run prints a unified diff and writes nothing', async () => {
  const { out, files } = await runCli(['check', '--fix', '--dry-run', 'sip.conf'], { 'sip.conf': old });
  expect(files.get('file:///etc/asterisk/sip.conf')).toBe(old);
  expect(out).toContain('--- sip.conf');
  expect(out).toContain('-externip=203.0.113.20\n+externaddr=203.0.113.20\n');
});

test('the report says that there are such fixes as long as there are any', async () => {
  const hint = 'Fixes that need no decision: --fix applies them';
  expect((await runCli(['check', 'sip.conf'], { 'sip.conf': old })).out).toContain(hint);
  expect((await runCli(['check', '--fix', 'sip.conf'], { 'sip.conf': old })).out).not.toContain(hint);
});

test.each([
  [
    '--dry-run alone',
    ['check', '--dry-run', 'sip.conf'],
    '--dry-run needs --fix: it prints what --fix would change',
  ],
  [
    '--fix for standard input',
    ['check', '--fix', '--stdin-filename', 'sip.conf', '-'],
    '--fix cannot write to standard input',
  ],
])('refuses %s, which would do nothing', async (_title, args, reason) => {
  const { out, err, code, files } = await runCli(args, { 'sip.conf': old }, old);
  expect({ out, code }).toEqual({ out: '', code: 2 });
  expect(err).toContain(reason);
  expect(files.get('file:///etc/asterisk/sip.conf')).toBe(old);
});

test('--fix --dry-run shows the changes of a text on standard input', async () => {
  const { out } = await runCli(['check', '--fix', '--dry-run', '--stdin-filename', 'sip.conf', '-'], {}, old);
  expect(out).toContain('-externip=203.0.113.20\n+externaddr=203.0.113.20\n');
});
