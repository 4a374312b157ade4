import { describe, expect, it } from 'vitest';
import { opensipsCfg } from '../../server/languages/opensips/index.ts';
import { checkAll } from '../languages.ts';

const head = [
  'socket=udp:127.0.0.1:5060',
  ...['proto_udp', 'tm', 'sl', 'signaling', 'maxfwd', 'sipmsgops', 'rr', 'usrloc', 'registrar'].map(
    name => `loadmodule "${name}.so"`,
  ),
  '',
].join('\n');

/** The severities with which a script gets a code. */
function severities(code: string, body: string): readonly (number | undefined)[] {
  const text = /\broute *\{/.test(body) ? body : `route {\n${body}\n}\n`;
  return [
    ...checkAll(opensipsCfg, { 'opensips.cfg': head + text }, 'opensips.cfg', {
      opensipsVersion: '3.6',
    }).values(),
  ]
    .flat()
    .filter(diagnostic => diagnostic.code === `opensips-cfg/${code}`)
    .map(({ severity }) => severity);
}

interface Table {
  readonly code: string;
  readonly reported: readonly string[];
  readonly quiet: readonly string[];
}

const tables: readonly Table[] = [
  {
    code: 'case-falls-through',
    reported: [
      'switch ($rm) { case "INVITE": xlog("a"); case "BYE": exit; }',
      'switch ($rm) { case "INVITE": if ($rU == "1") exit; default: exit; }',
      'if ($rU == "1") { switch ($rp) { case 5060: $var(x) = 1; case 5061: $var(x) = 2; } }',
    ],
    quiet: [
      'switch ($rm) { case "INVITE": xlog("a"); break; case "BYE": exit; default: xlog("b"); }',
      'switch ($rm) { case "INVITE": case "BYE": xlog("a"); }',
      'switch ($rm) { case "INVITE": ; case "BYE": xlog("a"); }',
      'switch ($rm) { case "INVITE": if ($rU == "1") exit; else return; case "BYE": xlog("a"); }',
      'route { switch ($rm) { case "INVITE": route(call); case "BYE": exit; } }\nroute[call] { exit; }',
    ],
  },
  {
    code: 'destination-without-scheme',
    reported: [
      '$du = "192.0.2.1:5060";',
      '$du := "proxy.example.com";',
      '$du = "192.0.2.1:" + $rp + ";transport=tcp";',
      '$ru = "alice@example.com";',
      '$ru = "alice";',
    ],
    quiet: [
      '$du = "sip:192.0.2.1:5060";',
      '$du = "SIPS:192.0.2.1";',
      '$du = "sip:" + $rd;',
      '$du = $var(x) + ":5060";',
      '$du = NULL;',
      '$du = "";',
      '$ru = "tel:+15551234";',
      '$ru = "urn:service:sos";',
      '$rd = "example.com"; $rU = "alice"; $var(x) = "192.0.2.1";',
    ],
  },
  {
    code: 'undefined-cache-group',
    reported: ['cache_store("local", "k", "v");', 'cache_fetch("redis:users", "k", $avp(x));'],
    quiet: ['cache_store("own", "k", "v");', 'cache_store($var(cache), "k", "v");'],
  },
  {
    code: 'text-compared-with-number',
    reported: [
      'if ($rU == 100) exit;',
      'if ($cs == 1) exit;',
      'if (!($fU != 200)) exit;',
      'if ($hdr(X-Count) > 3) exit;',
      'if ($(rU{s.substr,0,3}) == 112) exit;',
      'if ($(hdr(Diversion){uri.user}) == 0) exit;',
      'switch ($rU) {\ncase 100:\n\texit;\ncase "200":\n\texit;\n}',
    ],
    quiet: [
      'if ($rU == "100") exit;',
      'if ($rp == 5060 || $sp == 5060 || $rs == 200 || $ml > 1300) exit;',
      'if ($(rU{s.len}) == 3 || $(rU{s.int}) > 100) exit;',
      'if ($(ct{nameaddr.uri}{uri.port}) == 5060) exit;',
      '$var(x) = 5; if ($var(x) == 5) exit;',
      'if ($avp(count) > 3) exit;',
      'switch ($rp) {\ncase 5060:\n\texit;\n}',
      'if ($hdrcnt(Via) > 3) exit;',
    ],
  },
  {
    code: 'text-not-expanded',
    reported: [
      '$ru = "sip:$rU@192.0.2.1";',
      '$du = "sip:192.0.2.1:$rp;transport=tcp";',
      '$du = "sip:\\x24rd:5062";',
      "$avp(key) = 'call_$ci';",
      '$var(x) = "a" + "$(rU{s.substr,0,2})b";',
    ],
    quiet: [
      '$ru = "sip:" + $rU + "@192.0.2.1";',
      '$var(price) = "5$ or $6";',
      '$var(x) = "$$rU";',
      '$var(x) = "costs $money";',
      'xlog("to $rU\\n");',
      'append_hf("X-To: $rU\\r\\n");',
      '$var(x) = "$rU"; $var(y) = $(var(x){s.eval});',
    ],
  },
  {
    code: 'argument-type',
    reported: ['setflag("$rU");', 'setflag("\\x24rU");'],
    quiet: ['setflag("a\\x5fb");', 'append_hf("X-To: \\x24rU\\r\\n");'],
  },
  {
    code: 'mixed-arithmetic',
    reported: ['$var(x) = 2 + 3 * 4;', '$var(x) = $Ts - $var(y) / 60;', '$var(x) = 10 - 2 % 3;'],
    quiet: [
      '$var(x) = 2 + (3 * 4);',
      '$var(x) = 3 * 4 + 2;',
      '$var(x) = (2 + 3) * 4;',
      '$var(x) = 1 + 2 - 3;',
    ],
  },
  {
    code: 'number-added-to-text',
    reported: ['$var(x) = "port " + 5060;', '$var(x) = 5060 + "a";', '$du = "sip:" + $rd + ":" + 5062;'],
    quiet: [
      '$var(x) = "port " + "5060";',
      '$var(x) = "port " + $rp;',
      '$var(x) = 5 + 3;',
      '$var(x) = $var(y) + 1;',
    ],
  },
  {
    code: 'escape-without-meaning',
    reported: [
      'if ($rU =~ "^\\d+$") exit;',
      'if ($rU !~ "^00\\d{5,}") exit;',
      'if ($rU =~ "^[\\d*#]+$") exit;',
      'if ($rU =~ "^[\\D]+$") exit;',
    ],
    quiet: [
      'if ($rU =~ "^[0-9]+$") exit;',
      'if ($rU =~ "^[[:digit:]]+\\.\\w+$") exit;',
      'if ($rU =~ "^\\\\\\\\d") exit;',
      'if ($rU == "\\d") exit;',
    ],
  },
  {
    code: 'header-without-line-end',
    reported: [
      'append_hf("X-Test: 1");',
      'append_hf("X-From: $fU and more");',
      'insert_hf("X-Test: 1", "Via");',
      'append_to_reply("Retry-After: 30");',
      'append_hf("just text\\r\\n");',
    ],
    quiet: [
      'append_hf("X-Test: 1\\r\\n");',
      'append_hf("X-Test: $var(v)");',
      'append_hf("$var(header)\\r\\n");',
      'append_hf($var(header));',
      'append_hf("X-$rU: 1\\r\\n");',
      'append_hf("X-A: 1\\r\\nX-B: 2\\n");',
    ],
  },
  {
    code: 'parameters-without-semicolon',
    reported: ['record_route("mine=1");', 'add_rr_param("nat=yes");', 'record_route("tag=$fU");'],
    quiet: [
      'record_route(";mine=1");',
      'record_route();',
      'add_rr_param("$var(p)");',
      'add_rr_param(";nat=yes");',
    ],
  },
  {
    code: 'return-code-overwritten',
    reported: [
      'lookup("location");\nxlog("x");\nswitch ($retcode) {\ncase -1:\n\texit;\n}',
      'lookup("location");\n$var(a) = 1;\nif ($rc < 0) exit;',
      'loose_route();\nxlog("a");\nxlog("b");\n$var(rc) = $rc;',
    ],
    quiet: [
      'lookup("location");\nswitch ($retcode) {\ncase -1:\n\texit;\n}',
      'lookup("location");\n$var(rc) = $rc;\nxlog("x");\nif ($var(rc) < 0) exit;',
      '$var(x) = 1;\nif ($rc == 1) exit;',
      'lookup("location");\nxlog("code $rc\\n");',
      'lookup("location");\nxlog("x");\nif (loose_route() && $rc > 1) exit;',
    ],
  },
  {
    code: 'endless-loop',
    reported: [
      '$var(i) = 0;\nwhile ($var(i) < 3) {\n\txlog("$var(i)\\n");\n}',
      'while (1) {\n\t$var(i) = $var(i) + 1;\n}',
      'while ($rU != "x") {\n\t$var(i) = 1;\n}',
    ],
    quiet: [
      '$var(i) = 0;\nwhile ($var(i) < 3) {\n\t$var(i) = $var(i) + 1;\n}',
      'while (1) {\n\tif ($var(x) > 3) break;\n}',
      'while (lookup("location")) {\n\txlog("x");\n}',
      'while ($avp(x) != NULL) {\n\t$avp(x) = NULL;\n}',
      'while ($(avp(x)[$var(i)]) != NULL) {\n\t$var(i) += 1;\n}',
      'while ($avp(gw)) {\n\tlookup("location");\n}',
    ],
  },
  {
    code: 'header-change-not-seen',
    reported: [
      'append_hf("X-Tenant: a\\r\\n");\nif (is_present_hf("X-Tenant")) exit;',
      'append_hf("X-Tenant: a\\r\\n");\n$var(t) = $hdr(x-tenant);',
      'remove_hf("Diversion");\nxlog("x");\nif (is_present_hf("Diversion")) exit;',
    ],
    quiet: [
      'if (is_present_hf("X-Tenant")) exit;\nappend_hf("X-Tenant: a\\r\\n");',
      'append_hf("X-Tenant: a\\r\\n");\nif (is_present_hf("X-Other")) exit;',
      'remove_hf("Diversion");\nappend_hf("Diversion: $hdr(Diversion);x=1\\r\\n");',
      'if ($rU == "a") append_hf("X-Tenant: a\\r\\n");\nelse if (is_present_hf("X-Tenant")) exit;',
    ],
  },
  {
    code: 'answered-twice',
    reported: [
      'if (!save("location")) sl_reply_error();',
      'if ($rm == "PUBLISH") send_reply(503, "No");\nsend_reply(404, "Not here");',
      'sl_send_reply(403, "No");\nif ($fU == "x") {\n\tsl_send_reply(404, "No");\n\texit;\n}',
    ],
    quiet: [
      'if (!save("location", "no-reply")) sl_reply_error();',
      'if ($rm == "PUBLISH") {\n\tsend_reply(503, "No");\n\texit;\n}\nsend_reply(404, "Not here");',
      'if ($rm == "PUBLISH") send_reply(503, "No");\nelse send_reply(404, "Not here");',
      'switch ($rm) {\ncase "PUBLISH":\n\tif ($fU == "x") {\n\t\tsend_reply(503, "No");\n\t\tbreak;\n\t}\n\tsend_reply(404, "No");\n\tbreak;\n}',
      'if ($fU == "x") {\n\tsend_reply(503, "No");\n\tbreak;\n}\nsend_reply(404, "No");',
      'sl_send_reply(100, "Trying");\nsl_send_reply(404, "No");',
      'if (!t_relay()) sl_reply_error();',
      'switch ($rm) {\ncase "PUBLISH":\n\tsend_reply(503, "No");\n\tbreak;\ncase "INFO":\n\tsend_reply(404, "No");\n\tbreak;\n}',
    ],
  },
  {
    code: 'called-twice',
    reported: ['t_relay();\nt_relay();', 'if ($rU == "a")\n\tt_relay();\nt_relay();'],
    quiet: [
      'if ($si == 192.0.2.1)\n\tt_relay();\nif ($si == 192.0.2.2)\n\tt_relay();',
      'if (!t_relay())\n\tt_relay();',
      'if ($rU == "a")\n\tt_relay();\nelse\n\tt_relay();',
      't_relay();',
    ],
  },
  {
    code: 'return-zero',
    reported: [
      'route {\n\tif (route(a)) exit;\n}\nroute[a] {\n\treturn(0);\n}',
      'route {\n\troute(a);\n\texit;\n}\nroute[a] {\n\tif ($rU == "x") return(0);\n}',
    ],
    quiet: [
      'route {\n\tif (route(a)) exit;\n}\nroute[a] {\n\treturn(-1);\n}',
      'route {\n\tif ($rU == "x") return(0);\n\texit;\n}',
    ],
  },
  {
    code: 'missing-route-argument',
    reported: [
      'route {\n\troute(a);\n}\nroute[a] {\n\tif ($param(1) == "x") exit;\n}',
      'route {\n\troute(a, "x");\n}\nroute[a] {\n\t$var(y) = $param(2);\n}',
      'route {\n\t$var(x) = $param(1);\n}',
    ],
    quiet: [
      'route {\n\troute(a, "x");\n\troute(a);\n}\nroute[a] {\n\tif ($param(1) == "x") exit;\n}',
      'route {\n\troute($var(name));\n}\nroute[a] {\n\tif ($param(1) == "x") exit;\n}',
    ],
  },
  {
    code: 'counter-never-starts',
    reported: [
      'route {\n\t$var(n) = $var(n) + 1;\n}',
      'route {\n\t$avp(try) += 1;\n}',
      'failure_route[a] {\n\t$avp(n) = $avp(n) + 1;\n}\nroute {\n\tt_on_failure("a");\n\tt_relay();\n}',
    ],
    quiet: [
      'route {\n\t$var(n) = 0;\n\t$var(n) = $var(n) + 1;\n}',
      'startup_route {\n\t$var(n) = 0;\n}\nroute {\n\t$var(n) = $var(n) + 1;\n}',
      'route {\n\t$var(n) = 1 + $var(n);\n}',
      'route {\n\tsql_query("select 1", "$avp(n)");\n\t$avp(n) = $avp(n) + 1;\n}',
      'route {\n\t$shv(n) = $shv(n) + 1;\n}',
    ],
  },
  {
    code: 'failure-relay-same-destination',
    reported: [
      'route {\n\tt_on_failure("a");\n\tt_relay();\n}\nfailure_route[a] {\n\tif (t_check_status("503"))\n\t\tt_relay();\n}',
      'route {\n\tt_on_failure("a");\n\tt_relay();\n}\nfailure_route[a] {\n\tt_on_failure("a");\n\txlog("again\\n");\n\tt_relay();\n}',
    ],
    quiet: [
      'route {\n\tt_on_failure("a");\n\tt_relay();\n}\nfailure_route[a] {\n\t$rU = "voicemail";\n\tt_relay();\n}',
      'route {\n\tt_on_failure("a");\n\tt_relay();\n}\nfailure_route[a] {\n\troute(next);\n}\nroute[next] {\n\tt_relay();\n}',
      'route {\n\tt_on_failure("a");\n\tt_relay();\n}\nfailure_route[a] {\n\tif (ds_next_dst())\n\t\tt_relay();\n}',
      'route {\n\tt_on_failure("a");\n\tt_relay();\n}\nfailure_route[a] {\n\tt_relay(, "udp:192.0.2.1:5060");\n}',
    ],
  },
  {
    code: 'empty-variable',
    reported: [
      'route {\n\tt_on_failure("a");\n\tt_relay();\n}\nfailure_route[a] {\n\tif ($du == "sip:192.0.2.1") exit;\n}',
      'route {\n\tt_on_failure("a");\n\tt_relay();\n}\nfailure_route[a] {\n\tif ($rs == 408) exit;\n}',
      'onreply_route {\n\tif ($rU == "x") exit;\n}',
    ],
    quiet: [
      'route {\n\tt_on_failure("a");\n\tt_relay();\n}\nfailure_route[a] {\n\t$du = "sip:192.0.2.1";\n\tif ($du) t_relay();\n}',
      'route {\n\tt_on_failure("a");\n\tt_relay();\n}\nfailure_route[a] {\n\tds_next_dst();\n\tif ($du) t_relay();\n}',
      'route {\n\tif ($du == NULL) exit;\n}',
    ],
  },
  {
    code: 'variable-of-other-message',
    reported: [
      'route {\n\t$var(c) = $fU;\n\tt_on_failure("a");\n\tt_relay();\n}\nfailure_route[a] {\n\tif ($var(c) == "x") exit;\n}',
      'route {\n\t$var(c) = $fU;\n\tt_on_reply("a");\n\tt_relay();\n}\nonreply_route[a] {\n\tif ($var(c) == "x") exit;\n}',
      'route {\n\t$avp(c) = $fU;\n\tt_on_reply("a");\n\tt_relay();\n}\nonreply_route[a] {\n\tif ($avp(c) == "x") exit;\n}',
    ],
    quiet: [
      'route {\n\t$avp(c) = $fU;\n\tt_on_failure("a");\n\tt_relay();\n}\nfailure_route[a] {\n\tif ($avp(c) == "x") exit;\n}',
      'route {\n\t$var(c) = $fU;\n\tt_on_failure("a");\n\tt_relay();\n}\nfailure_route[a] {\n\t$var(c) = $avp(c);\n\tif ($var(c) == "x") exit;\n}',
      'modparam("tm", "onreply_avp_mode", 1)\nroute {\n\t$avp(c) = $fU;\n\tt_on_reply("a");\n\tt_relay();\n}\nonreply_route[a] {\n\tif ($avp(c) == "x") exit;\n}',
      'route {\n\t$var(c) = $fU;\n\tt_on_branch("a");\n\tt_relay();\n}\nbranch_route[a] {\n\tif ($var(c) == "x") drop;\n}',
      'startup_route {\n\t$var(c) = 1;\n}\nroute {\n\t$var(c) = 1;\n\tt_on_failure("a");\n\tt_relay();\n}\nfailure_route[a] {\n\tif ($var(c) == 1) exit;\n}',
    ],
  },
];

describe.each(tables)('$code', ({ code, reported, quiet }) => {
  it.each(reported)('reports %s', body => {
    expect(severities(code, body).length).toBeGreaterThan(0);
  });

  it.each(quiet)('accepts %s', body => {
    expect(severities(code, body)).toEqual([]);
  });
});

describe('severity', () => {
  it('of two final replies after save is information, since the default script has them', () => {
    expect(severities('answered-twice', 'if (!save("location")) sl_reply_error();')).toEqual([3]);
  });

  it('of return(0) depends on whether a condition asks for the result', () => {
    const route = 'route[a] {\n\treturn(0);\n}';
    expect(severities('return-zero', `route {\n\tif (route(a)) exit;\n}\n${route}`)).toEqual([2]);
    expect(severities('return-zero', `route {\n\troute(a);\n\texit;\n}\n${route}`)).toEqual([3]);
  });
});
