import { compilePosix } from '../../../../text/posixRegexp.ts';
import type { Expression } from '../../syntax/syntax.ts';
import { stringBody, stringValue, type Token } from '../../syntax/token.ts';
import { inNetwork } from '../messages/network.ts';
import type { Execution, Frame } from '../server.ts';
import { bareNumber, isNull, nullValue, textValue, type Value } from '../values/value.ts';
import { getVariable, variableOf } from '../values/variables.ts';
import { lineOf, plain, shown } from './entry.ts';

/** The result of an expression without a value: 1 true, 0 false, -1 error, -127 when the script ended inside it. */
export type Outcome = number;

export const ENDED = -127;

/** Evaluates a condition (eval_expr without a value). */
export function evaluateCondition(x: Execution, frame: Frame, expression: Expression): Outcome {
  switch (expression.type) {
    case 'logic': {
      const left = evaluateCondition(x, frame, expression.left);
      const isAnd = expression.operator.text === 'and' || expression.operator.text === '&&';
      return left === (isAnd ? 1 : 0) ? evaluateCondition(x, frame, expression.right) : left;
    }
    case 'not': {
      if (expression.operator.text === '~') return outcomeOf(evaluateValue(x, frame, expression));
      const operand = evaluateCondition(x, frame, expression.operand);
      if (operand < 0) return operand;
      return operand === 0 ? 1 : 0;
    }
    case 'group':
      return expression.open.text === '['
        ? outcomeOf(evaluateValue(x, frame, expression.inner))
        : evaluateCondition(x, frame, expression.inner);
    case 'compare':
      return compare(x, frame, expression);
    case 'call':
      return outcomeOfAction(x.server.engine.runStatement(x, frame, expression));
    case 'assign':
      return outcomeOfAction(x.server.engine.runStatement(x, frame, expression));
    case 'statements':
      return outcomeOfAction(x.server.engine.runStatements(x, frame, expression.body));
    case 'if':
      return outcomeOfAction(x.server.engine.runStatement(x, frame, expression));
    case 'value':
      return testValue(x, frame, expression);
    case 'arithmetic':
      return outcomeOf(evaluateValue(x, frame, expression));
    default:
      // Only versions older than the supported ones have conditions on fields.
      return -1;
  }
}

function outcomeOfAction(ret: number): Outcome {
  if (ret === 0) return ENDED;
  return ret > 0 ? 1 : 0;
}

function outcomeOf(value: Value | undefined): Outcome {
  if (value === undefined || isNull(value)) return 0;
  if (value.isInteger) return value.number === 0 ? 0 : 1;
  return (value.text ?? '').length > 0 ? 1 : 0;
}

function testValue(x: Execution, frame: Frame, expression: Extract<Expression, { type: 'value' }>): Outcome {
  if (expression.number !== undefined) return expression.number === 0 ? 0 : 1;
  if (expression.token.kind !== 'variable') return 0;
  const variable = variableOf(x, expression.token.text);
  const value = variable === undefined ? nullValue : getVariable(x, variable);
  const result = outcomeOf(value);
  x.server.record.trace.push({
    test: 'variable',
    value: plain(value),
    result,
    line: lineOf(frame, expression.token),
  });
  return result;
}

function compare(x: Execution, frame: Frame, expression: Extract<Expression, { type: 'compare' }>): Outcome {
  const left = expression.left.type === 'value' ? operand(x, expression.left) : nullValue;
  const operator = expression.operator.text;
  const { right } = expression;
  const rightToken = right.type === 'value' ? right.token : undefined;
  const isRegexp = (operator === '=~' || operator === '!~') && rightToken?.kind === 'string';
  const rightValue = isRegexp || right.type !== 'value' ? nullValue : operand(x, right);
  const result = compareValues(operator, left, right, rightValue);
  x.server.record.trace.push({
    compare: operator,
    left: shown(left),
    right: isRegexp ? '<regex>' : shown(rightValue),
    result,
    line: rightToken === undefined ? 0 : lineOf(frame, rightToken),
  });
  return result;
}

function operand(x: Execution, expression: Extract<Expression, { type: 'value' }>): Value {
  const { token } = expression;
  if (expression.number !== undefined) return bareNumber(expression.number);
  if (token.kind === 'variable') {
    const variable = variableOf(x, token.text);
    return variable === undefined ? nullValue : getVariable(x, variable);
  }
  if (token.kind === 'string') return textValue(stringValue(token));
  if (token.kind === 'ip' || token.kind === 'net') return textValue(token.text);
  return /^null$/i.test(token.text) ? nullValue : textValue(token.text);
}

