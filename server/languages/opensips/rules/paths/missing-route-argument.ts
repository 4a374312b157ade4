import { message } from '../../../../rules/rule.ts';
import { perGroup } from '../../model/bodies.ts';
import { routeKey, routeNameOf, type ScriptModel } from '../../model/model.ts';
import type { Finding, ScriptRule } from '../rule.ts';

export const missingRouteArgument: ScriptRule = {
  code: 'opensips-cfg/missing-route-argument',
  severity: 'warning',
  family: 'paths',
  title: 'Route argument that no call passes',
  why: '`$param(n)` is the nth value that `route(name, value, ...)` passes. It is NULL if the call passes fewer values, and always NULL in a block that is not called with `route()`.',
  fix: 'Pass the value in the call, such as `route(log, "text")`.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\troute(report);\n}\nroute[report] {\n\txlog("$rm\\n");\n\tif ($param(1) == "quiet")\n\t\texit;\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\troute(report, "quiet");\n}\nroute[report] {\n\tif ($param(1) == "quiet")\n\t\texit;\n}\n',
  since: '3.0',
  on: 'script',
  *check(model) {
    const reading = model.groups.flatMap(readingValues);
    if (!model.isComplete || reading.length === 0) return;
    const passed = mostPassed(model);
    if (passed === undefined) return;
    for (const { route, uses, place } of reading) {
      const isCalled = route.kind === 'request' && route.name !== '0';
      const most = isCalled ? passed.get(route.name) : 0;
      // Another rule reports routes that nothing calls; functions may call them, too.
      if (most === undefined) continue;
      for (const { token } of uses.variables) {
        const number = Number(PASSED_VALUE.exec(token.text)?.[1] ?? 0);
        if (number <= most) continue;
        const finding: Finding = {
          place,
          span: token,
          message: message(
            isCalled
              ? `No call of \`route(${route.name})\` passes ${number === 1 ? 'a value' : `${number} values`}.`
              : 'This block is not called with `route()`, so it gets no values.',
            `\`$param(${number})\` is always NULL.`,
            isCalled ? 'Pass the value in the call.' : 'Use another variable.',
          ),
        };
        yield finding;
        break;
      }
    }
  },
};

const PASSED_VALUE = /^\$\(?param\((\d+)\)/;

/** Bodies with a value that the caller passes. */
const readingValues = perGroup(bodies =>
  bodies.filter(({ uses }) => uses.variables.some(({ token }) => PASSED_VALUE.test(token.text))),
);

/** The names of the routes that are called, with the number of values passed; a computed name is undefined. */
const calls = perGroup(bodies =>
  bodies.flatMap(({ uses }) =>
    uses.calls.flatMap(({ call, within }) => {
      const [first, ...values] = call.args;
      if (call.name.text !== 'route' || first?.token === undefined || within !== undefined) return [];
      const isComputed = first.kind === 'variable' || first.token.text.includes('$');
      return [{ name: isComputed ? undefined : routeNameOf(first.token), count: values.length }];
    }),
  ),
);

/** For each route that is called, the largest number of values passed; undefined if a name is computed. */
function mostPassed({ groups, routesByName }: ScriptModel): ReadonlyMap<string, number> | undefined {
  const passed = new Map<string, number>();
  for (const { name, count } of groups.flatMap(calls)) {
    if (name === undefined) return undefined;
    if (routesByName.has(routeKey('request', name))) passed.set(name, Math.max(passed.get(name) ?? 0, count));
  }
  return passed;
}
