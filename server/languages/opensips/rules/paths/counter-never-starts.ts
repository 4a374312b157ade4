import { message } from '../../../../rules/rule.ts';
import { perGroup } from '../../model/bodies.ts';
import type { RouteBody, ScriptModel } from '../../model/model.ts';
import type { Place } from '../../model/placed.ts';
import { namesIn, trafficOf } from '../../model/scriptVariables.ts';
import type { Assignment, Expression } from '../../syntax/syntax.ts';
import type { Finding, ScriptRule } from '../rule.ts';

export const counterNeverStarts: ScriptRule = {
  code: 'opensips-cfg/counter-never-starts',
  severity: 'warning',
  family: 'paths',
  title: 'Variable that is changed but never set',
  why: 'A variable that was never set is NULL, not 0 and not an empty text. NULL plus something is an error at run time that leaves the variable unchanged, so a counter that is never set to 0 never starts.',
  fix: 'Set the variable first, for example with `$var(n) = 0;`.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\t$var(n) = $var(n) + 1;\n\tif ($var(n) > 3)\n\t\texit;\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\t$var(n) = 0;\n\twhile ($var(n) < 3)\n\t\t$var(n) = $var(n) + 1;\n}\n',
  on: 'script',
  *check(model) {
    if (!model.isComplete) return;
    let elsewhere: string | undefined;
    for (const kind of ['var', 'avp'] as const) {
      const seen = new Set<string>();
      for (const { name, assignment, place } of model.groups.flatMap(group => changesIn(group)[kind])) {
        if (seen.has(name)) continue;
        seen.add(name);
        if (model.groups.some(group => otherNamesIn(group)[kind].has(name))) continue;
        elsewhere ??= parameterTexts(model);
        if (elsewhere.includes(name)) continue;
        const finding: Finding = {
          place,
          span: assignment.target,
          message: message(
            `\`${assignment.target.text}\` is never set, so it stays NULL.`,
            'NULL plus something is an error at run time that leaves the variable unchanged.',
            'Set it to a first value before this.',
          ),
        };
        yield finding;
      }
    }
  },
};

/** Modules set the AVPs that their parameters name. */
function parameterTexts({ declarations }: ScriptModel): string {
  return declarations
    .flatMap(({ item }) => (item.type === 'modparam' ? item.value : []))
    .map(({ text }) => text)
    .join(' ');
}

/** An assignment that changes a value that must be there. */
interface Change {
  readonly name: string;
  readonly assignment: Assignment;
  readonly place: Place;
}

const changesIn = perGroup(bodies => {
  const found: { var: Change[]; avp: Change[] } = { var: [], avp: [] };
  for (const { uses, place } of bodies) {
    for (const { assignment } of uses.assignments) {
      if (!needsValue(assignment)) continue;
      for (const kind of ['var', 'avp'] as const) {
        const name = ownName(assignment, kind);
        if (name !== undefined) found[kind].push({ name, assignment, place });
      }
    }
  }
  return found;
});

/** Names that something else may set. */
const otherNamesIn = perGroup(bodies => ({ var: otherNames(bodies, 'var'), avp: otherNames(bodies, 'avp') }));

function otherNames(bodies: readonly RouteBody[], kind: 'var' | 'avp'): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { uses } of bodies) {
    for (const name of trafficOf(uses, kind).outputs) names.add(name);
    for (const { assignment } of uses.assignments)
      if (!needsValue(assignment)) for (const name of namesIn(assignment.target.text, kind)) names.add(name);
  }
  return names;
}

function ownName({ target }: Assignment, kind: 'var' | 'avp'): string | undefined {
  const [name] = namesIn(target.text, kind);
  return name !== undefined && target.text === `$${kind}(${name})` ? name : undefined;
}

/** `$x = $x + 1` and `$x += 1`: without a value before, nothing is assigned. */
function needsValue({ target, operator, value }: Assignment): boolean {
  return operator.text === '=' || operator.text === ':='
    ? startsWith(value, target.text)
    : /^[-+*/%]=$/.test(operator.text);
}

/** The first operand of an addition is the variable itself. */
function startsWith(expression: Expression, name: string): boolean {
  if (expression.type !== 'arithmetic') return false;
  const { left } = expression;
  return left.type === 'value' ? left.token.text === name : startsWith(left, name);
}
