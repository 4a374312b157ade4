import { describe, expect, it } from 'vitest';
import { DiagnosticSeverity } from 'vscode-languageserver-types';
import { isAtLeast } from '../../server/languages/opensips/facts/versions.ts';
import { opensipsCfg } from '../../server/languages/opensips/index.ts';
import { checkAll } from '../languages.ts';

/** The snippets load no more than they speak of. */
const dependency = 'opensips-cfg/missing-dependency';
/** The start asks for it, `opensips -C` does not. */
const parameter = 'opensips-cfg/missing-parameter';

/** What `opensips -C` of a branch said about one statement, or about lines before the routes. */
interface Measured {
  readonly modules?: string;
  readonly text: string;
  readonly accepted?: string;
  readonly refused?: string;
}

const inRoute: readonly Measured[] = [
  // module_func_param of the grammar up to 2.4 takes strings alone, find_cmd_export_t counts them.
  { modules: 'maxfwd', text: 'mf_process_maxfwd_header("10");', accepted: '1.11 2.4', refused: '3.0 3.2' },
  { modules: 'maxfwd', text: 'mf_process_maxfwd_header(10);', accepted: '3.0 3.2', refused: '1.11 2.4' },
  { modules: 'maxfwd', text: 'mf_process_maxfwd_header($var(x));', accepted: '3.2', refused: '1.11 2.4' },
  { modules: 'maxfwd', text: 'mf_process_maxfwd_header("10", "3");', refused: '1.11 2.4' },
  { modules: 'sl', text: 'sl_send_reply("483");', refused: '1.11 2.4' },
  { modules: 'sl', text: 'sl_send_reply("483", "Too Many Hops");', accepted: '1.11 2.4' },
  { modules: 'sl', text: 'sl_send_reply("483", , "x");', refused: '1.11 2.4' },
  { modules: 'tm rtpproxy', text: 'rtpproxy_offer("co", "1.2.3.4");', accepted: '1.11 2.4' },
  {
    modules: 'tm rtpproxy',
    text: 'rtpproxy_offer("co", "1.2.3.4", "1", "$var(x)", "$var(y)");',
    accepted: '2.4',
    refused: '2.3',
  },
  // Up to 3.0 the grammar has rules of its own for the functions of core.
  { text: 'setflag(NAT);', accepted: '1.11 2.4 3.0', refused: '3.1 4.0' },
  { text: 'setflag("NAT");', accepted: '3.1 4.0', refused: '1.11 2.4 3.0' },
  { text: 'setflag(3);', accepted: '1.11 2.4 3.0' },
  { text: 'setbflag(1, NAT);', accepted: '2.4 3.0' },
  { text: 'strip("3");', refused: '2.4 3.0' },
  { text: 'sethost($var(x));', accepted: '3.1', refused: '2.4 3.0' },
  { text: 'append_branch;', accepted: '2.4 3.0', refused: '3.1' },
  { text: 'append_branch("sip:a@example.org", "0.5");', accepted: '2.4 3.0' },
  { text: 'cache_store("local", "a");', refused: '2.4 3.0' },
  { text: 'cache_fetch("local", "a", $avp(x));', accepted: '2.4 3.0 3.1' },
  { text: 'serialize_branches(1, 1);', accepted: '2.4 3.0', refused: '2.3' },
  // The start refuses letters where a branch wants words; the check with -C does not see them.
  {
    modules: 'signaling tm usrloc registrar',
    text: 'lookup("location", "m");',
    accepted: '2.4 3.3',
    refused: '3.4 4.0',
  },
  { modules: 'tm rr dialog', text: 'create_dialog("B");', accepted: '2.4 3.6', refused: '4.0' },
  { modules: 'nathelper', text: 'nat_uac_test(19);', accepted: '3.3', refused: '2.4 3.4' },
  // The kinds of routes are asked for in all branches.
  { modules: 'tm', text: 't_was_cancelled();', accepted: '3.1', refused: '2.4 3.0' },
  { modules: 'tm uac_redirect', text: 'get_redirects("3:1");', refused: '1.11 2.4' },
  // The words that an index can be.
  { modules: 'cgrates', text: '$var(x) = $(cgr(Account)[carrier]);', accepted: '2.4 3.4' },
  { text: '$(sdp.line(a=)[insert]) = "a=sendrecv";', accepted: '3.6 4.0' },
  { text: '$(sdp.line(a=)[insertAfter]) = "a=sendrecv";', accepted: '3.6 4.0' },
  { text: '$(sdp.line(a=)[after]) = "a=sendrecv";', refused: '3.6 4.0' },
  { text: '$(avp(x)[append]) = 1;', accepted: '2.4 4.0' },
  { text: '$(hdr(Via)[append]) = 1;', refused: '2.4 4.0' },
  { modules: 'tm', text: '$var(x) = $(tm.branch.uri[*/active]);', accepted: '3.6 4.0' },
  { modules: 'tm', text: '$var(x) = $(tm.branch.uri[*/gone]);', refused: '3.6 4.0' },
  { modules: 'rtp_relay', text: '$(rtp_relay(flags)[callee]) = "x";', accepted: '3.4 4.0' },
];

