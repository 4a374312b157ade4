import { compileRegexp } from '../../../text/cppRegexp.ts';
import type { Branch } from './branch.ts';
import { isAtLeast } from './branch.ts';
import type { Entry } from './entry.ts';

type Finder = (text: string) => boolean;

type ParentOf = (entry: Entry, name: string) => Entry | undefined;

/**
 * The section that a `(+)` section adds to, among the earlier ones with its name. Up to branch 11 it is the first. Since 13
 * (category_get_sep, does_category_match) it is the first that is not a template, or the first that the filter after the plus
 * matches. The server looks for the name as written, so it never finds a section whose name it truncated.
 */
export function appendTarget(
  entry: Entry,
  earlier: readonly Entry[],
  branch: Branch,
  parentOf: ParentOf,
): Entry | undefined {
  if (entry.header.isCut === true) return undefined;
  if (!isAtLeast(branch, '13')) {
    // A word that begins with a plus is the name of a section to copy from.
    const isPlain = entry.header.options.every(({ kind, text }) => kind !== 'append' || text === '+');
    return isPlain ? earlier[0] : undefined;
  }
  let target: Entry | undefined;
  for (const { kind, text } of entry.header.options) {
    if (kind !== 'append') continue;
    target = earlier.find(candidate => passes(candidate, text.slice(1), parentOf));
    if (target === undefined) return undefined;
  }
  return target;
}

/** `name=value&name=value`: regular expressions for a line of the section; `TEMPLATES=` includes templates. */
function passes(candidate: Entry, filter: string, parentOf: ParentOf): boolean {
  let mayBeTemplate = false;
  for (const word of filter === '' ? [] : filter.split('&')) {
    const [name = '', value] = word.split('=').map(part => part.trim());
    if (value === undefined) return false;
    if (name === 'TEMPLATES') {
      const mode = value.toLowerCase();
      if (mode !== 'include' && !(mode === 'restrict' && candidate.isTemplate)) return false;
      mayBeTemplate = true;
    } else if (!hasLine(candidate, finder(name), finder(value), parentOf, 0)) return false;
  }
  return mayBeTemplate || !candidate.isTemplate;
}

/** Deeper inheritance is not followed. */
const MAX_DEPTH = 64;

function hasLine(entry: Entry, name: Finder, value: Finder, parentOf: ParentOf, depth: number): boolean {
  for (const { place, from, until } of entry.pieces) {
    for (const line of place.section.lines.slice(from, until)) {
      if (line.kind === 'option' && name(line.name) && value(line.value)) return true;
    }
  }
  return (
    depth < MAX_DEPTH &&
    entry.parents.some(parent => {
      const found = parentOf(entry, parent);
      return found !== undefined && hasLine(found, name, value, parentOf, depth + 1);
    })
  );
}

/** Patterns come from untrusted files, so the platform's regular expressions, which can run for hours, are not used. */
function finder(pattern: string): Finder {
  const compiled = compileRegexp(pattern);
  return typeof compiled === 'string' ? () => false : text => compiled.search(text) !== undefined;
}
