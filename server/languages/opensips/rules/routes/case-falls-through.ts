import { message } from '../../../../rules/rule.ts';
import { listEnds } from '../../syntax/flow.ts';
import type { Case, Statement } from '../../syntax/syntax.ts';
import type { LocalFinding, RouteRule } from '../rule.ts';

export const caseFallsThrough: RouteRule = {
  code: 'opensips-cfg/case-falls-through',
  severity: 'warning',
  family: 'flow',
  title: 'Case that continues in the next one',
  why: 'After the statements of a `case`, OpenSIPS continues with those of the next `case` or of `default`, whatever their values are, until a `break` or the end of the route.',
  fix: 'End the case with `break;`, or with `exit;` if nothing after the `switch` must run. To use the same statements for several values, write these cases one after the other without statements between them.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\tswitch ($rm) {\n\tcase "INVITE":\n\t\txlog("call\\n");\n\tcase "BYE":\n\t\txlog("end\\n");\n\t}\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\tswitch ($rm) {\n\tcase "INVITE":\n\t\txlog("call\\n");\n\t\tbreak;\n\tcase "BYE":\n\t\txlog("end\\n");\n\t}\n}\n',
  on: 'route',
  check({ uses }) {
    const found: LocalFinding[] = [];
    for (const { cases } of uses.switches) {
      for (const [at, next] of cases.entries()) {
        const before = cases[at - 1];
        if (before !== undefined && fallsThrough(before)) found.push(findingOf(next));
      }
    }
    return found;
  },
};

function fallsThrough({ body }: Case): boolean {
  const last = body.findLast(statement => statement.type !== 'empty');
  return last !== undefined && !listEnds(body) && !mayEnd(last);
}

/** The routes that are called last may end the script themselves. */
function mayEnd(statement: Statement): boolean {
  switch (statement.type) {
    case 'call':
      return statement.name.text === 'route';
    case 'include':
      return true;
    case 'if':
      return [statement.body, statement.otherwise ?? []].some(list => list.some(mayEnd));
    case 'block':
      return statement.body.some(mayEnd);
    default:
      return false;
  }
}

function findingOf(next: Case): LocalFinding {
  return {
    span: next.keyword,
    message: message(
      `The \`case\` above continues in this \`${next.keyword.text}\`.`,
      'Without `break`, these statements also run for the value above.',
      'End the case above with `break;`.',
    ),
  };
}
