import { describe, expect, it } from 'vitest';
import { explainCommand } from '../../server/cli/explain.ts';
import { traceCommand } from '../../server/cli/trace.ts';
import { ethernet, ip4, pcap, udp } from '../trace/captureFile.ts';
import { type Ran, runCli } from './fakeIo.ts';

function message(start: string, cseq: string, ...headers: readonly string[]): string {
  return [
    start,
    'Via: SIP/2.0/UDP 10.0.0.7:5062;rport;branch=z9hG4bK1',
    'From: <sip:alice@192.0.2.1>;tag=1',
    `To: <sip:alice@192.0.2.1>${start.startsWith('SIP') ? ';tag=2' : ''}`,
    'Call-ID: 1',
    `CSeq: ${cseq}`,
    ...headers,
    'Content-Length: 0',
    '',
    '',
  ].join('\n');
}

const options = message('OPTIONS sip:192.0.2.1 SIP/2.0', '1 OPTIONS');
const register = message(
  'REGISTER sip:192.0.2.1 SIP/2.0',
  '2 REGISTER',
  'Contact: <sip:alice@10.0.0.7:5062>',
);
const refused = message(
  'SIP/2.0 401 Unauthorized',
  '2 REGISTER',
  'WWW-Authenticate: Digest realm="r", nonce="n"',
);
const invite = message('INVITE sip:100@192.0.2.1 SIP/2.0', '3 INVITE');
const there = 'UDP 198.51.100.7:40001 => 192.0.2.1:5060';
const back = 'UDP 192.0.2.1:5060 => 198.51.100.7:40001';
const trace = [
  [there, options],
  [there, register],
  [back, refused],
  [there, invite],
]
  .map(([place, text], second) => `# 2026-01-01T00:00:0${second}.000000Z ${place}\n${text}`)
  .join('');

const files = {
  'call.siptrace': trace,
  'two.sip': register + invite,
  'sip.conf': '[general]\nallowguest=no\n[alice]\ntype=friend\nhost=dynamic\nsecret=s3cret\n',
  'pjsip.conf':
    '[udp]\ntype=transport\nbind=0.0.0.0\n[alice]\ntype=endpoint\naors=alice\nallow=ulaw\n[alice]\ntype=aor\nmax_contacts=1\n',
  'flexisip.conf': '[module::Authentication]\nenabled=true\nauth-domains=192.0.2.1\n',
  'opensips.cfg':
    'socket=udp:192.0.2.1:5060\nloadmodule "proto_udp.so"\nloadmodule "sl.so"\nroute {\n\tsl_send_reply(403, "No");\n}\n',
};

async function explain(...args: readonly string[]): Promise<Ran> {
  return runCli(['explain', ...args], files, '', [explainCommand]);
}

const configurations = ['sip.conf', 'pjsip.conf', 'flexisip.conf', 'opensips.cfg'];

