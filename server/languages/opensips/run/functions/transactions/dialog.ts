import { messageHooks } from '../../hooks.ts';
import { addressParameter } from '../../messages/address.ts';
import type { Message } from '../../messages/message.ts';
import { uriParameter } from '../../messages/uri.ts';
import { type Execution, type Server, stateKey } from '../../server.ts';
import { hasToTag } from '../../tm/relay.ts';
import type { Transaction } from '../../tm/transaction.ts';
import { integerValue, isNull, nullValue, optionalText, printed, textValue } from '../../values/value.ts';
import type { Arguments } from '../arguments.ts';
import type { ModuleModel } from '../model.ts';
import { addRouteParameter, routeHooks } from './rr.ts';

/** A dialog as the server tracks it (struct dlg_cell). */
export interface Dialog {
  readonly id: number;
  readonly callId: string;
  readonly fromTag: string;
  toTag: string | undefined;
  /** 1 unconfirmed, 2 early, 3 confirmed, 4 confirmed and acknowledged, 5 deleted. */
  state: number;
  readonly values: Map<string, string>;
  readonly profiles: Set<string>;
  readonly flags: Set<string>;
  readonly callerContact: string | undefined;
  calleeContact: string | undefined;
  readonly startedAt: number;
  timeout: number;
}

export const dialogs = stateKey((): Dialog[] => []);
/** The dialog that a message created or matched. */
const current = stateKey(() => new WeakMap<Message, Dialog>());

/** The dialog of the current request: created or matched earlier, or that of its transaction. */
export function dialogOf(x: Execution): Dialog | undefined {
  const own = x.server.state(current).get(x.message);
  if (own !== undefined) return own;
  const id = x.transaction?.notes.get('dialog') ?? x.message.notes.get('dialog');
  return id === undefined ? undefined : x.server.state(dialogs).find(one => String(one.id) === id);
}

export const dialog: ModuleModel = {
  name: 'dialog',
  functions: {
    create_dialog: x => createDialog(x),
    match_dialog: x => (matchDialog(x) === undefined ? -1 : 1),
    validate_dialog: x => {
      const found = dialogOf(x);
      if (found === undefined) return -4;
      return 1;
    },
    fix_route_dialog: x => (dialogOf(x) === undefined ? -1 : 1),
    get_dialog_info: (_, args) => {
      args.set(1, nullValue);
      return -1;
    },
    get_dialog_vals: () => -1,
    get_dialogs_by_val: () => -1,
    get_dialogs_by_profile: () => -1,
    load_dialog_ctx: () => -1,
    unload_dialog_ctx: () => 1,
    set_dlg_profile: (x, args) => {
      const found = dialogOf(x);
      if (found === undefined) return -1;
      found.profiles.add(profileKey(args.text(0), args.text(1)));
      return 1;
    },
    unset_dlg_profile: (x, args) => {
      const found = dialogOf(x);
      if (found === undefined) return -1;
      return found.profiles.delete(profileKey(args.text(0), args.text(1))) ? 1 : -1;
    },
    is_in_profile: (x, args) => {
      const found = dialogOf(x);
      return found?.profiles.has(profileKey(args.text(0), args.text(1))) === true ? 1 : -1;
    },
    get_profile_size: (x, args) => {
      const name = args.text(0) ?? '';
      const value = args.text(1);
      const live = x.server.state(dialogs).filter(one => one.state < 5);
      const wanted = (key: string): boolean =>
        value === undefined ? key === name || key.startsWith(`${name} `) : key === profileKey(name, value);
      const size = live.filter(one => [...one.profiles].some(wanted)).length;
      return args.set(2, integerValue(size)) ? 1 : -1;
    },
    set_dlg_flag: (x, args) => {
      dialogOf(x)?.flags.add(args.text(0) ?? '');
      return dialogOf(x) === undefined ? -1 : 1;
    },
    reset_dlg_flag: (x, args) => {
      dialogOf(x)?.flags.delete(args.text(0) ?? '');
      return dialogOf(x) === undefined ? -1 : 1;
    },
    is_dlg_flag_set: (x, args) => (dialogOf(x)?.flags.has(args.text(0) ?? '') === true ? 1 : -1),
    test_and_set_dlg_flag: (x, args) => {
      const found = dialogOf(x);
      if (found === undefined) return -1;
      const name = args.text(0) ?? '';
      const expected = (args.text(1) ?? '0') === '1';
      if (found.flags.has(name) !== expected) return -1;
      if ((args.text(2) ?? '0') === '1') found.flags.add(name);
      else found.flags.delete(name);
      return 1;
    },
    store_dlg_value: (x, args) => {
      const found = dialogOf(x);
      if (found === undefined) return -1;
      found.values.set(args.text(0) ?? '', args.text(1) ?? '');
      return 1;
    },
    fetch_dlg_value: (x, args) => {
      const value = dialogOf(x)?.values.get(args.text(0) ?? '');
      if (value === undefined) return dialogOf(x) === undefined ? -1 : -2;
      return args.set(1, textValue(value)) ? 1 : -1;
    },
    dlg_on_answer: () => 1,
    dlg_on_timeout: () => 1,
    dlg_on_hangup: () => 1,
    dlg_send_sequential: () => 1,
    dlg_inc_cseq: () => 1,
    dlg_bridge: () => -1,
    send_dlg_sequential: () => 1,
  },
  variables: {
    DLG_status: { get: x => numberOf(dialogOf(x)?.state) },
    DLG_lifetime: {
      get: x => {
        const found = dialogOf(x);
        return found === undefined || found.state < 3
          ? nullValue
          : integerValue(Math.floor(x.server.clock.now - found.startedAt));
      },
    },
    DLG_dir: {
      get: x => {
        const found = dialogOf(x);
        if (found === undefined) return nullValue;
        return textValue(isFromCallee(x.message, found) ? 'upstream' : 'downstream');
      },
    },
    DLG_did: { get: x => textOfId(dialogOf(x)) },
    DLG_count: { get: x => integerValue(x.server.state(dialogs).filter(one => one.state < 5).length) },
    DLG_end_reason: { get: x => (dialogOf(x)?.state === 5 ? textValue('Upstream BYE') : nullValue) },
    DLG_timeout: {
      get: x => numberOf(dialogOf(x)?.timeout),
      set: (x, _, value) => {
        const found = dialogOf(x);
        if (found === undefined || value.number === undefined) return false;
        found.timeout = value.number;
        return true;
      },
    },
    DLG_ctx_json: { get: () => nullValue },
    dlg_val: {
      get: (x, variable) => optionalText(dialogOf(x)?.values.get(variable.inner?.text ?? '')),
      set: (x, variable, value) => {
        const found = dialogOf(x);
        if (found === undefined) return false;
        const name = variable.inner?.text ?? '';
        if (isNull(value)) found.values.delete(name);
        else found.values.set(name, printed(value));
        return true;
      },
    },
  },
  start: server => {
    server.state(routeHooks).push((x, params) => {
      if (
        uriParameter(params, 'did') !== undefined ||
        server.parameterNumber('dialog', 'dlg_match_mode', 1) > 0
      )
        matchDialog(x);
    });
    server.state(messageHooks).request.push((_, message) => {
      if (message.method === 'CANCEL') linkCancel(server, message);
      return undefined;
    });
  },
};

