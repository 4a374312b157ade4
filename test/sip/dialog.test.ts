import { describe, expect, it } from 'vitest';
import { dialogState } from '../../server/sip/dialog/dialogState.ts';
import { messageFacts } from '../../server/sip/dialog/messageFacts.ts';
import { retransmissions, timesSent, transactionKey } from '../../server/sip/dialog/retransmissions.ts';
import { parseMessage, type SipMessage } from '../../server/sip/message.ts';
import { isSameCall, isSameRequest } from '../../server/sip/transaction.ts';

interface Parts {
  readonly cseq?: string;
  readonly callId?: string;
  readonly via?: string;
  readonly fromTag?: string;
  readonly toTag?: string;
  readonly more?: readonly string[];
}

/** `INVITE`, or `180 INVITE` for a response to one. */
function message(what: string, parts: Parts = {}): SipMessage {
  const [, status, method = ''] = /^(?:(\d+) )?(\S*)/.exec(what) ?? [];
  const { callId = 'x', via = '192.0.2.1;branch=z9hG4bK1', fromTag = '1', toTag = '2', more = [] } = parts;
  return parseMessage(
    [
      status === undefined ? `${method} sip:b@192.0.2.2 SIP/2.0` : `SIP/2.0 ${status} Reason`,
      `Via: SIP/2.0/UDP ${via}`,
      `From: <sip:a@h>;tag=${fromTag}`,
      `To: <sip:b@h>;tag=${toTag}`,
      ...(callId === '' ? [] : [`Call-ID: ${callId}`]),
      ...(parts.cseq === '' ? [] : [`CSeq: ${parts.cseq ?? `1 ${method}`}`]),
      ...more,
      '',
      '',
    ].join('\r\n'),
  );
}

function facts(what: string, parts: Parts = {}) {
  return messageFacts(message(what, parts));
}

