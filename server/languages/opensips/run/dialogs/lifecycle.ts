import { addressParameter, parseAddressList } from '../messages/address.ts';
import { headersOf } from '../messages/differences.ts';
import { dummyMessage } from '../messages/dummy.ts';
import type { Message } from '../messages/message.ts';
import { addRouteParameter } from '../messages/routeParameters.ts';
import { newExecution, runTopRoute } from '../routes.ts';
import type { Execution, Server } from '../server.ts';
import type { Transaction, TransactionBranch } from '../tm/transaction.ts';
import { changeState } from './changeState.ts';
import {
  CONFIRMED,
  CONFIRMED_NA,
  DELETED,
  type Dialog,
  type DialogLeg,
  dialogName,
  dialogOf,
  dialogParameter,
  dialogs,
  EARLY,
  earlyTimeouts,
  matchMode,
  setCurrent,
  setDestinationLeg,
  UNCONFIRMED,
} from './dialogs.ts';
import { endDialog } from './ending.ts';
import { routeEntriesOf } from './routeSet.ts';

/** Makes the dialog of an initial INVITE: 1, also when there is one; -1 for other requests. */
export function createDialog(x: Execution, options = ''): number {
  const { message, server } = x;
  if (message.method !== 'INVITE' || (addressParameter(message.to, 'tag') ?? '') !== '') return -1;
  const known = dialogOf(x);
  if (known !== undefined) {
    if (options !== '') known.options = options;
    return 1;
  }
  const fromTag = addressParameter(message.from, 'tag') ?? '';
  if (fromTag === '' || (message.callId ?? '') === '' || message.to === undefined) return -1;
  const list = server.state(dialogs);
  const made = newDialog(x, list.length + 1, fromTag, options);
  list.push(made);
  setCurrent(server, message, made);
  setDestinationLeg(server, message, 1);
  if (matchMode(server) !== 2 && server.hasModule('rr'))
    addRouteParameter(message, `;${dialogParameter(server)}=${dialogName(made)}`);
  let isFollowed = false;
  server.whenTransaction(x, transaction => {
    isFollowed = true;
    follow(server, transaction, made);
  });
  // Without a transaction, nothing holds the dialog when the request has been handled.
  server.clock.schedule(0, () => {
    if (isFollowed) return;
    made.state = DELETED;
    made.profiles = [];
  });
  return 1;
}

function newDialog(x: Execution, id: number, fromTag: string, options: string): Dialog {
  const { message, server } = x;
  const cseq = Number(message.cseq?.number ?? 0);
  const contacts = message.addresses('contact');
  const caller: DialogLeg = {
    tag: fromTag,
    contact: contacts?.length === 1 ? contacts[0]?.uri : undefined,
    routeSet: routeEntriesOf(message, 'record-route'),
    cseq: 0,
    previousCseq: undefined,
    inviteCseq: cseq,
    generatedCseq: undefined,
    renumbered: new Map(),
    socket: message.reception.socket,
    hasAnswered: true,
  };
  return {
    id,
    callId: message.callId ?? '',
    fromUri: message.value('from') ?? '',
    toUri: message.value('to') ?? '',
    legs: [caller],
    answeredLeg: 0,
    state: UNCONFIRMED,
    values: new Map(),
    profiles: [],
    flags: new Set(),
    options,
    endReason: undefined,
    startedAt: 0,
    lifetime:
      server.state(earlyTimeouts).get(message) ?? server.parameterNumber('dialog', 'default_timeout', 43_200),
    endsAt: 0,
    timer: undefined,
    routes: new Map(),
    hooks: [],
    notes: new Set(),
  };
}

/** Follows the replies of the INVITE (dlg_onreply). */
function follow(server: Server, transaction: Transaction, made: Dialog): void {
  transaction.notes.set('dialog', String(made.id));
  transaction.hooks.push({
    replyForwarded: (_, reply, branch) => {
      noteReply(made, reply, transaction.branches[branch]);
      for (const hook of made.hooks) hook.reply?.(made, reply, transaction);
    },
    replyOut: (_, code) => moveOn(server, made, code),
    cancelled: (_, cancel) => {
      made.endReason ??= 'Cancelled';
      setCurrent(server, cancel, made);
    },
  });
}

