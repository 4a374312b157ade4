import { message } from '../../../../rules/rule.ts';
import { nearest } from '../../../../text/spelling.ts';
import { armingFunctions, keywordOf } from '../../facts/routeNames.ts';
import { routeNameOf } from '../../model/model.ts';
import type { RouteKind } from '../../syntax/syntax.ts';
import { stringValue, type Token } from '../../syntax/token.ts';
import { type LocalFinding, type RouteRule, type RouteSubject, replacing } from '../rule.ts';

/** Functions whose request route is not the first argument; counted from 0. */
const routeArguments: Readonly<Record<string, readonly number[]>> = {
  b2b_init_request: [2, 3],
};
export const undefinedRoute: RouteRule = {
  code: 'opensips-cfg/undefined-route',
  severity: 'error',
  family: 'routes',
  title: 'Route block that does not exist',
  why: 'When OpenSIPS starts, it looks up every route that is called or armed by name, and does not start if one is missing. `opensips -C` does not report it.',
  fix: 'Define the route block, or correct the name.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\troute(relay);\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\troute(relay);\n}\nroute[relay] {\n\texit;\n}\n',
  on: 'route',
  check(subject) {
    const found: LocalFinding[] = [];
    const report = (finding: LocalFinding | undefined) => {
      if (finding !== undefined) found.push(finding);
    };
    for (const { call } of subject.uses.calls) {
      const name = call.name.text;
      for (const at of Object.hasOwn(routeArguments, name) ? (routeArguments[name] ?? []) : []) {
        const named = call.args[at];
        if (named?.kind === 'string' && named.token !== undefined && !named.token.text.includes('$'))
          report(judge(named.token, stringValue(named.token), 'request', subject));
      }
      const argument = call.args[0];
      const token = argument?.token;
      if (argument === undefined || token === undefined) continue;
      if (name === 'route') {
        if (argument.kind === 'variable' || token.text.includes('$')) continue;
        report(judge(token, routeNameOf(token), 'request', subject));
      } else if (Object.hasOwn(armingFunctions, name)) {
        const kind = armingFunctions[name];
        if (kind === undefined || subject.world.functions(name).length === 0) continue;
        if (argument.kind !== 'string' || token.text.includes('$')) continue;
        report(judge(token, stringValue(token), kind, subject));
      }
    }
    return found;
  },
};

function judge(token: Token, name: string, kind: RouteKind, subject: RouteSubject): LocalFinding | undefined {
  if (subject.names.hasRoute(kind, name) || !subject.names.isComplete) return undefined;
  const guess = nearest(name, subject.names.routeNames(kind));
  const block = `${keywordOf(kind)}[${name}]`;
  return {
    span: token,
    message: message(
      `There is no \`${block}\`.`,
      '`opensips -C` does not report this, but OpenSIPS does not start.',
      guess === undefined ? 'Define it, or correct the name.' : `Did you mean \`${guess}\`?`,
    ),
    ...(guess === undefined
      ? {}
      : { fixes: [replacing(`Write ${guess}`, token, token.kind === 'string' ? `"${guess}"` : guess)] }),
  };
}
