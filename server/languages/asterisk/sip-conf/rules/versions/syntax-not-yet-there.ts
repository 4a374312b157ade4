import { message } from '../../../../../rules/rule.ts';
import { isAtLeast } from '../../../config/branch.ts';
import type { LineRule } from '../rule.ts';

export const syntaxNotYetThere: LineRule = {
  code: 'sip-conf/syntax-not-yet-there',
  severity: 'warning',
  family: 'versions',
  title: 'Syntax that is newer than the target version',
  why: '`+=` is read from 1.6.2 on (before, the plus belongs to the name), a backslash at the start of a line from 11 on, and a byte order mark is skipped from 13 on (before, the first line is not understood).',
  fix: 'Write the line in the old way, or set the target version to the one the server really runs.',
  bad: '[general]\ncontext=pub\ncontext+=lic\n',
  good: '[general]\ncontext=public\n',
  exampleVersion: '1.4',
  on: 'line',
  *check(line, at, model) {
    const { branch } = model;
    const todo = 'Write it in the old way, or choose the right target version.';
    if (line.kind === 'option' && line.operator === '+=' && !isAtLeast(branch, '1.6.2')) {
      const range = { ...at, start: line.operatorStart, end: line.operatorStart + 2 };
      const why = `Asterisk ${branch} takes the plus as part of the name.`;
      yield { ...range, message: message('"+=" is read from Asterisk 1.6.2 on.', why, todo) };
    }
    if (line.kind === 'option' && line.backslash === 'name' && !isAtLeast(branch, '11')) {
      const range = { ...at, start: line.start, end: line.start + 1 };
      const why = `Asterisk ${branch} takes it as part of the name.`;
      yield {
        ...range,
        message: message('A backslash at the start of a line is read from Asterisk 11 on.', why, todo),
      };
    }
    const isFirst = at.place.index === 0 ? at.line === 0 : model.lineOf(at) === 0;
    if (isFirst && line.text.startsWith('\uFEFF') && !isAtLeast(branch, '13')) {
      const why = `Asterisk ${branch} does not understand the first line because of it.`;
      yield {
        ...at,
        start: 0,
        end: 1,
        message: message('The file begins with a byte order mark.', why, 'Save it as UTF-8 without BOM.'),
      };
    }
  },
};
