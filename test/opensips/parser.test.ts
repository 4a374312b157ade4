import { describe, expect, it } from 'vitest';
import { DiagnosticSeverity } from 'vscode-languageserver-types';
import { opensipsCfg } from '../../server/languages/opensips/index.ts';
import { bestVersion, misfitsOfScript } from '../../server/languages/opensips/model/detection.ts';
import { checkAll, projectOf, settings } from '../languages.ts';

const head =
  'socket=udp:127.0.0.1:5060\nmpath="/modules/"\nloadmodule "proto_udp.so"\nloadmodule "sl.so"\nloadmodule "tm.so"\n';

/** The errors of a script as `line:column-column message`, lines and columns from 1 behind the head. */
function errors(body: string, version = '3.6', files: Record<string, string> = {}): string[] {
  const diagnostics = checkAll(opensipsCfg, { ...files, 'opensips.cfg': head + body }, 'opensips.cfg', {
    opensipsVersion: version,
  }).get('opensips.cfg');
  return (diagnostics ?? [])
    .filter(({ severity }) => severity === DiagnosticSeverity.Error)
    .map(
      ({ range, code }) =>
        `${range.start.line - 4}:${range.start.character + 1} ${String(code).replace('opensips-cfg/', '')}`,
    );
}

describe('one mistake gives one diagnostic, at its place', () => {
  it.each([
    ['a semicolon', 'route {\n\txlog("a")\n\texit;\n}\n', ['2:10 missing-semicolon']],
    ['the last semicolon', 'route {\n\texit\n}\nroute[a] {\n\texit;\n}\n', ['2:5 missing-semicolon']],
    ['a quote', 'route {\n\txlog("a);\n\txlog("b");\n\texit;\n}\n', ['2:7 unclosed-text']],
    [
      'a quote in a condition',
      'route {\n\tif ($rm == "A) {\n\t\texit;\n\t}\n\txlog("b");\n}\n',
      ['2:13 unclosed-text'],
    ],
    [
      'a quote of modparam',
      'modparam("tm, "fr_timeout", 5)\nroute {\n\txlog("b");\n}\n',
      ['1:16 syntax-error'],
    ],
    [
      'a closing parenthesis',
      'route {\n\tif ($rm == "A" {\n\t\texit;\n\t}\n\texit;\n}\n',
      ['2:17 syntax-error'],
    ],
    ['a parenthesis of a variable', 'route {\n\t$var(x = 1;\n\texit;\n}\n', ['2:2 unclosed-text']],
    [
      'a closing brace',
      'route {\n\tif ($rm == "A") {\n\t\texit;\n}\nroute[a] {\n\texit;\n}\n',
      ['5:1 syntax-error'],
    ],
    ['the operand', 'route {\n\t$var(x) = 1 +;\n\texit;\n}\n', ['2:15 syntax-error']],
    ['the parentheses of a call', 'route {\n\tt_relay;\n\texit;\n}\n', ['2:9 syntax-error']],
  ])('%s is missing', (_, body, expected) => {
    expect(errors(body)).toEqual(expected);
  });

  it.each([
    ['a closing brace', 'route {\n\texit;\n}\n}\nroute[a] {\n\texit;\n}\n', ['4:1 syntax-error']],
    ['a semicolon behind a global', 'log_level=3;\nroute {\n\texit;\n}\n', ['1:12 syntax-error']],
    ['a break', 'route {\n\tbreak;\n}\n', ['2:2 syntax-error']],
    ['an empty block', 'route {\n}\n', ['2:1 syntax-error']],
  ])('%s is too much', (_, body, expected) => {
    expect(errors(body)).toEqual(expected);
  });
});

describe('the lexer of OpenSIPS has its ways', () => {
  it.each([
    [
      'an operator word ends a variable',
      'route {\n\txlog("x");\n\tif ($challenge.algorithm == "MD5") exit;\n}\n',
      false,
    ],
    ['a space makes `on` a part of a profile', 'mhomed= on \nroute {\n\texit;\n}\n', false],
    ['without spaces `on` is a number', 'mhomed=on\nroute {\n\texit;\n}\n', true],
    ['comments nest', '/* a /* b */ c */\nroute {\n\texit;\n}\n', true],
    ['strings run over lines', 'route {\n\txlog("a\nb");\n}\n', true],
    ['stray characters are dropped', 'route {\n\t@exit;\n}\n', true],
    [
      'and does not bind tighter than or',
      'route {\n\tif ($rm == "A" or $rm == "B" and $ru == "c") exit;\n}\n',
      true,
    ],
    ['arithmetic in conditions needs square brackets', 'route {\n\tif ([$var(a) & 1]) exit;\n}\n', true],
    ['two globals share a line', 'log_level=3 mhomed=no\nroute {\n\texit;\n}\n', true],
    [
      'a variable ends at the comma of a transformation',
      'route {\n\t$var(x) = $ru{s.substr,0,2};\n}\n',
      false,
    ],
    ['named routes may be numbers', 'route {\n\troute(1);\n}\nroute[1] {\n\texit;\n}\n', true],
    ['keywords are not names', 'route {\n\troute(alias);\n}\nroute[alias] {\n\texit;\n}\n', false],
  ])('%s', (_, body, isFine) => {
    expect(errors(body).length === 0, errors(body).join()).toBe(isFine);
  });
});

