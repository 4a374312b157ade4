import { describe, expect, it } from 'vitest';
import { flowOf, updateFlow } from '../../server/languages/trace/model/flow.ts';
import { type Trace, traceOf } from '../../server/languages/trace/model/model.ts';
import { parseTrace } from '../../server/languages/trace/reading/parser.ts';

interface Parts {
  readonly callId?: string;
  readonly via?: string;
  readonly cseq?: string;
  readonly more?: string;
}

/** A bare message with nothing around it. */
function message(
  start: string,
  { callId = 'x', via = '192.0.2.1', cseq = '1 INVITE', more = '' }: Parts = {},
) {
  const id = callId === '' ? '' : `Call-ID: ${callId}\n`;
  return `${start}\nVia: SIP/2.0/UDP ${via};branch=z9hG4bK${cseq.replace(' ', '')}\nFrom: <sip:a@h>;tag=1\nTo: <sip:b@h>\n${id}CSeq: ${cseq}\n${more}Content-Length: 0\n\n`;
}

function read(...messages: readonly string[]): Trace {
  return traceOf(parseTrace(messages.join('')));
}

function ends(trace: Trace): string[] {
  return trace.flow.arrows.map(({ from, to }) => `${from} > ${to}`);
}

const invite = message('INVITE sip:b@192.0.2.2 SIP/2.0');
const ok = message('SIP/2.0 200 OK');

describe('the ends of a message', () => {
  it.each([
    ['sip:b@192.0.2.2', '192.0.2.2:5060'],
    ['sip:b@192.0.2.2:5070', '192.0.2.2:5070'],
    ['sips:b@192.0.2.2', '192.0.2.2:5061'],
    ['SIPS:b@192.0.2.2', '192.0.2.2:5061'],
    ['SIP:192.0.2.2;transport=tcp', '192.0.2.2:5060'],
    ['sip:b:pw@host.example?x=y', 'host.example:5060'],
    ['sip:b@[2001:db8::1]:5062', '[2001:db8::1]:5062'],
    ['<sip:b@host>', 'host:5060'],
    ['tel:+49123', 'unknown host'],
    ['xsip:b@host', 'unknown host'],
  ])('where the log does not say so, a request for %s goes to %s', (uri, to) => {
    expect(ends(read(message(`INVITE ${uri} SIP/2.0`)))).toEqual([`192.0.2.1:5060 > ${to}`]);
  });

  it('a Route comes before the Request-URI', () => {
    const more = 'Route: <sip:192.0.2.7;lr>\n';
    expect(ends(read(message('INVITE sip:b@192.0.2.2 SIP/2.0', { more })))).toEqual([
      '192.0.2.1:5060 > 192.0.2.7:5060',
    ]);
  });

  it('a response goes the other way round than its request, and to the Via when there is none', () => {
    expect(ends(read(invite, ok))).toEqual([
      '192.0.2.1:5060 > 192.0.2.2:5060',
      '192.0.2.2:5060 > 192.0.2.1:5060',
    ]);
    expect(ends(read(ok))).toEqual(['unknown host > 192.0.2.1:5060']);
    expect(read(invite, ok).flow.arrows.map(({ answers }) => answers)).toEqual([undefined, 0]);
  });

  it('that the log names are taken from there, and not called guessed', () => {
    const tracer = '1700000000.000001 UDP/SIP 10.0.0.1:5060 -> 10.0.0.2:5080\n';
    const others = 'a line of the log\n'.repeat(5);
    const { flow } = read(tracer, invite, others, message('SIP/2.0 180 Ringing'));
    expect(flow.arrows[0]).toMatchObject({
      from: '10.0.0.1:5060',
      to: '10.0.0.2:5080',
      isFromGuessed: false,
      isToGuessed: false,
    });
    expect(flow.arrows[0]?.seconds).toBeTypeOf('number');
    expect(flow.arrows[1]).toMatchObject({
      from: '10.0.0.2:5080',
      to: '10.0.0.1:5060',
      isFromGuessed: true,
      isToGuessed: true,
      seconds: undefined,
    });
  });

  it('a log that knows the other side alone has itself on this side', () => {
    const received = '<--- SIP read from UDP:10.0.0.1:5070 --->\n';
    const sent = '<--- Transmitting (no NAT) to 10.0.0.1:5070 --->\n';
    const { flow } = read(received, invite, '<------------->\n', sent, ok, '<------------>\n');
    expect(flow.arrows.map(({ from, to }) => `${from} > ${to}`)).toEqual([
      '10.0.0.1:5070 > Asterisk',
      'Asterisk > 10.0.0.1:5070',
    ]);
    expect(flow.arrows.map(({ isFromGuessed, isToGuessed }) => [isFromGuessed, isToGuessed])).toEqual([
      [false, true],
      [true, false],
    ]);
    const turned = read(sent, invite, '<------------>\n', received, ok, '<------------->\n');
    expect(ends(turned)).toEqual(['Asterisk > 10.0.0.1:5070', '10.0.0.1:5070 > Asterisk']);
  });
});

