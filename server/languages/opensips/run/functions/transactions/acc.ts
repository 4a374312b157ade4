import { createDialog } from '../../dialogs/lifecycle.ts';
import { type Execution, stateKey } from '../../server.ts';
import { hasToTag } from '../../tm/relay.ts';
import { integerValue, isNull, nullValue, printed, textValue, type Value } from '../../values/value.ts';
import { indexOf } from '../../values/variables.ts';
import type { Arguments } from '../arguments.ts';
import type { ModuleModel } from '../model.ts';

/** What accounting keeps with a call: the values of the script, and those of each leg. */
interface Account {
  readonly extra: Map<string, Value>;
  readonly legs: Map<string, Value>[];
  hasDialog: boolean;
}

const accounts = stateKey((): Account[] => []);
const note = 'accounting';

function known(x: Execution): Account | undefined {
  const at = x.transaction?.notes.get(note) ?? x.message.notes.get(note);
  return at === undefined ? undefined : x.server.state(accounts)[Number(at)];
}

function accountOf(x: Execution): Account {
  const before = known(x);
  if (before !== undefined) return before;
  const list = x.server.state(accounts);
  const made: Account = { extra: new Map(), legs: [new Map()], hasDialog: false };
  const at = String(list.push(made) - 1);
  x.message.notes.set(note, at);
  x.server.whenTransaction(x, transaction => transaction.notes.set(note, at));
  return made;
}

/** Turns accounting on (w_do_acc); records of calls need a dialog, which is made for an initial INVITE. */
function account(x: Execution, args: Arguments): number {
  const { message, server } = x;
  if (message.method === 'CANCEL' && server.parameterNumber('acc', 'report_cancels', 0) === 0) return 1;
  const found = accountOf(x);
  const wantsDialog = /(^|\|)\s*cdr\s*($|\|)/i.test(args.text(1) ?? '') && server.hasModule('dialog');
  if (!wantsDialog || found.hasDialog) return 1;
  found.hasDialog = true;
  if (message.method !== 'INVITE' || hasToTag(message)) return 1;
  return createDialog(x) < 0 ? -1 : 1;
}

function stored(value: Value): Value {
  return isNull(value) ? nullValue : textValue(printed(value));
}

/** The values of the leg that an index means; the last one without an index. */
function legOf(x: Execution, variable: Parameters<typeof indexOf>[1]): Map<string, Value> | undefined {
  const index = indexOf(x, variable);
  return accountOf(x).legs.at(index?.kind === 'at' ? index.at : -1);
}

/**
 * Accounting records the call and does not change it. For a request that can be parsed, w_do_acc, w_acc_log_request and
 * w_acc_evi_request return 1; that they return -1 when the server lacks memory is not considered. The others depend on a
 * database or a server, so their results are questions.
 */
export const acc: ModuleModel = {
  name: 'acc',
  functions: {
    do_accounting: account,
    // It fails where nothing is kept for the call.
    drop_accounting: x => (known(x) === undefined ? -1 : 1),
    acc_new_leg: x => {
      accountOf(x).legs.push(new Map());
      return 1;
    },
    acc_log_request: () => 1,
    acc_evi_request: () => 1,
  },
  variables: {
    acc_extra: {
      get: (x, { inner }) => accountOf(x).extra.get(inner?.text.trim() ?? '') ?? nullValue,
      set: (x, { inner }, value) => {
        accountOf(x).extra.set(inner?.text.trim() ?? '', stored(value));
        return true;
      },
    },
    acc_leg: {
      get: (x, variable) => legOf(x, variable)?.get(variable.inner?.text.trim() ?? '') ?? nullValue,
      set: (x, variable, value) => {
        const leg = legOf(x, variable);
        leg?.set(variable.inner?.text.trim() ?? '', stored(value));
        return leg !== undefined;
      },
    },
    acc_current_leg: { get: x => integerValue(accountOf(x).legs.length - 1) },
  },
};
