import { messageFacts } from '../../../../../sip/dialog/messageFacts.ts';
import { hasTagsOf, type KnownDialog } from '../../../../../sip/knownDialog.ts';
import type { SipMessage } from '../../../../../sip/message.ts';
import type { PjsipObject } from '../../model/object.ts';
import type { IdentifiedBy } from '../identifiedBy.ts';

/** A call or subscription that the server accepted, with what it knows about the caller. */
export interface KnownCall extends KnownDialog {
  readonly endpoint: PjsipObject;
  readonly by: IdentifiedBy;
  readonly identify: PjsipObject | undefined;
  /** The context and extension where the call entered the dialplan. */
  readonly context: string | undefined;
  readonly exten: string | undefined;
  /** The event package of a subscription. */
  readonly event: string;
}

/**
 * find_dialog of res_pjsip: a request needs the tags of both sides. A CANCEL belongs to the INVITE with the same branch, as long
 * as nobody has answered it.
 */
export function findCall(message: SipMessage, calls: readonly KnownCall[]): KnownCall | undefined {
  const facts = messageFacts(message);
  if (facts.method?.toUpperCase() === 'CANCEL')
    return calls.find(
      ({ first, isAnswered }) =>
        !isAnswered &&
        first.callId === facts.callId &&
        first.branch === facts.branch &&
        first.sentBy === facts.sentBy,
    );
  return facts.toTag === undefined ? undefined : calls.find(call => hasTagsOf(facts, call));
}
