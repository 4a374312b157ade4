import { message } from '../../../../../rules/rule.ts';
import { isAtLeast } from '../../../config/branch.ts';
import { atLine, type LineRule } from '../rule.ts';

export const invalidEscape: LineRule = {
  code: 'sip-conf/invalid-escape',
  severity: 'error',
  family: 'syntax',
  title: 'Backslash with nothing after it at the start of a line',
  why: 'The server stops reading the file here: it refuses all of sip.conf, or loses the rest of an included file.',
  fix: 'Remove the backslash.',
  bad: '[general]\n\\ context=public\n',
  good: '[general]\ncontext=public\n',
  since: '11',
  on: 'line',
  kinds: ['option', 'stray'],
  check(line, at, model) {
    if ((line.kind !== 'option' && line.kind !== 'stray') || line.backslash !== 'invalid') return undefined;
    if (!isAtLeast(model.branch, '11')) return undefined;
    const text = message(
      'A backslash at the start of a line must be directly followed by a printable ASCII character.',
      'The server stops reading the file at this line. If it is sip.conf itself, the server refuses all of it.',
      'Remove the backslash.',
    );
    return [{ ...atLine(at.place, at.line), message: text }];
  },
};
