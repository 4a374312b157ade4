import type { Server } from '../server.ts';
import { cancelBranches } from '../tm/cancel.ts';
import { type LocalRequest, sendLocalRequest } from '../tm/localRequest.ts';
import { nextCseq, nextCseqOfBye } from './cseq.ts';
import { CONFIRMED_NA, calleeLeg, DELETED, type Dialog } from './dialogs.ts';

/** What happens to the dialog at the first final reply to a BYE of the server's own. */
export type Ended = (server: Server, dialog: Dialog) => void;

/** Ends a dialog from here (dlg_end_dlg): a BYE to both sides, or a CANCEL before there is an answer. */
export function endDialog(server: Server, dialog: Dialog, ended: Ended): void {
  if (dialog.state < CONFIRMED_NA) {
    const transaction = server.transactions.find(one => one.notes.get('dialog') === String(dialog.id));
    if (transaction !== undefined) cancelBranches(server, transaction);
    return;
  }
  if (dialog.state === DELETED) return;
  const answered = (): void => {
    if (dialog.state !== DELETED) ended(server, dialog);
  };
  sendWithin(server, dialog, 0, 'BYE', { answered });
  sendWithin(server, dialog, calleeLeg(dialog), 'BYE', { answered });
}

/** Sends a request of the server's own to one side of a dialog (send_leg_msg); false where that side is not known. */
export function sendWithin(
  server: Server,
  dialog: Dialog,
  destination: number,
  method: string,
  more: Pick<LocalRequest, 'body' | 'headers' | 'answered'> = {},
): boolean {
  const leg = dialog.legs[destination];
  const source = dialog.legs[destination === 0 ? calleeLeg(dialog) : 0];
  if (leg?.contact === undefined || source === undefined) return false;
  const caller = bareAddress(dialog.fromUri);
  const callee = bareAddress(dialog.toUri);
  const [own, other] = destination === 0 ? [callee, caller] : [caller, callee];
  sendLocalRequest(server, {
    method,
    uri: leg.contact,
    routes: leg.routeSet,
    from: `${own};tag=${source.tag}`,
    to: `${other};tag=${leg.tag}`,
    callId: dialog.callId,
    cseq: method === 'BYE' ? nextCseqOfBye(leg) : nextCseq(leg),
    socket: leg.socket,
    notes: new Map([['dialog', String(dialog.id)]]),
    ...more,
  });
  return true;
}

/** The URI of a From or To in angle brackets. */
function bareAddress(value: string): string {
  const inside = /<([^>]*)>/.exec(value)?.[1] ?? value.replace(/;.*$/, '').trim();
  return `<${inside}>`;
}
