import { describe, expect, it } from 'vitest';
import { ladderMermaid } from '../../server/languages/trace/callFlow/ladderMermaid.ts';
import { ladderSvg } from '../../server/languages/trace/callFlow/ladderSvg.ts';
import { ladderText } from '../../server/languages/trace/callFlow/ladderText.ts';
import { lanesOf } from '../../server/languages/trace/model/lanes.ts';
import { traceOf } from '../../server/languages/trace/model/model.ts';
import { parseTrace } from '../../server/languages/trace/reading/parser.ts';

interface Part {
  readonly start: string;
  readonly via: string;
  readonly cseq: string;
  readonly tags?: readonly [string, string?];
  readonly user?: string;
  readonly more?: readonly string[];
  readonly line?: string;
}

function message({ start, via, cseq, tags = ['fa'], user = 'alice', more = [], line }: Part): string {
  const to = tags[1] === undefined ? '' : `;tag=${tags[1]}`;
  return [
    ...(line === undefined ? [] : [line]),
    start,
    ...via.split(' ').map(hop => `Via: SIP/2.0/UDP ${hop}`),
    'Max-Forwards: 70',
    `From: <sip:${user}@example.org>;tag=${tags[0]}`,
    `To: <sip:bob@example.org>${to}`,
    'Call-ID: c1',
    `CSeq: ${cseq}`,
    ...more,
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');
}

const AT = (from: string, to: string): string => `# 2026-03-10T10:00:00.000000Z UDP ${from} => ${to}`;
const ALICE = '192.0.2.10:5060;branch=z9hG4bKi';
const LINPHONE = 'User-Agent: Linphone/4.4 (belle-sip/5.0)';
const YEALINK = 'Server: Yealink SIP-T46S 66.84.0.15';
const CONTACT = 'Contact: <sip:bob@198.51.100.30:5060>';

function lanes(parts: readonly Part[], foldPorts = true): (readonly [string, string | undefined])[] {
  const trace = traceOf(parseTrace(parts.map(message).join('')));
  const indexes = trace.entries.map(entry => entry.index);
  return lanesOf(trace, indexes, foldPorts).lanes.map(({ label, name }) => [label, name]);
}

const invite: Part = {
  start: 'INVITE sip:bob@example.org SIP/2.0',
  via: ALICE,
  cseq: '1 INVITE',
  more: [LINPHONE],
};
const answered: Part = {
  start: 'SIP/2.0 200 OK',
  via: ALICE,
  cseq: '1 INVITE',
  tags: ['fa', 'tb'],
  more: [CONTACT, YEALINK],
};
const ack: Part = {
  start: 'ACK sip:bob@198.51.100.30:5060 SIP/2.0',
  via: '192.0.2.10:5060;branch=z9hG4bKa',
  cseq: '1 ACK',
  tags: ['fa', 'tb'],
};

describe('the called user agent is one lane', () => {
  it('when a log without addresses shows its domain and its Contact', () => {
    expect(lanes([invite, answered, ack])).toEqual([
      ['192.0.2.10', 'Linphone of alice'],
      ['example.org, 198.51.100.30', 'Yealink SIP-T46S of bob'],
    ]);
  });

  it('but a proxy is the host that the request goes to', () => {
    const routed = { ...ack, more: ['Route: <sip:198.51.100.20;lr>'] };
    const bye: Part = {
      start: 'BYE sip:alice@192.0.2.10 SIP/2.0',
      via: '198.51.100.30:5060;branch=z9hG4bKb',
      cseq: '1 BYE',
      tags: ['tb', 'fa'],
    };
    expect(lanes([invite, answered, routed, bye]).map(([label]) => label)).toEqual([
      '192.0.2.10',
      'example.org, 198.51.100.20',
      '198.51.100.30',
    ]);
  });

  it('not when the log shows a proxy, or two agents behind one name', () => {
    const forwarded: Part = { ...invite, via: `198.51.100.20:5060;branch=z9hG4bKp ${ALICE}` };
    expect(lanes([invite, forwarded, answered, ack])).toHaveLength(4);
    const other = {
      ...answered,
      tags: ['fa', 'tc'] as const,
      more: ['Contact: <sip:bob@198.51.100.40:5060>'],
    };
    const otherAck = { ...ack, start: 'ACK sip:bob@198.51.100.40:5060 SIP/2.0', tags: ['fa', 'tc'] as const };
    expect(lanes([invite, answered, ack, other, otherAck])).toHaveLength(4);
  });

  it('when its response comes from another of its addresses', () => {
    const parts = [
      { ...invite, line: AT('192.0.2.10:5060', '198.51.100.20:5060') },
      { ...answered, line: AT('198.51.100.21:5060', '192.0.2.10:5060') },
    ];
    expect(lanes(parts).map(([label]) => label)).toEqual(['192.0.2.10', '198.51.100.20, 198.51.100.21']);
    expect(lanes(parts, false)).toHaveLength(3);
  });

  it('when Via shows its public address, unless several hosts use the private one', () => {
    const behindNat = (address: string, port: string, number: number): Part => ({
      start: 'OPTIONS sip:b@198.51.100.20 SIP/2.0',
      via: `192.168.1.5:5060;branch=z9hG4bK${number}`,
      cseq: `${number} OPTIONS`,
      line: AT(`${address}:${port}`, '198.51.100.20:5060'),
    });
    const back: Part = {
      start: 'MESSAGE sip:alice@192.168.1.5 SIP/2.0',
      via: '198.51.100.20:5060;branch=z9hG4bKm',
      cseq: '9 MESSAGE',
      line: AT('198.51.100.20:5060', '192.168.1.5:5060'),
    };
    expect(lanes([behindNat('203.0.113.7', '40001', 1), back]).map(([label]) => label)).toEqual([
      '203.0.113.7, 192.168.1.5',
      '198.51.100.20',
    ]);
    expect(
      lanes([behindNat('203.0.113.7', '40001', 1), behindNat('203.0.113.8', '40001', 2), back]),
    ).toHaveLength(4);
  });
});

describe('a lane is named by what it is', () => {
  const names = (parts: readonly Part[]): (string | undefined)[] => lanes(parts).map(([, name]) => name);
  const register: Part = { start: 'REGISTER sip:example.org SIP/2.0', via: ALICE, cseq: '1 REGISTER' };
  const registered: Part = { ...register, start: 'SIP/2.0 200 OK', tags: ['fa', 't'] };

  it.each<[string, readonly Part[], (string | undefined)[]]>([
    ['by its registration', [register, registered], ['alice', 'registrar']],
    ['not by a registration that was not accepted', [register], ['alice', undefined]],
    ['by User-Agent', [{ ...invite, more: ['User-Agent: Asterisk PBX 18.9.0'] }], ['Asterisk', undefined]],
    [
      'by 100 Trying, which is never relayed',
      [
        invite,
        { ...answered, start: 'SIP/2.0 100 Trying', more: ['Server: kamailio (5.7.1 (x86_64/linux))'] },
      ],
      ['Linphone of alice', 'Kamailio'],
    ],
    [
      'not by a response that a proxy may have relayed',
      [invite, { ...answered, more: [YEALINK] }],
      ['Linphone of alice', undefined],
    ],
    [
      'not by a request that passed a proxy',
      [{ ...invite, via: `198.51.100.20;branch=z9hG4bKp ${ALICE}` }],
      [undefined, undefined],
    ],
    [
      'without a user when it calls for several',
      [invite, { ...invite, user: 'carol' }],
      ['Linphone', undefined],
    ],
    ['not by two programs', [invite, { ...invite, more: ['User-Agent: Zoiper'] }], [undefined, undefined]],
  ])('%s', (_name, parts, expected) => {
    expect(names(parts)).toEqual(expected);
  });

  it('not by a program that is passed on', () => {
    const second: Part = {
      ...invite,
      via: '198.51.100.20:5060;branch=z9hG4bKs',
      start: 'INVITE sip:bob@198.51.100.30 SIP/2.0',
    };
    expect(names([invite, second])).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('in every picture, as text', () => {
    const hostile = { ...invite, more: ['User-Agent: <b>"x";</b> y'] };
    const trace = traceOf(parseTrace([hostile, answered].map(message).join('')));
    const options = { foldPorts: true };
    expect(ladderText(trace, options)).toMatch(/^ +<b>"x" of alice$/m);
    expect(ladderSvg(trace, options)).toContain('&lt;b&gt;&quot;x&quot; of alice</text>');
    expect(ladderMermaid(trace, options)).not.toContain('<b>');
    expect(ladderMermaid(trace, options)).toMatch(/participant h0 as .* of alice<br\/>192/);
  });
});
