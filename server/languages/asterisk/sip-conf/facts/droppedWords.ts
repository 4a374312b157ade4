import type { Branch } from '../../config/branch.ts';
import type { OptionFacts } from './facts.ts';
import { valueProblems } from './values.ts';

/** A range of a list of words, and whether the server uses its words. */
export interface ListPart {
  readonly text: string;
  readonly isDropped: boolean;
}

/**
 * The words of a list in order, with dropped words marked; undefined for a value that is not a list, and for a list in which
 * every word counts.
 */
export function listParts(
  facts: OptionFacts | undefined,
  value: string,
  scope: 'general' | 'device',
  branch: Branch,
): readonly ListPart[] | undefined {
  if (facts === undefined || !LISTS.has(facts.valueType)) return undefined;
  const dropped = valueProblems(facts, value, scope, branch).filter(({ start, end }) => end > start);
  if (dropped.length === 0) return undefined;
  const parts: ListPart[] = [];
  let from = 0;
  for (const word of value.split(',')) {
    const to = from + word.length;
    const isDropped = dropped.some(({ start, end }) => start < to && end > from);
    if (word.trim() !== '') parts.push({ text: word.trim(), isDropped });
    from = to + 1;
  }
  return parts;
}

/** What the server does instead of using a value that it refuses completely: "logs a warning and ..."; undefined for an accepted one. */
export function refusedWhole(
  facts: OptionFacts | undefined,
  value: string,
  scope: 'general' | 'device',
  branch: Branch,
): string | undefined {
  if (facts === undefined || value === '' || LISTS.has(facts.valueType)) return undefined;
  const problem = valueProblems(facts, value, scope, branch).find(
    ({ start, end }) => start === 0 && end >= value.length,
  );
  return problem?.effect;
}

const LISTS: ReadonlySet<string> = new Set(['codec-list', 'enum-list']);

/** The remaining words, as they would be written; `nothing` when there are none. */
export function keptWords(parts: readonly ListPart[]): string {
  const kept = parts.filter(({ isDropped }) => !isDropped).map(({ text }) => text);
  return kept.length === 0 ? 'nothing' : kept.join(',');
}
