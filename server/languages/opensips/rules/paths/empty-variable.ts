import { message } from '../../../../rules/rule.ts';
import { maySetDestination } from '../../model/destinations.ts';
import { spanInside } from '../../syntax/inside.ts';
import type { RouteKind } from '../../syntax/syntax.ts';
import type { Uses } from '../../syntax/uses.ts';
import type { LocalFinding, RouteRule } from '../rule.ts';

/** Variables that are NULL in some kinds of route block, with what to read instead. */
const emptyIn: readonly {
  readonly names: RegExp;
  readonly kinds: readonly RouteKind[];
  readonly why: string;
  readonly instead: string;
  /** True for a block that may set the variable itself. */
  readonly unless?: (uses: Uses) => boolean;
}[] = [
  {
    names: /^(rs|rr)$/,
    kinds: ['request', 'failure', 'branch', 'local'],
    why: 'the message here is a request, and requests have no status',
    instead:
      'In a failure_route, read `$T_reply_code` or `$(<reply>rs)`, or call `t_check_status`; elsewhere, read the status in an onreply_route',
  },
  {
    names: /^(ru|rU|rd|rp|ou|oU|od|op|du|dd|dp)$/,
    kinds: ['onreply'],
    why: 'the message here is a reply, and replies have no request line',
    instead: 'Read it from the request, as in `$(<request>ru)`',
  },
  {
    names: /^(du|duri|dd|dp|dP)$/,
    kinds: ['failure'],
    why: 'the destination of the first try is not kept for a failure_route',
    instead: 'Keep it in an `$avp(...)` before `t_relay`',
    unless: maySetDestination,
  },
  {
    names: /^T_reply_code$/,
    kinds: ['startup', 'timer', 'event'],
    why: 'there is no transaction here',
    instead: 'Use it in routes that handle SIP messages',
  },
  {
    names: /^(si|sp|fu|fU|fd|tu|tU|td|ci|cs|ua|hdr|ct|rb)$/,
    kinds: ['startup', 'timer'],
    why: 'this route does not handle a SIP message',
    instead: 'Use it in routes that handle SIP messages',
  },
];

export const emptyVariable: RouteRule = {
  code: 'opensips-cfg/empty-variable',
  severity: 'warning',
  family: 'paths',
  title: 'Variable that is always NULL in this kind of route',
  why: 'Some variables read the current message. In a failure_route that is the request, not the failed reply; in an onreply_route it is the reply. Where the message does not have the part they read, they are NULL, and comparisons with them are never true.',
  fix: 'Read the variable of the other message, such as `$(<reply>rs)` or `$(<request>ru)`.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/tm.so"\nroute {\n\tt_on_failure("lost");\n\tt_relay();\n}\nfailure_route[lost] {\n\tif ($rs == 408)\n\t\texit;\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/tm.so"\nroute {\n\tt_on_failure("lost");\n\tt_relay();\n}\nfailure_route[lost] {\n\tif ($T_reply_code == 408)\n\t\texit;\n}\n',
  on: 'route',
  check({ uses, kind, name }) {
    // A named request route can be called from other kinds of block, where the variable may be set.
    if (kind === 'request' && name !== '0') return [];
    const found: LocalFinding[] = [];
    const told = new Set<string>();
    for (const { token, role } of uses.variables) {
      if (role !== 'read' && role !== 'argument') continue;
      const read = /^\$\(?(<\w+>)?([\w.]+)/.exec(token.text);
      if (read === null || read[1] !== undefined) continue;
      const variable = read[2] ?? '';
      const entry = emptyIn.find(
        one => one.kinds.includes(kind) && one.names.test(variable) && one.unless?.(uses) !== true,
      );
      if (entry === undefined || told.has(variable)) continue;
      told.add(variable);
      found.push({
        span: spanInside(token, 0, token.text.length),
        message: message(
          `\`$${variable}\` is always NULL here: ${entry.why}.`,
          'Comparisons with it are never true.',
          `${entry.instead}.`,
        ),
      });
    }
    return found;
  },
};
