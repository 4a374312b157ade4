import { parseExpression } from './expression.ts';
import type { Condition, Expression } from './expressionTree.ts';
import type { ItemFacts, ItemType } from './facts.ts';
import type { Entry } from './parser.ts';

/** The expression that a setting holds; undefined for items of other types. */
export function expressionOf(subject: {
  readonly entry: Entry;
  readonly item: ItemFacts;
  readonly type: ItemType;
}): Expression | undefined {
  if (!holdsExpression(subject.item, subject.type)) return undefined;
  // An empty log filter is none at all; an empty filter is read, and true.
  return subject.entry.value === '' ? undefined : expressionOfEntry(subject.entry);
}

/** Does an item hold a Boolean expression? Two settings of the log are texts that the server reads as one. */
export function holdsExpression(item: ItemFacts, type: ItemType): boolean {
  return type === 'BooleanExpr' || item.key === 'contextual-log-filter' || item.key === 'show-body-for';
}

/** All conditions of an expression, the outer ones first. */
export function conditionsOf(expression: Expression): Condition[] {
  const found: Condition[] = [];
  const pending = expression.condition === undefined ? [] : [expression.condition];
  for (let condition = pending.pop(); condition !== undefined; condition = pending.pop()) {
    found.push(condition);
    if (condition.kind === 'and' || condition.kind === 'or') pending.push(condition.right, condition.left);
    else if (condition.kind === 'not') pending.push(condition.operand);
    else if (condition.kind === 'group') pending.push(condition.inner);
  }
  return found;
}

const expressions = new WeakMap<Entry, Expression>();

export function expressionOfEntry(entry: Entry): Expression {
  let expression = expressions.get(entry);
  if (expression === undefined) {
    expression = parseExpression(entry.value);
    expressions.set(entry, expression);
  }
  return expression;
}
