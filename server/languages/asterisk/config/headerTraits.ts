import type { Entry } from './entry.ts';
import { RuleLists } from './ruleLists.ts';

/** What the header of a section can have besides a name: words between parentheses, and problems. */
export type HeaderTrait = 'parent' | 'template' | 'append' | 'fault' | 'cut';

const bits: Readonly<Record<HeaderTrait, number>> = { parent: 1, template: 2, append: 4, fault: 8, cut: 16 };

/** The traits of all headers of a name. */
export function headerTraits(entries: readonly Entry[]): number {
  let traits = 0;
  for (const { header } of entries) {
    for (const { kind } of header.options) traits |= bits[kind];
    if (header.fault !== undefined) traits |= bits.fault;
    if (header.isCut === true) traits |= bits.cut;
  }
  return traits;
}

/** Rules about all sections with one name, by the traits of the headers that they look for. */
export function byHeaderTrait<Rule extends { readonly headers?: readonly HeaderTrait[] }>(
  rules: readonly Rule[],
): RuleLists<Rule> {
  return new RuleLists(
    rules.map(rule => ({
      rule,
      needs: rule.headers?.reduce((all, trait) => all | bits[trait], 0),
    })),
  );
}
