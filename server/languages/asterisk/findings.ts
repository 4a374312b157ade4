import type { Severity } from '../../rules/rule.ts';
import type { SectionPlace } from './entry.ts';
import type { Finding, SipConfRule } from './rule.ts';

/** A finding with the rule that made it. */
export interface Judged {
  readonly rule: SipConfRule;
  readonly finding: Finding;
}

/**
 * All present findings, so kept that the worst ones of a file are at hand without looking at the rest. They are put and
 * taken away by owner: a name, a device, a section. The same finding of several owners is one, for as long as one of them
 * has it: devices that share a line share what is wrong with it.
 */
export class Findings {
  private readonly byOwner = new Map<unknown, readonly Judged[]>();
  private readonly byFile = new Map<string, Record<Severity, Map<string, Shared>>>();

  /** Replaces what an owner has found. */
  put(owner: unknown, found: readonly Judged[]): void {
    this.drop(owner);
    if (found.length === 0) return;
    this.byOwner.set(owner, found);
    for (const judged of found) {
      const shelf = this.shelfOf(judged);
      const key = keyOf(judged);
      const shared = shelf.get(key);
      if (shared === undefined) shelf.set(key, { judged, owners: 1 });
      else shared.owners++;
    }
  }

  drop(owner: unknown): void {
    for (const judged of this.byOwner.get(owner) ?? []) {
      const shelf = this.shelfOf(judged);
      const key = keyOf(judged);
      const shared = shelf.get(key);
      if (shared !== undefined && --shared.owners === 0) shelf.delete(key);
    }
    this.byOwner.delete(owner);
  }

  has(owner: unknown): boolean {
    return this.byOwner.has(owner);
  }

  owners(): Iterable<unknown> {
    return this.byOwner.keys();
  }

  clear(): void {
    this.byOwner.clear();
    this.byFile.clear();
  }

  /** The findings of a file, at most so many of each severity. */
  of(file: string, limits?: Readonly<Record<Severity, number>>): Judged[] {
    const shelves = this.byFile.get(file);
    const found: Judged[] = [];
    if (shelves === undefined) return found;
    for (const severity of severities) {
      let left = limits?.[severity] ?? Number.POSITIVE_INFINITY;
      for (const { judged } of shelves[severity].values()) {
        if (left-- <= 0) break;
        found.push(judged);
      }
    }
    return found;
  }

  private shelfOf({ rule, finding }: Judged): Map<string, Shared> {
    const { file } = finding.place;
    let shelves = this.byFile.get(file);
    if (shelves === undefined) {
      shelves = { error: new Map(), warning: new Map(), information: new Map(), hint: new Map() };
      this.byFile.set(file, shelves);
    }
    return shelves[rule.severity];
  }
}

interface Shared {
  readonly judged: Judged;
  owners: number;
}

const severities: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

/** The same for two findings that say the same at the same place, wherever edits above have moved it. */
function keyOf({ rule, finding }: Judged): string {
  return `${placeNumber(finding.place)}:${finding.line}:${finding.start}:${rule.code}:${finding.message}`;
}

const placeNumbers = new WeakMap<SectionPlace, number>();
let placeCount = 0;

function placeNumber(place: SectionPlace): number {
  let number = placeNumbers.get(place);
  if (number === undefined) {
    number = placeCount++;
    placeNumbers.set(place, number);
  }
  return number;
}
