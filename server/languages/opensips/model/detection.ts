import { least } from '../../../text/longLists.ts';
import type { LanguageSettings } from '../../project.ts';
import { versionIn } from '../../serverVersions.ts';
import { globalFacts, moduleFacts, parameterFacts } from '../facts/facts.ts';
import { keywordCommands } from '../facts/reserved.ts';
import { opensipsVersions } from '../facts/serverVersions.ts';
import {
  existsIn,
  isAtLeast,
  newestVersion,
  type Version,
  type VersionPlaces,
  versionOf,
  versions,
  versionsWhere,
} from '../facts/versions.ts';
import { transportModules } from '../reading/sockets.ts';
import type { Block } from '../syntax/syntax.ts';
import { stringValue } from '../syntax/token.ts';
import { type Uses, usesOf } from '../syntax/uses.ts';
import { branchesAgainstCall, branchesAgainstVariables } from './branchFit.ts';
import { type BlockEdit, moduleNameOf, type PlacedItem } from './placed.ts';

/** How many forms of a script each version refuses, in the order of `versions`. */
export type Misfits = readonly number[];

export function misfitsOfScript(items: readonly PlacedItem[], isPartial: boolean): Misfits {
  const counts = versions.map(() => 0);
  const modules = modulesIn(items);
  for (const block of new Set(items.map(item => item.block))) addMisfits(counts, block, modules, 1);
  if (!isPartial) add(counts, branchesAgainstTransports(items), 1);
  return counts;
}

function add(counts: number[], against: VersionPlaces, count: number): void {
  for (const place of against) counts[place] = (counts[place] ?? 0) + count;
}

/** The modules that items load. */
function modulesIn(items: readonly PlacedItem[]): readonly string[] {
  return items.flatMap(({ item }) =>
    item.type === 'loadmodule' && item.path !== undefined ? [moduleNameOf(stringValue(item.path))] : [],
  );
}

interface Counted {
  readonly misfits: Misfits;
  readonly declarations: readonly PlacedItem[];
  readonly isPartial: boolean;
}

/** The misfits after blocks were replaced, with other declarations or the same ones. */
export function misfitsAfter(
  { misfits, declarations, isPartial }: Counted,
  { before, after }: BlockEdit,
  changed: readonly PlacedItem[],
): Misfits {
  const counts = [...misfits];
  const modules = modulesIn(changed);
  for (const block of after) addMisfits(counts, block, modules, 1);
  for (const block of before) addMisfits(counts, block, modules, -1);
  if (changed !== declarations && !isPartial) {
    add(counts, branchesAgainstTransports(changed), 1);
    add(counts, branchesAgainstTransports(declarations), -1);
  }
  return counts;
}

/** The version a script was written for: the newest one that has all its forms, or the newest of those that have most of them. */
export function bestVersion(misfits: Misfits): Version {
  return versions[misfits.lastIndexOf(least(misfits))] ?? newestVersion;
}

export interface VersionOfScript {
  /** The version whose rules apply. */
  readonly version: Version;
  /** How the version was determined. */
  readonly versionFrom: 'setting' | 'file';
}

/** The version that is set, or the one that fits the script best. */
export function versionFor(settings: LanguageSettings, misfits: Misfits): VersionOfScript {
  const wanted = versionOf(versionIn(settings, opensipsVersions));
  if (wanted !== undefined) return { version: wanted, versionFrom: 'setting' };
  return { version: bestVersion(misfits), versionFrom: 'file' };
}

/** Since 2.1 transports are modules, and one of them must be loaded: an old-style script without one is for 1.11,
 * while in a new script it was forgotten. Since 4.0 each loaded one needs a socket.
 */
function branchesAgainstTransports(items: readonly PlacedItem[]): VersionPlaces {
  const loaded = new Set(modulesIn(items));
  const used = new Set<string>();
  for (const { item } of items) {
    if (item.type !== 'global' || item.socket === undefined) continue;
    const protocol = item.socket.protocol.text.toLowerCase();
    if (Object.hasOwn(transportModules, protocol)) used.add(transportModules[protocol] ?? '');
  }
  if (loaded.size === 0) return [];
  const transports = Object.values(transportModules).filter(module => loaded.has(module));
  if (transports.length === 0)
    return versionsWhere(version => isAtLeast(version, '2.1') && !isAtLeast(version, '3.0'));
  const isIdle = used.size > 0 && transports.some(module => !used.has(module));
  return isIdle ? versionsWhere(version => isAtLeast(version, '4.0')) : [];
}

/** Adds how many forms of a block each version refuses, `factor` times. */
function addMisfits(counts: number[], block: Block, modules: readonly string[], factor: number): void {
  const missIn = (fits: (version: Version) => boolean) =>
    add(
      counts,
      versionsWhere(version => !fits(version)),
      factor,
    );
  for (const problem of block.problems) {
    if (problem.since === undefined && problem.until === undefined) continue;
    missIn(
      version =>
        (problem.since !== undefined && !isAtLeast(version, problem.since)) ||
        (problem.until !== undefined && isAtLeast(version, problem.until)),
    );
  }
  for (const item of block.items) {
    if (item.type === 'global') {
      const facts = globalFacts(item.name.text);
      if (facts !== undefined) missIn(version => existsIn(version, facts));
    } else if (item.type === 'modparam' && item.module !== undefined && item.name !== undefined) {
      const facts = moduleFacts(stringValue(item.module));
      const own = facts === undefined ? undefined : parameterFacts(facts, stringValue(item.name));
      if (facts !== undefined && own !== undefined)
        missIn(version => existsIn(version, facts) && existsIn(version, own));
    } else if (item.type === 'loadmodule' && item.path !== undefined) {
      const name = moduleNameOf(stringValue(item.path));
      const facts = moduleFacts(name);
      if (facts !== undefined) missIn(version => existsIn(version, facts));
    } else if (item.type === 'route') addMisfitsOfUses(counts, usesOf(item.body), modules, factor);
  }
}

function addMisfitsOfUses(
  counts: number[],
  { calls, variables, texts }: Uses,
  modules: readonly string[],
  factor: number,
): void {
  for (const use of calls) {
    if (keywordCommands.has(use.call.name.text)) continue;
    add(counts, branchesAgainstCall(use, modules), factor);
    for (const { kind, token } of use.call.args)
      if (kind === 'string' && token !== undefined) add(counts, branchesAgainstVariables(token), factor);
  }
  for (const { token } of variables) add(counts, branchesAgainstVariables(token), factor);
  for (const { token } of texts) add(counts, branchesAgainstVariables(token), factor);
}
