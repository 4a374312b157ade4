import { globalFacts } from './facts.ts';

/** Words that the lexer of OpenSIPS reserves, with the version that added them. None of them can be a route name, a
 * host name part or a tag without quotes. The names of global parameters, which are also reserved, come from the
 * facts.
 */
const keywords: ReadonlyMap<string, string> = new Map(
  Object.entries({
    assert: '2.1',
    drop: '1.11',
    exit: '1.11',
    return: '1.11',
    log: '1.11',
    error: '1.11',
    route: '1.11',
    failure_route: '1.11',
    onreply_route: '1.11',
    branch_route: '1.11',
    error_route: '1.11',
    local_route: '1.11',
    startup_route: '1.11',
    timer_route: '1.11',
    event_route: '1.11',
    if: '1.11',
    else: '1.11',
    switch: '1.11',
    case: '1.11',
    default: '1.11',
    break: '1.11',
    while: '1.11',
    for: '1.11',
    in: '1.11',
    and: '1.11',
    or: '1.11',
    not: '1.11',
    xdbg: '1.11',
    xlog: '1.11',
    'read-only': '3.4',
    readonly: '3.4',
    expire: '3.4',
    sync: '2.1',
    async: '2.1',
    launch: '2.3',
    loadmodule: '1.11',
    modparam: '1.11',
    mpath: '1.11',
    null: '1.11',
    NULL: '1.11',
    any: '1.11',
    anycast: '2.4',
    ANYCAST: '2.4',
    accept_subdomain: '3.6',
    ACCEPT_SUBDOMAIN: '3.6',
    frag: '3.3',
    FRAG: '3.3',
    reuse_port: '3.4',
    REUSE_PORT: '3.4',
    bond: '4.0',
    BOND: '4.0',
    tag: '3.0',
  }),
);

/** The versions in which a word cannot be a name without quotes; undefined when it always can. */
export function reservedIn(word: string): { readonly since?: string; readonly until?: string } | undefined {
  const since = keywordSince(word);
  if (since !== undefined) return { since };
  const facts = globalFacts(word);
  if (facts === undefined) return undefined;
  return {
    ...(facts.since === undefined ? {} : { since: facts.since }),
    ...(facts.removed === undefined ? {} : { until: facts.removed }),
  };
}

/** The version since which a word is a keyword, or undefined when it never was. */
export function keywordSince(word: string): string | undefined {
  return keywords.get(word);
}

/** Words that start a top-level item and nothing else, so they end a block whose brace is missing. */
export const topLevelKeywords: ReadonlySet<string> = new Set([
  'failure_route',
  'onreply_route',
  'branch_route',
  'error_route',
  'local_route',
  'startup_route',
  'timer_route',
  'event_route',
  'loadmodule',
  'modparam',
]);

/** Words that start a statement or an item, so the parser can skip the text before them. */
export const statementKeywords: ReadonlySet<string> = new Set([
  'if',
  'while',
  'for',
  'switch',
  'case',
  'default',
]);

/** Commands of the grammar itself, which are not functions of core or a module. */
export const keywordCommands: ReadonlySet<string> = new Set([
  'assert',
  'drop',
  'exit',
  'return',
  'log',
  'error',
  'route',
  'xlog',
  'xdbg',
  'async',
  'launch',
]);

/** Functions that were keywords before 3.1: their arguments were not quoted, and some had no parentheses. */
export const keywordFunctionsBefore31: ReadonlySet<string> = new Set(
  `forward send setflag resetflag isflagset setbflag resetbflag isbflagset setbranchflag resetbranchflag isbranchflagset
  setsflag resetsflag issflagset setscriptflag resetscriptflag isscriptflagset setdebug
  sethost rewritehost seth sethostport rewritehostport sethp setport rewriteport setp setuser rewriteuser setu
  setuserpass rewriteuserpass setup seturi rewriteuri setdsturi setduri resetdsturi resetduri isdsturiset isduriset
  revert_uri prefix strip strip_tail append_branch remove_branch pv_printf avp_printf force_rport add_rport
  force_local_rport add_local_rport force_tcp_alias add_tcp_alias set_advertised_address set_advertised_port
  force_send_socket serialize_branches next_branches use_blacklist unuse_blacklist cache_store cache_remove
  cache_fetch cache_counter_fetch cache_add cache_sub cache_raw_query raise_event subscribe_event construct_uri
  get_timestamp script_trace is_myself`.split(/\s+/),
);

/** Conditions on message fields, removed in 2.4, and the variables that replaced them. */
export const messageFields: Readonly<Record<string, string>> = {
  method: '$rm',
  uri: '$ru',
  from_uri: '$fu',
  to_uri: '$tu',
  src_ip: '$si',
  dst_ip: '$socket_in(ip)',
  src_port: '$sp',
  dst_port: '$socket_in(port)',
  proto: '$socket_in(proto)',
  af: '$socket_in(af)',
  status: '$rs',
  retcode: '$rc',
  msg: '$ml',
  myself: '',
};
