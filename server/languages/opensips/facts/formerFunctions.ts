import type { Version } from './versions.ts';

/** A function that has another name now and takes the same arguments. */
export interface RenamedFunction {
  readonly name: string;
  /** The version that removed the old name. */
  readonly since: Version;
  readonly newName: string;
  readonly why?: string;
}

export const uriGone = 'The module `uri` was split up in 3.0.';
const avpopsGone = 'The module `avpops` was removed in 3.5';

function renamed(name: string, newName: string, since: Version, why?: string): RenamedFunction {
  return { name, since, newName, ...(why === undefined ? {} : { why }) };
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

/** What to write in place of functions that older versions had, where a new name is not enough. */
export const rewrittenFunctions: ReadonlyMap<string, string> = new Map([
  ['db_check_to', 'Call `db_is_to_authorized("subscriber")` of `auth_db`.'],
  ['db_check_from', 'Call `db_is_from_authorized("subscriber")` of `auth_db`.'],
  ['check_to', 'Compare `$au` with `$tU`.'],
  ['check_from', 'Compare `$au` with `$fU`.'],
  ['is_user', 'Compare `$au` with the name.'],
  ['does_uri_exist', 'Call `db_does_uri_exist("$ru", "subscriber")` of `auth_db`.'],
  ['does_uri_user_exist', 'Call `db_does_uri_exist("$ru", "subscriber")` of `auth_db`.'],
  ['get_auth_id', 'Call `db_get_auth_id` of `auth_db`, which also takes the table.'],
  ['exec_msg', 'Call `exec`, and pass the message as input if the program reads it.'],
  ['exec_dset', 'Call `exec`, and assign its output to `$ru`.'],
  ['exec_avp', 'Call `exec`, and assign its output to the AVPs.'],
  ['exec_getenv', 'Call `exec`, which takes the environment as its last argument.'],
  ['setdebug', 'Assign the level to `$log_level`.'],
  ['setsflag', 'Call `setflag`.'],
  ['resetsflag', 'Call `resetflag`.'],
  ['issflagset', 'Call `isflagset`.'],
  ['setscriptflag', 'Call `setflag`.'],
  ['resetscriptflag', 'Call `resetflag`.'],
  ['isscriptflagset', 'Call `isflagset`.'],
  ['registered', 'Call `is_registered`.'],
  ['is_other_contact', 'Call `is_contact_registered`.'],
  ['add_body', 'Call `add_body_part`.'],
  ['strip_body', 'Call `remove_body_part`.'],
  ['filter_body', 'Call `remove_body_part`, with "revert" as its second argument.'],
  ['force_rtp_proxy', 'Call `rtpproxy_offer` for the request and `rtpproxy_answer` for the reply.'],
  ['allow_trusted', 'Call `check_source_address`, and list the addresses in the table `address`.'],
  ['is_avp_set', 'Compare the variable with NULL.'],
  ['avp_delete', 'Assign NULL to the variable.'],
  ['avp_copy', 'Write an assignment.'],
  ['avp_pushto', 'Write an assignment.'],
  ['avp_op', 'Write an assignment with arithmetic.'],
  ['avp_subst', 'Write an assignment with the transformation `{re.subst,...}`.'],
  ['avp_check', 'Write a comparison, such as `$avp(x) == "text"`.'],
]);
