import { isAtLeast, type Version } from './versions.ts';

interface Former {
  readonly name: string;
  /** The version that removed it, or the oldest known one. */
  readonly since: Version;
}

/** A function that has another name now and takes the same arguments. */
export interface RenamedFunction extends Former {
  readonly newName: string;
  readonly why?: string;
}

/** A function whose work is written in another way now. */
interface RewrittenFunction extends Former {
  readonly instead: string;
}

export type FormerFunction = RenamedFunction | RewrittenFunction;

const uriGone = 'The module `uri` was split up in 3.0.';
const avpopsGone = 'The module `avpops` was removed in 3.5';

function renamed(name: string, newName: string, since: Version, why?: string): RenamedFunction {
  return { name, since, newName, ...(why === undefined ? {} : { why }) };
}

function rewritten(name: string, since: Version, instead: string): RewrittenFunction {
  return { name, since, instead };
}

/** According to upstream's migration pages and the sources of each version. */
export const renamedFunctions: readonly RenamedFunction[] = [
  renamed('uri_param', 'ruri_has_param', '3.0', uriGone),
  renamed('add_uri_param', 'ruri_add_param', '3.0', uriGone),
  renamed('del_uri_param', 'ruri_del_param', '3.0', uriGone),
  renamed('tel2sip', 'ruri_tel2sip', '3.0', uriGone),
  renamed('engage_rtp_proxy', 'rtpproxy_engage', '2.3'),
  renamed('unforce_rtp_proxy', 'rtpproxy_unforce', '2.3'),
  renamed('start_recording', 'rtpproxy_start_recording', '2.3'),
  renamed('sip_trace', 'trace', '3.0', 'The module `siptrace` is now `tracer`, and its function `trace`.'),
  renamed('is_user_in', 'db_is_user_in', '3.3'),
  renamed('get_user_group', 'db_get_user_group', '3.3'),
  renamed('next_routing', 'use_next_gw', '3.0'),
  renamed('avp_db_query', 'sql_query', '3.5', `${avpopsGone}; its queries are in \`sqlops\`.`),
  renamed('avp_db_load', 'sql_avp_load', '3.5', `${avpopsGone}; \`sqlops\` loads AVPs.`),
  renamed('avp_db_store', 'sql_avp_store', '3.5', `${avpopsGone}; \`sqlops\` stores AVPs.`),
  renamed('avp_db_delete', 'sql_avp_delete', '3.5', `${avpopsGone}; \`sqlops\` deletes AVPs.`),
];

const rewrittenFunctions: readonly RewrittenFunction[] = [
  rewritten('db_check_to', '3.0', 'Call `db_is_to_authorized("subscriber")` of `auth_db`.'),
  rewritten('db_check_from', '3.0', 'Call `db_is_from_authorized("subscriber")` of `auth_db`.'),
  rewritten('check_to', '3.0', 'Compare `$au` with `$tU`.'),
  rewritten('check_from', '3.0', 'Compare `$au` with `$fU`.'),
  rewritten('is_user', '3.0', 'Compare `$au` with the name.'),
  rewritten('does_uri_exist', '3.0', 'Call `db_does_uri_exist("$ru", "subscriber")` of `auth_db`.'),
  rewritten('does_uri_user_exist', '3.0', 'Call `db_does_uri_exist("$ru", "subscriber")` of `auth_db`.'),
  rewritten('get_auth_id', '3.0', 'Call `db_get_auth_id` of `auth_db`, which also takes the table.'),
  rewritten('exec_msg', '3.0', 'Call `exec`, and pass the message as input if the program reads it.'),
  rewritten('exec_dset', '3.0', 'Call `exec`, and assign its output to `$ru`.'),
  rewritten('exec_avp', '3.0', 'Call `exec`, and assign its output to the AVPs.'),
  rewritten('exec_getenv', '3.0', 'Call `exec`, which takes the environment as its last argument.'),
  rewritten('setdebug', '2.2', 'Assign the level to `$log_level`.'),
  rewritten('setsflag', '2.2', 'Call `setflag`.'),
  rewritten('resetsflag', '2.2', 'Call `resetflag`.'),
  rewritten('issflagset', '2.2', 'Call `isflagset`.'),
  rewritten('setscriptflag', '2.2', 'Call `setflag`.'),
  rewritten('resetscriptflag', '2.2', 'Call `resetflag`.'),
  rewritten('isscriptflagset', '2.2', 'Call `isflagset`.'),
  rewritten('registered', '2.3', 'Call `is_registered`.'),
  rewritten('is_other_contact', '2.3', 'Call `is_contact_registered`.'),
  rewritten('add_body', '2.3', 'Call `add_body_part`.'),
  rewritten('strip_body', '2.3', 'Call `remove_body_part`.'),
  rewritten('filter_body', '2.3', 'Call `remove_body_part`, with "revert" as its second argument.'),
  rewritten(
    'force_rtp_proxy',
    '1.11',
    'Call `rtpproxy_offer` for the request and `rtpproxy_answer` for the reply.',
  ),
  rewritten(
    'allow_trusted',
    '1.11',
    'Call `check_source_address`, and list the addresses in the table `address`.',
  ),
  rewritten('is_avp_set', '3.5', 'Compare the variable with NULL.'),
  rewritten('avp_delete', '3.5', 'Assign NULL to the variable.'),
  rewritten('avp_copy', '3.5', 'Write an assignment.'),
  rewritten('avp_pushto', '3.5', 'Write an assignment.'),
  rewritten('avp_op', '3.5', 'Write an assignment with arithmetic.'),
  rewritten('avp_subst', '3.5', 'Write an assignment with the transformation `{re.subst,...}`.'),
  rewritten('avp_check', '3.5', 'Write a comparison, such as `$avp(x) == "text"`.'),
];

const formerFunctions: readonly FormerFunction[] = [...renamedFunctions, ...rewrittenFunctions];

/** What became of a function by a version; undefined if it still exists, or was never there. */
export function formerFunction(name: string, version: Version): FormerFunction | undefined {
  return formerFunctions.find(one => one.name === name && isAtLeast(version, one.since));
}
