import { type Judged as JudgedOf, severityOf } from '../../../rules/finding.ts';
import { HABIT_SAMPLE } from '../../../rules/habits.ts';
import type { RuleInfo, Severity } from '../../../rules/rule.ts';
import { appendAll, trimmed } from '../../../text/longLists.ts';
import type { SectionPlace } from './entry.ts';
import type { Finding } from './finding.ts';
import type { Section } from './parser.ts';

/** A finding with the rule that made it. */
export type Judged<Rule extends RuleInfo = RuleInfo> = JudgedOf<Finding, Rule>;

/** What a finding belongs to: the sections with a name, a device, the lines of a section, or the whole configuration. */
export type OwnerKind = 'name' | 'device' | 'section' | 'whole';

/**
 * All current findings, stored so that the worst ones of a file can be read without looking at the rest. They are added and
 * removed by owner. The same finding from several owners counts once, as long as one of them has it: devices that share a
 * line share its problems.
 */
export class Findings<Rule extends RuleInfo = RuleInfo> {
  private readonly byOwner: Readonly<Record<OwnerKind, Map<unknown, readonly Judged<Rule>[]>>> = {
    name: new Map(),
    device: new Map(),
    section: new Map(),
    whole: new Map(),
  };
  private readonly byFile = new Map<string, Record<Severity, Shelf<Rule>>>();
  /** The last shelves that were asked for: most findings of a check are in one file. */
  private latest: { readonly file: string; readonly shelves: Record<Severity, Shelf<Rule>> } | undefined;

  /** The findings of an owner. */
  get(kind: OwnerKind, owner: unknown): readonly Judged<Rule>[] {
    return this.byOwner[kind].get(owner) ?? [];
  }

  /** Replaces the findings of an owner. */
  put(kind: OwnerKind, owner: unknown, found: readonly Judged<Rule>[]): void {
    this.drop(kind, owner);
    if (found.length === 0) return;
    this.byOwner[kind].set(owner, trimmed(found));
    for (const judged of found) {
      const group = this.groupOf(judged);
      const shared = group.get(judged);
      if (shared === undefined) group.add({ judged, others: undefined });
      else if (shared.others === undefined) shared.others = new Set([judged]);
      else shared.others.add(judged);
    }
  }

  drop(kind: OwnerKind, owner: unknown): void {
    const owners = this.byOwner[kind];
    const found = owners.size === 0 ? undefined : owners.get(owner);
    if (found === undefined) return;
    for (const judged of found) {
      const group = this.groupOf(judged);
      const shared = group.get(judged);
      if (shared === undefined) continue;
      if (shared.judged !== judged) {
        shared.others?.delete(judged);
        continue;
      }
      // The position of a removed owner no longer follows edits: what remains is shown at the position of another owner.
      const [next] = shared.others ?? [];
      if (next === undefined) group.remove(shared);
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
    this.latest = undefined;
  }

  /**
   * The findings of a file. With `limits`, only the first ones of each severity in file order. A repeated habit yields only a
   * few, the first of which gives the total.
   */
  of(file: string, limits?: Readonly<Record<Severity, number>>): Judged<Rule>[] {
    const shelves = this.byFile.get(file);
    if (shelves === undefined) return [];
    return severities.flatMap(severity => {
      const shelf = shelves[severity];
      return limits === undefined
        ? groupsOn(shelf).flatMap(group => group.everything())
        : firstOn(shelf, limits[severity]);
    });
  }

  /** The findings in a section, of all severities. The time does not depend on the other sections. */
  within({ file, section }: SectionPlace): Judged<Rule>[] {
    const shelves = this.byFile.get(file);
    if (shelves === undefined) return [];
    return severities
      .flatMap(severity => groupsOn(shelves[severity]))
      .flatMap(group => Array.from(group.within(section), ({ judged }) => judged));
  }

  private groupOf(judged: Judged<Rule>): Group<Rule> {
    const { file } = judged.finding.place;
    const shelves = this.shelvesOf(file);
    const severity = severityOf(judged);
    const shelf = shelves[severity];
    const { code, habit } = judged.rule;
    if (habit === undefined || severity === 'error') return shelf.single;
    const message = habit === 'rule' ? '' : judged.finding.message;
    const { latest } = shelf;
    if (latest?.code === code && latest.message === message) return latest.group;
    const key = `${code}\n${message}`;
    let group = shelf.habits.get(key);
    if (group === undefined) {
      group = new Group();
      shelf.habits.set(key, group);
    }
    shelf.latest = { code, message, group };
    return group;
  }

  private shelvesOf(file: string): Record<Severity, Shelf<Rule>> {
    if (this.latest?.file === file) return this.latest.shelves;
    let shelves = this.byFile.get(file);
    if (shelves === undefined) {
      shelves = { error: emptyShelf(), warning: emptyShelf(), information: emptyShelf(), hint: emptyShelf() };
      this.byFile.set(file, shelves);
    }
    this.latest = { file, shelves };
    return shelves;
  }
}

/** The findings of one severity in a file. */
interface Shelf<Rule extends RuleInfo> {
  readonly single: Group<Rule>;
  /** By rule, or by rule and message. */
  readonly habits: Map<string, Group<Rule>>;
  /** The last habit that was asked for. */
  latest: { readonly code: string; readonly message: string; readonly group: Group<Rule> } | undefined;
}

function emptyShelf<Rule extends RuleInfo>(): Shelf<Rule> {
  return { single: new Group(), habits: new Map(), latest: undefined };
}

function groupsOn<Rule extends RuleInfo>({ single, habits }: Shelf<Rule>): readonly Group<Rule>[] {
  return [single, ...habits.values()];
}

function firstOn<Rule extends RuleInfo>(shelf: Shelf<Rule>, limit: number): Judged<Rule>[] {
  const { single, habits } = shelf;
  // Empty habits are removed below.
  shelf.latest = undefined;
  const found = single.first(limit);
  let left = limit - found.length;
  for (const [key, group] of habits) {
    if (group.size === 0) habits.delete(key);
    else if (left-- > 0) appendAll(found, habitOf(group));
  }
  return found;
}

function habitOf<Rule extends RuleInfo>(group: Group<Rule>): readonly Judged<Rule>[] {
  const [first, ...others] = group.first(HABIT_SAMPLE);
  if (first === undefined) return [];
  if (group.size <= HABIT_SAMPLE) return [first, ...others];
  return [{ ...first, finding: { ...first.finding, repeats: group.size } }, ...others];
}

/**
 * Findings whose first ones in file order stay available while later ones change. They are kept by section, not by position:
 * edits above move a section, and a file that is included several times reports a problem once.
 */
class Group<Rule extends RuleInfo> {
  /** Nearly every section has a single one: more of them are kept by what makes them differ. */
  private readonly bySection = new Map<Section, Shared<Rule> | Map<string, Shared<Rule>>>();
  private count = 0;
  /** In order; undefined when it must be computed. */
  private sample: readonly Shared<Rule>[] | undefined;

