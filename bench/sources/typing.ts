import type { Language } from '../../server/languages/language.ts';
import { limits } from '../../server/rules/limits.ts';
import { settings } from '../../test/languages.ts';

/** Which line is typed into at a place, counted from 0, and its new text for the keystroke of this number. */
export type Typed = (count: number) => readonly [line: number, text: string];

const KEYSTROKES = 60;

/** Median time from a keystroke to the diagnostics at each place of a text, as many as an editor gets, in milliseconds of the processor. */
export function typingTimes(
  language: Language,
  uri: string,
  text: string,
  places: Readonly<Record<string, Typed>>,
): ReadonlyMap<string, number> {
  let tree = language.parse(text);
  const companions = new Map<string, string | null>();
  const project = () => ({ root: uri, trees: new Map([[uri, tree]]), resolve: () => undefined, companions });
  let model = language.model(project(), settings, undefined);
  language.check({ uri, tree, model }, limits);
  const type = ([line, newText]: ReturnType<Typed>): number => {
    const started = process.cpuUsage();
    tree = language.edit(tree, { line, removed: 1, lines: [newText] });
    model = language.model(project(), settings, model);
    language.check({ uri, tree, model }, limits);
    const { user, system } = process.cpuUsage(started);
    return (user + system) / 1000;
  };
  return new Map(
    Object.entries(places).map(([place, typed]) => {
      const times = Array.from({ length: KEYSTROKES }, (_, count) => type(typed(count)));
      return [place, times.sort((a, b) => a - b)[KEYSTROKES / 2] ?? 0] as const;
    }),
  );
}
