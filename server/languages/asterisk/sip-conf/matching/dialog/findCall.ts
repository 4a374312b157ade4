import { type MessageFacts, messageFacts } from '../../../../../sip/dialog/messageFacts.ts';
import { hasTagsOf } from '../../../../../sip/knownDialog.ts';
import type { SipMessage } from '../../../../../sip/message.ts';
import type { SipConf } from '../../model/model.ts';
import { isPedantic } from '../lookupName.ts';
import type { KnownCall } from './knownCall.ts';

/** The result of find_call: the call of the request, the same request on another path, or nothing known. */
export type FoundCall =
  | { readonly kind: 'call'; readonly call: KnownCall }
  | { readonly kind: 'merged' }
  | { readonly kind: 'none' };

/** Methods that do not belong to a call when To has no tag. */
const TAGGED_ONLY: ReadonlySet<string> = new Set(['ACK', 'BYE', 'INFO']);

/** find_call and match_req_to_dialog. With pedantic=no, and for REGISTER, only the Call-ID decides. */
export function findCall(message: SipMessage, calls: readonly KnownCall[], model: SipConf): FoundCall {
  const facts = messageFacts(message);
  const method = facts.method?.toUpperCase() ?? '';
  if (!isPedantic(model) || method === 'REGISTER') {
    const call = calls.find(({ first }) => first.callId === facts.callId);
    return call === undefined ? { kind: 'none' } : { kind: 'call', call };
  }
  if (facts.toTag === undefined && TAGGED_ONLY.has(method)) return { kind: 'none' };
  for (const call of calls) {
    if (!hasTagsOf(facts, call)) continue;
    if (!isOtherPath(facts, call)) return { kind: 'call', call };
    if (call.lastMethod === method && facts.requestUri === call.first.requestUri) return { kind: 'merged' };
  }
  return { kind: 'none' };
}

/** The first request again, through another proxy: without a tag in To, and with another Via. */
function isOtherPath(facts: MessageFacts, { first }: KnownCall): boolean {
  return (
    facts.toTag === undefined &&
    facts.cseq === first.cseq &&
    first.branch !== undefined &&
    (facts.branch !== first.branch || facts.sentBy !== first.sentBy)
  );
}
