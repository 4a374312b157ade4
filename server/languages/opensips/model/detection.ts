import { remembered } from '../../../text/remembered.ts';
import type { LanguageSettings } from '../../project.ts';
import { versionIn } from '../../serverVersions.ts';
import { globalFacts, moduleFacts, parameterFacts } from '../facts/facts.ts';
import { keywordCommands } from '../facts/reserved.ts';
import { opensipsVersions } from '../facts/serverVersions.ts';
import { existsIn, isAtLeast, newestVersion, type Version, versionOf, versions } from '../facts/versions.ts';
import { transportModules } from '../reading/sockets.ts';
import type { Block } from '../syntax/syntax.ts';
import { stringValue } from '../syntax/token.ts';
import { usesOf } from '../syntax/uses.ts';
import { branchesAgainstCall, branchesAgainstVariables } from './branchFit.ts';
import { type BlockEdit, moduleNameOf, type PlacedItem } from './placed.ts';

/** How many forms of a script each version refuses; versions that refuse none may be absent. */
export type Misfits = ReadonlyMap<Version, number>;

export function misfitsOfScript(items: readonly PlacedItem[], isPartial: boolean): Misfits {
  const misfits = new Map<Version, number>();
  const seen = new Set<Block>();
  const modules = modulesIn(items);
  for (const { block } of items) {
    if (seen.has(block)) continue;
    seen.add(block);
    for (const [version, count] of misfitsOf(block, modules))
      misfits.set(version, (misfits.get(version) ?? 0) + count);
  }
  if (!isPartial)
    for (const version of branchesAgainstTransports(items))
      misfits.set(version, (misfits.get(version) ?? 0) + 1);
  return misfits;
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
  const counts = new Map(misfits);
  const add = (version: Version, count: number) => counts.set(version, (counts.get(version) ?? 0) + count);
  const modules = modulesIn(changed);
  for (const block of after) for (const [version, count] of misfitsOf(block, modules)) add(version, count);
  for (const block of before) for (const [version, count] of misfitsOf(block, modules)) add(version, -count);
  if (changed !== declarations && !isPartial) {
    for (const version of branchesAgainstTransports(changed)) add(version, 1);
    for (const version of branchesAgainstTransports(declarations)) add(version, -1);
  }
  return counts;
}

/** The version a script was written for: the newest one that has all its forms, or the one that has most of them.
 * Among equals the newest wins. `previous` is kept as long as no other version fits better, so that a half-typed line
 * does not change the version.
 */
export function bestVersion(misfits: Misfits, previous: Version | undefined): Version {
  let best: Version = newestVersion;
  for (const version of versions) {
    if ((misfits.get(version) ?? 0) <= (misfits.get(best) ?? 0)) best = version;
  }
  if (
    previous !== undefined &&
    (misfits.get(previous) ?? 0) === (misfits.get(best) ?? 0) &&
    previous !== best
  ) {
    return isAtLeast(best, previous) ? best : previous;
  }
  return best;
}

export interface VersionOfScript {
  /** The version whose rules apply. */
  readonly version: Version;
  /** How the version was determined. */
  readonly versionFrom: 'setting' | 'file';
}

/** The version that is set, or the one that fits the script best. */
export function versionFor(
  settings: LanguageSettings,
  misfits: Misfits,
  previous: VersionOfScript | undefined,
): VersionOfScript {
  const wanted = versionOf(versionIn(settings, opensipsVersions));
  if (wanted !== undefined) return { version: wanted, versionFrom: 'setting' };
  const before = previous?.versionFrom === 'file' ? previous.version : undefined;
  return { version: bestVersion(misfits, before), versionFrom: 'file' };
}

/** Since 2.1 transports are modules, and one of them must be loaded: an old-style script without one is for 1.11,
 * while in a new script it was forgotten. Since 4.0 each loaded one needs a socket.
 */
function branchesAgainstTransports(items: readonly PlacedItem[]): readonly Version[] {
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
    return versions.filter(version => isAtLeast(version, '2.1') && !isAtLeast(version, '3.0'));
  const isIdle = used.size > 0 && transports.some(module => !used.has(module));
  return isIdle ? versions.filter(version => isAtLeast(version, '4.0')) : [];
}

const known = new WeakMap<Block, Misfits>();

/** How many forms of a block each version refuses; versions that refuse none are absent. */
function misfitsOf(block: Block, modules: readonly string[]): Misfits {
  const before = known.get(block);
  if (before !== undefined) return before;
  const counts = new Map<Version, number>();
  const add = (against: readonly Version[]) => {
    for (const version of against) counts.set(version, (counts.get(version) ?? 0) + 1);
  };
  const missIn = (fits: (version: Version) => boolean) => add(versions.filter(version => !fits(version)));
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
    } else if (item.type === 'route') {
      const uses = usesOf(item.body);
      for (const use of uses.calls) {
        if (keywordCommands.has(use.call.name.text)) continue;
        add(branchesAgainstCall(use, modules));
        for (const { kind, token } of use.call.args)
          if (kind === 'string' && token !== undefined) add(branchesAgainstVariables(token));
      }
      for (const { token } of uses.variables) add(branchesAgainstVariables(token));
      for (const { token } of uses.texts) add(branchesAgainstVariables(token));
    }
  }
  const kept = sharedMisfits([...counts].sort().join(' '), counts);
  known.set(block, kept);
  return kept;
}

/** Most blocks of a script are refused by the same versions. */
const sharedMisfits = remembered((_, counts: Misfits) => counts);
