import { describe, expect, it } from 'vitest';
import { pjsipConf } from '../../server/languages/asterisk/pjsip-conf/index.ts';
import { followWithState } from '../../server/languages/asterisk/pjsip-conf/matching/follow.ts';
import { parseMessage } from '../../server/sip/message.ts';
import type { SipTransport } from '../../server/sip/packetSource.ts';
import { expectGrowthWithLength } from '../growth.ts';
import { projectOf, settings } from '../languages.ts';

const transport = '[udp]\ntype=transport\nprotocol=udp\nbind=0.0.0.0\n';

function phone(endpoint = '', aor = ''): string {
  return `${transport}[alice]\ntype=endpoint\naors=alice\nallow=alaw\n${endpoint}[alice]\ntype=aor\nmax_contacts=2\n${aor}`;
}

interface Sent {
  readonly contact?: string;
  readonly headers?: string;
  readonly over?: SipTransport;
  readonly stored?: ReadonlyMap<string, readonly string[]>;
}

function register(text: string, { contact = '<sip:alice@10.0.0.5:5070>', headers = '', over, stored }: Sent) {
  const model = pjsipConf.model(
    projectOf(pjsipConf, { 'pjsip.conf': text }, 'pjsip.conf'),
    settings,
    undefined,
  );
  const lines = [
    'REGISTER sip:192.0.2.1 SIP/2.0',
    'Via: SIP/2.0/UDP 10.0.0.5:5070;branch=z9hG4bKa',
    'Max-Forwards: 70',
    'From: <sip:alice@192.0.2.1>;tag=1',
    'To: <sip:alice@192.0.2.1>',
    'Call-ID: a@b',
    'CSeq: 1 REGISTER',
    ...(contact === '' ? [] : [`Contact: ${contact}`]),
    ...(headers === '' ? [] : [headers]),
    'Content-Length: 0',
    '',
    '',
  ];
  const { explanation, contacts } = followWithState(model, {
    message: parseMessage(lines.join('\r\n')),
    source: { address: '203.0.113.7', port: 40001, transport: over ?? 'udp' },
    answers: [],
    contacts: stored ?? new Map(),
  });
  return { codes: explanation.codes, after: explanation.contactsAfter, contacts };
}

describe('a REGISTER with chan_pjsip', () => {
  it('stores the Contact as it was sent', () => {
    expect(register(phone(), {})).toMatchObject({ codes: [200], after: ['alice/sip:alice@10.0.0.5:5070'] });
  });

  it.each([
    ['udp', '<sip:alice@10.0.0.5:5070>', 'sip:alice@203.0.113.7:40001;x-ast-orig-host=10.0.0.5:5070'],
    ['udp', '<sip:alice@10.0.0.5>', 'sip:alice@203.0.113.7:40001;x-ast-orig-host=10.0.0.5:0'],
    ['udp', '<sip:alice@203.0.113.7:5060>', 'sip:alice@203.0.113.7:40001'],
    [
      'tcp',
      '<sip:alice@10.0.0.5:5070;transport=tcp>',
      'sip:alice@203.0.113.7:40001;transport=TCP;x-ast-orig-host=10.0.0.5:5070',
    ],
  ] as const)('over %s stores the source in place of %s with rewrite_contact', (over, contact, uri) => {
    const { contacts } = register(phone('rewrite_contact=yes\n'), { over, contact });
    expect(contacts.get('alice')).toEqual([uri]);
  });

  it('lists the contacts of the file with those of registrations, and does not count them', () => {
    const text = phone('', 'contact=sip:desk@192.0.2.9,sip:door@192.0.2.10\n');
    const stored = new Map([['alice', ['sip:alice@192.0.2.50:5060']]]);
    expect(register(text, { stored }).after).toEqual([
      'alice/sip:alice@10.0.0.5:5070',
      'alice/sip:alice@192.0.2.50:5060',
      'alice/sip:desk@192.0.2.9',
      'alice/sip:door@192.0.2.10',
    ]);
  });

  it('keeps what is stored when it refuses', () => {
    const stored = new Map([['alice', ['sip:a@192.0.2.50', 'sip:b@192.0.2.50']]]);
    expect(register(phone(), { stored })).toMatchObject({
      codes: [403],
      after: ['alice/sip:a@192.0.2.50', 'alice/sip:b@192.0.2.50'],
    });
  });

  it.each([
    ['support_path=yes\n', 'Path: <sip:192.0.2.3;lr>', 420],
    ['support_path=yes\n', 'Path: <sip:192.0.2.3;lr>\r\nSupported: gruu, path', 200],
    ['support_path=yes\n', 'Supported: gruu', 200],
    ['', 'Path: <sip:192.0.2.3;lr>', 200],
  ])('with "%s" and %s answers %d', (aor, headers, code) => {
    expect(register(phone('', aor), { headers }).codes).toEqual([code]);
  });
});

