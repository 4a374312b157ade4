import { type ItemFacts, type ItemType, isSince, typeIn, type Version } from '../facts/facts.ts';
import { inGroups, type KnownSetting, knownSettings, perGroup, remembered } from '../model/groups.ts';
import type { FlexisipModel } from '../model/model.ts';
import { isReadAtStart } from '../model/readAtStart.ts';
import type { Entry } from '../reading/parser.ts';
import { parseExpression, TOO_DEEP } from './expression.ts';
import type { Condition, Expression, Failure } from './expressionTree.ts';
import { variableSince } from './expressionVocabulary.ts';

/** The expression in a setting; undefined for items of other types. */
export function expressionOf(subject: {
  readonly entry: Entry;
  readonly item: ItemFacts;
  readonly type: ItemType;
}): Expression | undefined {
  if (!holdsExpression(subject.item, subject.type)) return undefined;
  // An empty log filter counts as no filter; an empty `filter` is read as an expression, and is true.
  return subject.entry.value === '' ? undefined : expressionOfEntry(subject.entry);
}

/** Two log settings are declared as text, but the server reads them as an expression. */
export const TEXT_EXPRESSIONS: ReadonlySet<string> = new Set(['contextual-log-filter', 'show-body-for']);

/** Is the value a Boolean expression? */
export function holdsExpression(item: ItemFacts, type: ItemType): boolean {
  return type === 'BooleanExpr' || TEXT_EXPRESSIONS.has(item.key);
}

/** All conditions of an expression, outer ones first. */
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

interface ExpressionSetting {
  readonly setting: KnownSetting;
  readonly expression: Expression;
}

const expressionsOf = remembered((group, version): readonly ExpressionSetting[] =>
  knownSettings(group, version).flatMap(setting => {
    const { entry, item } = setting;
    const expression = expressionOf({ entry, item, type: typeIn(item, version) });
    return expression === undefined ? [] : { setting, expression };
  }),
);

/** The settings with an expression. */
export const expressionSettings = inGroups(expressionsOf);

export interface BrokenExpression {
  readonly setting: KnownSetting;
  readonly failure: Failure;
}

/**
 * Expressions of the file that cannot be read. Those that a carriage return breaks are reported elsewhere, once for the
 * whole file.
 */
export const brokenExpressions = perGroup((group, version) =>
  expressionsOf(group, version).flatMap(({ setting, expression }): BrokenExpression | [] => {
    const failure = expression.failure ?? newVariable(expression, version);
    if (failure === undefined || setting.entry.value[failure.start] === '\r' || failure.problem === TOO_DEEP)
      return [];
    // Before 2.0, any word counted as a variable, and the server noticed only when a message arrived.
    if (failure.unknownWord !== undefined && !isSince(version, '2.0.0-alpha')) return [];
    return { setting, failure };
  }),
);

/** The problem of a variable that a later release added. */
function newVariable(expression: Expression, version: Version): Failure | undefined {
  for (const { kind, start, end } of expression.tokens) {
    if (kind !== 'variable') continue;
    const name = expression.text.slice(start, end);
    const since = variableSince(name);
    if (isSince(version, since)) continue;
    const problem = `has the variable \`${name}\`, which was added in ${since}`;
    return { kind: 'error', problem, unknownWord: name, start, end };
  }
  return undefined;
}

/**
 * Does the server read the expression when it starts, and refuse to start if it cannot? It reads every `filter`, and the
 * others if their module is enabled. It ignores a `contextual-log-filter` that it cannot read.
 */
export function stopsTheStart(model: FlexisipModel, { item }: { readonly item: ItemFacts }): boolean {
  if (item.key === 'contextual-log-filter') return false;
  return item.key === 'filter' || isReadAtStart(model, item.section);
}

/** `in`, `nin`, `notin` and `regexp` without a left side: the server reads them, and crashes when it evaluates them. */
export const crashingConditions = perGroup((group, version) =>
  expressionsOf(group, version).flatMap(({ setting, expression }) => {
    const conditions = conditionsOf(expression).filter(lacksLeftSide);
    return conditions.length === 0 ? [] : { setting, conditions };
  }),
);

function lacksLeftSide(condition: Condition): boolean {
  return (condition.kind === 'comparison' || condition.kind === 'regexp') && condition.left === undefined;
}
