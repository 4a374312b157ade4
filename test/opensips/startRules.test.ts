import { describe, expect, it } from 'vitest';
import { DiagnosticSeverity } from 'vscode-languageserver-types';
import { opensipsCfg } from '../../server/languages/opensips/index.ts';
import { checkAll } from '../languages.ts';

/** What is wrong with a script that loads these modules, in code and line order. */
function errors(
  modules: string,
  settings: string,
  route = 'exit;',
  opensipsVersion = '3.6',
): readonly string[] {
  const loads = `proto_udp ${modules}`.split(' ').map(name => `loadmodule "/modules/${name}.so"`);
  const text = [
    `${opensipsVersion === '2.4' ? 'listen' : 'socket'}=udp:127.0.0.1:5060`,
    ...loads,
    settings,
    /\broute *\{/.test(route) ? route : `route {\n${route}\n}`,
    '',
  ].join('\n');
  return [...checkAll(opensipsCfg, { 'opensips.cfg': text }, 'opensips.cfg', { opensipsVersion }).values()]
    .flat()
    .filter(({ severity }) => severity === DiagnosticSeverity.Error)
    .map(({ code }) => String(code).replace('opensips-cfg/', ''));
}

const url = 'db_default_url="mysql://opensips@localhost/opensips"';

describe('a module that needs a database or a parameter to start, as measured', () => {
  it.each([['config'], ['proto_smpp'], ['sockets_mgm'], ['tm uac_auth uac_registrant'], ['janus']])(
    '%s',
    modules => {
      expect(errors(modules, '')).toContain('missing-parameter');
      expect(errors(`db_mysql ${modules}`, url)).not.toContain('missing-parameter');
    },
  );

  it('rtpproxy without a set', () => {
    expect(errors('tm rtpproxy', '')).toEqual(['missing-parameter']);
    expect(errors('tm rtpproxy', '', 'exit;', '2.4')).toEqual(['missing-parameter']);
    expect(errors('tm rtpproxy', 'modparam("rtpproxy", "rtpproxy_sock", "udp:127.0.0.1:7890")')).toEqual([]);
    expect(errors('tm rtp.io rtpproxy', '')).toEqual([]);
  });

  it('msrp_relay without the MSRP transport', () => {
    expect(errors('signaling sl auth msrp_relay', '')).toEqual(['missing-dependency']);
    expect(errors('signaling sl auth proto_msrp msrp_relay', '')).toEqual([]);
  });
});

describe('SIP pings of nathelper', () => {
  const ping = 'modparam("nathelper", "natping_interval", 30)\nmodparam("nathelper", "sipping_bflag", "SIP")';
  const modules = 'signaling usrloc nathelper';

  it('need a From, because mod_init refuses an empty one', () => {
    expect(errors(modules, ping)).toContain('missing-parameter');
    expect(errors(modules, ping, 'exit;', '2.4')).toContain('missing-parameter');
    expect(
      errors(modules, `${ping}\nmodparam("nathelper", "sipping_from", "sip:ping@192.0.2.1")`),
    ).not.toContain('missing-parameter');
  });

  it('are off without an interval or a flag', () => {
    expect(errors(modules, ping.replace('30', '0'))).not.toContain('missing-parameter');
    expect(errors(modules, 'modparam("nathelper", "natping_interval", 30)')).not.toContain(
      'missing-parameter',
    );
    expect(errors('nathelper', '')).not.toContain('missing-parameter');
  });
});

it('proto_wss needs tls_mgm, because mod_init binds to it', () => {
  const wss = 'socket=wss:127.0.0.1:8443\nmodparam("proto_wss", "require_origin", 1)';
  expect(errors('proto_wss', wss)).toEqual(['missing-dependency']);
  expect(errors('tls_openssl tls_mgm proto_wss', wss)).toEqual([]);
});

describe('a parameter that names a route', () => {
  const b2b = 'tm uac_auth b2b_entities';
  const named = (route: string) => `modparam("b2b_entities", "script_req_route", "${route}")`;
  const routes = 'route {\nexit;\n}\nroute[b2b_request] {\nexit;\n}';

  it('must name one that exists, because mod_init looks for it', () => {
    expect(errors(b2b, named('b2b_requests'), routes)).toEqual(['parameter-names-no-route']);
    expect(errors(b2b, named('b2b_request'), routes)).toEqual([]);
    expect(errors(b2b, named(''), routes)).toEqual([]);
  });

  it.each([
    ['3.4', []],
    ['3.5', ['parameter-names-no-route', 'parameter-names-no-route']],
    ['4.0', ['parameter-names-no-route', 'parameter-names-no-route']],
  ])('must be known to the server: OpenSIPS %s', (version, expected) => {
    const named = 'modparam("tm", "local_request_route", "own")\nmodparam("tm", "local_reply_route", "own")';
    const found = (route: string) =>
      errors('tm', named, `route {\nexit;\n}\n${route}`, version).filter(
        code => code === 'parameter-names-no-route',
      );
    expect(found('')).toEqual(expected);
    expect(found('route[own] {\nexit;\n}')).toEqual(expected.slice(1));
    expect(found('route[own] {\nexit;\n}\nonreply_route[own] {\nexit;\n}')).toEqual([]);
  });

  it('of a trace is only a filter, which the server does without', () => {
    expect(
      errors(
        'tls_openssl tls_mgm proto_tls',
        'socket=tls:127.0.0.1:5061\nmodparam("proto_tls", "trace_filter_route", "x")',
      ),
    ).toEqual([]);
  });
});

describe('append_fromtag', () => {
  const off = 'modparam("rr", "append_fromtag", 0)\n';

  it.each([
    ['a function of rr', 'rr', off, 'if (is_direction("upstream")) exit;'],
    ['detect_direction of acc', 'tm rr acc', `${off}modparam("acc", "detect_direction", 1)`, 'exit;'],
    ['a replaced header', 'tm rr uac_auth uac', off, 'uac_replace_from("", "sip:a@192.0.2.1");'],
    [
      'authentication',
      'tm rr uac_auth uac',
      off,
      'failure_route[x] {\n\tuac_auth();\n}\nroute {\n\texit;\n}',
    ],
  ])('%s needs it', (_, modules, settings, route) => {
    expect(errors(modules, settings, route)).toContain('from-tag-needed');
    expect(errors(modules, settings.replace(off, ''), route)).toEqual([]);
  });

  it.each([
    ['detect_direction that is off', 'tm rr acc', `${off}modparam("acc", "detect_direction", 0)`, 'exit;'],
    [
      'headers that are not restored',
      'tm rr uac_auth uac',
      `${off}modparam("uac", "restore_mode", "none")`,
      'uac_replace_from("", "sip:a@192.0.2.1");',
    ],
    [
      'headers restored from the dialog',
      'tm rr dialog uac_auth uac',
      `${off}modparam("uac", "force_dialog", 1)`,
      'uac_replace_from("", "sip:a@192.0.2.1");',
    ],
  ])('%s does not', (_, modules, settings, route) => {
    expect(errors(modules, settings, route)).toEqual([]);
  });
});

describe('an argument that the module checks when it starts, as measured', () => {
  const refused: readonly (readonly [string, string, string])[] = [
    ['tm rr', 'if (is_direction("upstraem")) exit;', 'if (is_direction("upstream")) exit;'],
    ['tm acc', 'drop_accounting("dbb");', 'drop_accounting("db", "missed|cdr");'],
    ['sipmsgops', 'if (is_privacy("secret")) exit;', 'if (is_privacy("id")) exit;'],
    ['maxfwd', 'if (is_maxfwd_lt(0)) exit;', 'if (is_maxfwd_lt(5)) exit;'],
    ['gflags', 'set_gflag(32);', 'set_gflag(31);'],
    ['exec', 'exec("/bin/x", , , , $var(env));', 'exec("/bin/x", , , , $avp(env));'],
    [
      'tm dialog',
      'get_dialog_info("a", $var(v), "k", $var(k), $var(n));',
      'get_dialog_info("a", $avp(v), "k", $var(k), $var(n));',
    ],
    ['tm dialog', 'set_dlg_flag("");', 'set_dlg_flag("mine");'],
    ['cfgutils', 'shuffle_avps($var(x));', 'shuffle_avps($avp(x));'],
    ['tm dialog b2b_entities media_exchange', 'media_terminate("calee");', 'media_terminate("callee");'],
  ];

  it.each(refused)('%s: %s', (modules, bad, good) => {
    expect(errors(modules, '', bad)).toEqual(['argument-value']);
    expect(errors(modules, '', good)).toEqual([]);
  });

  it('alias_db_lookup takes the letters r and d', () => {
    const database = 'modparam("alias_db", "db_url", "mysql://opensips@localhost/opensips")';
    expect(errors('db_mysql alias_db', database, 'alias_db_lookup("dbaliases", "x");')).toEqual([
      'argument-value',
    ]);
    expect(errors('db_mysql alias_db', database, 'alias_db_lookup("dbaliases", "rd");')).toEqual([]);
  });

  it('group does not use db_default_url for functions', () => {
    expect(errors('db_mysql group', url, 'if (db_is_user_in("To", "x")) exit;')).toEqual([
      'missing-database',
    ]);
    expect(
      errors(
        'db_mysql group',
        'modparam("group", "db_url", "mysql://opensips@localhost/opensips")',
        'if (db_is_user_in("To", "x")) exit;',
      ),
    ).toEqual([]);
  });

  it('status groups for reports', () => {
    expect(errors('status_report', '', 'sr_add_report("mine", "text");')).toEqual(['undefined-name']);
    expect(
      errors(
        'status_report',
        'modparam("status_report", "script_sr_group", "mine")',
        'sr_add_report("mine", "text");',
      ),
    ).toEqual([]);
  });
});

describe('a module that another one needs only sometimes', () => {
  it('rr for replaced headers that are restored', () => {
    const replaced = 'uac_replace_from("", "sip:a@192.0.2.1");';
    expect(errors('tm uac_auth uac', '', replaced)).toEqual(['missing-dependency']);
    expect(errors('tm uac_auth uac', 'modparam("uac", "restore_mode", "none")', replaced)).toEqual([]);
    expect(errors('tm rr uac_auth uac', '', replaced)).toEqual([]);
  });

  it('dialog for presence_callinfo', () => {
    const modules = 'tm sl signaling presence presence_callinfo';
    expect(errors(modules, '')).toEqual(['missing-dependency']);
    const off = 'modparam("presence_callinfo", "disable_dialog_support_for_sca", 1)';
    expect(errors(modules, off)).toEqual([]);
  });
});

describe('names that a parameter must define, as measured', () => {
  const sql = (ids: string) => `modparam("sqlops", "db_url", "${ids}mysql://opensips@localhost/opensips")`;

  it.each([
    ['sql_query("select 1", "$avp(a)", 5);'],
    ['sql_avp_load("$fu", "$avp(a)", 4);'],
    ['sql_update("[]", "subscriber", , 4);'],
  ])('the number of a database: %s', route => {
    expect(errors('db_mysql sqlops', sql('1 '), route)).toEqual(['undefined-name']);
    expect(errors('db_mysql sqlops', `${sql('4 ')}\n${sql('5 ')}`, route)).toEqual([]);
    expect(errors('db_mysql sqlops', sql('1 '), route.replace(/[45]\);/, '$var(id));'))).toEqual([]);
  });

  it('a database without a number is number 0', () => {
    expect(errors('db_mysql sqlops', sql(''), 'sql_query("select 1", "$avp(a)", 0);')).toEqual([]);
  });

  const groups = 'modparam("statistics", "stat_groups", "calls, trunks")';

  it.each([['update_stat("trunks:x", 1);'], ['reset_stat("trunks:x");'], ['stat_iter_init("trunks", "i");']])(
    'a group of statistics: %s',
    route => {
      expect(errors('statistics', '', route)).toEqual(['undefined-name']);
      expect(errors('statistics', groups, route)).toEqual([]);
      expect(errors('tm statistics', '', route.replace('trunks', 'tm'))).toEqual([]);
      expect(errors('tm statistics', '', route.replace('trunks', '$var(x)'))).toEqual([]);
    },
  );

  it('a statistic without a group needs none', () => {
    expect(errors('statistics', '', 'update_stat("x", 1);')).toEqual([]);
    expect(errors('statistics', '', 'update_stat("core:x", 1);')).toEqual([]);
  });

  it('a profile of series', () => {
    const route = 'update_stat_series("p", "a", 1);';
    expect(errors('statistics', '', route)).toEqual(['undefined-name']);
    const profile = 'modparam("statistics", "stat_series_profile", "p: hash_size=4")';
    expect(errors('statistics', profile, route)).toEqual([]);
  });

  const hep =
    'socket=hep_udp:127.0.0.1:9060\nmodparam("proto_hep", "hep_id", "[homer]127.0.0.1:9061;version=3")\n';
  const trace = (to: string) => `${hep}modparam("tracer", "trace_id", "[calls]uri=hep:${to}")`;

  it('a trace ID', () => {
    expect(errors('tm proto_hep tracer', trace('homer'), 'trace("cals");')).toEqual(['undefined-name']);
    expect(errors('tm proto_hep tracer', trace('homer'), 'trace("calls");')).toEqual([]);
  });

  it('a HEP destination, which cannot be an address', () => {
    for (const to of ['nowhere', '127.0.0.1:9061'])
      expect(errors('tm proto_hep tracer', trace(to))).toEqual(['hep-destination-undefined']);
    expect(errors('tm proto_hep tracer', trace('homer'))).toEqual([]);
  });

  it('a JSON-RPC server is a host and a port', () => {
    const call = (server: string) => `jsonrpc_request("${server}", "method", "[]", $var(answer));`;
    for (const server of ['tcp:127.0.0.1:8080', '127.0.0.1'])
      expect(errors('jsonrpc', '', call(server))).toEqual(['argument-value']);
    for (const server of ['127.0.0.1:8080', 'rpc.example.com:8080', '$var(server)'])
      expect(errors('jsonrpc', '', call(server))).toEqual([]);
  });
});