describe('the state of a dialog', () => {
  it.each([
    ['INVITE', 'no-response'],
    ['INVITE, 100 INVITE', 'trying'],
    ['INVITE, 179 INVITE', 'trying'],
    ['INVITE, 180 INVITE', 'ringing'],
    ['INVITE, 199 INVITE', 'ringing'],
    ['INVITE, 180 INVITE, 100 INVITE', 'trying'],
    ['INVITE, 200 INVITE, ACK', 'established'],
    ['INVITE, 299 INVITE', 'established'],
    ['INVITE, 300 INVITE', 'failed'],
    ['INVITE, 401 INVITE, ACK', 'challenged'],
    ['INVITE, 407 INVITE, ACK', 'challenged'],
    ['INVITE, 401 INVITE, ACK, INVITE', 'challenged'],
    ['INVITE, 403 INVITE', 'failed'],
    ['INVITE, 300 INVITE, INVITE', 'failed'],
    ['INVITE, CANCEL, 200 CANCEL, 487 INVITE', 'cancelled'],
    ['INVITE, CANCEL, 200 CANCEL', 'no-response'],
    ['INVITE, CANCEL, 486 INVITE', 'failed'],
    ['INVITE, 487 INVITE', 'failed'],
    ['INVITE, 200 INVITE, BYE', 'terminated'],
    ['INVITE, 200 INVITE, BYE, 200 BYE', 'terminated'],
    ['INVITE, 200 INVITE, BYE, 481 BYE', 'terminated'],
    ['INVITE, 200 INVITE, INVITE, 100 INVITE', 'established'],
    ['INVITE, 200 INVITE, INVITE, 180 INVITE', 'established'],
    ['INVITE, 200 INVITE, INVITE, 200 INVITE', 'established'],
    ['INVITE, 200 INVITE, INVITE, 488 INVITE', 'established'],
    ['INVITE, 200 INVITE, BYE, 200 INVITE', 'terminated'],
    ['INVITE, 200 INVITE, INFO, 500 INFO', 'established'],
    ['BYE', 'terminated'],
    ['200 BYE', 'terminated'],
    ['REGISTER, 200 REGISTER', 'registered'],
    ['REGISTER, 401 REGISTER', 'challenged'],
    ['SUBSCRIBE, 202 SUBSCRIBE', 'subscribed'],
    ['SUBSCRIBE, NOTIFY, 200 NOTIFY', 'no-response'],
    ['NOTIFY, 200 NOTIFY', 'answered'],
    ['OPTIONS, 200 OPTIONS', 'answered'],
    ['OPTIONS', 'no-response'],
    ['200 OPTIONS', 'answered'],
    ['486 INVITE', 'failed'],
    ['200 OPTIONS, 500 INVITE', 'answered'],
    ['', 'unknown'],
  ])('after %s is %s', (exchange, state) => {
    const messages = exchange === '' ? [] : exchange.split(', ').map(what => facts(what));
    expect(dialogState(messages)).toBe(state);
  });

  it('is open again after a refusal only with a request of a higher CSeq', () => {
    const again = { cseq: '2 INVITE' };
    const refused = [facts('INVITE'), facts('422 INVITE')];
    expect(dialogState([...refused, facts('INVITE', again)])).toBe('no-response');
    expect(dialogState([...refused, facts('INVITE', again), facts('200 INVITE', again)])).toBe('established');
    const notify = facts('NOTIFY', { cseq: '7 NOTIFY' });
    expect(dialogState([facts('SUBSCRIBE'), facts('489 SUBSCRIBE'), notify])).toBe('failed');
  });

  it.each<readonly [string, string, readonly (readonly [string, string?, string?])[]]>([
    [
      'one of two that accepted it ends it',
      'established',
      [['200 INVITE'], ['200 INVITE', '3'], ['BYE', '3']],
    ],
    ['both end it', 'terminated', [['200 INVITE'], ['200 INVITE', '3'], ['BYE', '3'], ['BYE', '1', '2']]],
    ['it rang at another', 'terminated', [['180 INVITE', '3'], ['200 INVITE'], ['BYE']]],
    ['another refused it', 'terminated', [['486 INVITE', '3'], ['200 INVITE'], ['BYE']]],
    ['another is elsewhere', 'terminated', [['300 INVITE', '3'], ['200 INVITE'], ['BYE']]],
    [
      'the called device changed it',
      'terminated',
      [['200 INVITE'], ['INVITE', '1', '2'], ['200 INVITE', '1', '2'], ['BYE']],
    ],
  ])('of a call is right where %s', (_what, state, later) => {
    const messages = later.map(([what, toTag = '2', fromTag = '1']) => facts(what, { toTag, fromTag }));
    expect(dialogState([facts('INVITE'), ...messages])).toBe(state);
  });

  it('comes from the first message that tells its method', () => {
    const odd = facts('200 ', { cseq: '' });
    expect(dialogState([odd])).toBe('unknown');
    expect(dialogState([odd, facts('REGISTER'), facts('200 REGISTER')])).toBe('registered');
    expect(dialogState([odd, facts('REGISTER', { cseq: '' })])).toBe('no-response');
  });

  it('after the last REGISTER took the bindings away is unregistered', () => {
    const add = [facts('REGISTER', { more: ['Contact: <sip:a@h>;expires=60'] }), facts('200 REGISTER')];
    const remove = [facts('REGISTER', { more: ['Contact: *', 'Expires: 0'] }), facts('200 REGISTER')];
    expect(dialogState([...add, ...remove])).toBe('unregistered');
    expect(dialogState([...remove, ...add])).toBe('registered');
    expect(dialogState([...remove.slice(0, 1), facts('403 REGISTER')])).toBe('failed');
    expect(dialogState(remove.slice(1))).toBe('registered');
    expect(dialogState([facts('OPTIONS'), ...remove.slice(0, 1), facts('200 OPTIONS')])).toBe('answered');
  });
});

describe('the transaction of a message', () => {
  const key = (what: string, parts: Parts = {}): string => transactionKey(facts(what, parts));
  const old = { via: '192.0.2.1;branch=1' };

  it('is told by branch and method', () => {
    expect(key('180 INVITE')).toBe(key('INVITE'));
    expect(key('INVITE', { callId: 'other', fromTag: '9' })).toBe(key('INVITE'));
    expect(key('INVITE', { via: '192.0.2.1;branch=z9hG4bK2' })).not.toBe(key('INVITE'));
    expect(key('CANCEL')).not.toBe(key('INVITE'));
    expect(key('200 CANCEL')).not.toBe(key('INVITE'));
  });

  it('takes in the ACK to a refusal', () => {
    expect(key('ACK')).toBe(key('INVITE'));
    expect(key('ACK', old)).toBe(key('INVITE', old));
  });

  it('is that of the method where there is no CSeq', () => {
    expect(key('INVITE', { cseq: '' })).toBe(key('INVITE'));
  });

  it('without the magic cookie is told by Call-ID, tag, CSeq, method and the sender', () => {
    expect(key('180 INVITE', old)).toBe(key('INVITE', old));
    expect(key('INVITE', { via: '192.0.2.1;branch=1z9hG4bK' })).toBe(key('INVITE', old));
    expect(key('INVITE', { via: '192.0.2.1' })).toBe(key('INVITE', old));
    const others: readonly Parts[] = [
      { ...old, callId: 'other' },
      { ...old, fromTag: '9' },
      { ...old, cseq: '2 INVITE' },
      { ...old, cseq: '1 INFO' },
      { via: '192.0.2.9;branch=1' },
    ];
    const keys = others.map(parts => key('INVITE', parts));
    expect(new Set([...keys, key('INVITE', old)]).size).toBe(others.length + 1);
  });

  it('of a message that tells next to nothing is still one', () => {
    const bare = (text: string): string => transactionKey(messageFacts(parseMessage(text)));
    expect(bare('SIP/2.0 200 OK\r\n\r\n')).toBe(bare('SIP/2.0 404 Not Found\r\n\r\n'));
    expect(bare('OPTIONS sip:h SIP/2.0\r\n\r\n')).not.toBe(bare('INFO sip:h SIP/2.0\r\n\r\n'));
  });
});