describe('includes', () => {
  it('bring modules and routes', () => {
    const files = { 'more.cfg': 'loadmodule "maxfwd.so"\nroute[next] {\n\texit;\n}\n' };
    const body =
      'include_file "more.cfg"\nroute {\n\tif (!mf_process_maxfwd_header(10)) exit;\n\troute(next);\n}\n';
    expect(errors(body, '3.6', files)).toEqual([]);
  });

  it('inside a route are statements', () => {
    const files = { 'part.cfg': '\txlog("part\\n");\n\tt_relay()\n' };
    const all = checkAll(
      opensipsCfg,
      { ...files, 'opensips.cfg': `${head}route {\ninclude_file "part.cfg"\n\texit;\n}\n` },
      'opensips.cfg',
      { opensipsVersion: '3.6' },
    );
    expect(all.get('opensips.cfg')?.filter(({ severity }) => severity === 1)).toEqual([]);
    expect(all.get('part.cfg')?.map(({ code }) => code)).toEqual(['opensips-cfg/missing-semicolon']);
  });

  it('of a missing file stop the start, also inside a comment', () => {
    expect(errors('/*\ninclude_file "gone.cfg"\n*/\nroute {\n\texit;\n}\n')).toEqual(['2:1 missing-include']);
  });
});

describe('the version of a script', () => {
  it.each([
    ['4.0', 'tcp_threads=4\n'],
    ['3.6', 'log_facility=LOG_LOCAL0\n'],
    ['3.2', 'route {\n\trewritehost("a");\n\tsetflag("X");\n}\n'],
    ['3.0', 'children=4\nudp_workers=4\n'],
    ['2.4', 'route {\n\tsl_send_reply("404", "Not Found");\n}\n'],
    ['2.3', 'route {\n\tif (method == "INVITE") exit;\n}\n'],
    ['1.11', 'disable_tcp=yes\n'],
    // Arguments changed their types, flags became words, and variables went.
    ['3.3', 'loadmodule "nathelper.so"\nroute {\n\tnat_uac_test(19);\n}\n'],
    ['4.0', 'loadmodule "nathelper.so"\nroute {\n\tnat_uac_test("private-contact");\n}\n'],
    ['3.3', 'loadmodule "registrar.so"\nroute {\n\tlookup("location", "m");\n}\n'],
    ['3.6', 'loadmodule "dialog.so"\nroute {\n\tcreate_dialog("B");\n}\n'],
    ['3.0', 'route {\n\tsetflag(NAT);\n\tsl_send_reply(404, "Not Found");\n}\n'],
    ['3.2', 'route {\n\txlog("$proto:$si\\n");\n}\n'],
    // A transport that no socket uses is refused since 4.0.
    ['3.6', 'loadmodule "proto_tcp.so"\nsocket=udp:127.0.0.1:5060\n'],
  ])('is %s, the newest whose forms fit', (version, body) => {
    const transport = version === '1.11' ? '' : 'loadmodule "proto_udp.so"\n';
    const project = projectOf(
      opensipsCfg,
      { 'opensips.cfg': `${transport}loadmodule "sl.so"\n${body}` },
      'opensips.cfg',
    );
    const model = opensipsCfg.model(project, { ...settings, opensipsVersion: 'auto' }, undefined);
    expect(model.version).toBe(version);
    expect(bestVersion(misfitsOfScript(model.items, false))).toBe(version);
  });

  it.each([
    // Before 2.1 transports were not modules; a new script without any has forgotten them.
    ['1.11', 'loadmodule "sl.so"\nroute {\n\tsl_send_reply("404", "Not Found");\n}\n'],
    ['4.0', 'loadmodule "sl.so"\nroute {\n\tsl_send_reply(404, "Not Found");\n}\n'],
    ['4.0', 'loadmodule "sl.so"\n'],
  ])('is %s without a transport', (version, text) => {
    const project = projectOf(opensipsCfg, { 'opensips.cfg': text }, 'opensips.cfg');
    expect(opensipsCfg.model(project, { ...settings, opensipsVersion: 'auto' }, undefined).version).toBe(
      version,
    );
  });
});
