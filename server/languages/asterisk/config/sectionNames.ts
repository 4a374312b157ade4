import { type Branch, isAtLeast } from './branch.ts';
import type { Entry } from './entry.ts';

/** Section names never contain a line feed. */
const FIRST_OF_ALL = '\n';

/** The sections of a file by name, and who copies from whom. Kept up to date as sections come and go. */
export class SectionNames {
  /** Entries that exist for the server, by lowercase name; entries with the same name in reading order. */
  entries = new Map<string, Entry[]>();
  private areNamesInOrder = true;
  /** Entries that copy from a name, by that name in lowercase. */
  readonly heirs = new Map<string, Set<Entry>>();
  /** All templates that exist for the server. */
  readonly templates = new Set<Entry>();
  /** How often an edit changed which names of templates there are. */
  templateChanges = 0;
  /** The first section that can be copied from, by name; missing where it is the first with its name. */
  private readonly firsts = new Map<string, Entry | undefined>();
  /** Answers of `isCopied` since the last change of a section that copies. */
  private readonly copied = new Map<string, boolean>();

  /** `all`: the entries in reading order, when they are asked for. */
  constructor(
    private readonly branch: Branch,
    private readonly all: () => readonly Entry[],
    private readonly isRefused: (entry: Entry) => boolean,
  ) {}

  clear(): void {
    this.entries.clear();
    this.areNamesInOrder = true;
    this.heirs.clear();
    this.templates.clear();
    this.firsts.clear();
    this.copied.clear();
  }

  /** Puts an entry behind those of its name. */
  enter(entry: Entry): void {
    if (this.firsts.size > 0) {
      this.firsts.delete(entry.key);
      this.firsts.delete(FIRST_OF_ALL);
    }
    if (entry.isLost) return;
    if (entry.isTemplate && !entry.isAppend) this.templates.add(entry);
    const bucket = this.entries.get(entry.key);
    if (bucket === undefined) this.entries.set(entry.key, [entry]);
    else bucket.push(entry);
    // Clearing what is empty makes a new table.
    if (entry.parents.length > 0 && this.copied.size > 0) this.copied.clear();
    for (const parent of entry.parents) {
      const key = parent.toLowerCase();
      const heirs = this.heirs.get(key);
      if (heirs === undefined) this.heirs.set(key, new Set([entry]));
      else heirs.add(entry);
    }
  }

  /** Replaces consecutive sections with those that an edit made of them. */
  replace(olds: readonly Entry[], news: readonly Entry[]): void {
    this.leave(olds);
    for (const entry of news) this.enter(entry);
    for (const key of new Set([...olds, ...news].map(entry => entry.key))) {
      const bucket = this.entries.get(key);
      if (bucket?.length === 0) this.entries.delete(key);
      else bucket?.sort((a, b) => a.ordinal - b.ordinal);
    }
    if (namesOfTemplates(olds) !== namesOfTemplates(news)) this.templateChanges++;
    // Most edits are within sections, which keep their names and thus their place among the others.
    this.areNamesInOrder &&=
      olds.length === news.length && olds.every(({ key }, index) => key === news[index]?.key);
  }

  /** The same with the names in reading order as well. */
  get inOrder(): ReadonlyMap<string, readonly Entry[]> {
    if (!this.areNamesInOrder) {
      // A new map, as somebody may be iterating over the old one.
      this.entries = new Map(
        [...this.entries].sort(([, [a]], [, [b]]) => (a?.ordinal ?? 0) - (b?.ordinal ?? 0)),
      );
      this.areNamesInOrder = true;
    }
    return this.entries;
  }

  /** Removes entries; a name stays in its place, even without entries. */
  private leave(entries: readonly Entry[]): void {
    const gone = new Set(entries);
    for (const key of new Set(entries.map(entry => entry.key))) {
      this.firsts.delete(key);
      const bucket = this.entries.get(key)?.filter(other => !gone.has(other));
      if (bucket !== undefined) this.entries.set(key, bucket);
    }
    this.firsts.delete(FIRST_OF_ALL);
    for (const entry of entries) {
      this.templates.delete(entry);
      if (entry.parents.length > 0) this.copied.clear();
      for (const parent of entry.parents) {
        const heirs = this.heirs.get(parent.toLowerCase());
        heirs?.delete(entry);
        if (heirs?.size === 0) this.heirs.delete(parent.toLowerCase());
      }
    }
  }

  /** What a name between the parentheses of `entry` refers to at that position. */
  parentOf(entry: Entry, name: string): Entry | undefined {
    const first =
      name === '' && isAtLeast(this.branch, '13') ? this.firstOfAll() : this.firstOf(name.toLowerCase());
    return first !== undefined && first.ordinal < entry.ordinal ? first : undefined;
  }

  /** At least one section that is not a template copies from this name, directly or through templates. */
  isCopied(key: string): boolean {
    const known = this.copied.get(key);
    if (known !== undefined) return known;
    const cameFrom = new Map<string, string | undefined>([[key, undefined]]);
    const waiting = [key];
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
      let isCopied = this.copied.get(name) === true;
      for (const heir of isCopied ? [] : (this.heirs.get(name) ?? [])) {
        isCopied ||= !heir.isTemplate;
        if (isCopied || cameFrom.has(heir.key)) continue;
        cameFrom.set(heir.key, name);
        waiting.push(heir.key);
      }
      if (!isCopied) continue;
      for (let above: string | undefined = name; above !== undefined; above = cameFrom.get(above))
        this.copied.set(above, true);
      return true;
    }
    for (const name of cameFrom.keys()) this.copied.set(name, false);
    return false;
  }

  /** The first section of a name that can be copied from. */
  private firstOf(key: string): Entry | undefined {
    const entries = this.entries.get(key);
    const [only] = entries ?? [];
    if (only === undefined || this.canBeCopied(only)) return only;
    if (!this.firsts.has(key))
      this.firsts.set(
        key,
        entries?.find(entry => this.canBeCopied(entry)),
      );
    return this.firsts.get(key);
  }

  private firstOfAll(): Entry | undefined {
    if (!this.firsts.has(FIRST_OF_ALL))
      this.firsts.set(
        FIRST_OF_ALL,
        this.all().find(entry => this.canBeCopied(entry)),
      );
    return this.firsts.get(FIRST_OF_ALL);
  }

  private canBeCopied(entry: Entry): boolean {
    return !entry.isAppend && !entry.isLost && !this.isRefused(entry);
  }
}

function namesOfTemplates(entries: readonly Entry[]): string {
  return entries.flatMap(({ isTemplate, header }) => (isTemplate ? header.name : [])).join('\n');
}
