import { message } from '../../../../rules/rule.ts';
import { endsHere, isEnd, listsIn } from '../../syntax/flow.ts';
import type { Statement } from '../../syntax/syntax.ts';
import { between } from '../../syntax/uses.ts';
import type { LocalFinding, RouteRule } from '../rule.ts';

export const unreachableStatement: RouteRule = {
  code: 'opensips-cfg/unreachable-statement',
  severity: 'warning',
  family: 'flow',
  title: 'Statement that is never reached',
  why: 'Nothing runs after `exit`, `drop`, `return` or `break`. OpenSIPS does not warn about it.',
  fix: 'Remove the statements, or move them above the one that ends the route.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\texit;\n\txlog("never\\n");\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\txlog("always\\n");\n\texit;\n}\n',
  on: 'route',
  check({ statements }) {
    const found: LocalFinding[] = [];
    for (const list of listsIn(statements)) {
      const finding = inList(list);
      if (finding !== undefined) found.push(finding);
    }
    return found;
  },
};

function inList(statements: readonly Statement[]): LocalFinding | undefined {
  const last = statements.findIndex(endsHere);
  if (last < 0 || last === statements.length - 1) return undefined;
  const rest = statements.slice(last + 1).filter(statement => statement.type !== 'empty');
  const first = rest[0];
  const end = rest.at(-1);
  // `drop(); exit;` and a `break` after an `exit` are harmless habits.
  const isHabit = rest.every(
    statement => statement.type === 'break' || (statement.type === 'call' && isEnd(statement)),
  );
  if (first === undefined || end === undefined || isHabit) return undefined;
  return {
    span: between(first, end),
    tag: 'unnecessary',
    message: message(
      'This is never reached.',
      'The previous statement ends the route on every path.',
      'Remove it, or move it up.',
    ),
  };
}