/** The rules of comp_scriptvar. */
function compareValues(operator: string, left: Value, right: Expression, rightValue: Value): Outcome {
  if (right.type !== 'value') return -1;
  const { token } = right;
  const isDifference = operator === '!=' || operator === '!~';
  if (token.kind === 'word' && /^null$/i.test(token.text)) {
    return (operator === '==') === isNull(left) ? 1 : 0;
  }
  if (token.kind === 'variable') {
    if (isNull(left) || isNull(rightValue)) {
      if (isNull(left) && isNull(rightValue)) return operator === '==' || operator === '=~' ? 1 : 0;
      return isDifference ? 1 : 0;
    }
    if (operator === '=~' || operator === '!~') {
      if (left.text === undefined || rightValue.text === undefined) return -1;
      return matches(operator, left.text, rightValue.text);
    }
    if (left.number !== undefined && rightValue.number !== undefined)
      return compareNumbers(operator, left.number, rightValue.number);
    if (left.text !== undefined && rightValue.text !== undefined)
      return compareTexts(operator, left.text, rightValue.text);
    return -1;
  }
  if (isNull(left)) return isDifference ? 1 : 0;
  if (right.number !== undefined)
    return left.number === undefined ? -1 : compareNumbers(operator, left.number, right.number);
  if (left.text === undefined) return -1;
  if (operator === '=~' || operator === '!~') return matches(operator, left.text, stringBodyOf(token));
  if (token.kind === 'ip' || token.kind === 'net') {
    const inside = inNetwork(left.text, token.text);
    if (inside === undefined) return -1;
    return inside === (operator === '==') ? 1 : 0;
  }
  return compareTexts(operator, left.text, rightValue.text ?? '');
}

function stringBodyOf(token: Token): string {
  return token.kind === 'string' ? stringValue(token) : stringBody(token);
}

function matches(operator: string, text: string, pattern: string): Outcome {
  const regexp = compilePosix(pattern, { ignoreCase: true });
  if (regexp === undefined) return -1;
  return (regexp.match(text) !== undefined) === (operator === '=~') ? 1 : 0;
}

function compareNumbers(operator: string, left: number, right: number): Outcome {
  switch (operator) {
    case '==':
      return left === right ? 1 : 0;
    case '!=':
      return left !== right ? 1 : 0;
    case '>':
      return left > right ? 1 : 0;
    case '>=':
      return left >= right ? 1 : 0;
    case '<':
      return left < right ? 1 : 0;
    default:
      return left <= right ? 1 : 0;
  }
}

/** Compares bytes without case; if one string is a prefix of the other, the longer one is greater. */
function compareTexts(operator: string, left: string, right: string): Outcome {
  const a = left.replace(/[A-Z]/g, letter => letter.toLowerCase());
  const b = right.replace(/[A-Z]/g, letter => letter.toLowerCase());
  return compareNumbers(operator, a < b ? -1 : a > b ? 1 : 0, 0);
}

/** The value of the right side of an assignment; undefined when it has none (eval_expr with a value). */
export function evaluateValue(x: Execution, frame: Frame, expression: Expression): Value | undefined {
  switch (expression.type) {
    case 'value':
      return operand(x, expression);
    case 'group':
      return evaluateValue(x, frame, expression.inner);
    case 'call':
      return bareNumber(x.server.engine.runStatement(x, frame, expression));
    case 'compare':
      return bareNumber(compare(x, frame, expression));
    case 'not': {
      const value = evaluateValue(x, frame, expression.operand);
      return value?.number === undefined ? undefined : bareNumber(~value.number);
    }
    case 'arithmetic':
      return calculate(x, frame, expression);
    default:
      return bareNumber(evaluateCondition(x, frame, expression));
  }
}

function calculate(
  x: Execution,
  frame: Frame,
  expression: Extract<Expression, { type: 'arithmetic' }>,
): Value | undefined {
  const left = evaluateValue(x, frame, expression.left);
  if (left === undefined) return undefined;
  const right = evaluateValue(x, frame, expression.right) ?? nullValue;
  return operate(expression.operator.text, left, right);
}

/** One operator of an expression: numeric when the left side is mainly a number, else on strings. */
export function operate(operator: string, left: Value, right: Value): Value | undefined {
  if (left.isInteger && left.number !== undefined) {
    const other = isNull(right) ? 0 : right.number;
    if (other === undefined) return undefined;
    const result = calculated(operator, left.number, other);
    return bareNumber(result ?? 0);
  }
  if (operator === '+') {
    if (isNull(right)) return textValue(left.text ?? '');
    return right.text === undefined ? undefined : textValue((left.text ?? '') + right.text);
  }
  // Strings can be combined bit by bit, character by character.
  if (!/^[&|^]$/.test(operator)) return undefined;
  if (left.text !== undefined && right.text !== undefined && left.text.length === right.text.length) {
    const other = right.text;
    return textValue(
      [...left.text]
        .map((letter, at) =>
          String.fromCharCode(calculated(operator, letter.charCodeAt(0), other.charCodeAt(at)) ?? 0),
        )
        .join(''),
    );
  }
  return undefined;
}

/** 32-bit arithmetic; undefined for a division by zero. */
export function calculated(operator: string, left: number, right: number): number | undefined {
  switch (operator) {
    case '+':
      return (left + right) | 0;
    case '-':
      return (left - right) | 0;
    case '*':
      return Math.imul(left, right);
    case '/':
      return right === 0 ? undefined : (left / right) | 0;
    case '%':
      return right === 0 ? undefined : left % right;
    case '&':
      return left & right;
    case '|':
      return left | right;
    case '^':
      return left ^ right;
    case '<<':
      return left << right;
    case '>>':
      return left >> right;
    default:
      return undefined;
  }
}
