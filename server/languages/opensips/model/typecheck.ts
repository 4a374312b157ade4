import { parametersOf } from '../facts/callSignature.ts';
import { valuesOf } from '../facts/flagWords.ts';
import { keywordCommands, keywordFunctionsBefore31 } from '../facts/reserved.ts';
import { argumentCountsIn, signatureIn } from '../facts/signatures.ts';
import { isAtLeast } from '../facts/versions.ts';
import type { Call, RouteKind } from '../syntax/syntax.ts';
import type { CallUse, Uses } from '../syntax/uses.ts';
import type { CallVerdict, FunctionOwner, World } from './world.ts';

/** Finds the function of a call like find_cmd_export_t: by name and kind of route, core first. */
export function resolveCall(
  use: CallUse,
  subject: { readonly world: World; readonly kind: RouteKind },
): CallVerdict {
  const { call, within } = use;
  const { world, kind } = subject;
  const isAsync = within !== undefined;
  const argumentCount = call.args.length;
  const known = world.verdicts(call.name.text);
  for (const one of known)
    if (one.kind === kind && one.isAsync === isAsync && one.argumentCount === argumentCount)
      return one.verdict;
  const verdict = resolve(call, isAsync, world, kind);
  known.push({ kind, isAsync, argumentCount, verdict });
  return verdict;
}

function resolve(call: Call, async: boolean, world: World, kind: RouteKind): CallVerdict {
  const name = call.name.text;
  if (keywordCommands.has(name)) return { kind: 'keyword' };
  const owners = async ? world.asyncFunctions(name) : world.functions(name);
  const first = owners[0];
  if (first === undefined) return { kind: 'unknown' };
  let best: FunctionOwner | undefined;
  const allowed = new Set<RouteKind>();
  for (const owner of owners) {
    const { routes } = signatureIn(owner.facts, world.version);
    if (async || routes === undefined || routes === 'all' || routes.includes(kind)) {
      best = owner;
      break;
    }
    for (const route of routes) allowed.add(route);
  }
  if (best === undefined) return { kind: 'wrong-route', owner: first, routes: [...allowed] };
  const params = parametersOf(best.facts, world.version, call.args.length);
  const values = call.args.map((_, at) => valuesOf(name, at, world.version));
  return { kind: 'found', owner: best, params, values: values.every(one => one === undefined) ? [] : values };
}

/** The numbers of arguments that fit a call in a version before 3.0, where find_cmd_export_t matches the name, the
 * number of arguments and the kind of route together. Undefined in other versions, and where the grammar defines the
 * arguments or they are unknown.
 */
export function countsBefore30(
  name: string,
  subject: { readonly world: World; readonly kind: RouteKind },
): readonly number[] | undefined {
  const { world, kind } = subject;
  if (isAtLeast(world.version, '3.0') || keywordFunctionsBefore31.has(name)) return undefined;
  const counts = new Set<number>();
  for (const { facts } of world.functions(name)) {
    const { routes } = signatureIn(facts, world.version);
    if (routes !== undefined && routes !== 'all' && !routes.includes(kind)) continue;
    const own = argumentCountsIn(facts, world.version);
    if (own === undefined) return undefined;
    for (const count of own) counts.add(count);
  }
  return [...counts].sort((a, b) => a - b);
}

/** Calls with the function they resolve to, without keywords. */
export function resolvedCalls(
  { calls }: Uses,
  subject: { readonly world: World; readonly kind: RouteKind },
): readonly ResolvedCall[] {
  const resolved: ResolvedCall[] = [];
  for (const use of calls)
    if (!keywordCommands.has(use.call.name.text)) resolved.push({ use, verdict: resolveCall(use, subject) });
  return resolved;
}

export interface ResolvedCall {
  readonly use: CallUse;
  readonly verdict: CallVerdict;
}
