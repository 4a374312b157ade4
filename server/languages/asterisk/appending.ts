import type { Entry } from './entry.ts';
import { type Branch, isAtLeast } from './facts.ts';

/** Which earlier sections of its name a `(+)` section finds. */
export type AppendReach = 'any' | 'no-templates' | 'nothing';

/**
 * Up to 11 a plus finds every section. From 13 on (category_get_sep, does_category_match) it finds no templates, unless a
 * filter behind it says so, and a filter word without an equal sign matches nothing. What other filter words match is taken
 * to be there. The name that is looked for is the one that is written, so one that was cut is not found.
 */
export function appendReach(entry: Entry, branch: Branch): AppendReach {
  if (entry.header.isCut === true) return 'nothing';
  if (!isAtLeast(branch, '13')) return 'any';
  const filters = entry.header.options.flatMap(({ kind, text }) =>
    kind === 'append' ? [text.slice(1)] : [],
  );
  const words = filters.filter(filter => filter !== '').flatMap(filter => filter.split('&'));
  if (words.some(word => !word.includes('='))) return 'nothing';
  return words.some(isTemplateFilter) ? 'any' : 'no-templates';
}

function isTemplateFilter(word: string): boolean {
  const [name = '', value = ''] = word.split('=').map(part => part.trim());
  return name === 'TEMPLATES' && ['include', 'restrict'].includes(value.toLowerCase());
}
