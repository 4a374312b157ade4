import { describe, expect, it } from 'vitest';
import {
  coreVariable,
  moduleFacts,
  modulesWithFunction,
  modulesWithVariable,
  parameterFacts,
} from '../../server/languages/opensips/facts/facts.ts';
import {
  kamailioFunctions,
  kamailioModules,
  kamailioParameters,
  kamailioVariables,
} from '../../server/languages/opensips/facts/kamailio.ts';
import { opensipsCfg } from '../../server/languages/opensips/index.ts';
import { checkAll } from '../languages.ts';

function findings(lines: readonly string[]): readonly string[] {
  const text = ['socket=udp:127.0.0.1:5060', 'loadmodule "/modules/proto_udp.so"', ...lines, ''].join('\n');
  const found = checkAll(opensipsCfg, { 'opensips.cfg': text }, 'opensips.cfg', { opensipsVersion: '3.6' });
  return [...found.values()]
    .flat()
    .map(({ code, range, message }) => `${String(code).slice(13)} ${range.start.line}: ${String(message)}`)
    .filter(one => one.includes('Kamailio'));
}

const route = ['route {', '\texit;', '}'];

describe('a script that was written for Kamailio', () => {
  it('says once that directives are comments', () => {
    const lines = ['#!define WITH_TLS', '#!ifdef WITH_TLS', 'log_level=3', '#!endif', ...route];
    expect(findings(lines)).toEqual([
      expect.stringMatching(/^directive-of-kamailio 2: `#!define` is a directive of Kamailio/),
    ]);
    expect(findings(['#!KAMAILIO', ...lines])).toEqual([
      expect.stringMatching(/^directive-of-kamailio 2: This line marks a script for Kamailio/),
    ]);
    expect(findings(['#!/usr/sbin/opensips', '# ifdef', '#ifdef x', '##!ifdef', ...route])).toEqual([]);
  });

  it('notices a directive that is typed, and one that is removed', () => {
    const plain = opensipsCfg.parse(`${route.join('\n')}\n# notes\n`);
    const written = (line: string) => ({ line: route.length, removed: 1, lines: [`${line}\n`] });
    const typed = opensipsCfg.edit(plain, written('#!ifdef notes'));
    expect(
      [plain, typed, opensipsCfg.edit(typed, written('# notes'))].map(tree => tree.notable.length),
    ).toEqual([0, 1, 0]);
  });

  it('reads its route blocks', () => {
    expect(findings(['request_route {', '\tsanity_check();', '}', 'reply_route {', '\texit;', '}'])).toEqual([
      expect.stringMatching(/^syntax-error 2: `request_route` is a route block of Kamailio: write `route`/),
      expect.stringMatching(/^unknown-function 3: `sanity_check` is a function of Kamailio/),
      expect.stringMatching(/^syntax-error 5: `reply_route` .* write `onreply_route`/),
    ]);
  });

  it('names what does the work of its modules', () => {
    expect(findings(['loadmodule "htable.so"', 'loadmodule "/modules/kex.so"', ...route])).toEqual([
      expect.stringMatching(/^unknown-module 2: .*`htable`, which belongs to Kamailio.*Use `cachedb_local`/),
      expect.stringMatching(/^unknown-module 3: .*`kex`/),
    ]);
  });
});

describe('names of Kamailio in a script', () => {
  it('are named as such, with what to write', () => {
    const lines = [
      'loadmodule "dialog.so"',
      'modparam("dialog", "dlg_flag", 4)',
      'route {',
      '\tif ($rU == $null) exit;',
      '\t$xavp(x) = $T(reply_code);',
      '\tt_relay_to_udp("192.0.2.1", "5060");',
      '}',
    ];
    expect(findings(lines)).toEqual([
      expect.stringMatching(
        /^unknown-parameter 3: .*`dlg_flag` belongs to `dialog` of Kamailio.*`create_dialog`/,
      ),
      expect.stringMatching(/^unknown-variable 5: .*Write `NULL`\.$/),
      expect.stringMatching(/^unknown-variable 6: .*Write `\$avp\(name\)`\.$/),
      expect.stringMatching(/^unknown-variable 6: .*`\$T_reply_code`/),
      expect.stringMatching(/^unknown-function 7: .*Set `\$du`/),
    ]);
  });
});

describe('the names of Kamailio', () => {
  it('are those of nothing in OpenSIPS, and what is to be written is there', () => {
    expect([...kamailioModules.keys()].filter(name => moduleFacts(name) !== undefined)).toEqual([]);
    expect([...kamailioFunctions.keys()].filter(name => modulesWithFunction(name).length > 0)).toEqual([]);
    const isKnown = (name: string) =>
      coreVariable(name) !== undefined || modulesWithVariable(name).length > 0;
    expect([...kamailioVariables.keys()].filter(isKnown)).toEqual([]);
    for (const name of kamailioParameters.keys()) {
      const [module = '', parameter = ''] = name.split('.');
      const facts = moduleFacts(module);
      expect(facts, name).toBeDefined();
      expect(facts && parameterFacts(facts, parameter), name).toBeUndefined();
    }
    for (const [name, instead] of kamailioModules) {
      for (const [, module = ''] of (instead ?? '').matchAll(/(?:Use|Load|or|and) `(\w+)`/g))
        expect(moduleFacts(module), `${module}, for ${name}`).toBeDefined();
    }
    for (const [name, instead] of kamailioFunctions) {
      for (const [, called = ''] of instead.matchAll(/(?:Call|call|or|and) `(\w+)`/g))
        expect(modulesWithFunction(called), `${called}, for ${name}`).not.toEqual([]);
    }
  });
});
