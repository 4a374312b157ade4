import { inOrder, type PjsipObject, type Reference } from './object.ts';

type Target = Pick<PjsipObject, 'type' | 'name'>;

/** What refers to an object, by its type and name, whether or not it exists. */
export class References {
  /** Nearly every auth and aor of a large file has one endpoint: a set is made only for more. */
  private readonly byTarget = new Map<string, Map<string, PjsipObject | Set<PjsipObject>>>();
  /** Sets that have been asked for since their last change. */
  private readonly ordered = new WeakMap<Set<PjsipObject>, readonly PjsipObject[]>();

  clear(): void {
    this.byTarget.clear();
  }

  add({ type, name }: Reference, from: PjsipObject): void {
    let names = this.byTarget.get(type);
    if (names === undefined) {
      names = new Map();
      this.byTarget.set(type, names);
    }
    const known = names.get(name);
    if (known === undefined) names.set(name, from);
    else if (known instanceof Set) {
      known.add(from);
      this.ordered.delete(known);
    } else if (known !== from) names.set(name, new Set([known, from]));
  }

  remove({ type, name }: Reference, from: PjsipObject): void {
    const names = this.byTarget.get(type);
    const known = names?.get(name);
    if (known instanceof Set) {
      known.delete(from);
      this.ordered.delete(known);
    }
    if (known === from || (known instanceof Set && known.size === 0)) names?.delete(name);
  }

  /** In reading order; those of wizards last. */
  to({ type, name }: Target): readonly PjsipObject[] {
    const known = this.byTarget.get(type)?.get(name);
    if (known === undefined) return nobody;
    if (!(known instanceof Set)) return [known];
    const sorted = this.ordered.get(known) ?? [...known].sort(inOrder);
    this.ordered.set(known, sorted);
    return sorted;
  }

  has({ type, name }: Target): boolean {
    return this.byTarget.get(type)?.has(name) === true;
  }
}

const nobody: readonly PjsipObject[] = [];
