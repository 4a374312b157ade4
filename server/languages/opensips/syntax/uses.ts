import { trimmed } from '../../../text/longLists.ts';
import type { Argument, Assignment, Call, Case, Expression, If, Statement, Switch, While } from './syntax.ts';
import type { Span, Token } from './token.ts';

/** What a list of statements does, in the order of the text: computed once, kept with the statements. */
export interface Uses {
  readonly calls: readonly CallUse[];
  readonly variables: readonly VariableUse[];
  /** Strings in which `$` begins a variable, whatever prints them. */
  readonly texts: readonly TextUse[];
  readonly assignments: readonly AssignmentUse[];
  readonly comparisons: readonly ComparisonUse[];
  readonly logic: readonly LogicUse[];
  readonly includes: readonly Token[];
  readonly ifs: readonly If[];
  readonly whiles: readonly While[];
  readonly switches: readonly Switch[];
}

/** Whether statements call a function or keyword of this name. */
export function callsAny({ calls }: Uses, names: readonly string[]): boolean {
  return calls.some(({ call }) => names.includes(call.name.text));
}

export interface CallUse {
  readonly call: Call;
  /** The `async` or `launch` around it. */
  readonly within: 'async' | 'launch' | undefined;
  /** `statement`: the result is ignored. */
  readonly place: 'statement' | 'condition' | 'value';
}

export interface VariableUse {
  readonly token: Token;
  readonly role: 'read' | 'write' | 'iterator' | 'argument' | 'route-name';
}

export interface TextUse {
  readonly token: Token;
  readonly kind: 'log' | 'level' | 'route-name' | 'launch';
  readonly call: Call;
}

export interface AssignmentUse {
  readonly assignment: Assignment;
  readonly inCondition: boolean;
}

export interface ComparisonUse {
  readonly left: Expression;
  readonly operator: Token;
  readonly right: Expression;
}

export interface LogicUse {
  readonly outer: Token;
  readonly inner: Token;
}

const known = new WeakMap<readonly Statement[], Uses>();

export function usesOf(statements: readonly Statement[]): Uses {
  const kept = known.get(statements);
  if (kept !== undefined) return kept;
  const collected: Collector = {
    calls: [],
    variables: [],
    texts: [],
    assignments: [],
    comparisons: [],
    logic: [],
    includes: [],
    ifs: [],
    whiles: [],
    switches: [],
  };
  collectStatements(collected, statements);
  const uses: Uses = {
    calls: trimmed(collected.calls),
    variables: trimmed(collected.variables),
    texts: trimmed(collected.texts),
    assignments: trimmed(collected.assignments),
    comparisons: trimmed(collected.comparisons),
    logic: trimmed(collected.logic),
    includes: trimmed(collected.includes),
    ifs: trimmed(collected.ifs),
    whiles: trimmed(collected.whiles),
    switches: trimmed(collected.switches),
  };
  known.set(statements, uses);
  return uses;
}

/** The statement lists inside a statement. */
export function bodiesOf(statement: Statement): readonly (readonly Statement[])[] {
  switch (statement.type) {
    case 'if':
      return statement.otherwise === undefined ? [statement.body] : [statement.body, statement.otherwise];
    case 'while':
    case 'for':
    case 'block':
      return [statement.body];
    case 'switch':
      return statement.cases.map(one => one.body);
    default:
      return NO_BODIES;
  }
}

const NO_BODIES: readonly [] = [];

type Collector = { [Key in keyof Uses]: Uses[Key][number][] };

function collectStatements(uses: Collector, statements: readonly Statement[]): void {
  for (const statement of statements) collectStatement(uses, statement);
}

function collectStatement(uses: Collector, statement: Statement): void {
  switch (statement.type) {
    case 'call':
      collectCall(uses, statement, 'statement');
      return;
    case 'assign':
      collectAssignment(uses, statement, false);
      return;
    case 'if':
      collectIf(uses, statement);
      return;
    case 'while':
      uses.whiles.push(statement);
      if (statement.condition !== undefined) collectExpression(uses, statement.condition, 'condition');
      collectStatements(uses, statement.body);
      return;
    case 'for':
      if (statement.iterator !== undefined)
        uses.variables.push({ token: statement.iterator, role: 'iterator' });
      if (statement.list !== undefined) uses.variables.push({ token: statement.list, role: 'read' });
      collectStatements(uses, statement.body);
      return;
    case 'switch':
      uses.switches.push(statement);
      if (statement.subject !== undefined) uses.variables.push({ token: statement.subject, role: 'read' });
      for (const one of statement.cases) collectCase(uses, one);
      return;
    case 'block':
      collectStatements(uses, statement.body);
      return;
    case 'include':
      uses.includes.push(statement.path);
      return;
    default:
  }
}

