import {
  activeDialogs,
  CONFIRMED_NA,
  calleeLeg,
  DELETED,
  type Dialog,
  destinationLegOf,
  dialogName,
  dialogOf,
  dialogs,
  earlyTimeouts,
  loadDialog,
  matchModeOf,
  otherLeg,
  unloadDialog,
} from '../../dialogs/dialogs.ts';
import { sendWithin } from '../../dialogs/ending.ts';
import { createDialog, startTimer } from '../../dialogs/lifecycle.ts';
import { matchDialog, nameInUri } from '../../dialogs/matching.ts';
import { printDialog } from '../../dialogs/printed.ts';
import { profileFilter, profileFunctions } from '../../dialogs/profiles.ts';
import { fixRoute, validateDialog } from '../../dialogs/routeSet.ts';
import { routeHooks } from '../../hooks.ts';
import type { Execution, VariableTable } from '../../server.ts';
import { coreHash } from '../../values/coreHash.ts';
import { flagList } from '../../values/messageVariables.ts';
import { addAvp } from '../../values/scriptVariables.ts';
import {
  integerValue,
  isNull,
  leadingNumber,
  nullValue,
  optionalText,
  printed,
  textValue,
  type Value,
} from '../../values/value.ts';
import { innerName } from '../../values/variables.ts';
import type { Arguments } from '../arguments.ts';
import type { FunctionRun, ModuleModel } from '../model.ts';

/** A function that needs the dialog of the message at hand. */
function within(run: (dialog: Dialog, args: Arguments, x: Execution) => number, without = -1): FunctionRun {
  return (x, args) => {
    const dialog = dialogOf(x);
    return dialog === undefined ? without : run(dialog, args, x);
  };
}

const functions: Readonly<Record<string, FunctionRun>> = {
  create_dialog: (x, args) => createDialog(x, args.text(0) ?? ''),
  match_dialog: (x, args) => {
    const mode = args.text(0);
    return matchDialog(x, mode === undefined ? undefined : matchModeOf(mode), nameInUri(x)) === undefined
      ? -1
      : 1;
  },
  validate_dialog: within((dialog, _, x) => {
    const leg = destinationLegOf(x);
    if (leg === undefined) return -4;
    return validateDialog(x.message, dialog, leg, dialog.notes.has('topology hiding'));
  }, -4),
  fix_route_dialog: within((dialog, _, x) => {
    const leg = dialog.legs[destinationLegOf(x) ?? -1];
    if (leg === undefined) return -1;
    fixRoute(x.message, leg);
    return 1;
  }),
  ...profileFunctions,
  set_dlg_flag: within((dialog, args) => {
    dialog.flags.add(args.text(0) ?? '');
    return 1;
  }),
  reset_dlg_flag: within((dialog, args) => {
    dialog.flags.delete(args.text(0) ?? '');
    return 1;
  }),
  is_dlg_flag_set: within((dialog, args) => (dialog.flags.has(args.text(0) ?? '') ? 1 : -1)),
  // The flag is turned over where it has the value that the call names.
  test_and_set_dlg_flag: within((dialog, args) => {
    const name = args.text(0) ?? '';
    const value = args.number(1) ?? 0;
    if (value > 1 || dialog.flags.has(name) !== (value === 1)) return -1;
    if (value === 1) dialog.flags.delete(name);
    else dialog.flags.add(name);
    return 1;
  }, -2),
  store_dlg_value: within((dialog, args) => {
    const value = args.value(1);
    if (isNull(value)) return -1;
    dialog.values.set(args.text(0) ?? '', value);
    return 1;
  }),
  fetch_dlg_value: within((dialog, args) => {
    const value = dialog.values.get(args.text(0) ?? '');
    return value !== undefined && args.set(1, value) ? 1 : -1;
  }),
  get_dialog_info: getInfo,
  get_dialogs_by_val: (x, args) => {
    const name = args.text(0) ?? '';
    const wanted = args.value(1);
    if (isNull(wanted)) return -1;
    return pushDialogs(x, args, ({ values }) => {
      const value = values.get(name);
      return (
        value !== undefined && value.isInteger === wanted.isInteger && printed(value) === printed(wanted)
      );
    });
  },
  get_dialogs_by_profile: (x, args) => {
    const fits = profileFilter(x.server, args.text(0), args.text(1));
    return fits === undefined ? -1 : pushDialogs(x, args, ({ profiles }) => fits(profiles));
  },
  get_dialog_vals: (x, args) => {
    const callId = args.text(2);
    const found = x.server.state(dialogs).find(one => one.callId === callId && one.state < DELETED);
    if (found === undefined) return -1;
    for (const [name, value] of [...found.values].reverse()) {
      push(x, args, 0, textValue(name));
      push(x, args, 1, value);
    }
    return 1;
  },
  load_dialog_ctx: (x, args) => {
    const wanted = args.text(0);
    const isName = args.text(1)?.toLowerCase() === 'did';
    const found = x.server.state(dialogs).find(one => (isName ? dialogName(one) : one.callId) === wanted);
    return found !== undefined && loadDialog(x, found) ? 1 : -1;
  },
  unload_dialog_ctx: x => (unloadDialog(x) ? 1 : -1),
  dlg_on_answer: onEvent('answer'),
  dlg_on_timeout: onEvent('timeout'),
  dlg_on_hangup: onEvent('hangup'),
  dlg_send_sequential: within((dialog, args, x) => {
    const method = args.text(0) ?? 'INFO';
    const side = (args.text(1) ?? 'callee').toLowerCase();
    const body = args.text(2);
    const type = args.text(3) ?? 'application/sdp';
    const leg = side === 'caller' ? 0 : calleeLeg(dialog);
    const contact = dialog.legs[otherLeg(dialog, leg)]?.contact;
    const isSent = sendWithin(x.server, dialog, leg, method, {
      body: body === undefined ? undefined : { text: body, type },
      headers: `${contact === undefined ? '' : `Contact: <${contact}>\r\n`}${args.text(4) ?? ''}`,
    });
    return isSent ? 1 : -1;
  }),
};

