import { messageHooks } from '../../hooks.ts';
import { addressParameter } from '../../messages/address.ts';
import { buildReply } from '../../messages/build.ts';
import type { Message } from '../../messages/message.ts';
import { replyTarget, sendReply } from '../../network/sending.ts';
import { type Execution, stateKey } from '../../server.ts';
import { errorReason } from '../../tm/errors.ts';
import { addDestinations, isReplyCode } from '../../tm/localReply.ts';
import type { ModuleModel } from '../model.ts';

/** INVITEs that got a stateless final reply, by Call-ID and CSeq number: their ACK is absorbed. */
const answered = stateKey(() => new Set<string>());

/** The tag of a stateless reply is made from the topmost Via, so an ACK with another Via does not match it. */
function keyOf(message: Message): string {
  const branch = /branch=([^;,\s]+)/.exec(message.value('via') ?? '')?.[1] ?? '';
  return `${message.callId ?? ''} ${message.cseq?.number ?? ''} ${branch}`;
}

/** A To tag in the form of the server's stateless replies. */
const ownTag = /^[0-9a-f]{1,4}[.-][0-9a-f]{32}$|^sl\.run$/;

export const sl: ModuleModel = {
  name: 'sl',
  functions: {
    sl_send_reply: (x, args) => statelessReply(x, args.number(0) ?? 500, args.text(1) ?? 'Error'),
    sl_reply_error: x => {
      const { code, reason } = errorReason(x.server.previousError, 'SL');
      return statelessReply(x, code, reason);
    },
  },
  start: server => {
    server.state(messageHooks).request.push((_, message) => {
      if (message.method !== 'ACK') return undefined;
      const tag = addressParameter(message.to, 'tag') ?? '';
      return server.state(answered).has(keyOf(message)) && ownTag.test(tag) ? 'drop' : undefined;
    });
  },
};

/** A reply without a transaction: also 1 for an ACK, which gets no reply. */
export function statelessReply(
  x: Execution,
  code: number,
  reason: string,
  body?: { readonly text: string; readonly type: string },
): number {
  const { server, message } = x;
  if (!isReplyCode(code)) return -1;
  if (message.method === 'ACK') return 1;
  if (code >= 300 && code < 400) addDestinations(message);
  const text = buildReply(server, message, code, reason, code >= 180 ? 'sl.run' : undefined, body);
  if (message.method === 'INVITE' && code >= 200) server.state(answered).add(keyOf(message));
  sendReply(server, text, replyTarget(message), message.reception.socket, undefined);
  return 1;
}
