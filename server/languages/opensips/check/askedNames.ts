import type { NamesOfScript } from '../model/model.ts';
import type { RouteNames } from '../rules/rule.ts';
import type { RouteKind } from '../syntax/syntax.ts';

/** What rules asked about the names of a script, with the answers: what they found holds while these are the same. */
export class AskedNames implements RouteNames {
  private names: NamesOfScript;
  private completeness: boolean | undefined;
  private readonly routes = new Map<RouteKind, Map<string, boolean>>();
  private readonly listed = new Map<RouteKind, ReadonlySet<string>>();

  constructor(names: NamesOfScript) {
    this.names = names;
  }

  get isComplete(): boolean {
    this.completeness = this.names.isComplete;
    return this.completeness;
  }

  hasRoute(kind: RouteKind, name: string): boolean {
    const exists = this.names.routes(kind).has(name);
    const known = this.routes.get(kind);
    if (known === undefined) this.routes.set(kind, new Map([[name, exists]]));
    else known.set(name, exists);
    return exists;
  }

  routeNames(kind: RouteKind): ReadonlySet<string> {
    const names = this.names.routes(kind);
    this.listed.set(kind, names);
    return names;
  }

  /** Whether all answers are the same for other names; if so, further questions are about them. */
  isSameFor(names: NamesOfScript): boolean {
    if (names === this.names) return true;
    if (this.completeness !== undefined && this.completeness !== names.isComplete) return false;
    for (const [kind, list] of this.listed) if (names.routes(kind) !== list) return false;
    for (const [kind, answers] of this.routes) {
      const existing = names.routes(kind);
      for (const [name, exists] of answers) if (existing.has(name) !== exists) return false;
    }
    this.names = names;
    return true;
  }
}