const outside: readonly Measured[] = [
  // load_static_module finds the transports that are compiled in, with and without .so, as often as one likes.
  { text: 'loadmodule "proto_udp.so"\nloadmodule "proto_udp.so"', accepted: '2.1 2.4 3.2 4.0' },
  { text: 'loadmodule "proto_udp"', accepted: '2.4 3.2 4.0' },
  { text: 'loadmodule "tm"', refused: '2.4 3.2 4.0' },
  { text: 'loadmodule "sl.so"\nloadmodule "sl.so"', refused: '2.4 3.2 4.0' },
  // split_param_val of tls_mgm wants the name of a domain that is defined by then.
  {
    text: 'loadmodule "tls_mgm.so"\nmodparam("tls_mgm", "server_domain", "self")\nmodparam("tls_mgm", "verify_cert", "[self]1")',
    accepted: '3.0',
    refused: '3.4 4.0',
  },
  {
    text: 'loadmodule "tls_openssl.so"\nloadmodule "tls_mgm.so"\nmodparam("tls_mgm", "server_domain", "self")\nmodparam("tls_mgm", "verify_cert", "[self]1")',
    accepted: '3.4 4.0',
  },
  {
    text: 'loadmodule "tls_mgm.so"\nmodparam("tls_mgm", "client_domain", "c")\nmodparam("tls_mgm", "verify_cert", " [c]1")',
    accepted: '3.0',
    refused: '3.4 4.0',
  },
  {
    text: 'loadmodule "tls_openssl.so"\nloadmodule "tls_mgm.so"\nmodparam("tls_mgm", "client_domain", "c")\nmodparam("tls_mgm", "verify_cert", " [c]1")',
    accepted: '3.4 4.0',
  },
  {
    text: 'loadmodule "tls_mgm.so"\nmodparam("tls_mgm", "verify_cert", "[self]1")',
    refused: '3.0 3.4 4.0',
  },
  {
    text: 'loadmodule "tls_mgm.so"\nmodparam("tls_mgm", "certificate", "/cert.pem")',
    accepted: '2.4',
    refused: '3.0 3.4 4.0',
  },
  {
    text: 'loadmodule "tls_mgm.so"\nmodparam("tls_mgm", "server_domain", "self")\nmodparam("tls_mgm", "verify_cert", "[self]")',
    refused: '3.0 3.4 4.0',
  },
];

const routesBefore30 = [
  {
    route: 'local_route',
    modules: 'tm dialog',
    text: 'get_profile_size("a", "b", "$var(x)");',
    accepted: '2.4',
  },
  { route: 'startup_route', modules: 'domain', text: 'is_domain_local("$var(x)");', accepted: '2.4' },
];

function errorsOf(
  version: string,
  modules: string,
  lines: string,
  route: string,
  body: string,
  left: readonly string[] = [dependency, parameter],
): string[] {
  const text = [
    `${isAtLeast(version, '3.1') ? 'socket' : 'listen'}=udp:127.0.0.1:5060`,
    'mpath="/modules/"',
    ...(isAtLeast(version, '2.1') ? ['loadmodule "proto_udp.so"'] : []),
    ...modules.split(' ').flatMap(name => (name === '' ? [] : [`loadmodule "${name}.so"`])),
    lines,
    `${route} {`,
    body,
    '}',
  ].join('\n');
  const found = checkAll(opensipsCfg, { 'opensips.cfg': text }, 'opensips.cfg', { opensipsVersion: version });
  return [...found.values()]
    .flat()
    .filter(({ severity, code }) => severity === DiagnosticSeverity.Error && !left.includes(String(code)))
    .map(({ code, message }) => `${code}: ${message}`);
}

describe('what a module needs', () => {
  it.each([
    ['1.11', 'mi_xmlrpc', 0],
    ['4.0', 'mi_xmlrpc', 1],
    ['2.1', 'siptrace', 3],
    ['2.4', 'siptrace', 0],
    ['2.4', 'clusterer', 1],
    ['3.6', 'clusterer', 0],
    ['2.4', 'auth_aaa', 1],
  ])('in %s, %s lacks so many: %i', (version, module, count) => {
    const errors = errorsOf(version, module, '', 'route', 'exit;', []);
    expect(errors.filter(error => error.startsWith(`${dependency}:`))).toHaveLength(count);
  });
});

const branchesOf = (text: string | undefined) => text?.split(' ') ?? [];

describe('what a branch accepts gets no error, what it refuses gets one', () => {
  const cases = [
    ...inRoute.map(one => ({
      ...one,
      check: (version: string) => errorsOf(version, one.modules ?? '', '', 'route', one.text),
    })),
    ...outside.map(one => ({
      ...one,
      check: (version: string) => errorsOf(version, '', one.text, 'route', '\texit;'),
    })),
    ...routesBefore30.map(one => ({
      ...one,
      refused: undefined,
      check: (version: string) => errorsOf(version, one.modules, '', one.route, one.text),
    })),
  ];

  it.each(cases.flatMap(one => branchesOf(one.accepted).map(version => [version, one.text, one] as const)))(
    '%s accepts %s',
    (version, _text, one) => {
      expect(one.check(version)).toEqual([]);
    },
  );

  it.each(cases.flatMap(one => branchesOf(one.refused).map(version => [version, one.text, one] as const)))(
    '%s refuses %s',
    (version, _text, one) => {
      expect(one.check(version)).not.toEqual([]);
    },
  );
});
