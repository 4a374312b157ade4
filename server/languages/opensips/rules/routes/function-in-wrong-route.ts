import { message } from '../../../../rules/rule.ts';
import { keywordOf } from '../../facts/routeNames.ts';
import type { RouteKind } from '../../syntax/syntax.ts';
import type { LocalFinding, RouteRule } from '../rule.ts';

export const functionInWrongRoute: RouteRule = {
  code: 'opensips-cfg/function-in-wrong-route',
  severity: 'error',
  family: 'routes',
  title: 'Function called in a kind of route that does not support it',
  why: 'A function works on what the route block handles: a request, a reply, a failed transaction. In any other kind of block OpenSIPS does not find the function and does not start.',
  fix: 'Call it in one of the kinds of route that the message lists.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/tm.so"\nonreply_route[answer] {\n\tt_newtran();\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/tm.so"\nroute {\n\tt_newtran();\n}\n',
  on: 'route',
  check(subject) {
    const found: LocalFinding[] = [];
    for (const { use, verdict } of subject.resolved) {
      if (verdict.kind !== 'wrong-route') continue;
      found.push({
        span: use.call.name,
        message: message(
          `\`${use.call.name.text}\` cannot be called in ${article(subject.kind)}.`,
          'OpenSIPS does not start.',
          `It works in ${verdict.routes.map(keywordOf).join(', ')}.`,
        ),
      });
    }
    return found;
  },
};

function article(kind: RouteKind): string {
  const keyword = keywordOf(kind);
  return /^[aeiou]/.test(keyword) ? `an \`${keyword}\`` : `a \`${keyword}\``;
}
