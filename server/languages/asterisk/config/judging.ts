import type { Diagnostic, Range } from 'vscode-languageserver-types';
import { diagnostic } from '../../../rules/diagnostic.ts';
import type { RuleInfo } from '../../../rules/rule.ts';
import type { LinePlace } from './entry.ts';
import type { Finding } from './finding.ts';
import type { Judged } from './findings.ts';
import type { ConfigLine } from './line.ts';

/** A model that knows where its lines are now. */
interface Located {
  /** The number of a line in its file, from the top. */
  lineOf(at: LinePlace): number;
}

/** A finding as the editor shows it. */
export function diagnosticOf(model: Located, { rule, finding }: Judged): Diagnostic {
  const related = finding.related?.map(other => ({
    location: { uri: other.place.file, range: rangeOf(model, other) },
    message: other.message,
  }));
  return diagnostic(rule, finding, rangeOf(model, finding), related);
}

/** The range of a finding in its file. */
export function rangeOf(model: Located, at: LinePlace & { start: number; end: number }): Range {
  const line = model.lineOf(at);
  return { start: { line, character: at.start }, end: { line, character: at.end } };
}

/** Adds what a rule reports to the findings. */
export function collectFindings<Rule extends RuleInfo>(
  rule: Rule,
  findings: Iterable<Finding> | undefined,
  found: Judged<Rule>[],
): void {
  if (findings === undefined) return;
  for (const finding of findings) found.push({ rule, finding });
}

/** The rules that judge lines of a kind. Empty lines have none. */
export type LineRules<Rule> = Readonly<Record<ConfigLine['kind'], readonly Rule[]>>;

export function byLineKind<Rule extends { readonly kinds: readonly ConfigLine['kind'][] }>(
  rules: readonly Rule[],
): LineRules<Rule> {
  const of = (kind: ConfigLine['kind']): readonly Rule[] => rules.filter(({ kinds }) => kinds.includes(kind));
  return {
    blank: none,
    comment: of('comment'),
    header: of('header'),
    directive: of('directive'),
    option: of('option'),
    stray: of('stray'),
    long: of('long'),
  };
}

const none: readonly never[] = [];
