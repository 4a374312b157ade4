/** The names of modules that are loaded above a place. */
export class LoadedModules implements Iterable<string> {
  /** As written, by lowercase name. */
  private readonly spellings = new Map<string, Set<string>>();

  constructor(names: Iterable<string> = []) {
    for (const name of names) this.add(name);
  }

  add(name: string): void {
    const key = name.toLowerCase();
    const known = this.spellings.get(key);
    if (known === undefined) this.spellings.set(key, new Set([name]));
    else known.add(name);
  }

  has(name: string): boolean {
    return this.spellings.get(name.toLowerCase())?.has(name) === true;
  }

  /** Those that differ from a name at most in letter case. */
  like(name: string): readonly string[] {
    return [...(this.spellings.get(name.toLowerCase()) ?? [])];
  }

  /** So many that searching all their names for a similar one would take too long. */
  get areTooMany(): boolean {
    return this.spellings.size > MOST_SEARCHED;
  }

  *[Symbol.iterator](): Generator<string> {
    for (const names of this.spellings.values()) yield* names;
  }
}

/** OpenSIPS itself has about 200 modules. */
const MOST_SEARCHED = 500;
