import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver-types';
import { opensipsCfg } from '../../server/languages/opensips/index.ts';
import type { LanguageSettings } from '../../server/languages/project.ts';

/** One script as a real server judged it; see the page of the oracle. */
interface Case {
  readonly id: string;
  readonly version: string;
  readonly kind: string;
  readonly verdict: 'ok' | 'error';
  readonly startVerdict: 'ok' | 'error';
  readonly errors: readonly { readonly line: number | null; readonly code: string }[];
  readonly startErrors: readonly { readonly line: number | null; readonly code: string }[];
  readonly cfg: string;
}

/** Whole scripts with one change each, and small scripts around single details. */
const files = ['opensips-check.jsonl', 'opensips-details.jsonl'];

function casesOf(file: string): Case[] {
  return readFileSync(new URL(`./${file}`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));
}

function check(one: Case): Diagnostic[] {
  const uri = 'file:///opensips.cfg';
  const settings: LanguageSettings = {
    asteriskVersion: 'auto',
    opensipsVersion: one.version,
    flexisipVersion: 'auto',
    severities: {},
  };
  const tree = opensipsCfg.parse(one.cfg);
  const project = { root: uri, trees: new Map([[uri, tree]]), resolve: () => [], companions: new Map() };
  const model = opensipsCfg.model(project, settings, undefined);
  return opensipsCfg.check({ uri, tree, model });
}

describe.each(files)('the verdict of a start in %s', file => {
  const results = casesOf(file).map(one => ({ one, diagnostics: check(one) }));

  it('is the one of the real server on every case', () => {
    const wrong = results
      .filter(({ one, diagnostics }) => hasError(diagnostics) !== (one.startVerdict === 'error'))
      .map(({ one, diagnostics }) => `${one.id}: server ${one.startVerdict}, ${describeAll(diagnostics)}`);
    expect(wrong).toEqual([]);
  });

  it('comes with a warning where only the check with -C complains', () => {
    const wrong = results
      .filter(({ one }) => one.verdict === 'error' && one.startVerdict === 'ok')
      .filter(
        ({ diagnostics }) =>
          !diagnostics.some(diagnostic => diagnostic.severity === DiagnosticSeverity.Warning),
      );
    expect(wrong.map(({ one }) => one.id)).toEqual([]);
  });

  it('stands on the line that the server names in 95 of 100 cases', () => {
    const located = results.filter(({ one }) => serverLine(one) !== undefined);
    const elsewhere = located.filter(({ one, diagnostics }) => {
      const first = diagnostics.find(diagnostic => diagnostic.severity === DiagnosticSeverity.Error);
      return first === undefined || first.range.start.line + 1 !== serverLine(one);
    });
    console.info(`${located.length - elsewhere.length} of ${located.length} on the line of the server`);
    // The server names the line behind a missing semicolon, here the statement that lacks it is marked.
    const known = elsewhere.map(({ one }) => one.kind);
    expect(elsewhere.length / located.length, [...new Set(known)].join(', ')).toBeLessThanOrEqual(0.05);
  });
});

function serverLine(one: Case): number | undefined {
  if (one.startVerdict !== 'error') return undefined;
  return (one.errors[0] ?? one.startErrors[0])?.line ?? undefined;
}

function hasError(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(diagnostic => diagnostic.severity === DiagnosticSeverity.Error);
}

function describeAll(diagnostics: readonly Diagnostic[]): string {
  return diagnostics
    .map(diagnostic => `${diagnostic.range.start.line + 1} ${diagnostic.code} ${diagnostic.message}`)
    .join('; ');
}
