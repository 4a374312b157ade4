import { compileRegexp } from '../../../text/cppRegexp.ts';
import type { Branch } from './branch.ts';
import { isAtLeast } from './branch.ts';
import type { Entry } from './entry.ts';

type Finder = (text: string) => boolean;

type ParentOf = (entry: Entry, name: string) => Entry | undefined;

/**
 * The sections with one name in reading order, among which a `(+)` section looks for the one that it adds to. Up to branch 11 it
 * is the first. Since 13 (category_get_sep, does_category_match) it is the first that is not a template, or the first that the
 * filter after the plus matches. The server looks for the name as written, so it never finds a section whose name it truncated.
 * Answers are kept, so that many headers take time that follows their length.
 */
export class EarlierSections {
  private readonly sections: Entry[] = [];
  private firstPlain: Entry | undefined;
  private readonly searches = new Map<string, Search>();
  private linesLeft = MOST_LINES;
  private growth = 0;

  constructor(
    private readonly branch: Branch,
    private readonly parentOf: ParentOf,
  ) {}

  add(entry: Entry): void {
    this.sections.push(entry);
    if (!entry.isTemplate) this.firstPlain ??= entry;
  }

  /**
   * The section that a `(+)` section adds to. `growth`: another number than last time when sections may have got more lines
   * since, as one does behind an include line.
   */
  targetOf(entry: Entry, growth = 0): Entry | undefined {
    if (growth !== this.growth) {
      this.growth = growth;
      this.searches.clear();
    }
    const { isCut, options } = entry.header;
    if (isCut === true) return undefined;
    if (!isAtLeast(this.branch, '13')) {
      // A word that begins with a plus is the name of a section to copy from.
      const isPlain = options.every(({ kind, text }) => kind !== 'append' || text === '+');
      return isPlain ? this.sections[0] : undefined;
    }
    let target: Entry | undefined;
    for (const { kind, text } of options) {
      if (kind !== 'append') continue;
      target = this.firstPassing(text.slice(1));
      if (target === undefined) return undefined;
    }
    return target;
  }

  /** The first section that a filter lets through. Those that were looked at for the same filter are not asked again. */
  private firstPassing(filter: string): Entry | undefined {
    if (filter === '') return this.firstPlain;
    let search = this.searches.get(filter);
    if (search === undefined) {
      search = { words: wordsOf(filter), asked: 0, found: undefined };
      this.searches.set(filter, search);
    }
    while (search.found === undefined && search.asked < this.sections.length) {
      if (this.linesLeft <= 0) return this.firstPlain;
      const candidate = this.sections[search.asked++];
      if (candidate !== undefined && this.passes(candidate, search.words)) search.found = candidate;
    }
    return search.found;
  }

  /** A template passes only when the filter says so. */
  private passes(candidate: Entry, words: readonly Word[]): boolean {
    let mayBeTemplate = false;
    for (const word of words) {
      if (word.kind === 'wrong') return false;
      if (word.kind === 'templates') {
        if (word.mode !== 'include' && !(word.mode === 'restrict' && candidate.isTemplate)) return false;
        mayBeTemplate = true;
      } else if (!this.hasLine(candidate, word)) return false;
    }
    return mayBeTemplate || !candidate.isTemplate;
  }

  /** Some line of a section, or of one that it copies from, is such. */
  private hasLine(candidate: Entry, { name, value, without }: LineWord): boolean {
    const seen = new Set<Entry>();
    const waiting = [candidate];
    for (let entry = waiting.pop(); entry !== undefined; entry = waiting.pop()) {
      if (seen.has(entry) || without.has(entry)) continue;
      seen.add(entry);
      for (const { place, from, until } of entry.pieces) {
        const { lines } = place.section;
        for (let index = from; index < until; index++) {
          const line = lines[index];
          this.linesLeft--;
          if (line?.kind === 'option' && name(line.name) && value(line.value)) return true;
        }
      }
      for (const parent of entry.parents) {
        this.linesLeft--;
        const found = this.parentOf(entry, parent);
        if (found !== undefined) waiting.push(found);
      }
    }
    for (const entry of seen) without.add(entry);
    return false;
  }
}

/** Our own bound on searching lines for many different filters. */
const MOST_LINES = 500_000;

/** How far the search for a filter has come. */
interface Search {
  readonly words: readonly Word[];
  asked: number;
  found: Entry | undefined;
}

/** A regular expression for the name and one for the value of a line. */
interface LineWord {
  readonly kind: 'line';
  readonly name: Finder;
  readonly value: Finder;
  /** Sections that have no such line, with all that they copy from. */
  readonly without: Set<Entry>;
}

type Word = LineWord | { readonly kind: 'templates'; readonly mode: string } | { readonly kind: 'wrong' };

/** `name=value&name=value`: regular expressions for a line of the section; `TEMPLATES=` includes templates. */
function wordsOf(filter: string): readonly Word[] {
  return filter.split('&').map((word): Word => {
    const [name = '', value] = word.split('=').map(part => part.trim());
    if (value === undefined) return { kind: 'wrong' };
    if (name === 'TEMPLATES') return { kind: 'templates', mode: value.toLowerCase() };
    return { kind: 'line', name: finder(name), value: finder(value), without: new Set() };
  });
}

/** Patterns come from untrusted files, so the platform's regular expressions, which can run for hours, are not used. */
function finder(pattern: string): Finder {
  const compiled = compileRegexp(pattern);
  return typeof compiled === 'string' ? () => false : text => compiled.search(text) !== undefined;
}
