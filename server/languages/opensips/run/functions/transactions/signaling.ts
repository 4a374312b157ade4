import type { Execution } from '../../server.ts';
import { isReplyCode, sendLocalReply } from '../../tm/localReply.ts';
import { lookupRequest } from '../../tm/lookup.ts';
import type { ModuleModel } from '../model.ts';
import { statelessReply } from './sl.ts';

export const signaling: ModuleModel = {
  name: 'signaling',
  functions: {
    send_reply: (x, args) => signalingReply(x, args.number(0) ?? 500, args.text(1) ?? 'Error'),
    send_reply_with_body: (x, args) =>
      signalingReply(x, args.number(0) ?? 500, args.text(1) ?? 'Error', {
        type: args.text(2) ?? '',
        text: args.text(3) ?? '',
      }),
  },
};

/** Replies within the transaction if there is one, else statelessly (sig_send_reply_mod). */
export function signalingReply(
  x: Execution,
  code: number,
  reason: string,
  body?: { readonly text: string; readonly type: string },
): number {
  const { server, message } = x;
  if (!isReplyCode(code)) return -1;
  if (message.notes.has('malformed')) return -1;
  if (message.method === 'ACK') return 1;
  if (!x.isLookedUp) {
    const found = lookupRequest(server, message);
    x.isLookedUp = true;
    if (found.kind === 'found') x.transaction = found.transaction;
  }
  if (x.transaction !== undefined)
    return sendLocalReply(server, x.transaction, message, code, reason, body) > 0 ? 1 : -1;
  return statelessReply(x, code, reason, body);
}