it('a blacklist that is defined twice', () => {
  const list = (name: string) => `dst_blacklist = ${name}:{(udp, 192.0.2.0/24, 0, "")}\n`;
  expect(errors('tm', list('a') + list('a'))).toEqual(['global-value']);
  expect(errors('tm', list('a') + list('b'))).toEqual([]);
});

describe('fix_nated_register without an AVP', () => {
  const told = (version: string, settings: string) => {
    const text = [
      `${version === '2.4' ? 'listen' : 'socket'}=udp:127.0.0.1:5060`,
      ...['proto_udp', 'signaling', 'sl', 'usrloc', 'registrar', 'nathelper'].map(
        name => `loadmodule "/modules/${name}.so"`,
      ),
      settings,
      'route {\nfix_nated_register();\nsave("location");\n}',
      '',
    ].join('\n');
    const files = { 'opensips.cfg': text };
    return [...checkAll(opensipsCfg, files, 'opensips.cfg', { opensipsVersion: version }).values()]
      .flat()
      .filter(({ code }) => code === 'opensips-cfg/received-address-not-stored')
      .map(({ message }) => message)
      .join();
  };

  it('keeps OpenSIPS before 3.0 from starting, and does nothing later', () => {
    expect(told('2.4', '')).toContain('OpenSIPS 2.4 does not start');
    expect(told('3.0', '')).toContain('has no effect');
    const half = 'modparam("nathelper", "received_avp", "$avp(rcv)")';
    expect(told('2.4', half)).toContain('has no effect');
    expect(told('2.4', half.replace('nathelper', 'nathelper|registrar'))).toBe('');
  });
});

