import { message } from '../../../../rules/rule.ts';
import type { ConfigurationLine, DropReason } from '../../reading/parser.ts';
import { type Fix, type LineRule, type Place, replacing } from '../rule.ts';

export const droppedLine: LineRule = {
  code: 'flexisip-conf/dropped-line',
  severity: 'warning',
  family: 'reading',
  title: 'Line that the server ignores',
  why: 'The server silently ignores a line that is neither a section nor a comment and has no `=`. It also ignores a section line that it cannot read: the keys below it belong to the section above.',
  fix: 'Write `key=value` or `[section]`, or start the line with `#`.',
  bad: '[global]\nlog-level error\n',
  good: '[global]\nlog-level=error\n',
  on: 'line',
  kinds: ['dropped'],
  check({ section, source, sectionIndex, line }) {
    const { statement, text } = source;
    if (statement.kind !== 'dropped') return undefined;
    const isRest = statement.reason === 'after-carriage-return';
    // Other rules report a byte order mark and a tab before a section. If a line has several rests, only the first is
    // reported.
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
    why: 'The server silently ignores it; a line cannot continue on the next one.',
    todo: 'Write `key=value`, or start the line with `#`.',
  },
  'unclosed-bracket': {
    what: 'This section line has no `]`.',
    why: 'The server ignores it: the keys below belong to the section above.',
    todo: 'Add the closing bracket.',
  },
  'empty-brackets': {
    what: 'There is no name between these brackets.',
    why: 'The server ignores the line: the keys below belong to the section above.',
    todo: 'Add the name of the section.',
  },
  'no-key': {
    what: 'The line has no key before `=`.',
    why: 'The server silently ignores the line.',
    todo: 'Add the key.',
  },
  'after-carriage-return': {
    what: 'The line above ends in a carriage return without a line feed.',
    why: 'The server does not treat this as a line ending: the text after it is part of the line above.',
    todo: 'Save the file with LF line endings.',
  },
};

function fixesFor(reason: DropReason, at: Place, text: string): Fix[] {
  if (reason === 'unclosed-bracket')
    return [replacing('Add the closing bracket', { ...at, start: at.end }, ']', true)];
  if (reason !== 'no-equals') return [];
  const comment = replacing('Turn the line into a comment', { ...at, end: at.start }, '# ');
  return text.slice(0, at.start).includes('\t')
    ? [replacing('Turn the line into a comment', { ...at, start: 0, end: at.start }, '# ')]
    : [comment];
}
