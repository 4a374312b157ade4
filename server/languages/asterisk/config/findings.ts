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
    for (const judged of found) this.groupOf(judged).add(judged);
  }

  drop(kind: OwnerKind, owner: unknown): void {
    const owners = this.byOwner[kind];
    const found = owners.size === 0 ? undefined : owners.get(owner);
    if (found === undefined) return;
    for (const judged of found) this.groupOf(judged).remove(judged);
    owners.delete(owner);
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
      .flatMap(group => group.within(section));
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
  const found = [...single.first(limit)];
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
  private readonly bySection = new Map<Section, Judged<Rule> | Map<string, Judged<Rule>>>();
  /** The same findings as those that are shown, from other owners. */
  private readonly others = new Map<Judged<Rule>, Set<Judged<Rule>>>();
  private count = 0;
  /** In order; undefined when it must be computed. */
  private sample: readonly Judged<Rule>[] | undefined;

  get size(): number {
    return this.count;
  }

  add(judged: Judged<Rule>): void {
    const shown = this.shownFor(judged);
    if (shown !== undefined) {
      const others = this.others.get(shown);
      if (others === undefined) this.others.set(shown, new Set([judged]));
      else others.add(judged);
      return;
    }
    const last = this.sample?.at(-1);
    if (last === undefined || this.sample?.length === this.size || byPlace(judged, last) < 0)
      this.sample = undefined;
    const { section } = judged.finding.place;
    const known = this.bySection.get(section);
    if (known === undefined) this.bySection.set(section, judged);
    else if (known instanceof Map) known.set(keyOf(judged), judged);
    else this.bySection.set(section, new Map([known, judged].map(each => [keyOf(each), each])));
    this.count++;
  }

  remove(judged: Judged<Rule>): void {
    const shown = this.shownFor(judged);
    if (shown === undefined) return;
    const others = this.others.get(shown);
    if (shown !== judged) {
      others?.delete(judged);
      return;
    }
    const last = this.sample?.at(-1);
    if (last === undefined || byPlace(judged, last) <= 0) this.sample = undefined;
    const { section } = judged.finding.place;
    const known = this.bySection.get(section);
    // The position of a removed owner no longer follows edits: what remains is shown at the position of another owner.
    const [next] = others ?? [];
    this.others.delete(judged);
    if (others !== undefined && next !== undefined) {
      others.delete(next);
      this.others.set(next, others);
      if (known instanceof Map) known.set(keyOf(next), next);
      else this.bySection.set(section, next);
      return;
    }
    if (known instanceof Map) known.delete(keyOf(judged));
    if (!(known instanceof Map) || known.size === 0) this.bySection.delete(section);
    this.count--;
  }

  /** All of them, in no order. */
  everything(): readonly Judged<Rule>[] {
    const found: Judged<Rule>[] = [];
    for (const known of this.bySection.values()) {
      if (known instanceof Map) appendAll(found, known.values());
      else found.push(known);
    }
    return found;
  }

  /** Up to a maximum number, in file order. */
  first(limit: number): readonly Judged<Rule>[] {
    const wanted = Math.min(limit, this.size);
    if (this.sample?.length !== wanted) this.sample = smallest(this.everything(), wanted);
    return this.sample;
  }

  within(section: Section): readonly Judged<Rule>[] {
    const known = this.bySection.get(section);
    if (known instanceof Map) return [...known.values()];
    return known === undefined ? [] : [known];
  }

  /** The same finding from any owner: with the same message, at the same place of the same section. */
  private shownFor(judged: Judged<Rule>): Judged<Rule> | undefined {
    const known = this.bySection.get(judged.finding.place.section);
    if (known instanceof Map) return known.get(keyOf(judged));
    return known === judged || (known !== undefined && keyOf(known) === keyOf(judged)) ? known : undefined;
  }
}

function keyOf({ rule, finding }: Judged): string {
  return `${finding.line}:${finding.start}:${rule.code}:${finding.message}`;
}

/** The first `count` of them by place, in order. */
function smallest<Rule extends RuleInfo>(all: readonly Judged<Rule>[], count: number): Judged<Rule>[] {
  let found: Judged<Rule>[] = [];
  let border: Judged<Rule> | undefined;
  const sortOut = (): void => {
    found = found.sort(byPlace).slice(0, count);
    border = found[count - 1];
  };
  for (const judged of all) {
    if (border !== undefined && byPlace(judged, border) >= 0) continue;
    found.push(judged);
    if (found.length > 2 * count + 100) sortOut();
  }
  sortOut();
  return found;
}

function byPlace({ finding: here }: Judged, { finding: there }: Judged): number {
  return here.place.index - there.place.index || here.line - there.line || here.start - there.start;
}

const severities: readonly Severity[] = ['error', 'warning', 'information', 'hint'];