describe('a call with the line parameter of a registration', () => {
  const registration = (name: string, ...more: string[]): string =>
    [
      `[${name}]`,
      'type=registration',
      'client_uri=sip:u@192.0.2.9',
      'line=yes',
      `endpoint=${name}`,
      ...more,
      '',
    ].join('\n');
  const trunk = (name: string): string =>
    `[${name}]\ntype=endpoint\ncontext=${name}\nallow=ulaw\nidentify_by=ip\n`;
  const one = trunk('a') + registration('a', 'server_uri=sip:192.0.2.9');
  const two = one + trunk('b') + registration('b', 'server_uri=sip:192.0.2.8', 'contact_user=200');
  const anonymous = '[anonymous]\ntype=endpoint\ncontext=public\nallow=ulaw\n';

  function call(text: string, requestUri: string, to = '<sip:100@192.0.2.1>') {
    const model = pjsipConf.model(
      projectOf(pjsipConf, { 'pjsip.conf': transport + text }, 'pjsip.conf'),
      settings,
      undefined,
    );
    const lines = [
      `INVITE ${requestUri} SIP/2.0`,
      'Via: SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bKa',
      'Max-Forwards: 70',
      'From: <sip:5551234@192.0.2.9>;tag=1',
      `To: ${to}`,
      'Call-ID: a@b',
      'CSeq: 1 INVITE',
      'Contact: <sip:192.0.2.9>',
      'Content-Length: 0',
      '',
      '',
    ];
    const { explanation } = followWithState(model, {
      message: parseMessage(lines.join('\r\n')),
      source: { address: '192.0.2.9', port: 5060, transport: 'udp' },
      answers: [],
      contacts: new Map(),
    });
    return explanation;
  }

  it('is looked for in linear time', () => {
    expectGrowthWithLength(length => {
      const uri = `sip:${'s'.repeat(length)};${'x'.repeat(length)}`;
      return () => void call(one, uri, `<${uri}>`);
    }, 2000);
  });

  it.each<[string, string, string, string | undefined, string | null]>([
    ['is the endpoint of the only registration', one, 'sip:s@192.0.2.1;line=abcdefg', undefined, 'a'],
    ['comes before the anonymous endpoint', one + anonymous, 'sip:s@192.0.2.1;line=abcdefg', undefined, 'a'],
    ['may be in To', one, 'sip:s@192.0.2.1', '<sip:s@192.0.2.1;line=abcdefg>', 'a'],
    ['is told by the user of the Contact', two, 'sip:200@192.0.2.1;line=abcdefg', undefined, 'b'],
    ['is told by the address of the registrar', two, 'sip:100@192.0.2.1;line=abcdefg', undefined, 'a'],
    ['is nothing without a registration', anonymous, 'sip:s@192.0.2.1;line=abcdefg', undefined, 'anonymous'],
    ['is nothing in another form', one, 'sip:s@192.0.2.1;line=wrong', undefined, null],
    ['is nothing in another parameter', one, 'sip:s@192.0.2.1;online=1', undefined, null],
    [
      'is nothing without the endpoint',
      registration('a', 'server_uri=sip:192.0.2.9'),
      'sip:s@192.0.2.1;line=abcdefg',
      undefined,
      null,
    ],
  ])('%s', (_title, text, requestUri, to, matched) => {
    const explanation = call(text, requestUri, to);
    expect(explanation.matched).toBe(matched);
    if (matched === 'a') {
      expect(explanation.by).toBe('line');
      expect(explanation.assumptions.join()).toContain('registration "a"');
    }
  });

  it('is undecided between two registrations that differ in nothing', () => {
    const text = one + trunk('b') + registration('b', 'server_uri=sip:192.0.2.9');
    const { matched, steps } = call(text, 'sip:s@192.0.2.1;line=abcdefg');
    expect(matched).toBeNull();
    expect(steps.find(({ title }) => title === 'Identifier line')?.detail).toContain('"a", "b"');
  });
});