describe('dialogs', () => {
  it('hold all messages of a Call-ID, and are named by the method that began them', () => {
    const { flow } = read(
      invite,
      message('OPTIONS sip:h SIP/2.0', { callId: 'y', cseq: '1 OPTIONS' }),
      ok,
      message('SIP/2.0 200 OK', { callId: 'z', cseq: '1 REGISTER' }),
    );
    expect(
      flow.dialogs.map(({ callId, messages, method, state }) => [callId, messages, method, state]),
    ).toEqual([
      ['x', [0, 2], 'INVITE', 'established'],
      ['y', [1], 'OPTIONS', 'no-response'],
      ['z', [3], 'REGISTER', 'registered'],
    ]);
    expect(flow.arrows.map(({ index, dialog }) => [index, dialog])).toEqual([
      [0, 0],
      [1, 1],
      [2, 0],
      [3, 2],
    ]);
  });

  it('a message without Call-ID is in none', () => {
    const { flow } = read(message('OPTIONS sip:h SIP/2.0', { callId: '', cseq: '1 OPTIONS' }), invite);
    expect(flow.arrows.map(({ dialog }) => dialog)).toEqual([undefined, 0]);
    expect(flow.dialogs.map(({ callId }) => callId)).toEqual(['x']);
  });

  it('what is said by numbers of messages counts in the whole trace', () => {
    const other = message('OPTIONS sip:h SIP/2.0', { callId: 'y', cseq: '1 OPTIONS' });
    const challenge = message('SIP/2.0 401 Unauthorized', {
      more: 'WWW-Authenticate: Digest realm="r", nonce="n"\n',
    });
    const answer = message('INVITE sip:b@192.0.2.2 SIP/2.0', {
      cseq: '2 INVITE',
      more: 'Authorization: Digest username="a", realm="r", nonce="n", uri="sip:b@192.0.2.2", response="0123456789abcdef0123456789abcdef"\n',
    });
    const accepted = message('SIP/2.0 200 OK', { cseq: '2 INVITE' });
    const { flow } = read(other, invite, challenge, invite, challenge, answer, accepted);
    expect(flow.arrows.map(({ repeats }) => repeats)).toEqual([
      undefined,
      undefined,
      undefined,
      1,
      2,
      undefined,
      undefined,
    ]);
    expect(flow.dialogs[1]?.authentication).toEqual([
      expect.objectContaining({ challenge: 2, answer: 5, settledBy: 6, outcome: 'accepted' }),
    ]);
    const unanswered = read(other, invite, challenge).flow.dialogs[1]?.authentication;
    expect(unanswered).toEqual([expect.objectContaining({ challenge: 2, answer: null, settledBy: null })]);
  });
});

describe('a flow that is brought up to date', () => {
  const texts = [invite, message('OPTIONS sip:h SIP/2.0', { callId: 'y', cseq: '1 OPTIONS' }), ok];

  it('keeps dialogs whose messages are the same', () => {
    const { entries, flow } = read(...texts);
    const again = flowOf(entries, flow);
    expect(again.dialogs.map(({ own }) => own)).toEqual(flow.dialogs.map(({ own }) => own));
    again.dialogs.forEach(({ own }, number) => {
      expect(own).toBe(flow.dialogs[number]?.own);
    });
    const changed = read(...texts.slice(0, 2), message('SIP/2.0 486 Busy Here'));
    const mixed = [entries[0], entries[1], changed.entries[2]].filter(entry => entry !== undefined);
    const fresh = flowOf(mixed, flow);
    expect(fresh.dialogs[0]?.own).not.toBe(flow.dialogs[0]?.own);
    expect(fresh.dialogs[0]?.state).toBe('failed');
    expect(fresh.dialogs[1]?.own).toBe(flow.dialogs[1]?.own);
    const shorter = flowOf(entries.slice(0, 2), flow);
    expect(shorter.dialogs[0]?.state).toBe('no-response');
  });

  it('changes only dialogs with a changed message', () => {
    const { flow } = read(...texts);
    const [before] = flow.dialogs;
    const untouched = flow.dialogs[1];
    const changed = read(
      texts[0] ?? '',
      texts[1] ?? '',
      message('SIP/2.0 486 Busy Here', { via: '192.0.2.1:5066' }),
    );
    expect(updateFlow(flow, changed.entries, 2, 1)).toBe(true);
    expect(flow.dialogs[0]?.state).toBe('failed');
    expect(flow.dialogs[0]?.callId).toBe(before?.callId);
    expect(flow.dialogs[1]).toBe(untouched);
    expect(flow.arrows).toEqual(changed.flow.arrows);
  });

  it('is left alone when a message moved to another dialog, or was in none', () => {
    const { flow } = read(...texts);
    const kept = [...flow.dialogs];
    const moved = read(
      texts[0] ?? '',
      message('OPTIONS sip:h SIP/2.0', { callId: 'w', cseq: '1 OPTIONS' }),
      ok,
    );
    expect(updateFlow(flow, moved.entries, 0, 3)).toBe(false);
    expect(updateFlow(flow, moved.entries, 1, 1)).toBe(false);
    expect(flow.dialogs).toEqual(kept);
    expect(updateFlow(flow, moved.entries, 0, 1)).toBe(true);
    const bare = message('OPTIONS sip:h SIP/2.0', { callId: '', cseq: '1 OPTIONS' });
    const without = read(bare);
    expect(updateFlow(without.flow, without.entries, 0, 1)).toBe(false);
    expect(updateFlow(without.flow, without.entries, 7, 1)).toBe(false);
  });
});
