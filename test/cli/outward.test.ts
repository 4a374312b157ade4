import { expect, it } from 'vitest';
import { checkCommand } from '../../server/cli/check.ts';
import { traceCommand } from '../../server/cli/trace.ts';
import { outwardText } from '../../server/text/visible.ts';
import { runCli } from './fakeIo.ts';

const hostile = '\u001b]0;x\u0007\u009b31m\u202e\u2066\u0000\u0085';
const unseen =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]|\r(?!\n)/;

it.each(['pretty', 'json', 'sarif', 'github', 'junit', 'codeclimate'])(
  'check --format %s writes no control character',
  async format => {
    const files = {
      [`sip${hostile.replaceAll('\u0000', '')}.conf`]: `[general]\n${hostile}=1\n`,
      'sip.conf':
        `[a${hostile}]\ntype=${hostile}\nunknown${hostile}=${hostile}\n[general]\nport=${hostile}\n[general]\n`.replaceAll(
          '\u0000',
          '',
        ),
    };
    const { out, err } = await runCli(
      ['check', '--language', 'sip-conf', '--format', format, ...Object.keys(files)],
      files,
      '',
      [checkCommand],
    );
    expect(out.length).toBeGreaterThan(0);
    expect(out).not.toMatch(unseen);
    expect(err).not.toMatch(unseen);
  },
);

it.each(['text', 'json', 'mermaid', 'svg', 'messages'])(
  'trace --format %s writes no control character',
  async format => {
    const text = `INVITE sip:a${hostile}@b SIP/2.0\r\nVia: SIP/2.0/UDP h${hostile};branch=z9hG4bK1\r\nFrom: "${hostile}" <sip:a@b>;tag=1\r\nTo: <sip:c@d>\r\nCall-ID: x${hostile}\r\nCSeq: 1 INVITE\r\nSubject: ${hostile}\r\n\r\n`;
    const { out, err } = await runCli(['trace', '--format', format, 'a.sip'], { 'a.sip': text }, '', [
      traceCommand,
    ]);
    expect(out).not.toMatch(unseen);
    expect(err).not.toMatch(unseen);
  },
);

it('standard error repeats neither control characters nor the value of a mistyped option', async () => {
  for (const args of [
    ['check', `${hostile}.conf`],
    ['check', `--${hostile}`],
    [hostile],
    ['trace', '--format', hostile, 'x'],
    ['trace', '--call-id', hostile, 'none'],
  ]) {
    const { err } = await runCli(args, {}, '', [checkCommand, traceCommand]);
    expect(err).not.toMatch(unseen);
    expect(err.length).toBeGreaterThan(0);
  }
  for (const args of [
    ['check', '--passwd=Hush42x', 'x'],
    ['trace', '-pHush42x', 'x'],
    ['check', "--passwd=Hush'42x", 'x'],
  ])
    expect((await runCli(args, {}, '', [checkCommand, traceCommand])).err).not.toContain('42x');
});

it('escapes every C1 character and mark of direction, keeps line ends, tabs, and its own colors', () => {
  for (let code = 0; code < 0xa0; code++) {
    const character = String.fromCharCode(code);
    const isPlain = (code >= 32 && code < 127) || character === '\n' || character === '\t';
    expect(outwardText(`a${character}b`) === `a${character}b`).toBe(isPlain);
  }
  expect(outwardText('a\r\nb\rc')).toBe('a\r\nb\\u000dc');
  expect(outwardText('\u001b[31mx\u001b[0m', true)).toBe('\u001b[31mx\u001b[0m');
  expect(outwardText('\u001b[31mx')).toBe('\\u001b[31mx');
});

it('lets a command paint, and nothing else', async () => {
  const { out } = await runCli(['paint'], {}, '', [
    (program, io) => void program.command('paint').action(() => io.painted?.(`\u001b[31ma${hostile}`)),
  ]);
  expect(out).toMatch(/^\u001b\[31ma/);
  expect(out.slice(5)).not.toMatch(unseen);
});
