import type { Event } from '../clock.ts';
import type { Message } from '../messages/message.ts';
import type { Socket } from '../messages/reception.ts';
import { type Execution, type Server, stateKey } from '../server.ts';
import type { Transaction } from '../tm/transaction.ts';
import type { Value } from '../values/value.ts';

/** One side of a dialog (struct dlg_leg): the caller is leg 0, callees follow. */
export interface DialogLeg {
  tag: string;
  contact: string | undefined;
  /** Route headers towards this side, in the order in which they are used. */
  routeSet: readonly string[];
  /** CSeq of the last request towards this side, and of the one before. */
  cseq: number;
  previousCseq: number | undefined;
  /** CSeq of the last INVITE or UPDATE from this side. */
  inviteCseq: number | undefined;
  /** CSeq of the last request towards this side, once the server has sent one of its own other than BYE (last_gen_cseq). */
  generatedCseq: number | undefined;
  /** The CSeq with which an INVITE was sent to this side, by the one that it came with. */
  readonly renumbered: Map<string, number>;
  socket: Socket;
  hasAnswered: boolean;
}

/** States of a dialog, with the numbers of `$DLG_status`. */
export const UNCONFIRMED = 1;
export const EARLY = 2;
export const CONFIRMED_NA = 3;
export const CONFIRMED = 4;
export const DELETED = 5;

/** A dialog as the server follows it (struct dlg_cell). */
export interface Dialog {
  readonly id: number;
  readonly callId: string;
  readonly fromUri: string;
  readonly toUri: string;
  readonly legs: DialogLeg[];
  /** The leg whose 2xx came first; 0 for none yet. */
  answeredLeg: number;
  state: number;
  readonly values: Map<string, Value>;
  /** Names of profiles, with their value after a space. */
  profiles: string[];
  readonly flags: Set<string>;
  /** The letters that create_dialog got. */
  options: string;
  endReason: string | undefined;
  startedAt: number;
  /** Seconds that it may last, and when it ends once it is answered. */
  lifetime: number;
  endsAt: number;
  timer: Event | undefined;
  /** Routes of dlg_on_answer, dlg_on_timeout, dlg_on_hangup. */
  readonly routes: Map<'answer' | 'timeout' | 'hangup', string>;
  readonly hooks: DialogHooks[];
  /** Flags that modules keep with the dialog. */
  readonly notes: Set<string>;
}

/** What modules do at events of a dialog. */
export interface DialogHooks {
  /** A request within the dialog was matched; `leg` is the side it goes to. */
  readonly within?: (x: Execution, dialog: Dialog, leg: number) => void;
  /** A reply to the INVITE that made the dialog is about to go to the caller. */
  readonly reply?: (dialog: Dialog, reply: Message, transaction: Transaction) => void;
}

export const dialogs = stateKey((): Dialog[] => []);
/** The dialog that a message made or matched. */
const current = stateKey(() => new WeakMap<Message, Dialog>());
/** The message that a script loaded another dialog for, which the process remembers until the script unloads it. */
const loaded = stateKey(
  (): { place: { readonly message: Message; readonly dialog: Dialog } | undefined } => ({
    place: undefined,
  }),
);
/** The leg that a message goes to, as far as its own processing knows. */
const destinationLegs = stateKey(() => new WeakMap<Message, number>());
/** The timeout that a script set before there was a dialog. */
export const earlyTimeouts = stateKey(() => new WeakMap<Message, number>());

/** The dialog of the message at hand: made or matched before, or that of its transaction (get_current_dialog). */
export function dialogOf(x: Execution): Dialog | undefined {
  const { place } = x.server.state(loaded);
  if (place?.message === x.message) return place.dialog;
  const own = x.server.state(current).get(x.message);
  if (own !== undefined) return own;
  const id = x.transaction?.notes.get('dialog') ?? x.message.notes.get('dialog');
  return id === undefined ? undefined : dialogById(x.server, id);
}

/** Makes another dialog that of the message at hand (load_dlg_ctx); false while one is loaded. */
export function loadDialog(x: Execution, dialog: Dialog): boolean {
  const state = x.server.state(loaded);
  if (state.place !== undefined) return false;
  state.place = { message: x.message, dialog };
  return true;
}

export function unloadDialog(x: Execution): boolean {
  const state = x.server.state(loaded);
  const wasLoaded = state.place !== undefined;
  state.place = undefined;
  return wasLoaded;
}

export function dialogById(server: Server, id: string): Dialog | undefined {
  return server.state(dialogs).find(one => String(one.id) === id);
}

/** Makes a dialog that of a message. */
export function setCurrent(server: Server, message: Message, dialog: Dialog): void {
  server.state(current).set(message, dialog);
  message.notes.set('dialog', String(dialog.id));
}

export function destinationLegOf(x: Execution): number | undefined {
  return x.server.state(destinationLegs).get(x.message);
}

export function setDestinationLeg(server: Server, message: Message, leg: number): void {
  server.state(destinationLegs).set(message, leg);
}

/** The leg that answered, else the first callee (callee_idx). */
export function calleeLeg(dialog: Dialog): number {
  return dialog.answeredLeg === 0 ? 1 : dialog.answeredLeg;
}

export function otherLeg(dialog: Dialog, leg: number): number {
  return leg === 0 ? calleeLeg(dialog) : 0;
}

/** The parameter of Record-Route headers and Contacts that names the dialog. */
export function dialogParameter(server: Server): string {
  return server.parameter('dialog', 'rr_param') ?? 'did';
}

/** What the parameter says of a dialog; hexadecimal, as the server's are. */
export function dialogName(dialog: Dialog): string {
  return `d1a.${dialog.id.toString(16).padStart(8, '0')}`;
}

/** Dialogs that are answered and not over, which is what `$DLG_count` counts. */
export function activeDialogs(server: Server): number {
  return server.state(dialogs).filter(({ state }) => state === CONFIRMED_NA || state === CONFIRMED).length;
}

/** 0 by the dialog's name alone, 1 by Call-ID and tags where there is no name, 2 by these alone. */
export function matchMode(server: Server): number {
  return (
    matchModeOf(server.parameter('dialog', 'dlg_match_mode') ?? '') ??
    server.parameterNumber('dialog', 'dlg_match_mode', 1)
  );
}

/** The number of a word for a match mode; undefined for another word. */
export function matchModeOf(word: string): number | undefined {
  const words: Readonly<Record<string, number>> = { DID_ONLY: 0, DID_FALLBACK: 1, DID_NONE: 2 };
  return words[word.toUpperCase()];
}
