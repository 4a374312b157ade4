import { describe, expect, it } from 'vitest';
import { explainCommand } from '../../server/cli/explain.ts';
import { type Ran, runCli } from './fakeIo.ts';

const sipConf = `[general]
context=public
allowguest=no

[alice]
type=friend
host=dynamic
secret=s3cret
context=internal

[trunk]
type=peer
host=trunk.example.com
insecure=invite
`;
const invite = `INVITE sip:100@192.0.2.1 SIP/2.0
Via: SIP/2.0/UDP 10.0.0.7:5062;branch=z9hG4bK1;received=198.51.100.7;rport=40001
From: "Alice" <sip:alice@192.0.2.1>;tag=1
To: <sip:100@192.0.2.1>
Call-ID: 1
CSeq: 1 INVITE
Content-Length: 0

`;

async function explain(
  args: readonly string[],
  files: Readonly<Record<string, string>> = {},
  stdin = '',
): Promise<Ran> {
  const all = { 'sip.conf': sipConf, 'm.sip': invite, ...files };
  return runCli(['explain', ...args], all, stdin, [explainCommand]);
}

describe('sip-workbench explain', () => {
  it('assumes the registrations and answers of the project file, unless options name others', async () => {
    const project = { answers: ['alice:s3cret'], registrations: ['alice=198.51.100.7:40001'] };
    const files = {
      'sip-workbench.json': JSON.stringify(project),
      'sip.conf': sipConf.replace('[alice]\ntype=friend', '[alice]\ntype=peer'),
    };
    const data = async (...args: string[]): Promise<unknown> =>
      JSON.parse((await explain(['--config', 'sip.conf', '--format', 'json', 'm.sip', ...args], files)).out);
    expect(await data()).toMatchObject({ matched: 'alice', by: 'ip-port', finalCode: 200 });
    expect(await data('--registered', 'alice=203.0.113.1:5060')).toMatchObject({ matched: null });
    expect(await data('--answer', 'alice:wrong')).toMatchObject({ matched: 'alice', finalCode: 403 });
  });

  it('takes the language from the project file, the name or --language, and guesses none', async () => {
    const files = { 'customers.conf': sipConf };
    const args = ['--config', 'customers.conf', '--format', 'json', 'm.sip'];
    const bare = await explain(args, files);
    expect(bare).toMatchObject({ code: 2, out: '' });
    expect(bare.err).toContain('customers.conf: neither the name nor the first lines show the language');
    const chosen = await explain([...args, '--language', 'sip-conf'], files);
    expect(JSON.parse(chosen.out)).toMatchObject({ method: 'INVITE' });
    const project = JSON.stringify({ files: { 'customers.conf': { language: 'sip-conf' } } });
    const set = await explain(args, { ...files, 'sip-workbench.json': project });
    expect(set.out).toBe(chosen.out);
  });

  it('follows the requests of one conversation in order', async () => {
    const register = `REGISTER sip:192.0.2.1 SIP/2.0
Via: SIP/2.0/UDP 198.51.100.7:40001;branch=z9hG4bK0;rport
From: <sip:alice@192.0.2.1>;tag=0
To: <sip:alice@192.0.2.1>
Call-ID: 0
CSeq: 1 REGISTER
Contact: <sip:alice@198.51.100.7:40001>
Content-Length: 0

`;
    const later = (method: string, cseq: number, rest = ''): string =>
      `${method} sip:100@192.0.2.1 SIP/2.0
Via: SIP/2.0/UDP 198.51.100.7:40001;branch=z9hG4bK${cseq}x;rport
From: <sip:alice@192.0.2.1>;tag=1
To: <sip:100@192.0.2.1>;tag=server
Call-ID: 1
CSeq: ${cseq} ${method}
${rest}Content-Length: 0

`;
    const ok = invite
      .replace('INVITE sip:100@192.0.2.1 SIP/2.0', 'SIP/2.0 200 OK')
      .replace('To: <sip:100@192.0.2.1>', 'To: <sip:100@192.0.2.1>;tag=server');
    const { out } = await explain(
      ['--config', 'sip.conf', '--answer', 'alice:s3cret', '--format', 'json', 'r.sip', 'm.sip', 'call.txt'],
      {
        'r.sip': register,
        'call.txt': `${ok}${later('ACK', 1)}${later('INFO', 2)}${later('REFER', 3)}${later('BYE', 1)}${later('BYE', 4)}${later('BYE', 5)}`,
      },
    );
    const { results } = JSON.parse(out);
    expect(
      results.map(
        ({ method, codes, withinCall }: { method: string; codes: number[]; withinCall: boolean }) =>
          `${method} ${codes.join(',')}${withinCall ? ' in the call' : ''}`,
      ),
    ).toEqual([
      'REGISTER 401,200',
      'INVITE 401,100,200',
      'ACK  in the call',
      'INFO 200 in the call',
      'REFER 400 in the call',
      'BYE 500 in the call',
      'BYE 200 in the call',
      'BYE 481',
    ]);
    expect(results[0].addressAfter).toBe('198.51.100.7:40001');
  });

  it('learns the nonce from a challenge among the messages', async () => {
    const nonce = '5f3ad1d2';
    const challenge = `${invite
      .replace('INVITE sip:100@192.0.2.1 SIP/2.0', 'SIP/2.0 401 Unauthorized')
      .replace(
        'Content-Length',
        `WWW-Authenticate: Digest algorithm=MD5, realm="asterisk", nonce="${nonce}"\nContent-Length`,
      )}`;
    const again = invite
      .replace('CSeq: 1', 'CSeq: 2')
      .replace(
        'Content-Length',
        `Authorization: Digest username="alice", realm="asterisk", nonce="${nonce}", uri="sip:100@192.0.2.1", response="${'0'.repeat(32)}", algorithm=MD5\nContent-Length`,
      );
    const { out } = await explain(['--config', 'sip.conf', '--format', 'json', 'm.sip'], {
      'm.sip': invite + challenge + again,
    });
    const { results } = JSON.parse(out);
    expect(results).toMatchObject([{ codes: [401] }, { authResult: 'secret-failed', codes: [403] }]);
  });

  it('gives the JSON of the contract', async () => {
    const { out, code } = await explain(
      ['--config', 'sip.conf', '--answer', 'alice:s3cret', '--format', 'json', 'm.sip'],
      {
        'extensions.conf': '[internal]\nexten => _1XX,1,Dial(SIP/x)\n',
      },
    );
    const found = JSON.parse(out);
    expect(code).toBe(0);
    expect(found).toMatchObject({
      method: 'INVITE',
      matched: 'alice',
      by: 'name',
      lookupName: 'alice',
      outcome: 'accepted-device',
      authResult: 'ok',
      firstCode: 401,
      finalCode: 200,
      challenge: {
        header: 'WWW-Authenticate',
        scheme: 'Digest',
        realm: 'asterisk',
        algorithm: 'MD5',
        qop: null,
      },
      context: 'internal',
      exten: '100',
    });
    expect(found.steps.at(-2)).toEqual({
      title: 'Extension',
      verdict: 'decided',
      detail: expect.stringContaining('_1XX'),
      config: [{ file: 'extensions.conf', line: 1 }],
      header: null,
    });
    expect(out).not.toContain('s3cret');
  });

  it('takes the source from the topmost Via unless it is told', async () => {
    const config = {
      'sip.conf': `[general]\n[far]\ntype=peer\nhost=198.51.100.7\nport=40001\n[near]\ntype=peer\nhost=10.0.0.9\n`,
    };
    const via = JSON.parse(
      (await explain(['--config', 'sip.conf', '--format', 'json', 'm.sip'], config)).out,
    );
    expect(via.matched).toBe('far');
    const told = ['--source', '10.0.0.9:5060', '--format', 'json', 'm.sip'];
    expect(JSON.parse((await explain(['--config', 'sip.conf', ...told], config)).out).matched).toBe('near');
  });

  it('takes registrations in order, and addresses of host names', async () => {
    const stranger = { 'm.sip': invite.replace('alice@', 'x@') };
    const common = ['--config', 'sip.conf', '--source', '203.0.113.5:5080', '--format', 'json', 'm.sip'];
    const registered = await explain(['--registered', 'alice=203.0.113.5:5080/udp', ...common], stranger);
    expect(JSON.parse(registered.out)).toMatchObject({ matched: 'alice', by: 'ip-port', finalCode: 401 });
    const moved = await explain(
      ['--registered', 'alice=203.0.113.5:5080', '--registered', 'alice=203.0.113.6:5080', ...common],
      stranger,
    );
    expect(JSON.parse(moved.out)).toMatchObject({ matched: null, by: 'fake' });
    const named = await explain(
      ['--host', 'trunk.example.com=203.0.113.5', ...common.map(word => word.replace('5080', '5060'))],
      stranger,
    );
    expect(JSON.parse(named.out)).toMatchObject({ matched: 'trunk', by: 'ip-port', finalCode: 200 });
  });

  it('writes for people, too', async () => {
    const text = await explain(['--config', 'sip.conf', 'm.sip']);
    expect(text.out).toContain('401: friend alice was found by name; it must answer for realm asterisk.');
    expect(text.out).toContain('sip.conf:8');
    const markdown = await explain(['--config', 'sip.conf', '--format', 'markdown', 'm.sip']);
    expect(markdown.out).toMatch(/^# 401: friend/);
    expect(markdown.out).toContain('`sip.conf:8`');
  });

  it('verifies credentials that stand in the message', async () => {
    // MD5 of alice:asterisk:s3cret, of the nonce, and of INVITE:sip:100@192.0.2.1.
    const authorized = invite.replace(
      'CSeq',
      'Authorization: Digest username="alice", realm="asterisk", nonce="0a1b2c3d", uri="sip:100@192.0.2.1", response="RESPONSE", algorithm=MD5\nCSeq',
    );
    const { computeHa1, computeHa2, hashHex } = await import('../../server/sip/digest/digest.ts');
    const ha1 = computeHa1('MD5', 'alice', 'asterisk', 's3cret');
    const right = hashHex(
      'MD5',
      `${ha1}:0a1b2c3d:${computeHa2('MD5', 'INVITE', 'sip:100@192.0.2.1', undefined)}`,
    );
    const run = async (response: string): Promise<unknown> => {
      const files = { 'm.sip': authorized.replace('RESPONSE', response) };
      return JSON.parse((await explain(['--config', 'sip.conf', '--format', 'json', 'm.sip'], files)).out);
    };
    expect(await run(right)).toMatchObject({ authResult: 'ok', firstCode: 100, finalCode: 200 });
    expect(await run('0'.repeat(32))).toMatchObject({ authResult: 'secret-failed', finalCode: 403 });
  });

  it.each([
    ['nothing to read', ['--config', 'sip.conf', 'none.sip'], {}, 'none.sip: no such file'],
    ['no configuration', ['m.sip'], {}, 'no configuration: add'],
    ['a configuration that is not there', ['--config', 'gone.conf', 'm.sip'], {}, 'gone.conf: no such file'],
    ['no SIP', ['--config', 'sip.conf', 'm.sip'], { 'm.sip': 'hello\n' }, 'This is not a SIP message'],
    ['an empty file', ['--config', 'sip.conf', 'm.sip'], { 'm.sip': '\n' }, 'the text is empty'],
    [
      'a response',
      ['--config', 'sip.conf', 'm.sip'],
      { 'm.sip': 'SIP/2.0 401 Unauthorized\n\n' },
      'This is a response (401 Unauthorized)',
    ],
    [
      'a configuration that is refused',
      ['--config', 'sip.conf', 'm.sip'],
      { 'sip.conf': '[general]\n[a](none)\n' },
      'sip.conf: The server refuses this sip.conf because of line 2',
    ],
    [
      'a bad contact list',
      ['--config', 'sip.conf', 'm.sip'],
      { 'sip.conf': '[general]\ncontactdeny=nowhere\n' },
      'a reload removes all devices',
    ],
    ['a wrong source', ['--config', 'sip.conf', '--source', 'here', 'm.sip'], {}, 'Write IP:PORT'],
    [
      'a wrong registration',
      ['--config', 'sip.conf', '--registered', 'alice', 'm.sip'],
      {},
      'Write NAME=IP:PORT',
    ],
    [
      'an answer without password',
      ['--config', 'sip.conf', '--answer', 'alice', 'm.sip'],
      {},
      '--answer needs USER:PASSWORD',
    ],
    [
      'no address at all',
      ['--config', 'sip.conf', 'm.sip'],
      { 'm.sip': 'INVITE sip:a@b SIP/2.0\n\n' },
      'the topmost Via has no address',
    ],
  ])('answers clearly to %s', async (_title, args, files, expected) => {
    const { out, err, code } = await explain(args, files);
    expect(err).toContain(expected);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(out).toBe('');
    expect(code).toBe(2);
  });
});
