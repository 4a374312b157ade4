import { moduleFacts } from '../facts/facts.ts';
import { existsIn, isAtLeast, type Version } from '../facts/versions.ts';
import { stringValue } from '../syntax/token.ts';
import { parametersOf, removeLines, replace, type UpgradeContext, type UpgradeItem } from './step.ts';

/** A parameter with a new name in the same module, or without one. */
interface RenamedParameter {
  readonly module: string;
  readonly name: string;
  readonly since: Version;
  readonly newName: string | null;
  readonly why: string;
  /** The new value, where it differs from the old one. */
  value?(text: string): string | undefined;
}

function onlyRenamed(module: string, name: string, since: Version, newName: string): RenamedParameter {
  return { module, name, since, newName, why: `\`${name}\` was renamed.` };
}

const renamedParameters: readonly RenamedParameter[] = [
  onlyRenamed('clusterer', 'server_id', '3.0', 'my_node_id'),
  onlyRenamed('clusterer', 'current_id', '3.0', 'my_node_id'),
  onlyRenamed('clusterer', 'current_info', '3.0', 'my_node_info'),
  onlyRenamed('clusterer', 'neighbor_info', '3.0', 'neighbor_node_info'),
  onlyRenamed('cachedb_sql', 'db_url', '2.1', 'cachedb_url'),
  onlyRenamed('dialog', 'ping_interval', '2.2', 'options_ping_interval'),
  onlyRenamed('dialog', 'replicate_dialogs_to', '2.4', 'dialog_replication_cluster'),
  onlyRenamed('dialog', 'replicate_profiles_to', '2.4', 'profile_replication_cluster'),
  onlyRenamed('usrloc', 'replicate_contacts_to', '2.4', 'location_cluster'),
  onlyRenamed('ratelimit', 'replicate_pipes_to', '2.4', 'pipe_replication_cluster'),
  onlyRenamed('drouting', 'status_replication_cluster', '3.0', 'cluster_id'),
  onlyRenamed('load_balancer', 'status_replication_cluster', '3.0', 'cluster_id'),
  onlyRenamed('mi_http', 'mi_http_root', '3.0', 'root'),
  onlyRenamed('mi_xmlrpc_ng', 'mi_xmlrpc_ng_root', '2.2', 'http_root'),
  {
    module: 'rtpproxy',
    name: 'rtpproxy_tout',
    since: '3.3',
    newName: 'rtpproxy_timeout',
    why: 'The new name takes fractions of a second, so its value is in quotes.',
    value: text => `"${text}"`,
  },
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
    why: 'Record-Route always contains `lr` in the form of RFC 3261; the long form is not needed.',
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
    why: 'Call `do_accounting("log", "failed")` for the requests that you want to account.',
  },
  {
    module: 'acc',
    name: 'log_flag',
    since: '2.2',
    newName: null,
    why: 'Call `do_accounting("log")` for the requests that you want to account.',
  },
  {
    module: 'acc',
    name: 'log_missed_flag',
    since: '2.2',
    newName: null,
    why: 'Call `do_accounting("log", "missed")` for the requests that you want to account.',
  },
  {
    module: 'acc',
    name: 'db_flag',
    since: '2.2',
    newName: null,
    why: 'Call `do_accounting("db")` for the requests that you want to account.',
  },
  {
    module: 'acc',
    name: 'db_missed_flag',
    since: '2.2',
    newName: null,
    why: 'Call `do_accounting("db", "missed")` for the requests that you want to account.',
  },
  {
    module: 'acc',
    name: 'cdr_flag',
    since: '2.2',
    newName: null,
    why: 'Call `do_accounting("db", "cdr")` for the requests that you want to account.',
  },
];

/** The parameters that were replaced by functions in the script. */
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
        what: `Removed the parameter \`${name}\` of \`${module}\`.`,
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

/** Removes parameters that the target no longer has and that nothing replaces, with a note. */
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
      what: `Removed the parameter \`${name}\` of \`${module}\`${own.replacedBy === undefined ? '' : `; replaced by ${own.replacedBy}`}.`,
      why: `It was removed in ${own.removed}. Its value was ${item.value.map(token => token.text).join(' ')}.`,
    };
  }
}
