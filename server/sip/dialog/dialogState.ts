import type { MessageFacts } from './messageFacts.ts';

/** The state of a call, registration or other exchange. */
export type DialogState =
  | 'challenged'
  | 'trying'
  | 'ringing'
  | 'established'
  | 'terminated'
  | 'cancelled'
  | 'failed'
  | 'registered'
  | 'unregistered'
  | 'subscribed'
  | 'answered'
  | 'no-response'
  | 'unknown';

/** The state of one Call-ID after its last message. */
export function dialogState(messages: readonly MessageFacts[]): DialogState {
  const first = messages.find(facts => facts.method !== undefined || facts.cseqMethod !== undefined);
  const method = first?.method ?? first?.cseqMethod;
  if (method === undefined) return 'unknown';
  let state: DialogState = 'unknown';
  let isCancelled = false;
  /** CSeq of the request that the latest refusal refuses. */
  let refused: number | undefined;
  /** Tags of the devices that accepted the call and have not ended it: a proxy may ring several. */
  const open = new Set<string | undefined>();
  for (const facts of messages) {
    const about = facts.cseqMethod ?? facts.method;
    if (facts.method === 'CANCEL') isCancelled = true;
    if (facts.method === 'BYE') {
      const isOfOne = open.delete(facts.toTag) || open.delete(facts.fromTag);
      if (!isOfOne || open.size === 0) state = 'terminated';
      continue;
    }
    if (about !== method) continue;
    if (facts.method !== undefined) {
      const isNext = (state === 'challenged' || state === 'failed') && (facts.cseq ?? 0) > (refused ?? 0);
      if (state === 'unknown' || isNext) state = 'no-response';
      continue;
    }
    const status = facts.status ?? 0;
    const isAccepted = method === 'INVITE' && status >= 200 && status < 300;
    if (isAccepted && facts.fromTag === first?.fromTag) open.add(facts.toTag);
    // What happens inside an established call (re-INVITE) does not undo it.
    if (state === 'established' || state === 'terminated') continue;
    if (status >= 300) refused = facts.cseq;
    if (status < 180) state = 'trying';
    else if (status < 200) state = 'ringing';
    else if (status < 300) state = acceptedState(method);
    else if (status === 401 || status === 407) state = 'challenged';
    else if (status === 487 && isCancelled) state = 'cancelled';
    else state = 'failed';
  }
  if (state === 'registered' && isRemoval(messages)) return 'unregistered';
  return state;
}

function acceptedState(method: string): DialogState {
  if (method === 'INVITE') return 'established';
  if (method === 'REGISTER') return 'registered';
  if (method === 'SUBSCRIBE') return 'subscribed';
  return method === 'BYE' ? 'terminated' : 'answered';
}

function isRemoval(messages: readonly MessageFacts[]): boolean {
  const last = messages.findLast(facts => facts.method === 'REGISTER');
  return last?.removesBindings === true;
}
