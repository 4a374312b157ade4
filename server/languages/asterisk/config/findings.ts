import { type Judged as JudgedOf, severityOf } from '../../../rules/finding.ts';
import { HABIT_SAMPLE } from '../../../rules/habits.ts';
import type { RuleInfo, Severity } from '../../../rules/rule.ts';
import type { SectionPlace } from './entry.ts';
import type { Finding } from './finding.ts';

/** A finding with the rule that made it. */
export type Judged<Rule extends RuleInfo = RuleInfo> = JudgedOf<Finding, Rule>;

/** What a finding belongs to: the sections of a name, a device, the lines of a section, or the whole. */
export type OwnerKind = 'name' | 'device' | 'section' | 'whole';

/**
 * All present findings, so kept that the worst ones of a file are at hand without looking at the rest. They are put and
 * removed by owner. The same finding of several owners is one, for as long as one of them has it: devices that share a
 * line share what is wrong with it.
 */
export class Findings<Rule extends RuleInfo = RuleInfo> {
  private readonly byOwner: Readonly<Record<OwnerKind, Map<unknown, readonly Judged<Rule>[]>>> = {
    name: new Map(),
    device: new Map(),
    section: new Map(),
    whole: new Map(),
  };
  private readonly byFile = new Map<string, Record<Severity, Map<string, Shared<Rule>>>>();
  private readonly sectionNumbers = new WeakMap<SectionPlace['section'], number>();
  private sectionCount = 0;

  /** Replaces what an owner has found. */
  put(kind: OwnerKind, owner: unknown, found: readonly Judged<Rule>[]): void {
    this.drop(kind, owner);
    if (found.length === 0) return;
    this.byOwner[kind].set(owner, found);
    for (const judged of found) {
      const shelf = this.shelfOf(judged);
      const key = this.keyOf(judged);
      const shared = shelf.get(key);
      if (shared === undefined) shelf.set(key, { judged, others: undefined });
      else if (shared.others === undefined) shared.others = new Set([judged]);
      else shared.others.add(judged);
    }
  }

  drop(kind: OwnerKind, owner: unknown): void {
    const found = this.byOwner[kind].get(owner);
    if (found === undefined) return;
    for (const judged of found) {
      const shelf = this.shelfOf(judged);
      const key = this.keyOf(judged);
      const shared = shelf.get(key);
      if (shared === undefined) continue;
      if (shared.judged !== judged) {
        shared.others?.delete(judged);
        continue;
      }
      // The place of an owner that is gone moves no more: what remains is shown with that of another one.
      const [next] = shared.others ?? [];
      if (next === undefined) shelf.delete(key);
      else {
        shared.judged = next;
        shared.others?.delete(next);
      }
    }
    this.byOwner[kind].delete(owner);
  }

  clear(): void {
    for (const owners of Object.values(this.byOwner)) owners.clear();
    this.byFile.clear();
  }

  /** The findings of a file, at most so many of each severity. Of a habit come a few, the first with the number of all. */
  of(file: string, limits?: Readonly<Record<Severity, number>>): Judged<Rule>[] {
    const shelves = this.byFile.get(file);
    const found: Judged<Rule>[] = [];
    if (shelves === undefined) return found;
    for (const severity of severities) {
      const shelf = shelves[severity].values();
      if (limits === undefined) for (const { judged } of shelf) found.push(judged);
      else found.push(...limited(shelf, limits[severity]));
    }
    return found;
  }

  private shelfOf(judged: Judged<Rule>): Map<string, Shared<Rule>> {
    const { file } = judged.finding.place;
    let shelves = this.byFile.get(file);
    if (shelves === undefined) {
      shelves = { error: new Map(), warning: new Map(), information: new Map(), hint: new Map() };
      this.byFile.set(file, shelves);
    }
    return shelves[severityOf(judged)];
  }

  /** The same for two findings that say the same at the same place, wherever edits above have moved it. */
  private keyOf({ rule, finding }: Judged<Rule>): string {
    const section = this.sectionNumber(finding.place);
    return `${section}:${finding.line}:${finding.start}:${rule.code}:${finding.message}`;
  }

  /** By section, not by place: a file that is included several times says a thing once. */
  private sectionNumber({ section }: SectionPlace): number {
    let number = this.sectionNumbers.get(section);
    if (number === undefined) {
      number = this.sectionCount++;
      this.sectionNumbers.set(section, number);
    }
    return number;
  }
}

function limited<Rule extends RuleInfo>(shelf: Iterable<Shared<Rule>>, limit: number): Judged<Rule>[] {
  const found: Judged<Rule>[] = [];
  const habits = new Map<string, { readonly index: number; count: number }>();
  let left = limit;
  for (const { judged } of shelf) {
    const { rule, finding } = judged;
    if (rule.habit === undefined || severityOf(judged) === 'error') {
      if (left-- > 0) found.push(judged);
      continue;
    }
    const key = rule.habit === 'rule' ? rule.code : `${rule.code}\n${finding.message}`;
    const habit = habits.get(key);
    if (habit === undefined) {
      if (left-- <= 0) continue;
      habits.set(key, { index: found.length, count: 1 });
      found.push(judged);
    } else if (++habit.count <= HABIT_SAMPLE) found.push(judged);
  }
  for (const { index, count } of habits.values()) {
    const first = found[index];
    if (first !== undefined && count > HABIT_SAMPLE)
      found[index] = { ...first, finding: { ...first.finding, repeats: count } };
  }
  return found;
}

interface Shared<Rule extends RuleInfo> {
  /** The one that is shown. */
  judged: Judged<Rule>;
  /** The same, as other owners have found it. */
  others: Set<Judged<Rule>> | undefined;
}

const severities: readonly Severity[] = ['error', 'warning', 'information', 'hint'];
