import { addressParameter } from '../messages/address.ts';
import type { Message } from '../messages/message.ts';
import { uriParameter } from '../messages/uri.ts';
import type { Execution, Server } from '../server.ts';
import { isMyself } from '../sockets.ts';
import { changeState } from './changeState.ts';
import { renumber } from './cseq.ts';
import {
  CONFIRMED,
  CONFIRMED_NA,
  calleeLeg,
  DELETED,
  type Dialog,
  dialogOf,
  dialogParameter,
  dialogs,
  EARLY,
  earlyTimeouts,
  matchMode,
  otherLeg,
  setCurrent,
  setDestinationLeg,
} from './dialogs.ts';
import { runDialogRoute, startTimer } from './lifecycle.ts';

/** Finds the dialog of a request within it, by the name in its URI or Route or by Call-ID and tags (dlg_onroute). */
export function matchDialog(x: Execution, mode = matchMode(x.server), name?: string): Dialog | undefined {
  const known = dialogOf(x);
  if (known !== undefined) return known;
  const { message, server } = x;
  if ((addressParameter(message.to, 'tag') ?? '') === '') return undefined;
  const given = mode === 2 ? undefined : (name ?? routeName(x));
  if (mode === 0 && given === undefined) return undefined;
  if (given !== undefined && !/^[0-9a-f]+\.[0-9a-f]+$/i.test(given)) return undefined;
  const found = find(server, message, given !== undefined);
  if (found === undefined) return undefined;
  onRequest(x, found.dialog, found.leg);
  return found.dialog;
}

function routeName(x: Execution): string | undefined {
  return x.server.hasModule('rr')
    ? uriParameter(x.message.routeParams, dialogParameter(x.server))
    : undefined;
}

/** The name of a dialog in the Request-URI, as topology hiding writes it into Contacts (api_match_dialog). */
export function nameInUri(x: Execution): string | undefined {
  const { message, server } = x;
  const uri = message.parsedUri;
  if (uri === undefined || message.first('route') !== undefined) return undefined;
  if (!isMyself(server, uri.host, uri.portNumber === 0 ? 5060 : uri.portNumber)) return undefined;
  const parameter = dialogParameter(server);
  const inUser = uri.user?.split(`.${parameter}.`)[1];
  return uriParameter(uri.params, parameter) ?? inUser;
}

/** Dialogs that are over are found by their name only. */
function find(
  server: Server,
  message: Message,
  isNamed: boolean,
): { readonly dialog: Dialog; readonly leg: number } | undefined {
  const from = addressParameter(message.from, 'tag') ?? '';
  const to = addressParameter(message.to, 'tag') ?? '';
  for (const dialog of server.state(dialogs)) {
    if (dialog.callId !== message.callId || (dialog.state === DELETED && !isNamed)) continue;
    const callerTag = dialog.legs[0]?.tag ?? '';
    const isDownstream = callerTag === from;
    if (!isDownstream && callerTag !== to) continue;
    const tag = isDownstream ? to : from;
    if (dialog.legs.length === 1) {
      if (tag === '') return { dialog, leg: isDownstream ? 1 : 0 };
      continue;
    }
    const at = dialog.legs.findIndex((one, index) => index > 0 && one.tag === tag);
    if (at > 0) return { dialog, leg: isDownstream ? at : 0 };
  }
  return undefined;
}

/** What a request within the dialog does to it. */
function onRequest(x: Execution, dialog: Dialog, leg: number): void {
  const { message, server } = x;
  const before = dialog.state;
  const { method } = message;
  if (method === 'ACK') {
    if (before === CONFIRMED_NA) changeState(server, dialog, CONFIRMED);
  } else if (method === 'BYE' && (before === CONFIRMED_NA || before === CONFIRMED)) {
    if (leg === 0 || leg === dialog.answeredLeg) changeState(server, dialog, DELETED);
  }
  setCurrent(server, message, dialog);
  setDestinationLeg(server, message, leg);
  if (x.transaction !== undefined) x.transaction.notes.set('dialog', String(dialog.id));
  const runHooks = (): void => {
    for (const hook of dialog.hooks) hook.within?.(x, dialog, leg);
  };
  if (dialog.state === DELETED) {
    if (before === DELETED) {
      runHooks();
      renumber(x, dialog.legs[leg]);
      return;
    }
    runDialogRoute(server, dialog, 'hangup');
    dialog.endReason ??= leg === 0 ? 'Upstream BYE' : 'Downstream BYE';
    if (dialog.timer !== undefined) dialog.timer.isCancelled = true;
    runHooks();
    renumber(x, dialog.legs[leg]);
    return;
  }
  if (method !== 'BYE' && (dialog.state === CONFIRMED || dialog.state === CONFIRMED_NA)) {
    const early = server.state(earlyTimeouts).get(message);
    if (early !== undefined) {
      dialog.lifetime = early;
      startTimer(server, dialog);
    }
    runHooks();
    if (method !== 'ACK') noteCseq(x, dialog, leg);
    renumber(x, dialog.legs[leg]);
    return;
  }
  if (dialog.state === EARLY && method !== 'ACK') {
    runHooks();
    noteCseq(x, dialog, leg, false);
  }
}

/** Keeps the CSeq of the request, and the new targets that an INVITE or UPDATE and its answer bring. */
function noteCseq(x: Execution, dialog: Dialog, destination: number, isConfirmed = true): void {
  const { message } = x;
  const cseq = Number(message.cseq?.number ?? Number.NaN);
  const leg = dialog.legs[destination];
  if (leg === undefined || Number.isNaN(cseq)) return;
  leg.previousCseq = leg.cseq;
  leg.cseq = cseq;
  if (!isConfirmed || (message.method !== 'INVITE' && message.method !== 'UPDATE')) return;
  const source = dialog.legs[destination === 0 ? calleeLeg(dialog) : otherLeg(dialog, destination)];
  if (source === undefined) return;
  source.inviteCseq = cseq;
  const contacts = message.addresses('contact');
  x.server.whenTransaction(x, transaction => {
    transaction.hooks.push({
      replyForwarded: (_, reply) => {
        if ((reply.code === 401 || reply.code === 407) && leg.generatedCseq !== undefined)
          leg.generatedCseq++;
        if (reply.code < 200 || reply.code >= 300) return;
        if (contacts?.length === 1) source.contact = contacts[0]?.uri;
        const answered = reply.addresses('contact');
        if (answered?.length === 1) leg.contact = answered[0]?.uri;
      },
    });
  });
}
