import { expect, it, vi } from 'vitest';
import type { Language } from '../../server/languages/language.ts';
import { splitLines } from '../../server/text/lines.ts';
import { settings } from '../languages.ts';

const uri = 'file:///etc/server/some.conf';

/** What a language says about a text for a version of its server. */
function said(language: Language, text: string, version: string | undefined): string {
  const chosen =
    version === undefined ? settings : { ...settings, [`${language.versions?.key}Version`]: version };
  const tree = language.parse(text);
  const project = { root: uri, trees: new Map([[uri, tree]]), resolve: () => [], companions: new Map() };
  const view = { uri, tree, model: language.model(project, chosen, undefined) };
  const lines = splitLines(text);
  const line = Math.floor(lines.length / 2);
  const all = { start: { line: 0, character: 0 }, end: { line: lines.length, character: 0 } };
  const character = /^\s*/.exec((lines[line] ?? '').trimEnd())?.[0].length ?? 0;
  return JSON.stringify([
    language.check(view),
    language.lenses?.(view),
    language.hints?.(view, all),
    language.status?.(view),
    language.hover?.(view, { line, character }),
    // Lists are long: some of them will do.
    text.length % 4 === 0
      ? language.complete?.(view, { line, character }).items.map(({ label, detail }) => [label, detail])
      : [],
  ]);
}

/** The answers of a process in which nothing has been asked yet, about the examples of all rules, the first or the last first. */
async function answers(order: 'forward' | 'backward'): Promise<ReadonlyMap<string, string>> {
  vi.resetModules();
  const { languages } = await import('../../server/languages/registry.ts');
  const questions = languages.flatMap(language => {
    const known = language.versions?.choices.map(({ value }) => value) ?? [];
    // The first choice may be `auto`.
    const versions = [...new Set([known.at(1), known.at(-1)])];
    return language
      .rules()
      .flatMap(({ bad, good }) => [bad, good])
      .flatMap(text => versions.map(version => ({ language, text, version })));
  });
  if (order === 'backward') questions.reverse();
  return new Map(
    questions.map(({ language, text, version }) => [
      `${language.id} ${version} ${text}`,
      said(language, text, version),
    ]),
  );
}

it('what was seen before changes no answer', async () => {
  const forward = await answers('forward');
  const backward = await answers('backward');
  expect(forward.size).toBeGreaterThan(700);
  for (const [question, answer] of forward) expect(backward.get(question), question).toBe(answer);
});
