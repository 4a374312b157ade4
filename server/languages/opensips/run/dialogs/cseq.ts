import type { Message } from '../messages/message.ts';
import type { Execution } from '../server.ts';
import type { DialogLeg } from './dialogs.ts';

/** The CSeq of a BYE of the server's own to one side of a dialog; it skips a number after other requests (build_dlg_t). */
export function nextCseqOfBye(leg: DialogLeg): number {
  if (leg.generatedCseq === undefined) return leg.cseq + 1;
  leg.generatedCseq++;
  return leg.generatedCseq + 1;
}

/** The CSeq of another request of the server's own, from which later ones to that side count on (build_dialog_info). */
export function nextCseq(leg: DialogLeg): number {
  leg.generatedCseq = (leg.generatedCseq ?? leg.cseq) + 1;
  return leg.generatedCseq;
}

/** Writes a CSeq that counts on from the requests of the server's own; replies get the one that their receiver knows. */
export function renumber(x: Execution, leg: DialogLeg | undefined): void {
  const { message } = x;
  const { method } = message;
  const number = message.cseq?.number;
  if (leg?.generatedCseq === undefined || number === undefined) return;
  if (method === 'ACK') {
    writeCseq(message, String(leg.renumbered.get(number) ?? leg.generatedCseq));
    return;
  }
  leg.generatedCseq++;
  if (method === 'INVITE') leg.renumbered.set(number, leg.generatedCseq);
  writeCseq(message, String(leg.generatedCseq));
  x.server.whenTransaction(x, transaction => {
    transaction.hooks.push({ replyForwarded: (_, reply) => writeCseq(reply, number) });
  });
}

/** Counts on by one; replies get the number that their receiver knows (apply_cseq_op). */
export function countOn(x: Execution): void {
  const { message } = x;
  const number = message.cseq?.number;
  if (number === undefined) return;
  writeCseq(message, String(Number(number) + 1));
  x.server.whenTransaction(x, transaction => {
    transaction.hooks.push({ replyForwarded: (_, reply) => writeCseq(reply, number) });
  });
}

function writeCseq(message: Message, number: string): void {
  const header = message.first('cseq');
  const before = message.cseq?.number;
  if (header === undefined || before === undefined || before === number) return;
  message.edit({ at: header.valueStart, remove: before.length, insert: number });
}
