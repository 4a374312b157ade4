import { message } from '../../../../rules/rule.ts';
import { isAtLeast } from '../../facts/versions.ts';
import { callsIn, expressionsIn, listsIn } from '../../syntax/flow.ts';
import type { Expression, Statement, While } from '../../syntax/syntax.ts';
import { callsAny, type Uses, usesOf } from '../../syntax/uses.ts';
import type { LocalFinding, RouteRule } from '../rule.ts';

export const endlessLoop: RouteRule = {
  code: 'opensips-cfg/endless-loop',
  severity: 'warning',
  family: 'flow',
  title: 'Loop that does not end by itself',
  why: 'Nothing in the loop changes its condition or leaves it. OpenSIPS stops it after `max_while_loops` rounds (10000, before 3.2, 100) and continues after the loop; until then, the process handles no other message.',
  fix: 'Change a variable of the condition inside the loop, or leave the loop with `break`.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\t$var(i) = 0;\n\twhile ($var(i) < 3) {\n\t\txlog("$var(i)\\n");\n\t}\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\t$var(i) = 0;\n\twhile ($var(i) < 3) {\n\t\txlog("$var(i)\\n");\n\t\t$var(i) = $var(i) + 1;\n\t}\n}\n',
  on: 'route',
  check({ uses, world }) {
    const found: LocalFinding[] = [];
    for (const loop of uses.whiles) {
      if (mayEnd(loop)) continue;
      found.push({
        span: loop.keyword,
        message: message(
          'Nothing inside the loop changes its condition or leaves it.',
          `OpenSIPS stops it after \`max_while_loops\` rounds (${isAtLeast(world.version, '3.2') ? 10000 : 100} by default) and continues after the loop.`,
          'Change a variable of the condition, or leave the loop with `break`.',
        ),
      });
    }
    return found;
  },
};

function mayEnd({ condition, body }: While): boolean {
  if (condition === undefined || callsIn(condition).length > 0) return true;
  const inside = usesOf(body);
  if (inside.includes.length > 0 || hasBreak(body)) return true;
  if (callsAny(inside, ['exit', 'drop', 'return', 'async', 'route'])) return true;
  const names = new Set([...expressionsIn(condition)].flatMap(namesOf));
  // Only script variables change by nothing but what names them.
  if ([...names].some(name => !name.startsWith('var(')) && hasForeignCall(inside)) return true;
  return changesOne(inside, names);
}

/** Also a `break` that ends only a `switch` inside counts, to be sure. */
function hasBreak(body: readonly Statement[]): boolean {
  return [...listsIn(body)].some(list => list.some(one => one.type === 'break'));
}

function hasForeignCall({ calls }: Uses): boolean {
  return calls.some(({ call }) => call.name.text !== 'xlog' && call.name.text !== 'xdbg');
}

function changesOne(inside: Uses, names: ReadonlySet<string>): boolean {
  const isNamed = (text: string) => variableNames(text).some(name => names.has(name));
  if (inside.assignments.some(({ assignment }) => isNamed(assignment.target.text))) return true;
  if (inside.variables.some(({ token, role }) => role === 'iterator' && isNamed(token.text))) return true;
  return inside.calls.some(
    ({ call }) =>
      call.name.text !== 'xlog' && call.args.some(({ token }) => token !== undefined && isNamed(token.text)),
  );
}

/** Script variables and AVPs with their inner name, others by the name alone. */
function variableNames(text: string): readonly string[] {
  return [...text.matchAll(/\$\(?((?:<\w+>)?[\w.]+)(?:\(([^()$]*)\))?/g)].map(([, name = '', inner]) =>
    inner !== undefined && /^(?:var|avp)$/.test(name) ? `${name}(${inner})` : name,
  );
}

/** What the value of an expression depends on; `field` for anything that is not a variable. */
function namesOf(expression: Expression): readonly string[] {
  switch (expression.type) {
    case 'value':
      return variableNames(expression.token.text);
    case 'field':
    case 'assign':
    case 'if':
    case 'statements':
      return ['field'];
    default:
      return [];
  }
}
