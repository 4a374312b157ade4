import type { RouteKind } from '../syntax/syntax.ts';
import type { FunctionFacts, FunctionParameter, ParameterType } from './facts.ts';
import { isAtLeast, type Version } from './versions.ts';

/** The parameters and route kinds of a function in a version. */
export function signatureIn(
  facts: FunctionFacts,
  version: Version,
): {
  readonly params: readonly FunctionParameter[] | undefined;
  readonly routes: 'all' | readonly RouteKind[] | undefined;
} {
  let params = facts.params;
  let routes = facts.routes;
  let paramsUpTo: string | undefined;
  let routesUpTo: string | undefined;
  for (const change of facts.changed ?? []) {
    if (!isAtLeast(change.upTo, version)) continue;
    if (change.params !== undefined && (paramsUpTo === undefined || isAtLeast(paramsUpTo, change.upTo))) {
      params = change.params.map((type, at) => olderParameter(type, facts.params?.[at]));
      paramsUpTo = change.upTo;
    }
    if (change.routes !== undefined && (routesUpTo === undefined || isAtLeast(routesUpTo, change.upTo))) {
      routes = change.routes;
      routesUpTo = change.upTo;
    }
  }
  return { params, routes };
}

/** The numbers of arguments that a function takes in a version before 3.0; undefined when unknown. */
export function argumentCountsIn(facts: FunctionFacts, version: Version): readonly number[] | undefined {
  let counts = facts.argCounts;
  let upTo: string | undefined;
  for (const change of facts.changed ?? []) {
    if (change.argCounts === undefined || !isAtLeast(change.upTo, version)) continue;
    if (upTo !== undefined && !isAtLeast(upTo, change.upTo)) continue;
    counts = change.argCounts;
    upTo = change.upTo;
  }
  return counts?.map(Number);
}

function olderParameter(written: string, newer: FunctionParameter | undefined): FunctionParameter {
  const type = written.replace('?', '');
  const known: ParameterType = type === 'int' || type === 'var' || type === 'regex' ? type : 'str';
  return {
    type: known,
    ...(written.startsWith('?') ? { optional: true } : {}),
    ...(newer?.name === undefined ? {} : { name: newer.name }),
    ...(newer?.const === true && newer.type === known ? { const: true } : {}),
    ...(newer?.noExpand === true && newer.type === known ? { noExpand: true } : {}),
  };
}