describe('the value of a parameter, as the module reads it', () => {
  const relay = 'This value of `rtpengine_sock` does not have the form that `rtpengine` reads.';

  /** The values of a parameter that get a problem. */
  function refused(modules: string, parameter: string, values: readonly string[], version = '3.6') {
    const [module = '', name = ''] = parameter.split('.');
    return values.filter(value => {
      const setting = `modparam("${module}", "${name}", ${module === 'dialog' ? value : `"${value}"`})`;
      return refusedIn(modules, setting, version).length > 0;
    });
  }

  function refusedIn(modules: string, setting: string, opensipsVersion: string): readonly string[] {
    const domain = setting.includes('[d]') ? 'modparam("tls_mgm", "server_domain", "d")' : '';
    const text = [
      ...modules.split(' ').map(name => `loadmodule "/modules/${name}.so"`),
      domain,
      setting,
      '',
    ].join('\n');
    return [...checkAll(opensipsCfg, { 'opensips.cfg': text }, 'opensips.cfg', { opensipsVersion }).values()]
      .flat()
      .filter(({ code }) => code === 'opensips-cfg/refused-parameter-value')
      .map(({ message }) => String(message));
  }

  it.each([
    [
      'uac_auth',
      'uac_auth.credential',
      ['user:realm', 'user::pass', 'user:realm:my pass', 'user realm pass'],
      ['user:realm:pass', ' user : realm : p:a:s:s '],
    ],
    [
      'usrloc registrar',
      'registrar.received_avp',
      ['rcv', '$var(rcv)', 'avp(rcv)', '$hdr(X)'],
      ['$avp(rcv)', '$(avp(rcv))', '$avp(i:42)', ''],
    ],
    ['usrloc nathelper', 'nathelper.received_avp', ['42'.padEnd(3, 'x'), '$du'], ['$avp(42)']],
    ['dispatcher', 'dispatcher.dst_avp', ['dst', '$var(dst)'], ['$avp(dst)']],
    ['rtpengine', 'rtpengine.setid_avp', ['$var(set)'], ['$avp(set)']],
    [
      'dispatcher',
      'dispatcher.options_reply_codes',
      ['501;404', '5xx', '50', '501,'],
      ['501', '501,404', '501, 404', '700'],
    ],
    ['drouting', 'drouting.probing_reply_codes', ['404 501', 'all'], ['404,501']],
    [
      'tm acc',
      'acc.extra_fields',
      ['caller->c', 'db caller', 'mysql:caller'],
      ['db:caller->c;callee', 'log: caller', 'evi:a'],
    ],
    ['tm acc', 'acc.log_facility', ['LOCAL0', 'LOG_LOCAL8'], ['LOG_LOCAL0', 'log_daemon']],
    ['dialog', 'dialog.default_timeout', ['0'], ['1', '43200']],
    ['dialog', 'dialog.options_ping_interval', ['0'], ['30']],
    [
      'mi_datagram',
      'mi_datagram.socket_name',
      ['udp:127.0.0.1', 'udp:127.0.0.1:80', 'udp:'],
      ['udp:127.0.0.1:8080', '/run/mi.sock'],
    ],
    [
      'cfgutils',
      'cfgutils.shvset',
      ['debug=1', 'debug', 'debug=i:one', '=i:1'],
      ['debug=i:1', 'debug=i:-1', 'name=s:text', 'name=s:'],
    ],
    [
      'proto_hep',
      'proto_hep.hep_id',
      ['h 192.0.2.1:9060', '192.0.2.1:9060', '[]192.0.2.1:9060'],
      ['[h]192.0.2.1:9060;version=3', '[ h ] 192.0.2.1'],
    ],
    ['httpd', 'httpd.ip', ['localhost', 'eth0'], ['127.0.0.1', '::1', '*']],
    [
      'rtpengine',
      'rtpengine.rtpengine_sock',
      ['127.0.0.1:2223', 'media.example.com:2223=2', '1 == 127.0.0.1:2223'],
      [
        'udp:127.0.0.1:2223',
        'udp6:[::1]:2223',
        '1 == udp:a:2223=2 udp:b:2223',
        'unix:/run/ng.sock',
        '/run/ng.sock',
      ],
    ],
    [
      'rtpproxy',
      'rtpproxy.rtpproxy_sock',
      ['localhost:7722'],
      ['udp:localhost:7722', 'tcp:[::1]:7722', '/var/run/rtpproxy.sock', 'udp:127.0.0.1:7722|192.0.2.1'],
    ],
  ])('%s: %s', (modules, parameter, wrong, right) => {
    expect(refused(modules, parameter, [...wrong, ...right])).toEqual(wrong);
    expect(refused(modules, parameter, [...wrong, ...right], '4.0')).toEqual(wrong);
  });

  it.each([
    [
      'tls_mgm.match_ip_address',
      ['[d]192.0.2.1', '[d]tls:192.0.2.1:5061', '[d]sip.example.com:5061'],
      ['[d]192.0.2.1:5061', '[d]*', '[d]192.0.2.1:5061, 2001:db8::1:5061'],
    ],
    ['tls_mgm.verify_cert', ['[d]yes', '[d]'], ['[d]1', '[d] 0']],
  ])('%s', (parameter, wrong, right) => {
    expect(refused('tls_openssl tls_mgm', parameter, [...wrong, ...right])).toEqual(wrong);
  });

  it('is not repeated in the message, as it may contain a password', () => {
    const credential = 'modparam("uac_auth", "credential", "user:realm:my pass")';
    expect(refusedIn('uac_auth', credential, '3.6')).toEqual([
      'This value of `credential` does not have the form that `uac_auth` reads. OpenSIPS does not start. Write user, realm and password, such as "user:realm:password", without spaces inside.',
    ]);
  });

  it('is a warning where the server starts', () => {
    const sock = 'modparam("rtpengine", "rtpengine_sock", "127.0.0.1:2223")';
    expect(refusedIn('rtpengine', sock, '3.6')).toEqual([expect.stringContaining(relay)]);
    expect(errors('tm rtpengine', sock)).toEqual([]);
  });
});

describe('a next hop as the first argument of t_relay, as versions before 3.0 took it', () => {
  it.each(['udp:192.0.2.1:5060', '192.0.2.1', 'tls:proxy.example.com'])('%s', hop => {
    const text = `loadmodule "/modules/tm.so"\nroute {\n\tt_relay("${hop}");\n}\n`;
    const found = checkAll(opensipsCfg, { 'opensips.cfg': text }, 'opensips.cfg', { opensipsVersion: '3.6' });
    expect([...found.values()].flat().map(({ message }) => String(message))).toContainEqual(
      expect.stringContaining(`write \`t_relay(, "${hop}")\``),
    );
  });
});