/** Puts a value into an AVP that may hold several. */
function push(x: Execution, args: Arguments, position: number, value: Value): void {
  const name = args.variable(position)?.inner?.text;
  if (name === undefined) args.set(position, value);
  else addAvp(x, name, value);
}

/** The JSON of every dialog that fits, and their number; -1 if there is none. */
function pushDialogs(x: Execution, args: Arguments, fits: (dialog: Dialog) => boolean): number {
  const size = x.server.parameterNumber('dialog', 'hash_size', 4096);
  const entry = ({ callId }: Dialog): number => coreHash(callId) & (size - 1);
  const fitting = x.server
    .state(dialogs)
    .filter(one => one.state < DELETED && fits(one))
    .toSorted((a, b) => entry(a) - entry(b));
  for (const one of fitting) push(x, args, 2, textValue(printDialog(x, one, true)));
  if (fitting.length === 0) return -1;
  args.set(3, integerValue(fitting.length));
  return fitting.length;
}

/** `get_dialog_info(attribute, out, key, value, count)`: the attribute of every dialog whose key has a value. */
function getInfo(x: Execution, args: Arguments): number {
  const wanted = args.text(3);
  const fitting = x.server
    .state(dialogs)
    .filter(one => one.state < DELETED)
    .filter(one => {
      const value = one.values.get(args.text(2) ?? '');
      return value !== undefined && printed(value) === wanted;
    });
  for (const one of fitting) {
    const value = one.values.get(args.text(0) ?? '');
    if (value === undefined) return -1;
    push(x, args, 1, value);
  }
  if (fitting.length === 0) return -1;
  args.set(4, integerValue(fitting.length));
  return fitting.length;
}

function onEvent(event: 'answer' | 'timeout' | 'hangup'): FunctionRun {
  return within((dialog, args) => {
    const name = args.text(0);
    if (name === undefined) dialog.routes.delete(event);
    else dialog.routes.set(event, name);
    return 1;
  });
}

/** A variable of the dialog at hand; NULL without one. */
function reading(get: (dialog: Dialog, x: Execution) => Value) {
  return (x: Execution): Value => {
    const dialog = dialogOf(x);
    return dialog === undefined ? nullValue : get(dialog, x);
  };
}

const variables: VariableTable = {
  DLG_status: { get: reading(({ state }) => integerValue(state)) },
  DLG_lifetime: {
    get: reading(({ state, startedAt }, x) =>
      integerValue(state < CONFIRMED_NA ? 0 : Math.floor(x.server.clock.now - startedAt)),
    ),
  },
  DLG_dir: {
    get: reading((_, x) => {
      const leg = destinationLegOf(x);
      return leg === undefined ? nullValue : textValue(leg === 0 ? 'upstream' : 'downstream');
    }),
  },
  DLG_did: { get: reading(dialog => textValue(dialogName(dialog))) },
  DLG_count: { get: x => integerValue(activeDialogs(x.server)) },
  DLG_end_reason: { get: reading(({ endReason }) => optionalText(endReason)) },
  DLG_flags: { get: reading(({ flags }, x) => textValue(flagList(x, flags))) },
  DLG_json: { get: reading((dialog, x) => textValue(printDialog(x, dialog, false))) },
  DLG_ctx_json: { get: reading((dialog, x) => textValue(printDialog(x, dialog, true))) },
  DLG_timeout: {
    get: x => {
      const dialog = dialogOf(x);
      if (dialog === undefined) {
        const early = x.server.state(earlyTimeouts).get(x.message);
        return early === undefined ? nullValue : integerValue(early);
      }
      if (dialog.state === DELETED) return integerValue(0);
      if (dialog.state < CONFIRMED_NA) return integerValue(dialog.lifetime);
      return integerValue(Math.round(dialog.endsAt - x.server.clock.now));
    },
    set: (x, _, value) => {
      if (isNull(value)) return false;
      const seconds = value.number ?? leadingNumber(value.text ?? '');
      if (seconds < 0) return false;
      const dialog = dialogOf(x);
      if (dialog === undefined) {
        x.server.state(earlyTimeouts).set(x.message, seconds);
        return true;
      }
      dialog.lifetime = seconds;
      if (dialog.state >= CONFIRMED_NA && dialog.state < DELETED) startTimer(x.server, dialog);
      return true;
    },
  },
  dlg_val: {
    get: (x, variable) => dialogOf(x)?.values.get(innerName(x, variable) ?? '') ?? nullValue,
    set: (x, variable, value) => {
      const dialog = dialogOf(x);
      const name = innerName(x, variable);
      if (dialog === undefined || name === undefined) return false;
      if (isNull(value)) dialog.values.delete(name);
      else dialog.values.set(name, value);
      return true;
    },
  },
};

export const dialog: ModuleModel = {
  name: 'dialog',
  functions,
  variables,
  start: server => {
    server.state(routeHooks).push(x => matchDialog(x));
  },
};
