import { describe, expect, it } from 'vitest';
import {
  moduleFacts,
  modulesWithFunction,
  parameterFacts,
} from '../../server/languages/opensips/facts/facts.ts';
import { renamedFunctions } from '../../server/languages/opensips/facts/formerFunctions.ts';
import { formerParameters } from '../../server/languages/opensips/facts/formerParameters.ts';
import { existsIn, type Version } from '../../server/languages/opensips/facts/versions.ts';
import { opensipsCfg } from '../../server/languages/opensips/index.ts';
import { checkAll } from '../languages.ts';

/** The messages about names in a script that loads some modules. */
function messages(line: string, opensipsVersion: string): readonly string[] {
  const modules = ['proto_udp', 'sl', 'tm', 'rr', 'dialog', 'rtpproxy', 'drouting', 'nathelper', 'sqlops'];
  const isParameter = line.startsWith('modparam');
  const text = [
    ...modules.map(name => `loadmodule "/modules/${name}.so"`),
    isParameter ? line : '',
    `route {\n${isParameter ? 'exit;' : line}\n}\n`,
  ].join('\n');
  return [...checkAll(opensipsCfg, { 'opensips.cfg': text }, 'opensips.cfg', { opensipsVersion }).values()]
    .flat()
    .filter(({ code }) => /unknown-(function|parameter)$/.test(String(code)))
    .map(({ message }) => String(message));
}

describe('a name that older versions had', () => {
  it.each([
    ['engage_rtp_proxy();', '2.4', 'was removed in 2.3', 'Call `rtpproxy_engage`.'],
    ['next_routing();', '3.6', 'was removed in 3.0', 'Call `use_next_gw`.'],
    ['avp_db_query("select 1");', '3.6', 'was removed in 3.5', 'Call `sql_query`.'],
    ['sip_trace();', '3.4', 'was removed in 3.0', 'Load `tracer`, and call `trace`.'],
    [
      'if (!db_check_from()) exit;',
      '3.4',
      'was removed in 3.0',
      'Call `db_is_from_authorized("subscriber")`',
    ],
    ['rewriteuri("sip:x@y");', '3.4', 'was removed in 3.3', 'Call `seturi`.'],
    ['force_rtp_proxy();', '3.4', 'is a function of older versions', 'Call `rtpproxy_offer`'],
    ['modparam("tm", "fr_inv_timer", 30)', '3.4', 'was removed in 3.0', 'Write `fr_inv_timeout`.'],
    ['modparam("dialog", "ping_interval", 3)', '2.4', 'was removed in 2.2', 'Write `options_ping_interval`.'],
    ['modparam("rr", "enable_full_lr", 1)', '3.4', 'was removed in 2.1', 'Remove the line.'],
    ['modparam("nathelper", "rtpproxy_sock", "x")', '3.4', 'was removed in', 'is set in `rtpproxy`. Remove'],
  ])('%s in %s', (line, version, ...parts) => {
    const found = messages(line, version);
    expect(found).toHaveLength(1);
    for (const part of parts) expect(found[0]).toContain(part);
  });
});

describe('names according to the facts', () => {
  const hasFunction = (name: string, version: Version): boolean =>
    modulesWithFunction(name).some(module => {
      const facts = moduleFacts(module);
      const own = facts?.functions?.find(one => one.name === name);
      return facts !== undefined && own !== undefined && existsIn(version, facts) && existsIn(version, own);
    });

  it.each(renamedFunctions)('$name is $newName since $since', ({ name, newName, since }) => {
    expect(hasFunction(name, since)).toBe(false);
    expect(hasFunction(newName, since)).toBe(true);
  });

  it.each(formerParameters.filter(one => one.newName !== undefined))(
    '$name of $module is $newName since $since',
    ({ module, newName = '', since }) => {
      const facts = moduleFacts(module);
      const own = facts === undefined ? undefined : parameterFacts(facts, newName);
      expect(own !== undefined && existsIn(since, own)).toBe(true);
    },
  );
});

/** All messages about unknown names in a script of a version. */
function unknown(lines: readonly string[], opensipsVersion: string): readonly string[] {
  const text = [...lines, ''].join('\n');
  return [...checkAll(opensipsCfg, { 'opensips.cfg': text }, 'opensips.cfg', { opensipsVersion }).values()]
    .flat()
    .filter(({ code }) => String(code).includes('/unknown-'))
    .map(({ message }) => String(message));
}

describe('a name that only later versions have', () => {
  it.each([
    ['socket=udp:127.0.0.1:5060', 'Write `listen`, its older name.'],
    ['udp_workers=4', 'Write `children`, its older name.'],
    ['stderror_enabled=yes', 'Write `log_stderror`, its older name.'],
    ['route { if ($socket_in(proto) == "udp") exit; }', 'Write `$proto`, `$Ri` or `$Rp`.'],
    ['route { append_msg_branch(); }', 'Call `append_branch`.'],
    ['route { move_msg_branch("1", "2"); }', 'or select the version that you run.'],
    ['loadmodule "tracer.so"', 'In this version it is `siptrace`.'],
    ['loadmodule "mi_xmlrpc.so"', 'In this version it is `mi_xmlrpc_ng`.'],
  ])('%s', (line, instead) => {
    expect(unknown([line], '2.4')).toEqual([expect.stringContaining(instead)]);
  });
});

describe('a descriptive name of a variable', () => {
  it.each([
    ['$callid', '$ci'],
    ['$from_user', '$fU'],
    ['$ruri_user', '$rU'],
    ['$ip', '$si'],
    ['$sip', '$si'],
    ['$method', '$rm'],
    ['$contact.uri', '$ct.fields(uri)'],
  ])('%s stands for %s', (written, meant) => {
    for (const version of ['2.4', '3.6', '4.0'])
      expect(unknown([`route { $var(x) = ${written}; }`], version)).toEqual([
        expect.stringContaining(`Did you mean \`${meant}\`?`),
      ]);
  });
});

describe('a parameter whose work the script does now', () => {
  it.each([
    ['db_extra', '`$acc_extra(caller) = $fu;`'],
    ['multi_leg_info', '`leg_fields`'],
    ['evi_flag', '`do_accounting("evi")`'],
  ])('%s', (name, instead) => {
    const lines = ['loadmodule "acc.so"', `modparam("acc", "${name}", "x")`];
    expect(unknown(lines, '3.6')).toEqual([expect.stringContaining(instead)]);
  });
});
