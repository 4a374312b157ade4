import { describe, expect, it } from 'vitest';
import { DiagnosticSeverity } from 'vscode-languageserver-types';
import type { Version } from '../../server/languages/opensips/facts/versions.ts';
import { modelOf } from '../../server/languages/opensips/model/modelOf.ts';
import { parse } from '../../server/languages/opensips/reading/parser.ts';
import { upgradeModel } from '../../server/languages/opensips/upgrade/upgrade.ts';
import type { Upgrade } from '../../server/languages/upgrade.ts';

const uri = 'file:///opensips.cfg';

function upgrade(text: string, from: Version, to: Version): Upgrade {
  const project = {
    root: uri,
    trees: new Map([[uri, parse(text)]]),
    resolve: () => [],
    companions: new Map(),
  };
  const settings = {
    asteriskVersion: 'auto',
    opensipsVersion: 'auto',
    flexisipVersion: 'auto',
    severities: {},
  };
  const result = upgradeModel(modelOf(project, settings, undefined), from, to);
  if (result === undefined) throw new Error('no upgrade');
  return result;
}

/** The new text, and what our own check still refuses in it. */
function upgraded(
  text: string,
  from: Version,
  to: Version,
): { readonly text: string; readonly errors: readonly string[] } {
  const result = upgrade(text, from, to);
  return {
    text: result.files[0]?.text ?? text,
    errors: result.remaining.flatMap(({ diagnostics }) =>
      diagnostics.filter(one => one.severity === DiagnosticSeverity.Error).map(one => String(one.code)),
    ),
  };
}

const head =
  'listen=udp:192.0.2.10:5060\nmpath="/modules/"\nloadmodule "proto_udp.so"\nloadmodule "tm.so"\nloadmodule "sl.so"\nloadmodule "signaling.so"\n';
const newHead = head.replace('listen', 'socket');

