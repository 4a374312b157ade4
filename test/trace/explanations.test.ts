import { describe, expect, it } from 'vitest';
import { explainDialog, inBrief } from '../../server/languages/trace/callFlow/explain.ts';
import { ladderText } from '../../server/languages/trace/callFlow/ladderText.ts';
import { joinedCalls } from '../../server/languages/trace/model/legs.ts';
import { traceOf } from '../../server/languages/trace/model/model.ts';
import { parseTrace } from '../../server/languages/trace/reading/parser.ts';

const A = '192.0.2.10:5060';
const B = '198.51.100.20:5060';

interface Sent {
  readonly from?: string;
  readonly to?: string;
  readonly first: string;
  readonly cseq: string;
  readonly at?: number;
  readonly branch?: string;
  readonly callId?: string;
  readonly tags?: readonly [string, string?];
  readonly headers?: readonly string[];
  readonly sdp?: readonly string[];
}

function message(sent: Sent): string {
  const { from = A, to = B, at = 0, callId = 'c1', tags = ['f'], sdp, headers = [] } = sent;
  const body = sdp === undefined ? '' : `${sdp.join('\r\n')}\r\n`;
  const time = `2026-03-10T10:00:${at.toFixed(6).padStart(9, '0')}Z`;
  return [
    `# ${time} UDP ${from} => ${to}`,
    sent.first,
    `Via: SIP/2.0/UDP ${A};branch=z9hG4bK${sent.branch ?? sent.cseq.replace(' ', '')}`,
    `From: <sip:100@example.org>;tag=${tags[0]}`,
    `To: <sip:200@example.org>${tags[1] === undefined ? '' : `;tag=${tags[1]}`}`,
    `Call-ID: ${callId}`,
    `CSeq: ${sent.cseq}`,
    'Max-Forwards: 70',
    'Contact: <sip:x@192.0.2.10>',
    ...headers,
    ...(sdp === undefined ? [] : ['Content-Type: application/sdp']),
    `Content-Length: ${body.length}`,
    '',
    `${body}\r\n`,
  ].join('\r\n');
}

const session = (address: string, ...media: readonly string[]) => [
  'v=0',
  `o=- 1 1 IN IP4 ${address}`,
  's=-',
  `c=IN IP4 ${address}`,
  't=0 0',
  ...media,
];
const PCMU = ['m=audio 4000 RTP/AVP 0 101', 'a=rtpmap:0 PCMU/8000', 'a=rtpmap:101 telephone-event/8000'];

const invite = (sdp: readonly string[] | undefined = session('192.0.2.10', ...PCMU)) =>
  message({
    first: 'INVITE sip:200@example.org SIP/2.0',
    cseq: '1 INVITE',
    ...(sdp === undefined ? {} : { sdp }),
  });
const ok = (sdp?: readonly string[], headers: readonly string[] = []) =>
  message({
    ...{ from: B, to: A, first: 'SIP/2.0 200 OK', cseq: '1 INVITE', at: 1, tags: ['f', 't'], headers },
    ...(sdp === undefined ? {} : { sdp }),
  });
const ack = (sdp?: readonly string[]) =>
  message({
    ...{
      first: 'ACK sip:200@198.51.100.20 SIP/2.0',
      cseq: '1 ACK',
      at: 1.1,
      tags: ['f', 't'],
      branch: 'ack',
    },
    ...(sdp === undefined ? {} : { sdp }),
  });

function why(text: string): string {
  const trace = traceOf(parseTrace(text));
  const dialog = trace.flow.dialogs[0];
  return (dialog && inBrief(trace, dialog).failures[0]) ?? '';
}

function steps(text: string): string {
  const trace = traceOf(parseTrace(text));
  return trace.flow.dialogs
    .flatMap(dialog => explainDialog(trace, dialog).steps)
    .map(step => `${step.verdict} ${step.title}: ${step.detail}`)
    .join('\n');
}

const call = (answer: readonly string[] | undefined, offer?: readonly string[]) =>
  invite(offer) + ok(answer) + ack();

