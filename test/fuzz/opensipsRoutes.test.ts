import fc from 'fast-check';
import { expect, it } from 'vitest';
import { opensipsCfg } from '../../server/languages/opensips/index.ts';
import type { ScriptTree } from '../../server/languages/opensips/reading/parser.ts';
import type { LanguageSettings } from '../../server/languages/project.ts';
import { settings } from '../languages.ts';

const ROUTES = 80;

/** Lines of routes whose meaning depends on other routes, on modules, or on the whole script. */
const line = fc.oneof(
  fc.nat(ROUTES + 3).map(number => `\troute(r${number});\n`),
  fc.nat(ROUTES).map(number => `\tt_on_failure("f${number % 7}");\n`),
  fc.constantFrom(
    '\troute($var(x));\n',
    '\txlog("x $ru\\n");\n',
    '\txlog("x $nothing\\n");\n',
    '\texit;\n',
    '\tt_relay();\n',
    '\tt_newtran();\n',
    '\tt_reply(404, "r3");\n',
    '\tif (!www_authorize("", "subscriber")) { www_challenge("", "auth"); exit; }\n',
    '\tif (!proxy_authorize("", "subscriber")) { proxy_challenge("", "auth"); exit; }\n',
    '\tif ($au != $fU) exit;\n',
    '\tsave("location");\n',
    '\trecord_route();\n',
    '\tif (loose_route()) exit;\n',
    '\tif (is_method("INVITE")) t_relay();\n',
    '\t$acc_extra(caller) = $fU;\n',
    '\t$var(h) = $hdr(Max-Forwards);\n',
    '\tmf_process_maxfwd_header(10);\n',
    '\tds_select_dst(1, 4, "q");\n',
    '\traise_event("E_MINE");\n',
    '\tuse_blacklist("none");\n',
    '\t$var(n) = $var(n) + 1;\n',
    '\t$var(n) = 1;\n',
    '\t$avp(m) = $var(n) + $param(1);\n',
    '\troute(r4, "value");\n',
    '\tif (route(r5)) return(0);\n',
    '\tsetflag(1);\n',
    '\tsetflag("A");\n',
    '\tsend_reply(404, "Not Found)\n',
    '\t# sip-workbench-ignore opensips-cfg/undefined-route: later\n',
    '\tif (a {\n',
    '\t}\n',
    '\n',
  ),
);

function scriptOf(bodies: readonly string[]): string[] {
  const modules = ['proto_udp', 'signaling', 'sl', 'tm', 'rr', 'auth', 'auth_db', 'registrar', 'acc'];
  return [
    'socket=udp:127.0.0.1:5060\n',
    ...modules.map(name => `loadmodule "/modules/${name}.so"\n`),
    'modparam("tm", "fr_timeout", 5)\n',
    ...Array.from({ length: ROUTES }, (_, index) => [
      headOf(index),
      `\troute(r${(index * 7 + 1) % ROUTES});\n`,
      bodies[index % bodies.length] ?? '\n',
      '}\n',
    ]).flat(),
  ];
}

function headOf(index: number): string {
  if (index === 0) return 'route {\n';
  if (index % 20 === 3) return `failure_route[f${index % 7}] {\n`;
  if (index % 20 === 5) return 'event_route[E_MINE] {\n';
  return `route[r${index}] {\n`;
}

it('says after an edit inside a route what it says about the whole script', () => {
  const edit = fc.record({
    route: fc.nat(ROUTES - 1),
    lines: fc.array(line, { minLength: 1, maxLength: 2 }),
  });
  fc.assert(
    fc.property(
      fc.array(line, { minLength: 1, maxLength: 5 }),
      fc.array(edit, { minLength: 1, maxLength: 8 }),
      fc.constantFrom('auto', '3.4', '2.4'),
      (bodies, edits, opensipsVersion) => {
        const lines = scriptOf(bodies);
        const first = lines.indexOf('route {\n');
        let tree = opensipsCfg.parse(lines.join(''));
        const asked = { ...settings, opensipsVersion };
        let model = opensipsCfg.model(projectOf(tree), asked, undefined);
        opensipsCfg.check({ uri, tree, model });
        for (const { route, lines: inserted } of edits) {
          const at = Math.min(lines.length - 1, first + route * 4 + 2);
          lines.splice(at, 1, ...inserted);
          tree = opensipsCfg.edit(tree, { line: at, removed: 1, lines: inserted });
          model = opensipsCfg.model(projectOf(tree), asked, model);
          expect(everything(tree, model)).toEqual(fresh(lines.join(''), asked, model));
        }
      },
    ),
    { numRuns: 12 },
  );
});

