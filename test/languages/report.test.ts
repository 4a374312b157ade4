import { expect, it } from 'vitest';
import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver-types';
import type { Language } from '../../server/languages/language.ts';
import type { LanguageSettings, Project } from '../../server/languages/project.ts';
import { applySeverities, report } from '../../server/languages/report.ts';
import { projectOf, settings } from '../languages.ts';
import { type WordModel, type WordTree, wordList } from '../protocol/wordList.ts';

const page = 'https://github.com/sip-workbench/sip-workbench/blob/main/docs/rules/sip-conf/bad-word.md';

/** What is reported about a word list. */
function reported(
  text: string,
  severities: LanguageSettings['severities'] = {},
  language: Language<WordTree, WordModel> = wordList(),
  changed: Partial<Project<WordTree>> = {},
): Diagnostic[] {
  const project = { ...projectOf(language, { 'a.words': text }, 'a.words'), ...changed };
  const tree = language.parse(text);
  const model = language.model(project, settings, undefined);
  const isWhole = 'refusal' in changed;
  const view = { uri: project.root, tree, model };
  return report(language, view, { ...settings, severities }, undefined, isWhole ? project : undefined);
}

it('every finding of a rule links to the page of the rule', () => {
  const [first, second, ...rest] = reported('bad\nbad\n');
  expect(first?.codeDescription).toEqual({ href: page });
  expect(second?.codeDescription).toEqual({ href: page });
  expect(rest).toEqual([]);
});

it('a link that is there already stays, and a finding of no rule gets none', () => {
  const words = wordList();
  const codeDescription = { href: 'https://example.com/' };
  const language: Language<WordTree, WordModel> = {
    ...words,
    check: view =>
      words.check(view).flatMap(({ code: _code, ...bare }) => [bare, { ...bare, code: 7, codeDescription }]),
  };
  expect(reported('bad\n', {}, language).map(found => found.codeDescription)).toEqual([
    undefined,
    codeDescription,
  ]);
});

it('a comment silences a finding, and is pointed out where it silences nothing', () => {
  const comment = '# sip-workbench-ignore sip-conf/bad-word: for now\n';
  expect(reported(`${comment}bad\n`)).toEqual([]);
  expect(reported(`${comment}good\n`).map(({ code }) => code)).toEqual(['workbench/unused-ignore-comment']);
  expect(reported(`${comment}good\n`, { 'sip-conf/bad-word': 'off' })).toEqual([]);
  expect(reported(`${comment}good\n`, { 'sip-conf/bad-word': 'hint' })).toHaveLength(1);
});

it('a language without comments has none that silence', () => {
  const { commentPrefixes: _prefixes, ...bare } = wordList();
  const text = '# sip-workbench-ignore sip-conf/bad-word\nbad\n';
  for (const language of [bare, { ...bare, commentPrefixes: [] }])
    expect(reported(text, {}, language).map(({ code }) => code)).toEqual(['sip-conf/bad-word']);
});

it('lines that a language has at hand are not looked for in its text', () => {
  const language: Language<WordTree, WordModel> = {
    ...wordList(),
    markedLines: () => [{ line: 0, text: '# sip-workbench-ignore sip-conf/bad-word' }],
    print: () => {
      throw new RangeError('too long');
    },
  };
  expect(reported('x\nbad\n', {}, language)).toEqual([]);
});

it('a language checks within limits, unless comments or a raised severity need all findings', () => {
  const limits = { error: 1, warning: 1, information: 1, hint: 1 };
  const asked: unknown[] = [];
  const words = wordList();
  const language: Language<WordTree, WordModel> = {
    ...words,
    check: (view, given) => {
      asked.push(given);
      return words.check(view, given);
    },
  };
  const check = (text: string, severities: LanguageSettings['severities'] = {}): void => {
    const project = projectOf(language, { 'a.words': text }, 'a.words');
    const view = {
      uri: project.root,
      tree: language.parse(text),
      model: language.model(project, settings, undefined),
    };
    report(language, view, { ...settings, severities }, limits);
  };
  check('good\n');
  check('good\n', { 'sip-conf/bad-word': 'hint' });
  check('good # sip-workbench-ignore sip-conf/bad-word\n');
  check('good\n', { 'sip-conf/bad-word': 'error' });
  expect(asked).toEqual([limits, limits, undefined, undefined]);
});

it('an include that is not read comes first, and only when the project is given', () => {
  const text = 'bad\ninclude /dev/zero\n';
  const changed: Partial<Project<WordTree>> = { refusal: () => 'It is a device.' };
  const found = reported(text, {}, wordList(), changed);
  expect(found[0]?.message).toBe('It is a device. Its content is not checked. Include a regular file.');
  expect(found.slice(1)).toEqual(reported(text));
  expect(reported(text).every(({ message }) => !String(message).includes('device'))).toBe(true);
});

it('a severity that the user sets takes the place of that of the rule, and off removes the finding', () => {
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
  const found = ['a/a', 'a/b', 'a/c', 'a/d'].map(code => ({
    range,
    code,
    severity: 1 as const,
    message: '',
  }));
  const severities = { 'a/a': 'off', 'a/b': 'hint', 'a/c': 'information' } as const;
  const changed = applySeverities(found, { ...settings, severities });
  expect(changed.map(({ code, severity }) => [code, severity])).toEqual([
    ['a/b', DiagnosticSeverity.Hint],
    ['a/c', DiagnosticSeverity.Information],
    ['a/d', DiagnosticSeverity.Error],
  ]);
});
