import { message } from '../../../../rules/rule.ts';
import { nearest } from '../../../../text/spelling.ts';
import { routeNameOf } from '../../model/model.ts';
import { type LocalFinding, type RouteRule, replacing } from '../rule.ts';

/** Which argument of `async` and `launch` is the resume route, counted from 0. */
const resumePlaces: Readonly<Record<string, number>> = { async: 1, launch: 1 };

export const undefinedResumeRoute: RouteRule = {
  code: 'opensips-cfg/undefined-resume-route',
  severity: 'warning',
  family: 'paths',
  title: 'Resume route that does not exist',
  why: 'When the function of `async` or `launch` is done, the script continues in the route named there. Neither `opensips -C` nor the start checks that it exists: the error shows only under traffic, when the request is lost or the worker crashes.',
  fix: 'Define the route block, or correct the name.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/tm.so"\nloadmodule "/modules/cfgutils.so"\nroute {\n\tasync(sleep(1), after);\n}\nroute[afterwards] {\n\texit;\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/tm.so"\nloadmodule "/modules/cfgutils.so"\nroute {\n\tasync(sleep(1), after);\n}\nroute[after] {\n\texit;\n}\n',
  on: 'route',
  calls: Object.keys(resumePlaces),
  check({ uses, names }) {
    const found: LocalFinding[] = [];
    for (const { call } of uses.calls) {
      const at = Object.hasOwn(resumePlaces, call.name.text) ? resumePlaces[call.name.text] : undefined;
      const argument = at === undefined ? undefined : call.args[at];
      const token = argument?.token;
      if (argument === undefined || token === undefined || token.text.includes('$')) continue;
      if (argument.kind !== 'name' && argument.kind !== 'string' && argument.kind !== 'number') continue;
      const name = routeNameOf(token);
      if (names.hasRoute('request', name) || !names.isComplete) continue;
      const guess = nearest(name, names.routeNames('request'));
      found.push({
        span: token,
        message: message(
          `There is no \`route[${name}]\` to resume in.`,
          'Neither `opensips -C` nor the start reports this; the request is lost when the function is done.',
          guess === undefined ? 'Define it, or correct the name.' : `Did you mean \`${guess}\`?`,
        ),
        ...(guess === undefined
          ? {}
          : { fixes: [replacing(`Write ${guess}`, token, token.kind === 'string' ? `"${guess}"` : guess)] }),
      });
    }
    return found;
  },
};
