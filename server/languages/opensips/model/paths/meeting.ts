import { type Condition, partsOf } from '../../syntax/flow.ts';
import type { Argument, Expression } from '../../syntax/syntax.ts';
import { stringValue } from '../../syntax/token.ts';
import type { Stop } from './paths.ts';

/** Whether one request can pass both stops: false if a condition on the path to one contradicts a condition on the
 * path to the other. Only simple cases are compared: the same condition once true and once false, and methods.
 */
export function canBothRun(first: Stop, second: Stop): boolean {
  const one = allOf(first);
  const other = allOf(second);
  return !one.some(condition => other.some(against => excludes(condition, against)));
}

/** Every condition as a whole and in its parts: if `a and b` is false, only the whole is known. */
function allOf({ conditions }: Stop): readonly Condition[] {
  return [...new Set(conditions.flatMap(condition => [condition, ...partsOf(condition)]))];
}

function excludes(one: Condition, other: Condition): boolean {
  if (one.expression === other.expression) return one.holds !== other.holds;
  if (one.holds !== other.holds) {
    const key = keyOf(one.expression);
    if (key !== undefined && key === keyOf(other.expression)) return true;
  }
  const methods = methodsOf(one);
  const others = methodsOf(other);
  if (methods === undefined || others === undefined) return differentValues(one, other);
  return excludesMethods(methods, others);
}

interface Methods {
  readonly names: ReadonlySet<string>;
  /** False for "any method but these". */
  readonly isAmong: boolean;
}

function excludesMethods(one: Methods, other: Methods): boolean {
  if (one.isAmong && other.isAmong) return ![...one.names].some(name => other.names.has(name));
  if (one.isAmong) return [...one.names].every(name => other.names.has(name));
  if (other.isAmong) return [...other.names].every(name => one.names.has(name));
  return false;
}

/** The methods that a condition accepts. */
function methodsOf({ expression, holds }: Condition): Methods | undefined {
  if (expression.type === 'call' && expression.name.text === 'is_method') {
    const token = expression.args[0]?.token;
    if (token?.kind !== 'string') return undefined;
    return {
      names: new Set(
        stringValue(token)
          .toUpperCase()
          .split(/[|,\s]+/),
      ),
      isAmong: holds,
    };
  }
  if (expression.type !== 'compare' || !/^[!=]=$/.test(expression.operator.text)) return undefined;
  const left = textOf(expression.left);
  if (left !== '$rm' && left !== 'method') return undefined;
  const right = expression.right.type === 'value' ? expression.right.token : undefined;
  if (right?.kind !== 'string') return undefined;
  return {
    names: new Set([stringValue(right).toUpperCase()]),
    isAmong: (expression.operator.text === '==') === holds,
  };
}

/** `$x == "a"` and `$x == "b"` cannot both be true. */
function differentValues(one: Condition, other: Condition): boolean {
  const a = one.expression;
  const b = other.expression;
  if (a.type !== 'compare' || b.type !== 'compare' || !one.holds || !other.holds) return false;
  if (a.operator.text !== '==' || b.operator.text !== '==') return false;
  if (textOf(a.left) === undefined || textOf(a.left) !== textOf(b.left)) return false;
  const isConstant = (side: Expression) =>
    side.type === 'value' && /^(?:string|number|ip)$/.test(side.token.kind);
  return isConstant(a.right) && isConstant(b.right) && textOf(a.right) !== textOf(b.right);
}

/** A string that is equal for equal conditions; undefined for those whose result may change between two places. */
function keyOf(expression: Expression): string | undefined {
  if (expression.type === 'call') {
    const args = expression.args.map((argument: Argument) => argument.token?.text);
    return `${expression.name.text}(${args.join(',')})`;
  }
  if (expression.type === 'compare') {
    const left = textOf(expression.left);
    const right = textOf(expression.right);
    return left === undefined || right === undefined
      ? undefined
      : `${left}${expression.operator.text}${right}`;
  }
  return textOf(expression);
}

function textOf(expression: Expression): string | undefined {
  if (expression.type === 'value') return expression.token.text;
  return expression.type === 'field' ? expression.field.text : undefined;
}