function collectCase(uses: Collector, one: Case): void {
  collectStatements(uses, one.body);
}

function collectIf(uses: Collector, statement: If): void {
  uses.ifs.push(statement);
  if (statement.condition !== undefined) collectExpression(uses, statement.condition, 'condition');
  collectStatements(uses, statement.body);
  if (statement.otherwise !== undefined) collectStatements(uses, statement.otherwise);
}

function collectAssignment(uses: Collector, assignment: Assignment, inCondition: boolean): void {
  uses.assignments.push({ assignment, inCondition });
  uses.variables.push({ token: assignment.target, role: 'write' });
  collectExpression(uses, assignment.value, 'value');
}

function collectExpression(uses: Collector, expression: Expression, place: 'condition' | 'value'): void {
  switch (expression.type) {
    case 'value':
      if (expression.token.kind === 'variable')
        uses.variables.push({ token: expression.token, role: 'read' });
      return;
    case 'not':
      collectExpression(uses, expression.operand, place);
      return;
    case 'group':
      collectExpression(uses, expression.inner, place);
      return;
    case 'logic':
      if (expression.left.type === 'logic' && isAnd(expression.left.operator) !== isAnd(expression.operator))
        uses.logic.push({ outer: expression.operator, inner: expression.left.operator });
      collectExpression(uses, expression.left, place);
      collectExpression(uses, expression.right, place);
      return;
    case 'compare':
      uses.comparisons.push(expression);
      collectExpression(uses, expression.left, 'value');
      collectExpression(uses, expression.right, 'value');
      return;
    case 'arithmetic':
      collectExpression(uses, expression.left, 'value');
      collectExpression(uses, expression.right, 'value');
      return;
    case 'statements':
      collectStatements(uses, expression.body);
      return;
    case 'call':
      collectCall(uses, expression, place);
      return;
    case 'assign':
      collectAssignment(uses, expression, true);
      return;
    case 'if':
      collectIf(uses, expression);
      return;
    default:
  }
}

export function isAnd(operator: Token): boolean {
  return operator.text === 'and' || operator.text === '&&';
}

function collectCall(
  uses: Collector,
  call: Call,
  place: CallUse['place'],
  within: CallUse['within'] = undefined,
): void {
  uses.calls.push({ call, within, place });
  const keyword = call.name.text;
  call.args.forEach((argument, position) => {
    collectArgument(uses, call, argument, position, keyword);
  });
}

function collectArgument(
  uses: Collector,
  call: Call,
  argument: Argument,
  position: number,
  keyword: string,
): void {
  if (argument.call !== undefined)
    collectCall(uses, argument.call, 'value', keyword === 'launch' ? 'launch' : 'async');
  if (argument.expression !== undefined) collectExpression(uses, argument.expression, 'condition');
  const token = argument.token;
  if (token === undefined) return;
  if (argument.kind === 'variable') {
    uses.variables.push({
      token,
      role: keyword === 'route' && position === 0 ? 'route-name' : 'argument',
    });
    return;
  }
  if (argument.kind !== 'string') return;
  if (keyword === 'xlog' || keyword === 'xdbg') {
    const isLevel = keyword === 'xlog' && position === 0 && call.args.length === 2;
    uses.texts.push({ token, kind: isLevel ? 'level' : 'log', call });
    for (const folded of argument.folded ?? []) uses.texts.push({ token: folded, kind: 'log', call });
  } else if (keyword === 'route' && position === 0 && token.text.includes('$')) {
    uses.texts.push({ token, kind: 'route-name', call });
  } else if (keyword === 'launch' && position === 2) {
    uses.texts.push({ token, kind: 'launch', call });
  }
}

/** The smallest span that covers two places. */
export function between(first: Span, last: Span): Span {
  return { line: first.line, start: first.start, endLine: last.endLine, end: last.end };
}
