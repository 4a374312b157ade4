import { isAtLeast, type Version } from './versions.ts';

/** A parameter that its module no longer has: with another name now, or without one. */
export interface FormerParameter {
  readonly module: string;
  readonly name: string;
  /** The version since which the new form is written. */
  readonly since: Version;
  /** In the same module. */
  readonly newName?: string;
  /** A function or variable of the script does its work now, as `why` says. */
  readonly inScript?: true;
  readonly why: string;
  /** The new value, where it differs from the old one. */
  value?(text: string): string | undefined;
}

function onlyRenamed(module: string, name: string, since: Version, newName: string): FormerParameter {
  return { module, name, since, newName, why: `\`${name}\` was renamed.` };
}

export const formerParameters: readonly FormerParameter[] = [
  onlyRenamed('clusterer', 'server_id', '3.0', 'my_node_id'),
  onlyRenamed('clusterer', 'server_id', '2.3', 'current_id'),
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
  onlyRenamed('tm', 'fr_timer', '2.1', 'fr_timeout'),
  onlyRenamed('tm', 'fr_inv_timer', '2.1', 'fr_inv_timeout'),
  {
    module: 'tm',
    name: 'fr_timer_avp',
    since: '2.1',
    inScript: true,
    why: 'Set `$T_fr_timeout` in the script.',
  },
  {
    module: 'tm',
    name: 'fr_inv_timer_avp',
    since: '2.1',
    inScript: true,
    why: 'Set `$T_fr_inv_timeout` in the script.',
  },
  {
    module: 'rr',
    name: 'enable_full_lr',
    since: '2.1',
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
    why: 'The media relay is set in `rtpproxy`.',
  },
  {
    module: 'acc',
    name: 'failed_transaction_flag',
    since: '2.2',
    inScript: true,
    why: 'Call `do_accounting("log", "failed")` for the requests that you want to account.',
  },
  {
    module: 'acc',
    name: 'log_flag',
    since: '2.2',
    inScript: true,
    why: 'Call `do_accounting("log")` for the requests that you want to account.',
  },
  {
    module: 'acc',
    name: 'log_missed_flag',
    since: '2.2',
    inScript: true,
    why: 'Call `do_accounting("log", "missed")` for the requests that you want to account.',
  },
  {
    module: 'acc',
    name: 'db_flag',
    since: '2.2',
    inScript: true,
    why: 'Call `do_accounting("db")` for the requests that you want to account.',
  },
  {
    module: 'acc',
    name: 'db_missed_flag',
    since: '2.2',
    inScript: true,
    why: 'Call `do_accounting("db", "missed")` for the requests that you want to account.',
  },
  {
    module: 'acc',
    name: 'cdr_flag',
    since: '2.2',
    inScript: true,
    why: 'Call `do_accounting("db", "cdr")` for the requests that you want to account.',
  },
  ...[
    'log_extra',
    'db_extra',
    'aaa_extra',
    'evi_extra',
    'log_extra_bye',
    'db_extra_bye',
    'aaa_extra_bye',
    'evi_extra_bye',
  ].map(
    (name): FormerParameter => ({
      module: 'acc',
      name,
      since: '2.3',
      why: `List the fields in \`extra_fields\`, such as "${name.split('_')[0] ?? ''}:caller", and assign their values in the script: \`$acc_extra(caller) = $fu;\`.`,
    }),
  ),
  ...['multi_leg_info', 'multi_leg_bye_info'].map(
    (name): FormerParameter => ({
      module: 'acc',
      name,
      since: '2.3',
      why: 'List the fields in `leg_fields`, and assign their values to `$acc_leg` in the script.',
    }),
  ),
  ...(['aaa', 'evi'] as const).flatMap(backend => [
    {
      module: 'acc',
      name: `${backend}_flag`,
      since: '2.2',
      inScript: true,
      why: `Call \`do_accounting("${backend}")\` for the requests that you want to account.`,
    } satisfies FormerParameter,
    {
      module: 'acc',
      name: `${backend}_missed_flag`,
      since: '2.2',
      inScript: true,
      why: `Call \`do_accounting("${backend}", "missed")\` for the requests that you want to account.`,
    } satisfies FormerParameter,
  ]),
  {
    module: 'siptrace',
    name: 'db_url',
    since: '2.2',
    why: 'Set `trace_id`, such as "[tid]uri=mysql://...;table=sip_trace;", and name it in `sip_trace("tid")`.',
  },
  {
    module: 'siptrace',
    name: 'duplicate_uri',
    since: '2.2',
    why: 'Set `trace_id`, such as "[tid]uri=hep:...", and name it in `sip_trace("tid")`.',
  },
  {
    module: 'siptrace',
    name: 'trace_flag',
    since: '2.2',
    inScript: true,
    why: 'Call `sip_trace` for the requests that you want to trace.',
  },
];

/** What became of a parameter by a version; undefined if its module still has it or never had it. */
export function formerParameter(module: string, name: string, version: Version): FormerParameter | undefined {
  return formerParameters.find(
    one => one.module === module && one.name === name && isAtLeast(version, one.since),
  );
}
