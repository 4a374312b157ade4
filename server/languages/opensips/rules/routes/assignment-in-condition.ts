import { message } from '../../../../rules/rule.ts';
import { type LocalFinding, type RouteRule, replacing } from '../rule.ts';

export const assignmentInCondition: RouteRule = {
  code: 'opensips-cfg/assignment-in-condition',
  severity: 'warning',
  family: 'flow',
  title: 'Assignment in a condition',
  why: 'A single `=` in a condition assigns to the variable and is true for nearly every value. OpenSIPS accepts it silently: the branch is nearly always taken, and the variable is overwritten.',
  fix: 'Write `==`. If you want the assignment, put it in a separate statement.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\tif ($var(state) = 1)\n\t\texit;\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\tif ($var(state) == 1)\n\t\texit;\n}\n',
  on: 'route',
  check({ uses }) {
    const found: LocalFinding[] = [];
    for (const { assignment, inCondition } of uses.assignments) {
      if (!inCondition || assignment.operator.text !== '=' || assignment.value.type === 'call') continue;
      found.push({
        span: assignment.operator,
        message: message(
          `This assigns to ${assignment.target.text} and does not compare.`,
          'The condition is true for nearly every value.',
          'Write `==`.',
        ),
        fixes: [replacing('Compare with ==', assignment.operator, '==', true)],
      });
    }
    return found;
  },
};
