import type { Condition, Expression } from './expressionTree.ts';

/**
 * The places where the second operand of an `&&` is an `||` without parentheses: `a && b || c` is read as
 * `a && (b || c)`, while most languages read `(a && b) || c`.
 */
export function precedenceTraps(expression: Expression): PrecedenceTrap[] {
  const traps: PrecedenceTrap[] = [];
  let node = expression.condition;
  const pending: Condition[] = [];
  while (node !== undefined) {
    if (node.kind === 'and' || node.kind === 'or') {
      if (node.kind === 'and' && node.right.kind === 'or') {
        traps.push({
          and: node.operatorStart,
          or: node.right.operatorStart,
          left: node.left,
          right: node.right,
        });
      }
      pending.push(node.left, node.right);
    } else if (node.kind === 'not') pending.push(node.operand);
    else if (node.kind === 'group') pending.push(node.inner);
    node = pending.pop();
  }
  return traps.sort((a, b) => a.and - b.and);
}

export interface PrecedenceTrap {
  /** Offset of the `&&`. */
  readonly and: number;
  /** Offset of the `||` that is its second side. */
  readonly or: number;
  readonly left: Condition;
  readonly right: Condition & { readonly kind: 'and' | 'or' };
}
