import type { Execution } from '../../server.ts';
import type { Rule } from './droutingData.ts';

/** A rule for a number, with where a later search for the next one goes on. */
export interface Match {
  readonly rule: Rule;
  readonly length: number;
  /** The position after the rule among those of its prefix; 0 for the end, -1 for the end of those without prefix. */
  readonly index: number;
}

/** The rule with the longest prefix of a number, from a place among the rules of that prefix on (get_prefix). */
export function findRule(
  x: Execution,
  rules: readonly Rule[],
  group: number,
  number: string,
  from: number,
): Match | undefined {
  const isDigit = prefixCharacters(x);
  const usable = rules.filter(({ prefix }) => [...prefix].every(isDigit));
  const depth = depthOf(usable, number, isDigit);
  let index = from;
  for (let length = depth; length > 0; length--) {
    const found = fitting(x, usable, group, number.slice(0, length), index);
    if (found !== undefined) return { rule: found.rule, length, index: found.next };
  }
  if (from < 0) return undefined;
  index = from;
  const found = fitting(x, usable, group, '', index);
  if (found === undefined) return undefined;
  return { rule: found.rule, length: 0, index: found.next === 0 ? -1 : found.next };
}

function prefixCharacters({ server }: Execution): (character: string) => boolean {
  const extra = server.parameter('drouting', 'extra_prefix_chars') ?? '';
  return character => /\d/.test(character) || extra.includes(character);
}

/** How many characters the server walks down its tree of prefixes; 0 where it meets one that no prefix may have. */
function depthOf(rules: readonly Rule[], number: string, isDigit: (character: string) => boolean): number {
  for (let at = 0; at < number.length; at++) {
    if (!isDigit(number[at] ?? '')) return 0;
    if (at === number.length - 1) return number.length;
    const walked = number.slice(0, at + 1);
    if (!rules.some(({ prefix }) => prefix.length > walked.length && prefix.startsWith(walked)))
      return at + 1;
  }
  return 0;
}

function fitting(
  x: Execution,
  rules: readonly Rule[],
  group: number,
  prefix: string,
  from: number,
): { readonly rule: Rule; readonly next: number } | undefined {
  const own = rules
    .filter(rule => rule.prefix === prefix && rule.groups.includes(group))
    .toSorted((a, b) => b.priority - a.priority);
  for (const [at, rule] of own.entries()) {
    if (at < from || !isTime(x, rule)) continue;
    return { rule, next: at + 1 < own.length ? at + 1 : 0 };
  }
  return undefined;
}

/** Whether the rule applies now depends on the clock. */
function isTime(x: Execution, rule: Rule): boolean {
  if (rule.timeRecurrence === '') return true;
  return x.server.questions.askYes(
    `Does the current time match "${rule.timeRecurrence}" of rule ${rule.id} for prefix "${rule.prefix}"?`,
  );
}
