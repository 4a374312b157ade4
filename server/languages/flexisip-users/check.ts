import type { Diagnostic, Range } from 'vscode-languageserver-types';
import { diagnostic } from '../../rules/diagnostic.ts';
import type { UsersModel } from './model.ts';
import type { Finding, Place, UsersRule } from './rule.ts';
import { rules } from './rules.ts';

export interface Judged {
  readonly rule: UsersRule;
  readonly finding: Finding;
}

export function checkUsers(model: UsersModel): Diagnostic[] {
  return judgeUsers(model).map(judged => diagnosticOf(model, judged));
}

/** Findings beyond this number are not listed: a file of another kind would fill the list with one line each. */
const MOST_FINDINGS = 2000;

export function judgeUsers(model: UsersModel): Judged[] {
  const active = rules.filter(rule => model.settings.severities[rule.code] !== 'off');
  const found: Judged[] = [];
  const add = (rule: UsersRule, findings: Iterable<Finding> | undefined): void => {
    for (const finding of findings ?? []) if (found.length < MOST_FINDINGS) found.push({ rule, finding });
  };
  const entryRules = active.filter(rule => rule.on === 'entry');
  const lineRules = active.filter(rule => rule.on === 'line');
  model.statements.forEach((statement, line) => {
    for (const rule of lineRules) add(rule, rule.check(statement, line, model));
    if (statement.kind !== 'user') return;
    for (const rule of entryRules) add(rule, rule.check(statement, line, model));
  });
  for (const rule of active) if (rule.on === 'file') add(rule, rule.check(model));
  return found;
}

export function rangeOf({ line, start, end }: Place): Range {
  return { start: { line, character: start }, end: { line, character: end } };
}

function diagnosticOf(model: UsersModel, { rule, finding }: Judged): Diagnostic {
  const related = finding.related?.map(other => ({
    location: { uri: model.uri, range: rangeOf(other) },
    message: other.message,
  }));
  return diagnostic(rule, finding, rangeOf(finding), related);
}
