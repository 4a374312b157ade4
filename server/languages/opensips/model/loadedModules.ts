import { moduleFacts } from '../facts/facts.ts';
import { stringValue } from '../syntax/token.ts';
import type { LoadedModule } from './model.ts';
import { moduleNameOf, type PlacedItem } from './placed.ts';
import type { PrivateNames } from './privateNames.ts';

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

/** The modules that a script loads, by name; one that it loads again counts where it is loaded first. */
export function modulesOf(
  items: readonly PlacedItem[],
  own: PrivateNames,
): ReadonlyMap<string, LoadedModule> {
  const modules = new Map<string, LoadedModule>();
  items.forEach(({ place, item }, position) => {
    if (item.type !== 'loadmodule' || item.path === undefined) return;
    const name = moduleNameOf(stringValue(item.path));
    if (modules.has(name)) return;
    const facts = own.isModule(name) ? undefined : moduleFacts(name);
    modules.set(name, { name, facts, position, place, path: item.path });
  });
  return modules;
}