describe('sip-workbench explain, with a trace', () => {
  it.each(configurations)('%s: takes the first INVITE or REGISTER, and says so', async config => {
    const { out, err, code } = await explain('--config', config, '--format', 'json', 'call.siptrace');
    expect(code).toBe(0);
    expect(err).toBe(
      'sip-workbench: call.siptrace: explained message 1 (REGISTER, line 11) of 4. Choose another with --index, which counts as trace --format json does\n',
    );
    expect(() => JSON.parse(out)).not.toThrow();
  });

  it('counts as `trace` does, and takes several in order', async () => {
    const { out } = await runCli(['trace', '--format', 'json', 'call.siptrace'], files, '', [traceCommand]);
    const numbers = JSON.parse(out).messages.map((one: { index: number; method: string }) => one.index);
    expect(numbers).toEqual([0, 1, 2, 3]);
    const both = await explain(
      '--config',
      'sip.conf',
      '--format',
      'json',
      '--index',
      '0',
      '--index',
      '3',
      'call.siptrace',
    );
    expect(JSON.parse(both.out).results.map((one: { method: string }) => one.method)).toEqual([
      'OPTIONS',
      'INVITE',
    ]);
    expect(both.err).toBe('');
  });

  it('uses the address of the packet, unless an option names another', async () => {
    const replied = async (...args: readonly string[]): Promise<string> => {
      const { out } = await explain('--config', 'opensips.cfg', '--format', 'json', ...args, 'call.siptrace');
      return JSON.parse(out).results[0].replies[0].to;
    };
    expect(await replied()).toBe('198.51.100.7:40001');
    expect(await replied('--source', '203.0.113.9:5060')).toContain('203.0.113.9');
  });

  it('reads captures', async () => {
    const wire = (text: string): Uint8Array => ethernet(ip4(17, udp(text.replace(/\n/g, '\r\n'))));
    const capture = pcap([wire(options), wire(invite)]);
    const { out, err } = await runCli(
      ['explain', '--config', 'sip.conf', '--format', 'json', 'call.pcap'],
      files,
      '',
      [
        (program, io) =>
          explainCommand(program, {
            ...io,
            readFile: async path => (path === 'call.pcap' ? capture : io.readFile(path)),
          }),
      ],
    );
    expect(JSON.parse(out).method).toBe('INVITE');
    expect(err).toContain('explained message 1 (INVITE, frame 2) of 2.');
  });

  it.each([
    ['a response', '2', 'message 2 is a response (SIP/2.0 401 Unauthorized). Use the number of a request'],
    ['a number that is too high', '4', 'there is no message 4: the numbers are 0 to 3'],
    ['a word', 'x', 'Not a whole number.'],
  ])('refuses %s', async (_what, number, reason) => {
    const { out, err, code } = await explain('--config', 'sip.conf', '--index', number, 'call.siptrace');
    expect({ out, code }).toEqual({ out: '', code: 2 });
    expect(err).toContain(reason);
  });

  it('says so if only the first of several messages in a file was explained', async () => {
    expect((await explain('--config', 'flexisip.conf', 'two.sip')).err).toContain(
      'explained the first of 2 requests.',
    );
    for (const config of ['sip.conf', 'opensips.cfg'])
      expect((await explain('--config', config, 'two.sip')).err).toBe('');
    const { out } = await explain('--config', 'opensips.cfg', '--format', 'json', '--index', '1', 'two.sip');
    expect(JSON.parse(out).results).toHaveLength(1);
  });

  it('refuses a second configuration, which would replace the first one', async () => {
    const { out, err, code } = await explain('--config', 'sip.conf', '--config', 'pjsip.conf', 'two.sip');
    expect({ out, code }).toEqual({ out: '', code: 2 });
    expect(err).toBe(
      'sip-workbench: --config can be set only once: run the command for each configuration\n',
    );
  });
});

it.each([
  [
    'sip.conf',
    ['--assume', '1=yes', '--contact', 'a@b=sip:a@c'],
    ['--contact', '--assume'],
    'Asterisk sip.conf',
  ],
  [
    'pjsip.conf',
    ['--registered', 'alice=10.0.0.7:5062', '--reply', '10.0.0.1:5060=200'],
    ['--reply'],
    'Asterisk pjsip.conf',
  ],
  ['flexisip.conf', ['--nonce', 'n', '--contact', 'a@b=sip:a@c'], ['--nonce'], 'Flexisip'],
  [
    'opensips.cfg',
    ['--registered', 'alice=10.0.0.7:5062', '--assume', '5=yes'],
    ['--registered'],
    'OpenSIPS opensips.cfg',
  ],
])('says which options have no effect for %s', async (config, args, flags, title) => {
  const { err, code } = await explain('--config', config, '--index', '1', ...args, 'call.siptrace');
  expect(code).toBe(0);
  const line = (flag: string): string =>
    `sip-workbench: ${flag} has no effect on an explanation for ${title}\n`;
  expect(err).toBe(flags.map(line).join(''));
});
