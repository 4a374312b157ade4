import { message } from '../../../../../rules/rule.ts';
import { isAtLeast } from '../../../config/branch.ts';
import type { LinePlace } from '../../../config/entry.ts';
import type { ConfigLine } from '../../../config/line.ts';
import type { SipConf } from '../../model/model.ts';
import type { Finding, LineRule } from '../rule.ts';

export const syntaxNotYetThere: LineRule = {
  code: 'sip-conf/syntax-not-yet-there',
  severity: 'warning',
  family: 'versions',
  title: 'Syntax that is newer than the target version',
  why: 'The server supports `+=` since 1.6.2 (before, the plus is part of the name) and a backslash at the start of a line since 11, and skips a byte order mark since 13 (before, it cannot read the first line).',
  fix: 'Use the old syntax, or set the target version to the one that the server really runs.',
  bad: '[general]\ncontext=pub\ncontext+=lic\n',
  good: '[general]\ncontext=public\n',
  exampleVersion: '1.4',
  until: '13',
  on: 'line',
  kinds: ['comment', 'header', 'directive', 'option', 'stray', 'long'],
  isAboutPlain: true,
  check: findings,
};

function* findings(line: ConfigLine, at: LinePlace, model: SipConf): Generator<Finding> {
  const { branch } = model;
  const todo = 'Use the old syntax, or select the right target version.';
  if (line.kind === 'option' && line.operator === '+=' && !isAtLeast(branch, '1.6.2')) {
    const range = { ...at, start: line.operatorStart, end: line.operatorStart + 2 };
    const why = `Asterisk ${branch} treats the plus as part of the name.`;
    yield { ...range, message: message('"+=" is supported only since Asterisk 1.6.2.', why, todo) };
  }
  if (line.kind === 'option' && line.backslash === 'name' && !isAtLeast(branch, '11')) {
    const range = { ...at, start: line.start, end: line.start + 1 };
    const why = `Asterisk ${branch} treats it as part of the name.`;
    yield {
      ...range,
      message: message('A backslash at the start of a line is supported only since Asterisk 11.', why, todo),
    };
  }
  const isFirst = at.place.index === 0 ? at.line === 0 : model.lineOf(at) === 0;
  if (isFirst && line.text.startsWith('\uFEFF')) {
    const why = `Because of it, Asterisk ${branch} cannot read the first line.`;
    yield {
      ...at,
      start: 0,
      end: 1,
      message: message(
        'The file begins with a byte order mark.',
        why,
        'Save it as UTF-8 without a byte order mark.',
      ),
    };
  }
}