/** Each as a real 3.6.8 took it with -C: what stands in an old script, and what has to stand there. */
const cases: readonly (readonly [string, Version, string, string])[] = [
  [
    'a module of which nothing is used goes with its parameters',
    '2.4',
    'loadmodule "uri.so"\nmodparam("uri", "use_uri_table", 0)\nroute {\n\tt_relay();\n}\n',
    'route {\n\tt_relay();\n}\n',
  ],
  [
    'a query moves to sqlops, and its database with it',
    '2.4',
    'loadmodule "avpops.so"\nloadmodule "db_mysql.so"\nmodparam("avpops", "db_url", "mysql://localhost/x")\nroute {\n\tavp_db_query("select a from b", "$avp(t)");\n\tif (is_avp_set("$avp(t)"))\n\t\texit;\n}\n',
    'loadmodule "sqlops.so"\nloadmodule "db_mysql.so"\nmodparam("sqlops", "db_url", "mysql://localhost/x")\nroute {\n\tsql_query("select a from b", "$avp(t)");\n\tif ($avp(t) != NULL)\n\t\texit;\n}\n',
  ],
  [
    'a bit mask becomes words',
    '2.4',
    'loadmodule "nathelper.so"\nroute {\n\tif (nat_uac_test("19"))\n\t\tt_relay("0x02");\n}\n',
    'loadmodule "nathelper.so"\nroute {\n\tif (nat_uac_test("private-contact,diff-ip-src-via,diff-port-src-via"))\n\t\tt_relay("no-auto-477");\n}\n',
  ],
  [
    'an AVP is deleted by an assignment',
    '2.4',
    'loadmodule "avpops.so"\nroute {\n\tavp_delete("$avp(x)/g");\n\tif (avp_check("$avp(y)", "eq/s:a"))\n\t\texit;\n}\n',
    'route {\n\t$(avp(x)[*]) = NULL;\n\tif ($avp(y) == "a")\n\t\texit;\n}\n',
  ],
  [
    'a destination follows the flags',
    '2.4',
    'route {\n\tt_relay("udp:192.0.2.1:5060");\n\tt_relay("udp:192.0.2.1:5060", "0x02");\n\tt_relay("0x02");\n}\n',
    'route {\n\tt_relay(, "udp:192.0.2.1:5060");\n\tt_relay("no-auto-477", "udp:192.0.2.1:5060");\n\tt_relay("no-auto-477");\n}\n',
  ],
  [
    'a partition becomes an argument of its own',
    '2.4',
    'loadmodule "dialplan.so"\nmodparam("dialplan", "partition", "p: db_url=\'mysql://localhost/x\'")\nloadmodule "db_mysql.so"\nroute {\n\tdp_translate("p:1", "$rU/$var(o)");\n\tdp_translate("p:$avp(id)", "$rU/$var(o)", "$avp(a)");\n}\n',
    'loadmodule "dialplan.so"\nmodparam("dialplan", "partition", "p: db_url=\'mysql://localhost/x\'")\nloadmodule "db_mysql.so"\nroute {\n\tdp_translate(1, "$rU", $var(o), , "p");\n\tdp_translate($avp(id), "$rU", $var(o), $avp(a), "p");\n}\n',
  ],
  [
    'limits of redirections become arguments of their own',
    '2.4',
    'loadmodule "uac_redirect.so"\nroute {\n\tt_on_failure("f");\n\tt_relay();\n}\nfailure_route[f] {\n\tget_redirects("3:1");\n\tget_redirects("*:2");\n\tget_redirects("*");\n}\n',
    'loadmodule "uac_redirect.so"\nroute {\n\tt_on_failure("f");\n\tt_relay();\n}\nfailure_route[f] {\n\tget_redirects(3, 1);\n\tget_redirects(, 2);\n\tget_redirects();\n}\n',
  ],
  [
    'a largest number of results becomes an argument of its own',
    '2.4',
    'loadmodule "dispatcher.so"\nmodparam("dispatcher", "db_url", "mysql://localhost/x")\nloadmodule "db_mysql.so"\nroute {\n\tds_select_dst("1", "4", "f5");\n}\n',
    'loadmodule "dispatcher.so"\nmodparam("dispatcher", "db_url", "mysql://localhost/x")\nloadmodule "db_mysql.so"\nroute {\n\tds_select_dst(1, 4, "f", , 5);\n}\n',
  ],
  [
    'a variable with a transformation loses its quotes where a number is expected',
    '1.11',
    'loadmodule "dialog.so"\nloadmodule "load_balancer.so"\nmodparam("load_balancer", "db_url", "mysql://localhost/x")\nloadmodule "db_mysql.so"\nroute {\n\tload_balance("$(var(d){s.int})", "pstn");\n}\n',
    'loadmodule "dialog.so"\nloadmodule "load_balancer.so"\nmodparam("load_balancer", "db_url", "mysql://localhost/x")\nloadmodule "db_mysql.so"\nroute {\n\tload_balance($(var(d){s.int}), "pstn");\n}\n',
  ],
  [
    'a socket without quotes gets them',
    '2.4',
    'route {\n\tforce_send_socket(udp:192.0.2.10:5060);\n}\n',
    'route {\n\tforce_send_socket("udp:192.0.2.10:5060");\n}\n',
  ],
  [
    'a parameter follows its new module to where that is loaded',
    '2.4',
    'loadmodule "httpd.so"\nloadmodule "mi_json.so"\nmodparam("mi_json", "mi_json_root", "json")\nloadmodule "mi_http.so"\nroute {\n\texit;\n}\n',
    'loadmodule "httpd.so"\nloadmodule "mi_http.so"\nmodparam("mi_http", "root", "json")\nroute {\n\texit;\n}\n',
  ],
  [
    'a parameter follows its new module to the end of a file whose last line is not ended',
    '2.4',
    'loadmodule "httpd.so"\nloadmodule "mi_json.so"\nmodparam("mi_json", "mi_json_root", "json")\nroute {\n\texit;\n}\nloadmodule "mi_http.so"',
    'loadmodule "httpd.so"\nroute {\n\texit;\n}\nloadmodule "mi_http.so"\nmodparam("mi_http", "root", "json")\n',
  ],
  [
    'a pattern that matches only a removed module goes with it',
    '2.4',
    'loadmodule "uri.so"\nmodparam("auth_db|usrloc|uri", "use_domain", 1)\nroute {\n\texit;\n}\n',
    'route {\n\texit;\n}\n',
  ],
  [
    'a node of a cluster keeps its number',
    '2.4',
    'loadmodule "proto_bin.so"\nlisten=bin:192.0.2.10:5566\nloadmodule "clusterer.so"\nmodparam("clusterer", "db_mode", 0)\nmodparam("clusterer", "current_id", 1)\nroute {\n\texit;\n}\n',
    'loadmodule "proto_bin.so"\nsocket=bin:192.0.2.10:5566\nloadmodule "clusterer.so"\nmodparam("clusterer", "db_mode", 0)\nmodparam("clusterer", "my_node_id", 1)\nroute {\n\texit;\n}\n',
  ],
  [
    'a traced request is traced by the renamed function',
    '2.4',
    'loadmodule "db_mysql.so"\nloadmodule "siptrace.so"\nmodparam("siptrace", "trace_id", "[t]uri=mysql://localhost/x;table=sip_trace")\nloadmodule "proto_hep.so"\nlisten=hep_udp:192.0.2.10:9060\nroute {\n\tsip_trace("t", "m");\n}\n',
    'loadmodule "db_mysql.so"\nloadmodule "tracer.so"\nmodparam("tracer", "trace_id", "[t]uri=mysql://localhost/x;table=sip_trace")\nloadmodule "proto_hep.so"\nsocket=hep_udp:192.0.2.10:9060\nroute {\n\ttrace("t", "m");\n}\n',
  ],
  [
    'what one argument of LDAP functions packed becomes arguments of their own',
    '2.4',
    'loadmodule "ldap.so"\nroute {\n\tldap_result("tel/$avp(tel)");\n\tldap_result("tel/$avp(tel)", "/^0//");\n\tif (ldap_result_check("sn/$fU"))\n\t\texit;\n}\n',
    'loadmodule "ldap.so"\nroute {\n\tldap_result("tel", $avp(tel));\n\tldap_result("tel", $avp(tel), , "/^0//");\n\tif (ldap_result_check("sn", $fU))\n\t\texit;\n}\n',
  ],
  [
    'a branch is added with the settings of the request',
    '2.4',
    'route {\n\tappend_branch();\n\tappend_branch("sip:a@192.0.2.1", "0.5");\n\tt_relay();\n}\n',
    'route {\n\tappend_msg_branch($ru, , "inherite");\n\tappend_msg_branch("sip:a@192.0.2.1", "0.5", "inherite");\n\tt_relay();\n}\n',
  ],
  [
    'programs are started by one function',
    '2.4',
    'loadmodule "exec.so"\nroute {\n\texec_msg("a \'$ct\'");\n\texec_dset("b");\n\texec_avp("c", "$avp(x)");\n}\n',
    'loadmodule "exec.so"\nroute {\n\texec("a \'$ct\'", $mb);\n\texec("b \'$ru\'", , $ru);\n\texec("c", , $avp(x));\n}\n',
  ],
  [
    'patterns of header names have functions of their own',
    '2.4',
    'loadmodule "sipmsgops.so"\nroute {\n\tremove_hf("X-A");\n\tremove_hf("X-*", "g");\n\tremove_hf("^X-", "r");\n}\n',
    'loadmodule "sipmsgops.so"\nroute {\n\tremove_hf("X-A");\n\tremove_hf_glob("X-*");\n\tremove_hf_re("^X-");\n}\n',
  ],
  [
    'a pair of files is named by what they have in common',
    '2.4',
    'loadmodule "permissions.so"\nroute {\n\tif (allow_routing("r.allow", "r.deny"))\n\t\tt_relay();\n}\n',
    'loadmodule "permissions.so"\nroute {\n\tif (allow_routing("r"))\n\t\tt_relay();\n}\n',
  ],
  [
    'parameters of events are read from $param',
    '2.4',
    'loadmodule "event_route.so"\nroute {\n\texit;\n}\nevent_route[E_CORE_THRESHOLD] {\n\tfetch_event_params("time=$avp(t)");\n\tfetch_event_params("$avp(first)");\n}\n',
    'route {\n\texit;\n}\nevent_route[E_CORE_THRESHOLD] {\n\t$avp(t) = $param(time);\n\t$avp(first) = $param(1);\n}\n',
  ],
  [
    'values are pushed and computed by assignments',
    '2.4',
    'loadmodule "avpops.so"\nroute {\n\tavp_pushto("$ru/domain", "$avp(d)");\n\tavp_op("$avp(n)", "add/3");\n}\n',
    'route {\n\t$rd = $avp(d);\n\t$avp(n) = $avp(n) + 3;\n}\n',
  ],
  [
    'an empty number is left out or becomes the one that it meant',
    '2.4',
    'loadmodule "dispatcher.so"\nmodparam("dispatcher", "db_url", "text:///etc/opensips")\nloadmodule "db_text.so"\nroute {\n\tif (ds_is_in_list("$si", "", "1"))\n\t\texit;\n}\n',
    'loadmodule "dispatcher.so"\nmodparam("dispatcher", "db_url", "text:///etc/opensips")\nloadmodule "db_text.so"\nroute {\n\tif (ds_is_in_list("$si", 0, 1))\n\t\texit;\n}\n',
  ],
];

