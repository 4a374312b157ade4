import { expect, test } from 'vitest';
import { type Diagnostic, DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver-types';
import { applyIgnoreComments, findIgnoreComments, markedLines } from '../../server/rules/ignore.ts';

function finding(line: number, code = 'sip-conf/a'): Diagnostic {
  const range = { start: { line, character: 0 }, end: { line, character: 1 } };
  return { range, code, message: '', severity: DiagnosticSeverity.Warning };
}

/** What is left of findings, as `line code`. */
function heard(text: string, found: readonly Diagnostic[], off: readonly string[] = []): string[] {
  const comments = findIgnoreComments(markedLines(text), [';', '#']);
  return applyIgnoreComments(found, comments, code => off.includes(code)).map(
    ({ range, code }) => `${range.start.line} ${code}`,
  );
}

test('a comment silences its own line, or alone on a line the one below', () => {
  expect(heard('x ; sip-workbench-ignore sip-conf/a: why\nx\n', [finding(0), finding(1)])).toEqual([
    '1 sip-conf/a',
  ]);
  expect(heard('; sip-workbench-ignore sip-conf/a\nx\nx\n', [finding(1), finding(2)])).toEqual([
    '2 sip-conf/a',
  ]);
  expect(heard('  # sip-workbench-ignore sip-conf/a\r\nx\r\n', [finding(1)])).toEqual([]);
});

test('several comments above one line, and several codes in one comment', () => {
  const text =
    '; sip-workbench-ignore sip-conf/a: one\n; sip-workbench-ignore sip-conf/b, sip-conf/c: two\nx\n';
  expect(
    heard(text, [finding(2), finding(2, 'sip-conf/b'), finding(2, 'sip-conf/c'), finding(2, 'sip-conf/d')]),
  ).toEqual(['2 sip-conf/d']);
});

test('a comment for the file silences every line', () => {
  expect(
    heard('; sip-workbench-ignore-file sip-conf/a: why\n', [
      finding(3),
      finding(9),
      finding(9, 'sip-conf/b'),
    ]),
  ).toEqual(['9 sip-conf/b']);
});

test('a comment that silences nothing is pointed out, but not for a rule that is off', () => {
  const text = '; sip-workbench-ignore sip-conf/a\nx\n; sip-workbench-ignore\nx\n';
  expect(heard(text, [])).toEqual(['0 workbench/unused-ignore-comment', '2 workbench/unused-ignore-comment']);
  expect(heard(text, [], ['sip-conf/a'])).toEqual(['2 workbench/unused-ignore-comment']);
});

test('text that only looks like one does nothing', () => {
  expect(heard('sip-workbench-ignore sip-conf/a\nx\n', [finding(1)])).toEqual(['1 sip-conf/a']);
  expect(heard('; sip-workbench-ignores sip-conf/a\nx\n', [finding(1)])).toEqual(['1 sip-conf/a']);
  expect(heard('', [finding(1)])).toEqual(['1 sip-conf/a']);
});

test('the hint about a comment covers its codes, fades it out, and says what to do', () => {
  const text = 'x\n ; sip-workbench-ignore sip-conf/a,  sip-conf/b : why: so\r\n; sip-workbench-ignore \n';
  const comments = findIgnoreComments(markedLines(text), [';']);
  expect(applyIgnoreComments([], comments, () => false)).toEqual([
    {
      range: { start: { line: 1, character: 3 }, end: { line: 1, character: 47 } },
      severity: DiagnosticSeverity.Hint,
      code: 'workbench/unused-ignore-comment',
      source: 'SIP Workbench',
      message:
        'This comment has no effect: sip-conf/a, sip-conf/b. A comment that is no longer needed hides the next real finding. Remove it, or correct the code of the rule.',
      tags: [DiagnosticTag.Unnecessary],
    },
    expect.objectContaining({
      range: { start: { line: 2, character: 2 }, end: { line: 2, character: 22 } },
      message: expect.stringMatching(/^This comment has no rule code\. /),
    }),
  ]);
});

test('a comment above an empty line, or behind a value, says nothing about comments below', () => {
  const one = '; sip-workbench-ignore sip-conf/a\n';
  expect(heard(`${one}\n${one}x\n`, [finding(3)])).toEqual(['0 workbench/unused-ignore-comment']);
  expect(heard(`${one}x ${one}x\n`, [finding(1), finding(2)])).toEqual(['2 sip-conf/a']);
});

test('a comment may begin with either of two marks, the first of them in front', () => {
  const text = '# ; sip-workbench-ignore sip-conf/a\nx\n';
  expect(heard(text, [finding(1)])).toEqual([]);
  expect(heard(`x ${text}`, [finding(1)])).toEqual(['1 sip-conf/a', '0 workbench/unused-ignore-comment']);
});

test('lines that are no such comment may stand between those that are asked about', () => {
  const lines = [
    { line: 0, text: '; sip-workbench-ignore sip-conf/a' },
    { line: 1, text: 'x' },
  ];
  expect(findIgnoreComments(lines, [';']).map(({ target }) => target)).toEqual([1]);
  expect(markedLines('a\nb ; sip-workbench-ignore x\n')).toEqual([
    { line: 1, text: 'b ; sip-workbench-ignore x\n' },
  ]);
});
