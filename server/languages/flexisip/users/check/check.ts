import type { Diagnostic, Range } from 'vscode-languageserver-types';
import { diagnostic } from '../../../../rules/diagnostic.ts';
import type { Judged as JudgedBy } from '../../../../rules/finding.ts';
import type { Finding, Place } from '../model/finding.ts';
import { changedStretch, type UsersMemory, type UsersModel } from '../model/model.ts';
import type { UserLine, UserStatement } from '../reading/parser.ts';
import type { UsersRule } from '../rules/rule.ts';
import { rules } from './rules.ts';

export type Judged = JudgedBy<Finding, UsersRule>;

export function checkUsers(model: UsersModel): Diagnostic[] {
  return judgeUsers(model).map(judged => diagnosticOf(model, judged));
}

/** Findings beyond this number are not listed: a file of another kind would otherwise have one for every line. */
const MOST_FINDINGS = 2000;

export function judgeUsers(model: UsersModel): Judged[] {
  const active = rules.filter(rule => model.settings.severities[rule.code] !== 'off');
  const { byLine } = judgedLines(model, active);
  const found: Judged[] = [];
  if (byLine.size > 0) {
    model.tree.lines.forEach((source, line) => {
      for (const { rule, finding } of byLine.get(source) ?? []) {
        if (found.length < MOST_FINDINGS) found.push({ rule, finding: movedTo(finding, line) });
      }
    });
  }
  for (const rule of active) {
    if (rule.on !== 'file') continue;
    for (const finding of rule.check(model) ?? []) {
      if (found.length >= MOST_FINDINGS) break;
      found.push({ rule, finding });
    }
  }
  return found;
}

/** The findings of the rules by line, of the lines above `end`; only lines with findings. */
interface JudgedLines {
  lines: readonly UserLine[];
  statements: readonly UserStatement[];
  readonly configuration: UsersModel['configuration'];
  readonly active: string;
  readonly byLine: Map<UserLine, readonly Judged[]>;
  /** The lines below this one are not judged, since those above it have enough findings. */
  end: number;
}

const kept = new WeakMap<UsersMemory, JudgedLines>();

/**
 * Checks the lines that changed since the last check, or all of them if the rules, the configuration or many lines changed, until
 * there are enough findings.
 */
function judgedLines(model: UsersModel, active: readonly UsersRule[]): JudgedLines {
  const key = active.map(rule => rule.code).join(' ');
  const { tree, statements, configuration } = model;
  let state = kept.get(model.memory);
  if (state?.active !== key || state.configuration !== configuration) {
    state = { lines: [], statements: [], configuration, active: key, byLine: new Map(), end: 0 };
    kept.set(model.memory, state);
  }
  const { start, end } = changedStretch(state.statements, statements);
  const changedTo = { before: state.lines.length - end, now: tree.lines.length - end };
  for (const line of state.lines.slice(start, changedTo.before)) state.byLine.delete(line);
  const judge = (line: number): void => {
    const source = tree.lines[line];
    const judged = judgeLine(model, active, line);
    if (source !== undefined && judged.length > 0) state.byLine.set(source, judged);
  };
  if (changedTo.now - start > MOST_FINDINGS) {
    state.byLine.clear();
    state.end = 0;
  } else if (state.end >= changedTo.before) {
    for (let line = start; line < changedTo.now; line++) judge(line);
    state.end += changedTo.now - changedTo.before;
  } else state.end = Math.min(state.end, start);
  while (state.end < tree.lines.length && state.byLine.size < MOST_FINDINGS) {
    judge(state.end);
    state.end++;
  }
  state.lines = tree.lines;
  state.statements = statements;
  return state;
}

function judgeLine(model: UsersModel, active: readonly UsersRule[], line: number): Judged[] {
  const statement = model.statements[line];
  const found: Judged[] = [];
  if (statement === undefined || statement.kind === 'blank' || statement.kind === 'comment') return found;
  for (const rule of active) {
    if (rule.on === 'line') {
      for (const finding of rule.check(statement, line, model) ?? []) found.push({ rule, finding });
    } else if (rule.on === 'entry' && statement.kind === 'user') {
      for (const finding of rule.check(statement, line, model) ?? []) found.push({ rule, finding });
    }
  }
  return found;
}

/** A finding about a line that has moved. */
function movedTo(finding: Finding, line: number): Finding {
  if (finding.line === line) return finding;
  const fixes = finding.fixes?.map(fix => ({ ...fix, edits: fix.edits.map(edit => ({ ...edit, line })) }));
  return { ...finding, line, ...(fixes === undefined ? {} : { fixes }) };
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