describe('offers and answers', () => {
  it.each<[string, string, RegExp]>([
    [
      'no codec',
      call(session('198.51.100.20', 'm=audio 5000 RTP/AVP 8')),
      /PCMU\/8000.*PCMA\/8000: they have no audio codec in common/,
    ],
    ['port 0', call(session('198.51.100.20', 'm=audio 0 RTP/AVP 0')), /refuses every stream with port 0/],
    ['no answer', call(undefined), /200 \(#1\) that accepts the call has no session description/],
    [
      'SAVP',
      call(session('198.51.100.20', 'm=audio 5000 RTP/SAVP 0 101', 'a=rtpmap:101 telephone-event/8000')),
      /one side encrypts \(SRTP\)/,
    ],
    [
      'AVPF',
      call(session('198.51.100.20', ...PCMU.map(line => line.replace('AVP', 'AVPF')))),
      /profile of the offer/,
    ],
    [
      'fewer streams',
      call(session('198.51.100.20', ...PCMU), session('192.0.2.10', ...PCMU, 'm=video 6000 RTP/AVP 31')),
      /has 2 streams \(audio, video\).*1 stream \(audio\)/,
    ],
    [
      'more streams',
      call(session('198.51.100.20', ...PCMU, 'm=video 6000 RTP/AVP 31')),
      /has 1 stream.*2 streams/,
    ],
    [
      'other order',
      call(session('198.51.100.20', 'm=video 6000 RTP/AVP 31')),
      /offered as audio and answered as video/,
    ],
    ['no keys', call(session('198.51.100.20', 'm=audio 5000 RTP/AVP 0')), /telephone-event for DTMF/],
    [
      'one way',
      call(session('198.51.100.20', ...PCMU, 'a=recvonly')),
      /only one way, from the side of the offer/,
    ],
    [
      'wrong direction',
      call(session('198.51.100.20', ...PCMU, 'a=sendonly'), session('192.0.2.10', ...PCMU, 'a=sendonly')),
      /do not match \(RFC 3264/,
    ],
    [
      'another kind of address',
      call(session('2001:db8::20', ...PCMU).map(text => text.replace('IN IP4', 'IN IP6'))),
      /IPv4 and IPv6: The offer .* at an IPv4 address .*, the answer .* at an IPv6 address/,
    ],
    ['inactive', call(session('198.51.100.20', ...PCMU, 'a=inactive')), /inactive: no media flows/],
    [
      'another suite',
      call(
        session('198.51.100.20', 'm=audio 5000 RTP/SAVP 0', 'a=crypto:1 AES_CM_128_HMAC_SHA1_32 inline:x'),
        session('192.0.2.10', 'm=audio 5000 RTP/SAVP 0', 'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x'),
      ),
      /encrypts with AES_CM_128_HMAC_SHA1_32/,
    ],
    [
      'both active',
      call(
        session(
          '198.51.100.20',
          'm=audio 5000 UDP/TLS/RTP/SAVPF 0',
          'a=fingerprint:sha-256 A',
          'a=setup:active',
        ),
        session(
          '192.0.2.10',
          'm=audio 5000 UDP/TLS/RTP/SAVPF 0',
          'a=fingerprint:sha-256 A',
          'a=setup:active',
        ),
      ),
      /Both sides have setup:active/,
    ],
    [
      'no fingerprint in the answer',
      call(
        session('198.51.100.20', 'm=audio 5000 UDP/TLS/RTP/SAVPF 0'),
        session('192.0.2.10', 'a=fingerprint:sha-256 A', 'm=audio 5000 UDP/TLS/RTP/SAVPF 0'),
      ),
      /has no fingerprint \(RFC 5763/,
    ],
    [
      'no key in the answer',
      call(
        session('198.51.100.20', 'm=audio 5000 RTP/SAVP 0'),
        session('192.0.2.10', 'm=audio 5000 RTP/SAVP 0', 'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x'),
      ),
      /has no crypto line \(RFC 4568/,
    ],
    [
      'no offer at all',
      message({ first: 'INVITE sip:200@example.org SIP/2.0', cseq: '1 INVITE' }) + ok() + ack(),
      /Neither the INVITE \(#0\) nor the 200 \(#1\)/,
    ],
    [
      'an address of a provider',
      call(session('100.64.3.2', ...PCMU)),
      /100\.64\.3\.2, a private address \(RFC 6598/,
    ],
    [
      'no answer in the ACK',
      message({ first: 'INVITE sip:200@example.org SIP/2.0', cseq: '1 INVITE' }) +
        ok(session('198.51.100.20', ...PCMU)) +
        ack(),
      /the ACK \(#2\) must answer it/,
    ],
    [
      'a private address',
      call(session('10.0.0.9', ...PCMU)),
      /198.51.100.20 wants to receive audio at 10.0.0.9, a private address/,
    ],
  ])('%s', (_title, text, reason) => {
    expect(why(text)).toMatch(reason);
  });

  it.each<[string, string]>([
    ['the same codec', call(session('198.51.100.20', ...PCMU))],
    [
      'a codec in other letters',
      call(
        session(
          '198.51.100.20',
          'm=audio 5000 RTP/AVP 0 96',
          'a=rtpmap:0 pcmu/8000/1',
          'a=rtpmap:96 telephone-event/8000',
        ),
      ),
    ],
    [
      'a refused video',
      call(
        session('198.51.100.20', ...PCMU, 'm=video 0 RTP/AVP 31'),
        session('192.0.2.10', ...PCMU, 'm=video 6000 RTP/AVP 31'),
      ),
    ],
    [
      'an answer in the ACK',
      message({ first: 'INVITE sip:200@example.org SIP/2.0', cseq: '1 INVITE' }) +
        ok(session('198.51.100.20', ...PCMU)) +
        ack(session('192.0.2.10', ...PCMU)),
    ],
    [
      'an answer in a reliable 183',
      invite() +
        message({
          from: B,
          to: A,
          first: 'SIP/2.0 183 Session Progress',
          cseq: '1 INVITE',
          tags: ['f', 't'],
          headers: ['RSeq: 1', 'Require: 100rel'],
          sdp: session('198.51.100.20', ...PCMU),
        }) +
        ok() +
        ack(),
    ],
    [
      'a fingerprint of the session',
      call(
        session(
          '198.51.100.20',
          'a=fingerprint:sha-256 B',
          'a=setup:active',
          'm=audio 5000 UDP/TLS/RTP/SAVPF 0 101',
          'a=rtpmap:101 telephone-event/8000',
        ),
        session(
          '192.0.2.10',
          'm=audio 4000 UDP/TLS/RTP/SAVPF 0',
          'a=fingerprint:sha-256 A',
          'a=setup:actpass',
        ),
      ),
    ],
    [
      'no description in a call without offer, whose 183 has one',
      message({ first: 'INVITE sip:200@example.org SIP/2.0', cseq: '1 INVITE' }) +
        message({
          from: B,
          to: A,
          first: 'SIP/2.0 183 Session Progress',
          cseq: '1 INVITE',
          tags: ['f', 't'],
          sdp: session('198.51.100.20', ...PCMU),
        }) +
        ok() +
        ack(),
    ],
    [
      'one of two profiles',
      call(
        session('198.51.100.20', 'm=audio 0 RTP/SAVP 0', ...PCMU),
        session('192.0.2.10', 'm=audio 5000 RTP/SAVP 0', ...PCMU),
      ),
    ],
  ])('sees nothing wrong in %s', (_title, text) => {
    expect(why(text)).toBe('');
  });

  it('takes a hold inside a call for no fault', () => {
    const hold = message({
      first: 'INVITE sip:200@198.51.100.20 SIP/2.0',
      cseq: '2 INVITE',
      at: 5,
      tags: ['f', 't'],
      sdp: session('192.0.2.10', ...PCMU, 'a=sendonly'),
    });
    const held = (direction: string) =>
      message({
        from: B,
        to: A,
        first: 'SIP/2.0 200 OK',
        cseq: '2 INVITE',
        at: 5.1,
        tags: ['f', 't'],
        sdp: session('198.51.100.20', ...PCMU, `a=${direction}`),
      });
    const text = call(session('198.51.100.20', ...PCMU)) + hold;
    for (const direction of ['recvonly', 'sendonly', 'sendrecv']) {
      expect(why(text + held(direction))).toBe('');
      expect(steps(text + held(direction))).toMatch(/skipped Hold: .*on hold \(#3/);
    }
    const mismatch = /skipped Directions do not match: .*sendonly, the answer \(#4\) as sendrecv/;
    expect(steps(text + held('sendrecv'))).toMatch(mismatch);
    expect(steps(text + held('recvonly'))).not.toMatch(/Directions/);
  });
});

describe('changes of a call', () => {
  const established = call(session('198.51.100.20', ...PCMU));
  const again = (cseq: string, from: string, at: number) =>
    message({
      ...{
        from,
        to: from === A ? B : A,
        first: 'INVITE sip:x@y SIP/2.0',
        cseq,
        at,
        sdp: session('192.0.2.10', ...PCMU),
      },
      ...{ tags: from === A ? ['f', 't'] : (['t', 'f'] as const), branch: `r${cseq.replace(' ', '')}` },
    });
  const pending = (cseq: string, from: string, at: number) =>
    message({
      ...{
        from,
        to: from === A ? B : A,
        first: 'SIP/2.0 491 Request Pending',
        cseq,
        at,
        branch: `r${cseq.replace(' ', '')}`,
      },
      tags: from === B ? ['f', 't'] : ['t', 'f'],
    });

  it('tell a glare that nobody resolves from one that is', () => {
    const glare =
      established +
      again('2 INVITE', A, 3) +
      again('7 INVITE', B, 3.01) +
      pending('7 INVITE', A, 3.02) +
      pending('2 INVITE', B, 3.03);
    expect(why(glare)).toMatch(
      /Both sides sent an offer at the same time \(#4 and #3\)|Both sides sent an offer at the same time \(#3 and #4\)/,
    );
    expect(why(glare)).toContain('neither does');
    expect(why(glare + again('3 INVITE', A, 6))).toBe('');
  });

  it('tell what became of both sides in a glare', () => {
    const first = again('2 INVITE', A, 3) + again('7 INVITE', B, 3.01);
    const accepted = message({
      ...{ from: B, to: A, first: 'SIP/2.0 200 OK', cseq: '2 INVITE', at: 3.03, branch: 'r2INVITE' },
      ...{ tags: ['f', 't'] as const, sdp: session('198.51.100.20', ...PCMU) },
    });
    expect(why(established + first + pending('7 INVITE', A, 3.02) + accepted)).toMatch(
      /refuses one of them \(#5\).*The other one \(#3\) is accepted\. 198\.51\.100\.20:5060 must wait/,
    );
    const crossedAgain =
      established +
      first +
      pending('7 INVITE', A, 3.02) +
      pending('2 INVITE', B, 3.03) +
      again('3 INVITE', A, 5) +
      again('8 INVITE', B, 5.01) +
      pending('8 INVITE', A, 5.02) +
      pending('3 INVITE', B, 5.03);
    expect(why(crossedAgain)).toMatch(/Each time, they try again at the same time.*the waits must differ/);
  });

  it('say what a 422 wants, and whether it is given', () => {
    const asked = message({
      first: 'INVITE sip:200@example.org SIP/2.0',
      cseq: '1 INVITE',
      headers: ['Session-Expires: 90'],
    });
    const refused = message({
      from: B,
      to: A,
      first: 'SIP/2.0 422 Session Interval Too Small',
      cseq: '1 INVITE',
      tags: ['f', 't'],
      headers: ['Min-SE: 1800'],
    });
    expect(why(asked + refused)).toMatch(
      /interval of 90.*at least 1800 \(Min-SE\).*in this trace it does not/,
    );
    const second = message({
      first: 'INVITE sip:200@example.org SIP/2.0',
      cseq: '2 INVITE',
      headers: ['Session-Expires: 1800'],
      branch: 's',
    });
    expect(steps(asked + refused + second)).toMatch(/skipped 422 .*as it should/);
  });

  it('name the session timer that ran out', () => {
    const long =
      invite() + ok(session('198.51.100.20', ...PCMU), ['Session-Expires: 40;refresher=uac']) + ack();
    const bye = message({
      from: B,
      to: A,
      first: 'BYE sip:100@x SIP/2.0',
      cseq: '9 BYE',
      at: 35,
      tags: ['t', 'f'],
    });
    expect(steps(long + bye)).toMatch(
      /Session timer: .*40 s, and neither side refreshed it, which the caller must do/,
    );
  });
});

describe('requests after a challenge', () => {
  const challenge = (cseq: string, at: number, nonce: string, isStale = false) =>
    message({
      ...{ from: B, to: A, first: 'SIP/2.0 401 Unauthorized', cseq, at, tags: ['f', 't'] as const },
      headers: [`WWW-Authenticate: Digest realm="r", nonce="${nonce}"${isStale ? ', stale=true' : ''}`],
    });
  const register = (cseq: string, at: number, nonce?: string, more: readonly string[] = []) =>
    message({
      ...{ first: 'REGISTER sip:example.org SIP/2.0', cseq, at },
      headers:
        nonce === undefined
          ? []
          : [
              `Authorization: Digest username="100", realm="r", nonce="${nonce}", uri="sip:example.org", response="${'0'.repeat(32)}"`,
              ...more,
            ],
    });
  const challenged = register('1 REGISTER', 0) + challenge('1 REGISTER', 0.1, 'n1');
  const twice = (more: readonly string[] = []) =>
    challenged + register('2 REGISTER', 0.2, 'n1', more) + register('2 REGISTER', 0.7, 'n1', more);

  it('that nobody answers are told from a client that has no password', () => {
    expect(why(twice())).toMatch(
      /REGISTER \(#2, with credentials\) is sent 2 times, and this trace has no response.*answered with 401 \(#1\)/,
    );
    expect(why(twice())).not.toContain('fragments');
    expect(why(twice([`X-Long: ${'x'.repeat(1300)}`]))).toMatch(
      /It has \d+ bytes, so UDP sends it in fragments/,
    );
    expect(traceOf(parseTrace(twice())).flow.dialogs[0]?.state).toBe('no-response');
    expect(traceOf(parseTrace(challenged)).flow.dialogs[0]?.state).toBe('challenged');
  });

  it('say that the server has begun to work on them', () => {
    const trying = message({ from: B, to: A, first: 'SIP/2.0 100 Trying', cseq: '2 REGISTER', at: 0.3 });
    const [dialog] = traceOf(parseTrace(challenged + register('2 REGISTER', 0.2, 'n1') + trying)).flow
      .dialogs;
    expect(dialog?.authentication[0]?.reason).toContain('only 100 Trying');
  });

  it('with nonces that a server always calls too old', () => {
    const loop =
      challenged +
      register('2 REGISTER', 1, 'n1') +
      challenge('2 REGISTER', 1.1, 'n2', true) +
      register('3 REGISTER', 2, 'n2') +
      challenge('3 REGISTER', 2.1, 'n3', true);
    expect(why(loop)).toMatch(/called 2 answers in a row too old.*The password is not the cause/);
  });
});

describe('the ladder as text', () => {
  const established = call(session('198.51.100.20', ...PCMU));
  const held = (body: readonly string[]) =>
    message({
      ...{ first: 'INVITE sip:200@x SIP/2.0', cseq: '2 INVITE', at: 5, tags: ['f', 't'] as const, sdp: body },
    });

  it.each<[string, readonly string[], RegExp]>([
    [
      'sendonly',
      session('192.0.2.10', ...PCMU, 'a=sendonly'),
      /note: Hold: 192\.0\.2\.10:5060 puts the call on hold \(#3/,
    ],
    ['inactive', session('192.0.2.10', ...PCMU, 'a=inactive'), /note: Hold: The call is put on hold \(#3\)/],
    ['zeros', session('0.0.0.0', ...PCMU), /note: Hold: .*in the old way/],
  ])('notes a hold: %s', (_title, body, note) => {
    const text = ladderText(traceOf(parseTrace(established + held(body))), { foldPorts: true });
    expect(text).toMatch(note);
    expect(text).not.toContain('why:');
  });

  it('has no notes about a sound call', () => {
    expect(ladderText(traceOf(parseTrace(established)), { foldPorts: true })).not.toMatch(/note:|why:/);
  });
});

describe('a call to several devices', () => {
  const invite = message({ first: 'INVITE sip:200@x SIP/2.0', cseq: '1 INVITE' });
  const response = (first: string, tag: string, at: number) =>
    message({ from: B, to: A, first, cseq: '1 INVITE', at, tags: ['f', tag] });
  const request = (method: string, number: number, tag: string, at: number) =>
    message({ first: `${method} sip:${tag}@x SIP/2.0`, cseq: `${number} ${method}`, at, tags: ['f', tag] });
  const ringing = response('SIP/2.0 180 Ringing', 't1', 0.1) + response('SIP/2.0 180 Ringing', 't2', 0.2);
  const accepted = response('SIP/2.0 200 OK', 't1', 1) + request('ACK', 1, 't1', 1.1);
  const second = response('SIP/2.0 200 OK', 't2', 1.2);
  const shown = (text: string) => ladderText(traceOf(parseTrace(text)), { foldPorts: true });

  it('says how many ring and accept, and that a call goes on after BYE to the other device', () => {
    const text = shown(
      invite + ringing + accepted + second + request('ACK', 1, 't2', 1.3) + request('BYE', 2, 't2', 1.4),
    );
    expect(text).toMatch(
      /established[\s\S]*Several devices: Responses with 2 different To tags \(#1, #2\).*2 of them accept/,
    );
    expect(text).not.toMatch(/No ACK|Two answers|ended with BYE/);
  });

  it('says which answer gets no ACK, or no BYE', () => {
    expect(shown(invite + ringing + accepted + second)).toContain(
      'no ACK for the answer of a further device (#5)',
    );
    expect(shown(invite + accepted + second + request('ACK', 1, 't2', 1.3))).toContain(
      'no BYE to the second one (#3)',
    );
  });

  it('ends when each accepted call has ended', () => {
    const ends = request('ACK', 1, 't2', 1.3) + request('BYE', 2, 't2', 1.4) + request('BYE', 3, 't1', 9);
    expect(shown(invite + accepted + second + ends)).toContain('ended with BYE');
  });

  it('says nothing about a call to one device', () => {
    const one = response('SIP/2.0 180 Ringing', 't1', 0.1);
    expect(shown(invite + one + accepted)).not.toContain('Several devices');
  });
});

describe('legs of a call', () => {
  const leg = (callId: string, from: string, to: string, at: number, more: Partial<Sent> = {}) =>
    message({
      first: `INVITE sip:200@${to} SIP/2.0`,
      cseq: '1 INVITE',
      from,
      to,
      at,
      callId,
      branch: callId,
      ...more,
    });
  const C = '203.0.113.30:5060';
  const calls = (text: string) => joinedCalls(traceOf(parseTrace(text)));

  it.each<[string, Partial<Sent>, Partial<Sent>, RegExp]>([
    [
      'Session-ID',
      { headers: ['Session-ID: ab30317f1a784dc48ff824d0d3715d86'] },
      { headers: ['Session-ID: ab30317f1a784dc48ff824d0d3715d86'] },
      /both have Session-ID/,
    ],
    [
      'a header with the Call-ID',
      {},
      { headers: ['X-Linked: legAAAA'] },
      /X-Linked of #1 contains the Call-ID/,
    ],
    [
      'the same X- header',
      { headers: ['X-Call-Guid: 12345678'] },
      { headers: ['X-Call-Guid: 12345678'] },
      /both have X-Call-Guid/,
    ],
    ['numbers and times', {}, {}, /same called number 200, 0.050 s apart/],
    [
      'the media',
      { sdp: session('192.0.2.10', ...PCMU) },
      { sdp: session('192.0.2.10', ...PCMU) },
      /same audio address/,
    ],
  ])('are joined by %s', (_title, first, second, reason) => {
    const text = leg('legAAAA', A, B, 1, first) + leg('other77', B, C, 1.05, second);
    const [found] = calls(text);
    expect(found?.callIds).toEqual(['legAAAA', 'other77']);
    expect(found?.reasons.join()).toMatch(reason);
  });

  it.each([
    'abc12345_b2b-1',
    'B2B.abc12345',
    'b2bua-1-abc12345',
    'abc12345-leg-b',
    'sbc~abc12345',
    'abc12345.1',
  ])('are joined by the pattern of the Call-ID %s', callId => {
    const [found] = calls(leg('abc12345@x', A, B, 1) + leg(`${callId}@y`, B, C, 30));
    expect(found?.reasons.join()).toContain('both Call-IDs are derived from abc12345');
  });

  it.each(['outabc12345', 'abc12345b', 'abc123456'])('are not joined by the Call-ID %s', callId => {
    expect(calls(leg('abc12345@x', A, B, 1) + leg(`${callId}@y`, B, C, 30))).toEqual([]);
  });

  it.each(['0110', '92001', '00110'])('are joined by a short number behind an outside line: %s', dialed => {
    const number = dialed.replace(/^(?:00|0|9)/, '');
    const dialedLeg = leg('one1111', A, B, 1).replaceAll('sip:200@', `sip:${dialed}@`);
    const routed = (at: number) =>
      leg('two2222', B, C, at)
        .replaceAll('sip:200@', `sip:${number}@`)
        .replaceAll('sip:100@', 'sip:4930555@');
    expect(calls(dialedLeg + routed(1.05))[0]?.reasons.join()).toContain(`the same called number ${dialed}`);
    expect(calls(dialedLeg + routed(5))).toEqual([]);
  });

  it('are not joined because a test program describes every call in the same way', () => {
    const sdp = session('192.0.2.10', ...PCMU);
    expect(calls(leg('one1111', A, A, 1, { sdp }) + leg('two2222', A, A, 3, { sdp }))).toEqual([]);
  });

  it('are not joined when only the time is near', () => {
    const text =
      leg('one1111', A, B, 1) +
      leg('two2222', B, C, 1.05, { first: 'INVITE sip:999@x SIP/2.0' })
        .replace('sip:200@', 'sip:999@')
        .replace('sip:100@', 'sip:555@');
    expect(calls(text)).toEqual([]);
    expect(calls(leg('one1111', A, B, 1) + leg('two2222', C, A, 1.05))).toEqual([]);
  });

  it('say which failure made which', () => {
    const busy = message({
      from: C,
      to: B,
      first: 'SIP/2.0 486 Busy Here',
      cseq: '1 INVITE',
      at: 1.2,
      callId: 'legBBBB',
      branch: 'legBBBB',
      tags: ['f', 'x'],
    });
    const failed = message({
      from: B,
      to: A,
      first: 'SIP/2.0 503 Service Unavailable',
      cseq: '1 INVITE',
      at: 1.3,
      callId: 'legAAAA',
      branch: 'legAAAA',
      tags: ['f', 'y'],
    });
    const text = leg('legAAAA', A, B, 1) + leg('legBBBB', B, C, 1.05) + busy + failed;
    expect(ladderText(traceOf(parseTrace(text)), { foldPorts: true })).toMatch(
      /The 503 Service Unavailable \(#3\) to the caller comes from the 486 Busy Here \(#2\) on the other leg, 0.100 s later/,
    );
  });
});
