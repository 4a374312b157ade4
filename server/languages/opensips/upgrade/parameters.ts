import { moduleFacts } from '../facts/facts.ts';
import { existsIn, isAtLeast, type Version } from '../facts/versions.ts';
import { stringValue } from '../syntax/token.ts';
import { parametersOf, removeLines, replace, type UpgradeContext, type UpgradeItem } from './step.ts';

/** Parameters under their new names, in the module they belong to. */
const renamedParameters: readonly {
  readonly module: string;
  readonly name: string;
  readonly since: Version;
  readonly newName: string | null;
  readonly why: string;
  /** The new value, where it is not the old one. */
  value?(text: string): string | undefined;
}[] = [
  { module: 'tm', name: 'fr_timer', since: '2.1', newName: 'fr_timeout', why: '`fr_timer` was renamed.' },
  {
    module: 'tm',
    name: 'fr_inv_timer',
    since: '2.1',
    newName: 'fr_inv_timeout',
    why: '`fr_inv_timer` was renamed.',
  },
  {
    module: 'tm',
    name: 'fr_timer_avp',
    since: '2.1',
    newName: null,
    why: 'Set `$T_fr_timeout` in the script.',
  },
  {
    module: 'tm',
    name: 'fr_inv_timer_avp',
    since: '2.1',
    newName: null,
    why: 'Set `$T_fr_inv_timeout` in the script.',
  },
  {
    module: 'rr',
    name: 'enable_full_lr',
    since: '3.0',
    newName: null,
    why: 'Record-Route always carries `lr` as RFC 3261 writes it; nothing needs the long form.',
  },
  {
    module: 'usrloc',
    name: 'db_mode',
    since: '3.0',
    newName: 'working_mode_preset',
    why: '`db_mode` is deprecated and was removed in 4.0.',
    value: text =>
      ({
        '0': '"single-instance-no-db"',
        '1': '"single-instance-sql-write-through"',
        '2': '"single-instance-sql-write-back"',
        '3': '"sql-only"',
      })[text],
  },
  {
    module: 'nathelper',
    name: 'rtpproxy_sock',
    since: '2.1',
    newName: null,
    why: 'The media relay is set in `rtpproxy`.',
  },
  {
    module: 'acc',
    name: 'failed_transaction_flag',
    since: '2.2',
    newName: null,
    why: 'Call `do_accounting("log", "failed")` for the requests that are to be accounted.',
  },
  {
    module: 'acc',
    name: 'log_flag',
    since: '2.2',
    newName: null,
    why: 'Call `do_accounting("log")` for the requests that are to be accounted.',
  },
  {
    module: 'acc',
    name: 'log_missed_flag',
    since: '2.2',
    newName: null,
    why: 'Call `do_accounting("log", "missed")` for the requests that are to be accounted.',
  },
  {
    module: 'acc',
    name: 'db_flag',
    since: '2.2',
    newName: null,
    why: 'Call `do_accounting("db")` for the requests that are to be accounted.',
  },
  {
    module: 'acc',
    name: 'db_missed_flag',
    since: '2.2',
    newName: null,
    why: 'Call `do_accounting("db", "missed")` for the requests that are to be accounted.',
  },
  {
    module: 'acc',
    name: 'cdr_flag',
    since: '2.2',
    newName: null,
    why: 'Call `do_accounting("db", "cdr")` for the requests that are to be accounted.',
  },
];

/** The parameters whose work moved into the script. */
const movesToScript =
  /^(log_flag|log_missed_flag|db_flag|db_missed_flag|cdr_flag|failed_transaction_flag|fr_timer_avp|fr_inv_timer_avp)$/;

export function* renameParameters({ model, to }: UpgradeContext): Generator<UpgradeItem> {
  for (const { item, place, module, name, nameToken } of parametersOf(model)) {
    const entry = renamedParameters.find(
      one => one.module === module && one.name === name && isAtLeast(to, one.since),
    );
    const [value] = item.value;
    if (entry === undefined || value === undefined) continue;
    const written = item.number === undefined ? stringValue(value) : String(item.number);
    const newValue = entry.value === undefined ? undefined : entry.value(written);
    if (entry.newName === null || (entry.value !== undefined && newValue === undefined)) {
      yield {
        place,
        span: item,
        edits: [removeLines(place, item)],
        verdict: movesToScript.test(name) ? 'check' : 'done',
        what: `The parameter \`${name}\` of \`${module}\` goes.`,
        why: entry.why,
      };
      continue;
    }
    yield {
      place,
      span: item,
      edits: [
        replace(place, nameToken, `"${entry.newName}"`),
        ...(newValue === undefined ? [] : [replace(place, value, newValue)]),
      ],
      verdict: 'done',
      what: `\`${name}\` of \`${module}\` is now \`${entry.newName}\`.`,
      why: entry.why,
    };
  }
}

/** Parameters that the target no longer has, and that nothing replaces, go with a note. */
export function* dropParameters({ model, to }: UpgradeContext): Generator<UpgradeItem> {
  for (const { item, place, module, name } of parametersOf(model)) {
    const facts = moduleFacts(module);
    const own = facts?.params?.find(one => one.name === name);
    if (facts === undefined || own === undefined || !existsIn(to, facts) || existsIn(to, own)) continue;
    if (own.removed === undefined || !isAtLeast(to, own.removed)) continue;
    yield {
      place,
      span: item,
      edits: [removeLines(place, item)],
      verdict: 'check',
      what: `The parameter \`${name}\` of \`${module}\` goes${own.replacedBy === undefined ? '' : `; replaced by ${own.replacedBy}`}.`,
      why: `It was removed in ${own.removed}. It was set to ${item.value.map(token => token.text).join(' ')}.`,
    };
  }
}
