import { message } from '../../../../../rules/rule.ts';
import { isAtLeast } from '../../../config/branch.ts';
import { atLine, type LineRule } from '../rule.ts';

export const invalidEscape: LineRule = {
  code: 'sip-conf/invalid-escape',
  severity: 'error',
  family: 'syntax',
  title: 'Backslash with nothing behind it at the start of a line',
  why: 'The server stops reading the file here: a sip.conf is refused as a whole, an included file loses the rest.',
  fix: 'Remove the backslash.',
  bad: '[general]\n\\ context=public\n',
  good: '[general]\ncontext=public\n',
  since: '11',
  on: 'line',
  check(line, at, model) {
    if ((line.kind !== 'option' && line.kind !== 'stray') || line.backslash !== 'invalid') return undefined;
    if (!isAtLeast(model.branch, '11')) return undefined;
    const text = message(
      'A backslash that begins a line must stand directly before a visible ASCII character.',
      'The server stops reading the file at this line; a sip.conf is refused as a whole.',
      'Remove the backslash.',
    );
    return [{ ...atLine(at.place, at.line), message: text }];
  },
};