function linkCancel(server: Server, message: Message): void {
  const found = server.state(dialogs).find(one => one.callId === message.callId && one.state < 3);
  if (found !== undefined) message.notes.set('cancels dialog', String(found.id));
}

function numberOf(value: number | undefined) {
  return value === undefined ? nullValue : integerValue(value);
}

function textOfId(found: Dialog | undefined) {
  return found === undefined ? nullValue : textValue(`<did>`);
}

function profileKey(name: string | undefined, value: string | undefined): string {
  const bare = (name ?? '').replace(/\/[sb]$/, '');
  return value === undefined ? bare : `${bare} ${value}`;
}

/** Creates the dialog of an initial INVITE: 1, also when it already exists; -1 for other requests. */
export function createDialog(x: Execution): number {
  const { message, server } = x;
  if (dialogOf(x) !== undefined) return 1;
  if (message.method !== 'INVITE' || hasToTag(message)) return -1;
  const list = server.state(dialogs);
  const made: Dialog = {
    id: list.length + 1,
    callId: message.callId ?? '',
    fromTag: addressParameter(message.from, 'tag') ?? '',
    toTag: undefined,
    state: 1,
    values: new Map(),
    profiles: new Set(),
    flags: new Set(),
    callerContact: message.addresses('contact')?.[0]?.uri,
    calleeContact: undefined,
    startedAt: server.clock.now,
    timeout: server.parameterNumber('dialog', 'default_timeout', 43_200),
  };
  list.push(made);
  server.state(current).set(message, made);
  message.notes.set('dialog', String(made.id));
  const parameter = server.parameter('dialog', 'rr_param') ?? 'did';
  if (server.parameterNumber('dialog', 'dlg_match_mode', 1) < 2)
    addRouteParameter(message, `;${parameter}=run.${made.id}`);
  server.whenTransaction(x, transaction => follow(transaction, made));
  return 1;
}

/** Follows the replies of the INVITE. */
function follow(transaction: Transaction, made: Dialog): void {
  transaction.notes.set('dialog', String(made.id));
  transaction.hooks.push({
    replyReceived: (_, reply) => {
      if (reply.code > 100 && reply.code < 200 && made.state < 2 && addressParameter(reply.to, 'tag'))
        made.state = 2;
      if (reply.code >= 200 && reply.code < 300 && made.state < 3) {
        made.state = 3;
        made.toTag = addressParameter(reply.to, 'tag');
        made.calleeContact = reply.addresses('contact')?.[0]?.uri;
      }
    },
    replySent: (_, code) => {
      if (code >= 300 && made.state < 3) made.state = 5;
      if (code >= 200 && code < 300 && made.state < 3) made.state = 3;
    },
  });
}

function isFromCallee(message: Message, found: Dialog): boolean {
  const tag = addressParameter(message.from, 'tag') ?? '';
  return tag !== found.fromTag;
}

/** Finds the dialog of a request within it, and updates its state. */
export function matchDialog(x: Execution): Dialog | undefined {
  const { message, server } = x;
  const known = dialogOf(x);
  if (known !== undefined) return known;
  const from = addressParameter(message.from, 'tag') ?? '';
  const to = addressParameter(message.to, 'tag') ?? '';
  const found = server
    .state(dialogs)
    .find(
      one =>
        one.callId === (message.callId ?? '') &&
        one.state < 5 &&
        ((one.fromTag === from && (one.toTag ?? to) === to) ||
          (one.fromTag === to && (one.toTag ?? from) === from)),
    );
  if (found === undefined) return undefined;
  server.state(current).set(message, found);
  message.notes.set('dialog', String(found.id));
  if (message.method === 'BYE') found.state = 5;
  else if (message.method === 'ACK' && found.state === 3) found.state = 4;
  return found;
}

export type { Arguments };
