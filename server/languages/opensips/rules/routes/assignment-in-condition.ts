import { message } from '../../../../rules/rule.ts';
import { type RouteRule, replacing } from '../rule.ts';

export const assignmentInCondition: RouteRule = {
  code: 'opensips-cfg/assignment-in-condition',
  severity: 'warning',
  family: 'flow',
  title: 'Assignment where a comparison was meant',
  why: 'A single `=` in a condition writes to the variable and is true for nearly every value. OpenSIPS takes it silently: the branch behind it is always taken, and the variable is overwritten.',
  fix: 'Write `==`. When the assignment is meant, put it on a line of its own.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\tif ($var(state) = 1)\n\t\texit;\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\tif ($var(state) == 1)\n\t\texit;\n}\n',
  on: 'route',
  *check({ uses }) {
    for (const { assignment, inCondition } of uses.assignments) {
      if (!inCondition || assignment.operator.text !== '=' || assignment.value.type === 'call') continue;
      yield {
        span: assignment.operator,
        message: message(
          `This writes to ${assignment.target.text} and does not compare.`,
          'The condition is true for nearly every value.',
          'Write `==`.',
        ),
        fixes: [replacing('Compare with ==', assignment.operator, '==', true)],
      };
    }
  },
};