  get size(): number {
    return this.count;
  }

  /** The same finding from any owner: with the same message, at the same place of the same section. */
  get(judged: Judged<Rule>): Shared<Rule> | undefined {
    const known = this.bySection.get(judged.finding.place.section);
    if (known instanceof Map) return known.get(keyOf(judged));
    return known !== undefined && keyOf(known.judged) === keyOf(judged) ? known : undefined;
  }

  add(shared: Shared<Rule>): void {
    const last = this.sample?.at(-1);
    if (last === undefined || this.sample?.length === this.size || byPlace(shared, last) < 0)
      this.sample = undefined;
    const { section } = shared.judged.finding.place;
    const known = this.bySection.get(section);
    if (known === undefined) this.bySection.set(section, shared);
    else if (known instanceof Map) known.set(keyOf(shared.judged), shared);
    else
      this.bySection.set(section, new Map([known, shared].map(each => [keyOf(each.judged), each] as const)));
    this.count++;
  }

  remove(shared: Shared<Rule>): void {
    const last = this.sample?.at(-1);
    if (last === undefined || byPlace(shared, last) <= 0) this.sample = undefined;
    const { section } = shared.judged.finding.place;
    const known = this.bySection.get(section);
    if (known instanceof Map) known.delete(keyOf(shared.judged));
    if (!(known instanceof Map) || known.size === 0) this.bySection.delete(section);
    this.count--;
  }

  everything(): Judged<Rule>[] {
    return Array.from(this.all(), ({ judged }) => judged);
  }

  /** Up to a maximum number, in file order. */
  first(limit: number): Judged<Rule>[] {
    const wanted = Math.min(limit, this.size);
    if (this.sample?.length !== wanted) this.sample = smallest(this.all(), wanted);
    return this.sample.map(({ judged }) => judged);
  }

  *within(section: Section): Generator<Shared<Rule>> {
    const known = this.bySection.get(section);
    if (known instanceof Map) yield* known.values();
    else if (known !== undefined) yield known;
  }

  private *all(): Generator<Shared<Rule>> {
    for (const section of this.bySection.keys()) yield* this.within(section);
  }
}

function keyOf({ rule, finding }: Judged): string {
  return `${finding.line}:${finding.start}:${rule.code}:${finding.message}`;
}

/** The first `count` of them by place, in order. */
function smallest<Rule extends RuleInfo>(all: Iterable<Shared<Rule>>, count: number): Shared<Rule>[] {
  let found: Shared<Rule>[] = [];
  let border: Shared<Rule> | undefined;
  const sortOut = (): void => {
    found = found.sort(byPlace).slice(0, count);
    border = found[count - 1];
  };
  for (const shared of all) {
    if (border !== undefined && byPlace(shared, border) >= 0) continue;
    found.push(shared);
    if (found.length > 2 * count + 100) sortOut();
  }
  sortOut();
  return found;
}

function byPlace({ judged: a }: Shared<RuleInfo>, { judged: b }: Shared<RuleInfo>): number {
  const [here, there] = [a.finding, b.finding];
  return here.place.index - there.place.index || here.line - there.line || here.start - there.start;
}

interface Shared<Rule extends RuleInfo> {
  /** The one that is shown. */
  judged: Judged<Rule>;
  /** The same finding, from other owners. */
  others: Set<Judged<Rule>> | undefined;
}

const severities: readonly Severity[] = ['error', 'warning', 'information', 'hint'];
