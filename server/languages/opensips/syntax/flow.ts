import type { Call, Expression, Statement } from './syntax.ts';
import { bodiesOf, isAnd } from './uses.ts';

/** True when nothing after the statement is reached: it ends the route or the script on every path. */
export function endsHere(statement: Statement): boolean {
  switch (statement.type) {
    case 'call':
      return isEnd(statement);
    case 'break':
      return true;
    case 'if':
      return statement.otherwise !== undefined && listEnds(statement.body) && listEnds(statement.otherwise);
    case 'block':
      return listEnds(statement.body);
    default:
      return false;
  }
}

export function listEnds(statements: readonly Statement[]): boolean {
  return statements.some(endsHere);
}

/** `exit`, `drop` and `return`; `async` also leaves the route, because it continues in its resume route. */
export function isEnd(call: Call): boolean {
  return ['exit', 'drop', 'return', 'async'].includes(call.name.text);
}

/** Calls `visit` for every statement with the conditions that hold when it is reached, outer ones first. */
export function walkWithConditions(
  statements: readonly Statement[],
  visit: (statement: Statement, conditions: readonly Condition[]) => void,
  conditions: readonly Condition[] = [],
): void {
  let known = conditions;
  for (const statement of statements) {
    visit(statement, known);
    switch (statement.type) {
      case 'if': {
        const { condition } = statement;
        const yes = condition === undefined ? known : [...known, { expression: condition, holds: true }];
        const no = condition === undefined ? known : [...known, { expression: condition, holds: false }];
        walkWithConditions(statement.body, visit, yes);
        if (statement.otherwise !== undefined) walkWithConditions(statement.otherwise, visit, no);
        // After `if (!ok) exit;` the condition is known to be false.
        if (listEnds(statement.body)) known = no;
        else if (statement.otherwise !== undefined && listEnds(statement.otherwise)) known = yes;
        break;
      }
      case 'while':
      case 'for':
      case 'block':
        walkWithConditions(statement.body, visit, known);
        break;
      case 'switch':
        for (const one of statement.cases) walkWithConditions(one.body, visit, known);
        break;
      default:
    }
  }
}

export interface Condition {
  readonly expression: Expression;
  readonly holds: boolean;
}

/** The parts of a condition that are known to be true or false when the whole is. */
export function partsOf(condition: Condition): readonly Condition[] {
  const { expression, holds } = condition;
  switch (expression.type) {
    case 'group':
      return partsOf({ expression: expression.inner, holds });
    case 'not':
      return partsOf({ expression: expression.operand, holds: !holds });
    case 'logic':
      return isAnd(expression.operator) === holds
        ? [
            ...partsOf({ expression: expression.left, holds }),
            ...partsOf({ expression: expression.right, holds }),
          ]
        : [condition];
    default:
      return [condition];
  }
}

/** An expression and every expression inside it, in the order of the text; not what is inside statements and arguments. */
export function* expressionsIn(expression: Expression): Generator<Expression> {
  const open = [expression];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    yield one;
    switch (one.type) {
      case 'not':
        open.push(one.operand);
        break;
      case 'group':
        open.push(one.inner);
        break;
      case 'logic':
      case 'compare':
      case 'arithmetic':
        open.push(one.right, one.left);
        break;
      case 'assign':
        open.push(one.value);
        break;
      default:
    }
  }
}

/** Every call inside an expression. */
export function callsIn(expression: Expression): readonly Call[] {
  return [...expressionsIn(expression)].filter(one => one.type === 'call');
}

/** A list of statements and every list inside it. */
export function listsIn(statements: readonly Statement[]): readonly (readonly Statement[])[] {
  const lists: (readonly Statement[])[] = [];
  collectLists(statements, lists);
  return lists;
}

function collectLists(statements: readonly Statement[], lists: (readonly Statement[])[]): void {
  lists.push(statements);
  for (const statement of statements) for (const body of bodiesOf(statement)) collectLists(body, lists);
}
