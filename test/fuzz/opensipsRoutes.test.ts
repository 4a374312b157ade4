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
          expect(everything(tree, model)).toEqual(fresh(lines.join(''), asked));
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
          expect(everything(tree, model)).toEqual(fresh(lines.join(''), settings));
        }
      },
    ),
    { numRuns: 15 },
  );
});

it('says after an edit of a file or of one that it includes what it says about the whole script', () => {
  const edit = fc.record({
    name: fc.constantFrom('opensips.cfg', 'inside.cfg', 'deeper.cfg', 'routes.cfg'),
    at: fc.nat(400),
    removed: fc.nat(1),
    lines: fc.array(fc.oneof(line, line, line, declaration), { maxLength: 2 }),
  });
  fc.assert(
    fc.property(
      fc.array(line, { minLength: 1, maxLength: 3 }),
      fc.array(edit, { minLength: 1, maxLength: 12 }),
      (bodies, edits) => {
        const script = scriptOf([...bodies, '\tinclude_file "inside.cfg"\n']);
        const texts = new Map([
          ['opensips.cfg', [...script, 'include_file "routes.cfg"\n']],
          ['inside.cfg', ['\troute(i1);\n', '\txlog("x\\n");\n', '\tinclude_file "deeper.cfg"\n']],
          ['deeper.cfg', ['\tt_relay();\n', '\troute(r7);\n']],
          ['routes.cfg', ['route[i1] {\n', '\tsave("location");\n', '}\n', 'route[i2] { exit; }\n']],
        ]);
        const trees = new Map(parsed(texts));
        let model = modelOf(trees, undefined);
        for (const { name, at, removed, lines: inserted } of edits) {
          const lines = texts.get(name) ?? [];
          const from = at % (lines.length + 1);
          const count = Math.min(removed, lines.length - from);
          lines.splice(from, count, ...inserted);
          const old = trees.get(folder + name);
          if (old === undefined) continue;
          trees.set(folder + name, opensipsCfg.edit(old, { line: from, removed: count, lines: inserted }));
          model = modelOf(trees, model);
          const again = new Map(parsed(texts));
          const whole = modelOf(again, undefined);
          for (const [other, tree] of trees)
            expect(everything(tree, model, other)).toEqual(
              everything(again.get(other) ?? tree, whole, other),
            );
        }
      },
    ),
    { numRuns: 12 },
  );
});

function parsed(texts: ReadonlyMap<string, readonly string[]>): [string, ScriptTree][] {
  return [...texts].map(([name, lines]) => [folder + name, opensipsCfg.parse(lines.join(''))]);
}

function modelOf(trees: ReadonlyMap<string, ScriptTree>, previous: Model | undefined): Model {
  const root = trees.get(uri) ?? opensipsCfg.parse('');
  return opensipsCfg.model(projectOf(root, trees), settings, previous);
}

const folder = 'file:///etc/opensips/';
const uri = `${folder}opensips.cfg`;

function projectOf(tree: ScriptTree, others: Iterable<readonly [string, ScriptTree]> = []) {
  const trees = new Map([[uri, tree], ...others]);
  const resolve = (_: string, path: string) => [...trees.keys()].filter(other => other.endsWith(`/${path}`));
  return { root: uri, trees, resolve, companions: new Map() };
}

type Model = ReturnType<typeof opensipsCfg.model>;

function fresh(text: string, asked: LanguageSettings): unknown {
  const tree = opensipsCfg.parse(text);
  return everything(tree, opensipsCfg.model(projectOf(tree), asked, undefined));
}

function everything(tree: ScriptTree, model: Model, of = uri): unknown {
  const view = { uri: of, tree, model };
  return {
    version: model.version,
    diagnostics: opensipsCfg.check(view),
    symbols: opensipsCfg.symbols?.(view),
    map: opensipsCfg.routeMaps?.mapOf(model),
    marked: opensipsCfg.markedLines?.(tree),
  };
}
