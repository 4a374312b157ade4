import { message } from '../../../../rules/rule.ts';
import { armingFunctions, keywordOf } from '../../facts/routeNames.ts';
import { routeNameOf } from '../../model/model.ts';
import type { RouteKind } from '../../syntax/syntax.ts';
import { stringValue } from '../../syntax/token.ts';
import type { Uses } from '../../syntax/uses.ts';
import type { ScriptRule } from '../rule.ts';

/** Kinds that something has to name; the others run by themselves. */
const namedKinds: readonly RouteKind[] = ['request', 'failure', 'branch', 'onreply'];

export const unusedRoute: ScriptRule = {
  code: 'opensips-cfg/unused-route',
  severity: 'information',
  family: 'routes',
  title: 'Route block that nothing calls or arms',
  why: 'It never runs. Often the name was changed in one place only.',
  fix: 'Remove it, or call it.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\texit;\n}\nroute[relay] {\n\texit;\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\troute(relay);\n}\nroute[relay] {\n\texit;\n}\n',
  on: 'script',
  *check(model, { bodies }) {
    if (!model.isComplete) return;
    const named = new Set<string>();
    for (const { uses } of bodies) {
      const here = namesUsed(uses);
      // A computed name may be any.
      if (here === undefined) return;
      for (const name of here) named.add(name);
    }
    for (const { item } of model.items)
      if (item.type === 'modparam')
        for (const token of item.value) if (token.kind === 'string') named.add(`any ${stringValue(token)}`);
    for (const { route, kind, name, place } of model.routes) {
      if (!namedKinds.includes(kind) || name === '0') continue;
      if (named.has(`${kind} ${name}`) || named.has(`any ${name}`)) continue;
      yield {
        place,
        span: route.name ?? route.keyword,
        tag: 'unnecessary',
        message: message(
          `Nothing calls or arms \`${keywordOf(kind)}[${name}]\`.`,
          'It never runs.',
          'Remove it, or correct the name where it is used.',
        ),
      };
    }
  },
};

const known = new WeakMap<Uses, ReadonlySet<string> | null>();

/** The routes that statements name, with their kind; `any` before strings that may name one. Undefined for a computed name. */
function namesUsed(uses: Uses): ReadonlySet<string> | undefined {
  let names = known.get(uses);
  if (names === undefined) {
    names = collectNames(uses) ?? null;
    known.set(uses, names);
  }
  return names ?? undefined;
}

function collectNames(uses: Uses): ReadonlySet<string> | undefined {
  const named = new Set<string>();
  for (const { call } of uses.calls) {
    const keyword = call.name.text;
    const first = call.args[0];
    if (keyword === 'route' && first?.token !== undefined) {
      if (first.kind === 'variable' || first.token.text.includes('$')) return undefined;
      named.add(`request ${routeNameOf(first.token)}`);
    } else if (keyword === 'async' || keyword === 'launch') {
      const resume = call.args[1]?.token;
      if (resume !== undefined) named.add(`request ${routeNameOf(resume)}`);
    } else if (Object.hasOwn(armingFunctions, keyword) && first?.token !== undefined) {
      if (first.kind !== 'string' || first.token.text.includes('$')) return undefined;
      named.add(`${armingFunctions[keyword] ?? ''} ${stringValue(first.token)}`);
    } else if (keyword !== 'xlog') {
      // Other functions take names of routes as strings too.
      for (const { kind, token } of call.args)
        if (kind === 'string' && token !== undefined) named.add(`any ${stringValue(token)}`);
    }
  }
  return named;
}
