import type { FunctionFacts, FunctionParameter } from './facts.ts';
import { keywordFunctionsBefore31 } from './reserved.ts';
import { signatureIn } from './signatures.ts';
import type { Version } from './versions.ts';
import { isAtLeast } from './versions.ts';

/** The argument types of a function in a version; before 3.0 every argument was a string, so there are none. */
export function parametersOf(
  facts: FunctionFacts,
  version: Version,
  count: number,
): readonly FunctionParameter[] | undefined {
  if (!isAtLeast(version, '3.0')) return undefined;
  // Until 3.0 the grammar itself knew the arguments of these.
  if (!isAtLeast(version, '3.1') && keywordFunctionsBefore31.has(facts.name)) return undefined;
  const { params } = signatureIn(facts, version);
  if (params === undefined) return undefined;
  if (fits(params, count)) return params;
  return facts.overloads?.find(overload => fits(overload, count)) ?? params;
}

export function fits(params: readonly FunctionParameter[], count: number): boolean {
  return count >= requiredCount(params) && count <= params.length;
}

/** Optional arguments before a required one have to be left out explicitly, so they count. */
export function requiredCount(params: readonly FunctionParameter[]): number {
  return params.findLastIndex(({ optional }) => optional !== true) + 1;
}
