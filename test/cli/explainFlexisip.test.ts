import { describe, expect, it } from 'vitest';
import { explainCommand } from '../../server/cli/explain.ts';
import { runCli } from './fakeIo.ts';

const flexisip = `[module::Authentication]
enabled=true
auth-domains=a.org
file-path=/etc/flexisip/users.txt
available-algorithms=SHA-256
[module::Registrar]
reg-domains=a.org
`;

const register = [
  'REGISTER sip:a.org SIP/2.0',
  'Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1',
  'From: <sip:bob@a.org>;tag=1',
  'To: <sip:bob@a.org>',
  'Call-ID: 1@a',
  'CSeq: 1 REGISTER',
  'Contact: <sip:bob@192.0.2.1>',
  'Content-Length: 0',
  '',
  '',
].join('\r\n');

const files = {
  'flexisip.conf': flexisip,
  'register.sip': register,
  'users.txt': 'version:1\nbob@a.org clrtxt:hush ;\n',
};

const explain = (args: readonly string[], more: Readonly<Record<string, string>> = {}) =>
  runCli(['explain', '--flexisip', 'flexisip.conf', ...args, 'register.sip'], { ...files, ...more }, '', [
    explainCommand,
  ]);

describe('sip-workbench explain --flexisip', () => {
  it('prints the challenge as JSON, with the lines that decided', async () => {
    const { out, code } = await explain(['--format', 'json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      outcome: 'challenged',
      method: 'REGISTER',
      finalCode: 401,
      challenge: { header: 'WWW-Authenticate', realm: 'a.org', algorithms: ['SHA-256'] },
    });
    expect(JSON.parse(out).steps).toContainEqual(
      expect.objectContaining({
        title: 'Domain',
        verdict: 'passed',
        config: [{ file: 'flexisip.conf', line: 2 }],
      }),
    );
  });

  it('reads the users file beside the configuration', async () => {
    const right = JSON.parse((await explain(['--format', 'json', '--answer', 'bob:hush'])).out);
    expect(right).toMatchObject({ outcome: 'registered', finalCode: 200, authenticatedBy: 'digest' });
    const wrong = JSON.parse((await explain(['--format', 'json', '--answer', 'bob:x'])).out);
    expect(wrong).toMatchObject({ outcome: 'rejected', finalCode: 403 });
  });

  it('reads the users file where the configuration says, and only then beside it', async () => {
    const there = { '/etc/flexisip/users.txt': 'version:1\nbob@a.org clrtxt:other ;\n' };
    const { out } = await explain(['--format', 'json', '--answer', 'bob:other'], there);
    expect(JSON.parse(out)).toMatchObject({ outcome: 'registered' });
    expect(out).toContain('"/etc/flexisip/users.txt"');
  });

  it('takes the language of --config from its name, or from --language', async () => {
    const named = await runCli(
      ['explain', '--config', 'flexisip.conf', '--format', 'json', 'register.sip'],
      files,
      '',
      [explainCommand],
    );
    const given = await runCli(
      ['explain', '--config', 'proxy', '--language', 'flexisip-conf', '--format', 'json', 'register.sip'],
      { ...files, proxy: flexisip },
      '',
      [explainCommand],
    );
    for (const { out } of [named, given]) expect(JSON.parse(out)).toMatchObject({ outcome: 'challenged' });
  });

  it('prints text and Markdown without the password', async () => {
    for (const format of ['text', 'markdown']) {
      const { out } = await explain(['--format', format, '--answer', 'bob:hush']);
      expect(out).toContain('The registrar accepts the REGISTER and replies 200');
      expect(out).toContain('users.txt:2');
      expect(out).not.toContain('hush');
    }
  });

  it('lists what the expressions give for the message', async () => {
    const config = { 'flexisip.conf': `${flexisip}filter=from.uri.user == 'bob'\nfrom-domains=a\n` };
    expect((await explain([], config)).out).toContain('[module::Registrar] filter: true  flexisip.conf:8');
    expect((await explain(['--format', 'markdown'], config)).out).toContain(
      '- `[module::Registrar] filter`: true (`flexisip.conf:8`)',
    );
  });

  it('takes the release by name', async () => {
    const { out } = await explain(['--flexisip-version', '2.3', '--format', 'json']);
    expect(JSON.parse(out).version).toBe('2.3');
  });

  it('says when the configuration is missing', async () => {
    const args = ['explain', '--flexisip', 'gone.conf', 'register.sip'];
    const { err, code } = await runCli(args, files, '', [explainCommand]);
    expect(code).toBe(2);
    expect(err).toContain('gone.conf');
  });
});
