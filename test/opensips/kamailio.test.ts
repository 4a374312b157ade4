import { describe, expect, it } from 'vitest';
import { moduleFacts, modulesWithFunction } from '../../server/languages/opensips/facts/facts.ts';
import { kamailioFunctions, kamailioModules } from '../../server/languages/opensips/facts/kamailio.ts';
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

describe('the names of Kamailio', () => {
  it('are those of nothing in OpenSIPS, and what is to be written is there', () => {
    expect([...kamailioModules.keys()].filter(name => moduleFacts(name) !== undefined)).toEqual([]);
    expect([...kamailioFunctions.keys()].filter(name => modulesWithFunction(name).length > 0)).toEqual([]);
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
