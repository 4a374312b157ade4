import type { Comparison, Condition, Expression, Operand, Outcome } from './expressionTree.ts';

/**
 * Evaluates an expression with the variables of a message; a variable that the message does not have is an empty text.
 */
export function evaluate(expression: Expression, variable: (name: string) => string): Outcome {
  if (expression.failure !== undefined) return expression.failure.kind;
  return expression.condition === undefined ? 'error' : evaluateCondition(expression.condition, variable);
}

function evaluateCondition(condition: Condition, variable: (name: string) => string): Outcome {
  const text = (operand: Operand): string =>
    operand.kind === 'constant' ? operand.text : variable(operand.text);
  switch (condition.kind) {
    case 'constant':
      return condition.value;
    case 'operator': {
      const isRequest = variable('direction') === 'request';
      return condition.name === 'is_request' ? isRequest : !isRequest;
    }
    case 'defined':
      return text(condition.operand) !== '';
    case 'numeric':
      return /^\d*$/.test(text(condition.operand));
    case 'group':
      return evaluateCondition(condition.inner, variable);
    case 'not': {
      const value = evaluateCondition(condition.operand, variable);
      return typeof value === 'boolean' ? !value : value;
    }
    case 'and':
    case 'or': {
      const left = evaluateCondition(condition.left, variable);
      if (typeof left !== 'boolean' || left === (condition.kind === 'or')) return left;
      return evaluateCondition(condition.right, variable);
    }
    case 'regexp':
      return condition.left === undefined ? 'crash' : condition.regexp.matchesWhole(text(condition.left));
    case 'comparison':
      return condition.left === undefined
        ? 'crash'
        : compare(condition.operator, text(condition.left), text(condition.right));
  }
}

function compare(operator: Comparison, left: string, right: string): boolean {
  switch (operator) {
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    case 'contains':
      return left.includes(right);
    case 'in':
      return listElements(right).includes(left);
    case 'notin':
      return !listElements(right).includes(left);
  }
}

/**
 * `Variable::getAsList`: only spaces separate elements; a text of only spaces gives one element made of the last ones.
 */
export function listElements(text: string): string[] {
  const elements: string[] = [];
  let from = 0;
  let at = 0;
  for (; at < text.length; at++) {
    if (text[at] !== ' ') {
      if (text[from] === ' ') from = at;
    } else if (text[from] === ' ') from = at;
    else {
      elements.push(text.slice(from, at));
      from = at;
    }
  }
  if (from !== at) elements.push(text.slice(from, at));
  return elements;
}
