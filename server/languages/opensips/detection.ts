import {
  coreFunction,
  type FunctionParameter,
  globalFacts,
  moduleFacts,
  modulesWithFunction,
  parameterFacts,
} from './facts.ts';
import type { PlacedItem } from './model.ts';
import { keywordCommands } from './reserved.ts';
import type { Block } from './syntax.ts';
import { stringValue } from './token.ts';
import { usesOf } from './uses.ts';
import { existsIn, isAtLeast, newestVersion, type Version, versions } from './versions.ts';

/**
 * The branch a script was written for: the newest one that knows all its forms, or the one that knows most of them.
 * Among equals the newest wins. `previous` is kept as long as no other branch fits better, so that a half-typed line does not
 * change the branch.
 */
export function detectVersion(items: readonly PlacedItem[], previous: Version | undefined): Version {
  const misfits = new Map<Version, number>(versions.map(version => [version, 0]));
  const seen = new Set<Block>();
  for (const { block } of items) {
    if (seen.has(block)) continue;
    seen.add(block);
    for (const [version, count] of misfitsOf(block))
      misfits.set(version, (misfits.get(version) ?? 0) + count);
  }
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

const known = new WeakMap<Block, ReadonlyMap<Version, number>>();

/** How many forms of a block each branch refuses; branches that refuse none are absent. */
function misfitsOf(block: Block): ReadonlyMap<Version, number> {
  const kept = known.get(block);
  if (kept !== undefined) return kept;
  const counts = new Map<Version, number>();
  const missIn = (fits: (version: Version) => boolean, weight = 1) => {
    for (const version of versions)
      if (!fits(version)) counts.set(version, (counts.get(version) ?? 0) + weight);
  };
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
      const name = stringValue(item.path).replace(/^.*\//, '').replace(/\.so$/, '');
      const facts = moduleFacts(name);
      if (facts !== undefined) missIn(version => existsIn(version, facts));
    } else if (item.type === 'route') {
      for (const { call, within } of usesOf(item.body).calls) {
        const name = call.name.text;
        if (keywordCommands.has(name)) continue;
        const facts = lifeOf(name, within !== undefined);
        for (const version of facts.absent) counts.set(version, (counts.get(version) ?? 0) + 1);
        const { params } = facts;
        if (params === undefined) continue;
        // Since 3.0 arguments are typed: numbers stand without quotes, and variables alone.
        const isOld = params.some((parameter, at) => {
          const argument = call.args[at];
          return (
            parameter.type === 'int' &&
            argument?.kind === 'string' &&
            argument.token?.text.includes('$') !== true
          );
        });
        if (isOld) missIn(version => !isAtLeast(version, '3.0'));
        if (facts.isOfModule && call.args.some(({ kind }) => kind === 'number' || kind === 'variable'))
          missIn(version => isAtLeast(version, '3.0'));
      }
    }
  }
  known.set(block, counts);
  return counts;
}

interface FunctionLife {
  /** The branches that do not have it; empty for a function that nobody knows. */
  readonly absent: readonly Version[];
  /** The types, when only core or one module has it. */
  readonly params: readonly FunctionParameter[] | undefined;
  readonly isOfModule: boolean;
}

const lives = new Map<string, FunctionLife>();
const lifeLimit = 5000;

function lifeOf(name: string, isAsync: boolean): FunctionLife {
  const kept = lives.get(name);
  if (kept !== undefined) return kept;
  if (lives.size > lifeLimit) lives.clear();
  const core = isAsync ? undefined : coreFunction(name);
  const owners = core === undefined ? modulesWithFunction(name) : [];
  const facts = owners.map(owner => {
    const module = moduleFacts(owner);
    return { module, own: module?.functions?.find(one => one.name === name) };
  });
  const isThere = (version: Version): boolean => {
    if (core !== undefined) return existsIn(version, core);
    if (owners.length === 0) return true;
    return facts.some(
      ({ module, own }) =>
        module !== undefined && own !== undefined && existsIn(version, module) && existsIn(version, own),
    );
  };
  const life: FunctionLife = {
    absent: versions.filter(version => !isThere(version)),
    params: core === undefined ? (facts.length === 1 ? facts[0]?.own?.params : undefined) : core.params,
    isOfModule: core === undefined,
  };
  lives.set(name, life);
  return life;
}
