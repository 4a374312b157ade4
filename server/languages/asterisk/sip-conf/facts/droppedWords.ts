import type { Branch } from '../../config/branch.ts';
import type { OptionFacts } from './facts.ts';
import { valueProblems } from './values.ts';

/** A stretch of a list of words, and whether the server takes what stands in it. */
export interface ListPart {
  readonly text: string;
  readonly isDropped: boolean;
}

/**
 * The words of a list in order, those that the server drops marked; undefined for a value that is no list, and for a list of
 * which every word counts.
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

/** What the server does in place of a value that it refuses as a whole: "logs a warning and ..."; undefined for one that it takes. */
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

/** The words that are left, as they would be written; `nothing` when none is. */
export function keptWords(parts: readonly ListPart[]): string {
  const kept = parts.filter(({ isDropped }) => !isDropped).map(({ text }) => text);
  return kept.length === 0 ? 'nothing' : kept.join(',');
}