/** Keeps what a reply says of the callee (push_reply_in_dialog). */
function noteReply(dialog: Dialog, reply: Message, branch: TransactionBranch | undefined): void {
  const tag = addressParameter(reply.to, 'tag') ?? '';
  if (tag === '' && reply.code < 200) return;
  let at = dialog.legs.findIndex((one, index) => index > 0 && one.tag === tag);
  if (at < 0) {
    const caller = dialog.legs[0];
    at = dialog.legs.length;
    dialog.legs.push({
      tag,
      contact: undefined,
      routeSet: [],
      cseq: caller?.inviteCseq ?? 0,
      previousCseq: undefined,
      inviteCseq: undefined,
      // The request of a challenged call that was answered has the next number (DLG_FLAG_CSEQ_ENFORCE).
      generatedCseq: dialog.notes.has('answered challenge') ? (caller?.inviteCseq ?? 0) + 1 : undefined,
      renumbered: new Map(),
      socket: reply.reception.socket,
      hasAnswered: false,
    });
  }
  const leg = dialog.legs[at];
  if (leg === undefined) return;
  const isHidden = dialog.notes.has('topology hiding');
  if (reply.code < 200 && isHidden) noteRouting(leg, reply, 0);
  if (reply.code < 200 || reply.code >= 300 || dialog.answeredLeg === at) return;
  if (dialog.answeredLeg === 0) dialog.answeredLeg = at;
  leg.hasAnswered = true;
  noteRouting(leg, reply, isHidden ? 0 : recordedRoutes(branch));
}

/** How many Record-Route entries the INVITE went out with: those of the proxies before this one, and its own. */
function recordedRoutes(branch: TransactionBranch | undefined): number {
  return headersOf(branch?.text ?? '')
    .filter(({ name }) => name.toLowerCase() === 'record-route')
    .reduce((sum, { value }) => sum + (parseAddressList(value)?.length ?? 0), 0);
}

/** The target and the route set of a callee, without the first entries, which lead to the caller. */
function noteRouting(leg: DialogLeg, reply: Message, skipped: number): void {
  const contacts = reply.addresses('contact');
  leg.contact = contacts?.length === 1 ? contacts[0]?.uri : undefined;
  leg.routeSet = routeEntriesOf(reply, 'record-route').toReversed().slice(skipped);
}

/** Moves the state on when a reply goes to the caller. */
function moveOn(server: Server, dialog: Dialog, code: number): void {
  const before = dialog.state;
  if (code <= 100) return;
  if (code < 200) {
    if (before <= EARLY) changeState(server, dialog, EARLY);
    return;
  }
  if (code < 300) {
    if (before === CONFIRMED_NA || before === CONFIRMED) return;
    changeState(server, dialog, CONFIRMED_NA);
    dialog.startedAt = server.clock.now;
    startTimer(server, dialog);
    runDialogRoute(server, dialog, 'answer');
    return;
  }
  if (before > EARLY) return;
  changeState(server, dialog, DELETED);
}

/** Lets the dialog end when its lifetime is over. */
export function startTimer(server: Server, dialog: Dialog): void {
  if (dialog.timer !== undefined) dialog.timer.isCancelled = true;
  dialog.endsAt = server.clock.now + dialog.lifetime;
  dialog.timer = server.clock.schedule(dialog.lifetime, () =>
    server.inTimerProcess(() => expire(server, dialog)),
  );
}

function expire(server: Server, dialog: Dialog): void {
  dialog.timer = undefined;
  if (dialog.state === DELETED) return;
  runDialogRoute(server, dialog, 'timeout');
  if (dialog.timer !== undefined) return;
  if (dialog.options.includes('B')) {
    dialog.endReason ??= 'Lifetime Timeout';
    endDialog(server, dialog, finish);
  } else {
    changeState(server, dialog, DELETED);
  }
}

function finish(server: Server, dialog: Dialog): void {
  changeState(server, dialog, DELETED);
  runDialogRoute(server, dialog, 'hangup');
}

/** Runs a route that the script set for an event of the dialog, with a message made up for it (run_dlg_script_route). */
export function runDialogRoute(server: Server, dialog: Dialog, event: 'answer' | 'timeout' | 'hangup'): void {
  const name = dialog.routes.get(event);
  const socket = dialog.legs[0]?.socket;
  if (name === undefined || socket === undefined) return;
  const message = dummyMessage(socket);
  setCurrent(server, message, dialog);
  runTopRoute(newExecution(server, { kind: 'request', name, message }));
}
