import { describe, expect, it } from 'vitest';
import { DiagnosticSeverity } from 'vscode-languageserver-types';
import { rules } from '../../server/languages/opensips/check/rules.ts';
import { versions } from '../../server/languages/opensips/facts/versions.ts';
import { opensipsCfg } from '../../server/languages/opensips/index.ts';
import { isCalled } from '../../server/languages/opensips/model/bodies.ts';
import { modelOf } from '../../server/languages/opensips/model/modelOf.ts';
import { parse } from '../../server/languages/opensips/reading/parser.ts';
import { checkAll } from '../languages.ts';

/** The newest branch for which a rule speaks. */
function versionFor(rule: { readonly until?: string; readonly exampleVersion?: string }): string {
  if (rule.exampleVersion !== undefined) return rule.exampleVersion;
  const known: readonly string[] = versions;
  const end = rule.until === undefined ? -1 : known.indexOf(rule.until);
  return versions[end < 0 ? versions.length - 1 : end - 1] ?? '4.0';
}

describe('the examples of the rules of opensips.cfg', () => {
  it.each(rules.map(rule => [rule.code, rule] as const))('%s', (code, rule) => {
    const options = { opensipsVersion: versionFor(rule) };
    const check = (text: string) =>
      [
        ...checkAll(opensipsCfg, { ...rule.files, 'opensips.cfg': text }, 'opensips.cfg', options).values(),
      ].flat();
    const codes = (text: string) => check(text).map(diagnostic => diagnostic.code);
    expect(codes(rule.bad)).toContain(code);
    expect(codes(rule.good)).not.toContain(code);
    const errors = check(rule.good).filter(diagnostic => diagnostic.severity === DiagnosticSeverity.Error);
    expect(errors).toEqual([]);
  });
});

describe('a rule about a script', () => {
  const models = rules.flatMap(rule =>
    [rule.bad, rule.good].map(text => {
      const project = {
        root: 'file:///opensips.cfg',
        trees: new Map([['file:///opensips.cfg', parse(text)]]),
        resolve: () => [],
        companions: new Map(),
      };
      return modelOf(project, { opensipsVersion: versionFor(rule), severities: {} }, undefined);
    }),
  );
  const choosy = rules.flatMap(rule =>
    rule.on === 'script' && (rule.calls ?? rule.modules) !== undefined ? [[rule.code, rule] as const] : [],
  );

  it.each(choosy)('finds nothing where it is not asked: %s', (_, { calls, modules, check }) => {
    const unasked = models.filter(
      model =>
        calls?.some(name => isCalled(model, name)) === false ||
        modules?.some(name => model.modules.has(name)) === false,
    );
    expect(unasked.length).toBeGreaterThan(0);
    for (const model of unasked) expect([...(check(model) ?? [])]).toEqual([]);
  });
});
