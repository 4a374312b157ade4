import { message } from '../../../../rules/rule.ts';
import type { ConfigurationLine, DropReason } from '../../reading/parser.ts';
import { type Fix, type LineRule, type Place, replacing } from '../rule.ts';

export const droppedLine: LineRule = {
  code: 'flexisip-conf/dropped-line',
  severity: 'warning',
  family: 'reading',
  title: 'Line that the server drops',
  why: 'A line that is neither a section nor a comment and holds no `=` is silently dropped, and so is a section line that cannot be read: the keys below it stay in the section above.',
  fix: 'Write `key=value`, `[section]`, or put a `#` in front.',
  bad: '[global]\nlog-level error\n',
  good: '[global]\nlog-level=error\n',
  on: 'line',
  check({ section, source, sectionIndex, line }) {
    const { statement, text } = source;
    if (statement.kind !== 'dropped') return undefined;
    const isRest = statement.reason === 'after-carriage-return';
    // Other rules speak of a byte order mark and of a tab in front of a section; of many rests the first is enough.
    if (isRest ? isRestOfLine(section.lines[line - 1]) : /^\uFEFF|^\s*\[.*\]/.test(text)) return undefined;
    const at = { sectionIndex, line, start: statement.start, end: statement.end };
    const { what, why, todo } = reasons[statement.reason];
    const fixes = fixesFor(statement.reason, at, text);
    return [{ ...at, message: message(what, why, todo), ...(fixes.length === 0 ? {} : { fixes }) }];
  },
};

function isRestOfLine(line: ConfigurationLine | undefined): boolean {
  return line?.statement.kind === 'dropped' && line.statement.reason === 'after-carriage-return';
}

const reasons: Readonly<Record<DropReason, { what: string; why: string; todo: string }>> = {
  'no-equals': {
    what: 'This line has no `=`.',
    why: 'The server silently drops it; there are no continued lines.',
    todo: 'Write `key=value`, or put a `#` in front.',
  },
  'unclosed-bracket': {
    what: 'This section line has no `]`.',
    why: 'The server drops it: the keys below belong to the section above.',
    todo: 'Close the bracket.',
  },
  'empty-brackets': {
    what: 'There is no name between these brackets.',
    why: 'The server drops the line: the keys below belong to the section above.',
    todo: 'Write the name of the section.',
  },
  'no-key': {
    what: 'There is no key in front of this `=`.',
    why: 'The server silently drops the line.',
    todo: 'Write the key.',
  },
  'after-carriage-return': {
    what: 'The line above ends in a carriage return without line feed.',
    why: 'That ends no line for the server: what follows is the rest of the line above.',
    todo: 'Save the file with LF line endings.',
  },
};

function fixesFor(reason: DropReason, at: Place, text: string): Fix[] {
  if (reason === 'unclosed-bracket')
    return [replacing('Close the bracket', { ...at, start: at.end }, ']', true)];
  if (reason !== 'no-equals') return [];
  const comment = replacing('Make it a comment', { ...at, end: at.start }, '# ');
  return text.slice(0, at.start).includes('\t')
    ? [replacing('Make it a comment', { ...at, start: 0, end: at.start }, '# ')]
    : [comment];
}
