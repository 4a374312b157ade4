import { describe, expect, it } from 'vitest';
import { checkCommand } from '../../server/cli/check.ts';
import { convertCommand } from '../../server/cli/convert.ts';
import { explainCommand } from '../../server/cli/explain.ts';
import { migrateCommand } from '../../server/cli/migrate.ts';
import { type Ran, runCli } from './fakeIo.ts';

const sipConf =
  '[general]\nallowguest=no\nfoo=1\n[alice]\ntype=friend\nhost=dynamic\nsecret=s3cret\nallow=xyz\n';
const script = 'listen=udp:127.0.0.1:5060\nroute {\n\texit;\n}\n';
const invite =
  'INVITE sip:100@192.0.2.1 SIP/2.0\nVia: SIP/2.0/UDP 198.51.100.7:5060;branch=z9hG4bK1\nFrom: <sip:alice@192.0.2.1>;tag=1\nTo: <sip:100@192.0.2.1>\nCall-ID: 1\nCSeq: 1 INVITE\n\n';
const files = { 'sip.conf': sipConf, 'pjsip.conf': '[udp]\ntype=transport\nbind=0.0.0.0\n', 'm.sip': invite };

async function run(args: readonly string[], stdin = ''): Promise<Ran> {
  return runCli(args, files, stdin, [checkCommand, convertCommand, explainCommand, migrateCommand]);
}

describe('- as a file', () => {
  it('is converted', async () => {
    const { out, code } = await run(['convert', '-'], sipConf.replaceAll('alice', 'bob'));
    expect(code).toBe(0);
    expect(out).toContain('[bob]');
    expect(out).not.toContain('[alice]');
    const { lines } = JSON.parse((await run(['convert', '--format', 'json', '-'], sipConf)).out);
    expect(lines[0].file).toBe('sip.conf');
  });

  it('is the configuration of an explanation', async () => {
    const args = ['explain', '--config', '-', '--language', 'sip-conf', '--format', 'json', 'm.sip'];
    const { out } = await run(args, sipConf.replaceAll('alice', 'bob'));
    expect(JSON.parse(out).matched).toBe(null);
    expect(JSON.parse((await run(args, sipConf)).out).matched).toBe('alice');
  });

  it('is migrated', async () => {
    const { out, code } = await run(['migrate', '--from', '2.4', '--to', '3.6', '--diff', '-'], script);
    expect(code).toBe(0);
    expect(out).toContain('+socket=udp:127.0.0.1:5060');
  });

  it('can be only one of them', async () => {
    const { err, code } = await run(['explain', '--config', '-', '-'], sipConf);
    expect(code).toBe(2);
    expect(err).toBe(
      'sip-workbench: only one of configuration, message and password can come from standard input\n',
    );
  });
});

describe('a file of another language', () => {
  it.each([
    [
      'convert',
      ['convert', 'pjsip.conf'],
      'this is Asterisk pjsip.conf, and the command reads Asterisk sip.conf',
    ],
    ['migrate', ['migrate', '--to', '3.6', 'sip.conf'], 'and the command reads OpenSIPS opensips.cfg'],
  ])('is refused by %s', async (_name, args, reason) => {
    const { out, err, code } = await run(args);
    expect({ out, code }).toEqual({ out: '', code: 2 });
    expect(err).toContain(reason);
  });
});

it('asks for the version of a script whose version is not known', async () => {
  const { err, code } = await run(['migrate', '--to', '1.11', '-'], script);
  expect(code).toBe(2);
  expect(err).toContain('Set the version that runs it now with --from');
});

describe('check', () => {
  it('shows the worst problems with --max-problems, and how many are left', async () => {
    const { out } = await run(['check', '--format', 'json', '--max-problems', '1', 'sip.conf']);
    const { files: checked, notes, summary } = JSON.parse(out);
    const shown = checked.flatMap(
      (file: { diagnostics: readonly { severity: string }[] }) => file.diagnostics,
    );
    expect(shown.map((one: { severity: string }) => one.severity)).toEqual(['error']);
    const all = summary.error + summary.warning + summary.information + summary.hint;
    expect(notes).toEqual([expect.stringContaining(`${all - 1} more problem`)]);
    expect((await run(['check', '--quiet', '--max-problems', '1', 'sip.conf'])).out).toContain('error');
  });

  it('says that a dry run has nothing to change', async () => {
    const { out, err } = await run(['check', '--fix', '--dry-run', 'pjsip.conf']);
    expect(out).toBe('');
    expect(err).toContain('there is nothing to fix without a decision');
  });
});
