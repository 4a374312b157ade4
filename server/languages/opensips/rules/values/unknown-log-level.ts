import { message } from '../../../../rules/rule.ts';
import { stringValue } from '../../syntax/token.ts';
import type { LocalFinding, RouteRule } from '../rule.ts';

export const unknownLogLevel: RouteRule = {
  code: 'opensips-cfg/unknown-log-level',
  severity: 'error',
  family: 'values',
  title: 'Unknown log level, or empty log text',
  why: 'With two arguments, `xlog` takes a log level first. When OpenSIPS starts, it identifies the level by its third letter, and does not start if the letter is not known or the text is empty.',
  fix: 'Write `L_ALERT`, `L_CRIT`, `L_ERR`, `L_WARN`, `L_NOTICE`, `L_INFO` or `L_DBG`.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\txlog("L_FATAL", "hello\\n");\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\txlog("L_CRIT", "hello\\n");\n}\n',
  on: 'route',
  calls: ['xlog', 'xdbg'],
  check({ uses }) {
    const found: LocalFinding[] = [];
    for (const { call } of uses.calls) {
      if (call.name.text !== 'xlog' && call.name.text !== 'xdbg') continue;
      const first = call.args[0]?.token;
      if (first === undefined || first.kind !== 'string' || first.unclosed === true) continue;
      const value = stringValue(first);
      const folded = call.args[0]?.folded !== undefined;
      if (call.args.length === 1) {
        if (value !== '' || folded) continue;
        found.push({
          span: first,
          message: message(
            'The log text is empty.',
            'OpenSIPS does not start.',
            'Write a text, or remove the call.',
          ),
        });
      } else if (!value.startsWith('$') && !'ACEWNID'.includes(value[2] ?? ' ')) {
        found.push({
          span: first,
          message: message(
            `"${value}" is not a log level.`,
            'OpenSIPS does not start.',
            'Write L_ALERT, L_CRIT, L_ERR, L_WARN, L_NOTICE, L_INFO or L_DBG.',
          ),
        });
      }
    }
    return found;
  },
};