describe('an upgrade of a script', () => {
  it.each(cases)('%s', (_, from, before, after) => {
    expect(upgraded(head + before, from, '3.6')).toEqual({ text: newHead + after, errors: [] });
  });

  it('gives TLS settings a domain with the address of the socket, and loads a library', () => {
    const text =
      'listen=tls:192.0.2.10:5061\nlisten=udp:192.0.2.10:5060\nmpath="/modules/"\nloadmodule "proto_udp.so"\nloadmodule "proto_tls.so"\nloadmodule "tls_mgm.so"\nmodparam("tls_mgm", "certificate", "/c.pem")\nmodparam("tls_mgm", "verify_cert", "1")\nroute {\n\texit;\n}\n';
    const result = upgraded(text, '2.4', '3.6');
    expect(result.errors).toEqual([]);
    expect(result.text).toContain('loadmodule "tls_openssl.so"\nloadmodule "tls_mgm.so"');
    expect(result.text).toContain(
      'modparam("tls_mgm", "server_domain", "default")\nmodparam("tls_mgm", "match_ip_address", "[default]192.0.2.10:5061")\nmodparam("tls_mgm", "certificate", "[default]/c.pem")',
    );
  });

  it('names the protocols of a socket that had none', () => {
    const text = (more: string) =>
      `listen=192.0.2.10:5060\n${more}loadmodule "/modules/sl.so"\nroute {\n\texit;\n}\n`;
    expect(upgraded(text(''), '1.11', '3.6').text).toContain(
      'socket=udp:192.0.2.10:5060\nsocket=tcp:192.0.2.10:5060\n',
    );
    expect(upgraded(text('disable_tcp=yes\n'), '1.11', '3.6').text).not.toContain('tcp');
  });

  it('loads each module of TLS once', () => {
    const text =
      'listen=tls:192.0.2.10:5061\ntls_certificate="/c.pem"\nloadmodule "/modules/sl.so"\nroute {\n\texit;\n}\n';
    const result = upgraded(text, '1.11', '3.6');
    expect(result.errors).toEqual([]);
    expect(result.text.match(/tls_mgm\.so/g)).toHaveLength(1);
    expect(result.text).toContain('modparam("tls_mgm", "certificate", "[default]/c.pem")');
  });

  it('reports what is left with its line in the new text, and never twice', () => {
    const result = upgrade(
      `${head}loadmodule "exec.so"\nroute {\n\texec_getenv("HOME", "1");\n}\n`,
      '2.4',
      '3.6',
    );
    const left = result.changes.filter(({ verdict }) => verdict === 'by-hand');
    expect(left.map(({ line }) => line)).toEqual([8]);
  });

  it('keeps what 3.0 still has: `listen`, and numbers for the qop and flags', () => {
    const body =
      'loadmodule "auth.so"\nroute {\n\tif (!pv_www_authorize(""))\n\t\twww_challenge("", "0");\n\tt_relay("0x02");\n}\n';
    const result = upgraded(head + body, '2.4', '3.0');
    expect(result.text).toBe(head + body.replace('"0"', '0').replace('"0x02"', '0x02'));
    expect(result.errors).toEqual([]);
  });

  it('has nothing to do for the branch that the script is for', () => {
    const project = {
      root: uri,
      trees: new Map([[uri, parse(newHead)]]),
      resolve: () => [],
      companions: new Map(),
    };
    const settings = {
      asteriskVersion: 'auto',
      opensipsVersion: '3.6',
      flexisipVersion: 'auto',
      severities: {},
    };
    expect(upgradeModel(modelOf(project, settings, undefined), '3.6', '3.6')).toBeUndefined();
  });

  it('keeps the comparison of Auth-ID and SIP User ID, for which the subscriber table has one column', () => {
    const text = [
      'listen=udp:127.0.0.1:5060',
      ...['proto_udp', 'sl', 'signaling', 'auth', 'db_mysql', 'auth_db', 'uri'].map(
        name => `loadmodule "/modules/${name}.so"`,
      ),
      'modparam("auth_db", "db_url", "mysql://localhost/opensips")',
      'route {\n\tif (!db_check_to()) {\n\t\tsl_send_reply("403", "No");\n\t\texit;\n\t}\n}\n',
    ].join('\n');
    const result = upgraded(text, '2.4', '3.6');
    expect(result.text).toContain('db_is_to_authorized("subscriber")');
    expect(result.text).toContain('modparam("auth_db", "uri_uriuser_column", "username")');
    expect(result.errors).toEqual([]);
  });
});
