import type { Diagnostic } from 'vscode-languageserver-types';
import { greatest } from '../text/longLists.ts';
import { messageText, severityNumbers } from './diagnostic.ts';
import type { RuleInfo } from './rule.ts';

/** Up to this many places are shown individually; more of them are a habit of the file. */
const SINGLE_PLACES = 4;

/** The maximum number of other places that are listed. */
const NAMED_PLACES = 20;

/** How many findings of a habit `gatherHabits` needs; of the others, it needs only the number. */
export const HABIT_SAMPLE = NAMED_PLACES + 1;

/**
 * Combines the diagnostics of a habit that a file repeats into one at the first place, with the number of the others.
 * Errors stay separate. `data.repeats` of a diagnostic is the number if not all were passed.
 */
export function gatherHabits(
  diagnostics: readonly Diagnostic[],
  rules: readonly RuleInfo[],
  uri: string,
): Diagnostic[] {
  const habits = new Map(
    rules.flatMap(({ code, habit }) => (habit === undefined ? [] : [[code as string, habit]])),
  );
  const groups = new Map<string, Diagnostic[]>();
  for (const diagnostic of diagnostics) {
    const key = habitKey(diagnostic, habits.get(String(diagnostic.code)));
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [diagnostic]);
    else group.push(diagnostic);
  }
  const gathered = new Map<Diagnostic, Diagnostic | undefined>();
  for (const group of groups.values()) {
    const count = greatest([group.length, ...group.map(repeatsOf)]);
    if (count <= SINGLE_PLACES) continue;
    const [first, ...others] = group.sort(byPlace);
    if (first === undefined) continue;
    gathered.set(first, oneOf(first, others, count, uri));
    for (const other of others) gathered.set(other, undefined);
  }
  return diagnostics.flatMap(diagnostic => {
    const shown = gathered.has(diagnostic) ? gathered.get(diagnostic) : diagnostic;
    if (shown === undefined) return [];
    const { data: _data, ...rest } = shown;
    return [repeatsOf(shown) === 0 ? shown : rest];
  });
}

/** Diagnostics with the same key are one habit; undefined for those that are not a habit. */
function habitKey(diagnostic: Diagnostic, habit: RuleInfo['habit']): string | undefined {
  if (habit === undefined || diagnostic.severity === severityNumbers.error) return undefined;
  return `${diagnostic.code}\n${diagnostic.severity}\n${habit === 'message' ? messageText(diagnostic) : ''}`;
}

function oneOf(first: Diagnostic, others: readonly Diagnostic[], count: number, uri: string): Diagnostic {
  const more = `The same applies to ${count - 1} more places in this file.`;
  const places = others
    .slice(0, NAMED_PLACES)
    .map(({ range }) => ({ location: { uri, range }, message: 'The same applies here.' }));
  return {
    ...first,
    message: `${messageText(first)} ${more}`,
    relatedInformation: [...(first.relatedInformation ?? []), ...places],
  };
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  return a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character;
}

/** 0 for a diagnostic that counts only itself. */
function repeatsOf({ data }: Diagnostic): number {
  const repeats: unknown = typeof data === 'object' && data !== null && 'repeats' in data ? data.repeats : 0;
  return typeof repeats === 'number' ? repeats : 0;
}