describe('a retransmission', () => {
  const timed = (what: string, parts: Parts = {}, from?: string, to?: string) => ({
    facts: facts(what, parts),
    from,
    to,
  });

  it('is the same message between the same hosts, and names the first of them', () => {
    const messages = [timed('INVITE'), timed('100 INVITE'), timed('INVITE'), timed('INVITE')];
    expect(retransmissions(messages)).toEqual([undefined, undefined, 0, 0]);
  });

  it.each([
    ['another start line', timed('INFO', { cseq: '1 INVITE' })],
    ['another Call-ID', timed('INVITE', { callId: 'y' })],
    ['another CSeq', timed('INVITE', { cseq: '2 INVITE' })],
    ['another branch', timed('INVITE', { via: '192.0.2.1;branch=z9hG4bK2' })],
    ['another tag of From', timed('INVITE', { fromTag: '9' })],
    ['another tag of To', timed('INVITE', { toTag: '9' })],
    ['one hop more', timed('INVITE', { more: ['Via: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK0'] })],
    ['another sender', timed('INVITE', {}, '192.0.2.1:5060')],
    ['another receiver', timed('INVITE', {}, undefined, '192.0.2.1:5060')],
  ])('is not a message with %s', (_what, other) => {
    expect(retransmissions([timed('INVITE'), other])).toEqual([undefined, undefined]);
  });

  it('is not a challenge with another nonce', () => {
    const challenge = (nonce: string) =>
      timed('401 REGISTER', { more: [`WWW-Authenticate: Digest realm="r", nonce="${nonce}"`] });
    expect(retransmissions([challenge('a'), challenge('b'), challenge('a')])).toEqual([
      undefined,
      undefined,
      0,
    ]);
  });

  it('is not known without a Call-ID', () => {
    const bare = timed('INVITE', { callId: '' });
    expect(retransmissions([bare, bare])).toEqual([undefined, undefined]);
  });
});

it.each<readonly [readonly (number | undefined)[], number]>([
  [[], 0],
  [[10], 1],
  [[10, 10.05], 1],
  [[10, 10.5], 2],
  [[10.5, 10], 2],
  [[10, 10.05, 10.5, 10.55], 2],
  [[undefined, undefined], 2],
  [[10, undefined, 10], 3],
])('what was captured at %j was sent %d times', (captured, times) => {
  expect(timesSent(captured)).toBe(times);
});

describe('one request as a person tells it', () => {
  it('has one Call-ID and one CSeq, whatever the branch', () => {
    const invite = message('INVITE');
    expect(isSameRequest(invite, message('200 INVITE', { via: '192.0.2.9;branch=z9hG4bK7' }))).toBe(true);
    expect(isSameRequest(invite, message('INVITE', { cseq: '2 INVITE' }))).toBe(false);
    expect(isSameRequest(invite, message('INVITE', { cseq: '1 ACK' }))).toBe(false);
    expect(isSameRequest(invite, message('INVITE', { callId: 'y' }))).toBe(false);
    expect(isSameRequest(invite, message('INVITE', { cseq: '' }))).toBe(false);
    expect(isSameRequest(message('INVITE', { cseq: '' }), invite)).toBe(false);
  });

  it('is in one call with everything of its Call-ID, and without one with all that have none', () => {
    expect(isSameCall(message('INVITE'), message('BYE'))).toBe(true);
    expect(isSameCall(message('INVITE'), message('BYE', { callId: 'y' }))).toBe(false);
    expect(isSameCall(message('INVITE', { callId: '' }), message('BYE', { callId: '' }))).toBe(true);
    expect(isSameCall(message('INVITE', { callId: '' }), message('BYE'))).toBe(false);
  });
});
