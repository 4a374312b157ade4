import { message } from '../../../rules/rule.ts';
import { routeNameOf } from '../model.ts';
import type { ScriptRule } from '../rule.ts';
import type { RouteKind } from '../syntax.ts';
import { stringValue } from '../token.ts';
import { keywordOf } from './function-in-wrong-route.ts';
import { armingFunctions } from './undefined-route.ts';

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
    if (model.isPartial) return;
    const named = new Set<string>();
    for (const { uses } of bodies) {
      for (const { call } of uses.calls) {
        const keyword = call.name.text;
        const first = call.args[0];
        if (keyword === 'route' && first?.token !== undefined) {
          // A computed name may be any.
          if (first.kind === 'variable' || first.token.text.includes('$')) return;
          named.add(`request ${routeNameOf(first.token)}`);
        } else if (keyword === 'async' || keyword === 'launch') {
          const resume = call.args[1]?.token;
          if (resume !== undefined) named.add(`request ${routeNameOf(resume)}`);
        } else if (Object.hasOwn(armingFunctions, keyword) && first?.token !== undefined) {
          if (first.kind !== 'string' || first.token.text.includes('$')) return;
          named.add(`${armingFunctions[keyword] ?? ''} ${stringValue(first.token)}`);
        } else {
          // Other functions take names of routes as strings too.
          for (const { kind, token } of call.args)
            if (kind === 'string' && token !== undefined)
              for (const route of namedKinds) named.add(`${route} ${stringValue(token)}`);
        }
      }
    }
    for (const { item } of model.items)
      if (item.type === 'modparam')
        for (const token of item.value)
          if (token.kind === 'string')
            for (const kind of namedKinds) named.add(`${kind} ${stringValue(token)}`);
    for (const { route, kind, name, place } of model.routes) {
      if (!namedKinds.includes(kind) || name === '0' || named.has(`${kind} ${name}`)) continue;
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