/** Lines that may stand between routes. */
const declaration = fc.constantFrom(
  '# a note\n',
  '/* a note\n',
  '*/\n',
  'log_level=3\n',
  'log_level=\n',
  'udp_workers=4\n',
  'children=4\n',
  'socket=tls:127.0.0.1:5061\n',
  'loadmodule "/modules/dialog.so"\n',
  'loadmodule "/modules/tm.so"\n',
  'loadmodule\n',
  'modparam("tm", "fr_timeout", 5)\n',
  'modparam("tm", "x", "r7")\n',
  'modparam("tm", "nothing", 5)\n',
  'nothing=4\n',
  'modparam("acc", "extra_fields", "db:caller")\n',
  'modparam("dialog", "default_timeout", 5)\n',
  'modparam("t\n',
  'nonsense\n',
  'include_file "missing.cfg"\n',
  'route[added] {\n',
  'route[r81] { exit; }\n',
  'failure_route[f9] { exit; }\n',
  '}\n',
);

it('says after an edit at any line what it says about the whole script', () => {
  const editAt = (at: fc.Arbitrary<number>, inserted: fc.Arbitrary<string>) =>
    fc.record({ at, removed: fc.nat(2), lines: fc.array(inserted, { maxLength: 2 }) });
  const edit = fc.oneof(
    editAt(fc.nat(12), declaration),
    editAt(fc.nat(ROUTES * 4 + 10), line),
    editAt(fc.nat(ROUTES * 4 + 10), declaration),
  );
  fc.assert(
    fc.property(
      fc.array(line, { minLength: 1, maxLength: 3 }),
      fc.array(edit, { minLength: 1, maxLength: 12 }),
      (bodies, edits) => {
        const lines = scriptOf(bodies);
        let tree = opensipsCfg.parse(lines.join(''));
        let model = opensipsCfg.model(projectOf(tree), settings, undefined);
        opensipsCfg.check({ uri, tree, model });
        for (const { at, removed, lines: inserted } of edits) {
          const from = Math.min(lines.length - 1, at);
          const count = Math.min(removed, lines.length - 1 - from);
          lines.splice(from, count, ...inserted);
          tree = opensipsCfg.edit(tree, { line: from, removed: count, lines: inserted });
          model = opensipsCfg.model(projectOf(tree), settings, model);
          expect(everything(tree, model)).toEqual(fresh(lines.join(''), settings, model));
        }
      },
    ),
    { numRuns: 15 },
  );
});

const uri = 'file:///etc/opensips/opensips.cfg';

function projectOf(tree: ScriptTree) {
  return { root: uri, trees: new Map([[uri, tree]]), resolve: () => [], companions: new Map() };
}

type Model = ReturnType<typeof opensipsCfg.model>;

function fresh(text: string, asked: LanguageSettings, before: Model): unknown {
  const tree = opensipsCfg.parse(text);
  // Among versions that fit equally well, the one before the edit stays.
  const previous = opensipsCfg.model(projectOf(opensipsCfg.parse('')), asked, undefined);
  const version = { version: before.version, versionFrom: before.versionFrom };
  return everything(tree, opensipsCfg.model(projectOf(tree), asked, { ...previous, ...version }));
}

function everything(tree: ScriptTree, model: Model): unknown {
  const view = { uri, tree, model };
  return {
    version: model.version,
    diagnostics: opensipsCfg.check(view),
    symbols: opensipsCfg.symbols?.(view),
    map: opensipsCfg.routeMaps?.mapOf(model),
    marked: opensipsCfg.markedLines?.(tree),
  };
}
