import { message } from '../../../../rules/rule.ts';
import { readString } from '../../syntax/inside.ts';
import { stringBody } from '../../syntax/token.ts';
import { type LocalFinding, type RouteRule, replacing } from '../rule.ts';

/** Functions of `rr` that append their first argument to the parameters of a Record-Route or Route header. */
const appenders = new Set(['record_route', 'add_rr_param']);

export const parametersWithoutSemicolon: RouteRule = {
  code: 'opensips-cfg/parameters-without-semicolon',
  severity: 'warning',
  family: 'values',
  title: 'Record-Route parameter without a semicolon',
  why: 'The text is appended to the Record-Route header as it is. Without a semicolon at the beginning, it becomes part of the parameter before it, for example of the From tag, and `is_direction` then fails.',
  fix: 'Begin the text with `;`.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/rr.so"\nroute {\n\trecord_route("mine=1");\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/rr.so"\nroute {\n\trecord_route(";mine=1");\n}\n',
  on: 'route',
  calls: [...appenders],
  check({ uses }) {
    const found: LocalFinding[] = [];
    for (const { call } of uses.calls) {
      const [first] = call.args;
      if (!appenders.has(call.name.text) || first?.kind !== 'string' || first.token === undefined) continue;
      const { value } = readString(first.token);
      if (!/^\s*[\w.-]/.test(value)) continue;
      const quote = first.token.text[0] ?? '"';
      found.push({
        span: first.token,
        message: message(
          'This text has no semicolon at the beginning.',
          `\`${call.name.text}\` appends it as it is, so it becomes part of the parameter before it.`,
          'Begin it with `;`.',
        ),
        fixes: [replacing('Begin with ;', first.token, `${quote};${stringBody(first.token)}${quote}`, true)],
      });
    }
    return found;
  },
};
