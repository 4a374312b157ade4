import { fragmentOf } from '../../reading/parser.ts';
import type { Assignment, Case, If, Statement } from '../../syntax/syntax.ts';
import { stringValue, type Token } from '../../syntax/token.ts';
import { BREAK, EXIT, RETURN } from '../flowFlags.ts';
import { runErrorRoute } from '../routes.ts';
import type { Execution, Frame } from '../server.ts';
import { isNull, type Value } from '../values/value.ts';
import { getVariable, setVariable, variableOf } from '../values/variables.ts';
import { runCall } from './calls.ts';
import { beginStatement, lineOf, plain, shown } from './entry.ts';
import { calculated, ENDED, evaluateCondition, evaluateValue } from './expressions.ts';

/** The maximum nesting depth of statements and called routes. */
const depthLimit = 700;

/** Runs a list of statements (run_action_list); the value is that of the last one. */
export function runStatements(x: Execution, frame: Frame, statements: readonly Statement[]): number {
  let ret = -1;
  for (const statement of statements) {
    if (statement.type === 'empty') continue;
    if (statement.type === 'include') {
      ret = runIncluded(x, frame, statement.path);
    } else {
      ret = runStatement(x, frame, statement);
      if (ret === 0) x.flags |= EXIT;
      if (x.errorClass !== 0 && !x.insideErrorRoute && x.kind !== 'onreply' && x.kind !== 'local')
        runErrorRoute(x);
    }
    if ((x.flags & (RETURN | EXIT | BREAK)) !== 0) break;
  }
  return ret;
}

function runIncluded(x: Execution, frame: Frame, path: Token): number {
  let ret = 1;
  const { project } = x.server.model;
  for (const target of project.resolve(frame.place.uri, path.text) ?? []) {
    const tree = project.trees.get(target);
    if (tree === undefined || target === frame.place.uri) continue;
    ret = runStatements(x, { ...frame, place: { uri: target, start: 0 } }, fragmentOf(tree).statements);
  }
  return ret;
}

/** Runs one statement (do_action): 0 ends the script, below 0 is false. Sets the return code of all but `if` and routes. */
export function runStatement(x: Execution, frame: Frame, statement: Statement): number {
  const { server } = x;
  server.countStatement();
  server.depth++;
  server.previousError = server.error;
  server.error = -1;
  if (server.depth > depthLimit) server.stop('Route calls are nested too deep. The run was stopped here.');
  const ret = dispatch(x, frame, statement);
  server.depth--;
  if (statement.type !== 'if' && !(statement.type === 'call' && statement.name.text === 'route'))
    server.returnCode = ret;
  return ret;
}

function dispatch(x: Execution, frame: Frame, statement: Statement): number {
  switch (statement.type) {
    case 'if':
      return runIf(x, frame, statement);
    case 'assign':
      return assign(x, frame, statement);
    case 'while':
      return runWhile(x, frame, statement);
    case 'for':
      return runFor(x, frame, statement);
    case 'switch':
      return runSwitch(x, frame, statement);
    case 'break':
      beginStatement(x, frame, 'break', lineOf(frame, statement.keyword));
      x.flags |= BREAK;
      // The code of `break` is that of a statement that does nothing.
      return -5;
    case 'block':
      return runStatements(x, frame, statement.body);
    case 'call':
      return runCall(x, frame, statement);
    default:
      return 1;
  }
}

function keywordLine(frame: Frame, keyword: Token): number {
  return frame.place.start + keyword.line + 1;
}

function conditionOf(outcome: number): boolean | number {
  return outcome === 1 ? true : outcome === 0 ? false : outcome;
}

/** True when the condition ended the script or route, so that neither branch runs. */
function isEnded(x: Execution, outcome: number): boolean {
  return outcome === ENDED || (x.flags & (RETURN | EXIT)) !== 0;
}

function runIf(x: Execution, frame: Frame, statement: If): number {
  const entry = beginStatement(x, frame, 'if', keywordLine(frame, statement.keyword));
  if (statement.condition === undefined) return 1;
  const outcome = evaluateCondition(x, frame, statement.condition);
  entry.cond = conditionOf(outcome);
  if (isEnded(x, outcome)) {
    x.server.returnCode = 0;
    return 0;
  }
  const body = outcome > 0 ? statement.body : (statement.otherwise ?? []);
  if (!hasStatements(body)) {
    x.server.returnCode = outcome;
    return 1;
  }
  const ret = runStatements(x, frame, body);
  x.server.returnCode = ret;
  return ret;
}

function hasStatements(statements: readonly Statement[]): boolean {
  return statements.some(statement => statement.type !== 'empty');
}

function runWhile(x: Execution, frame: Frame, statement: Extract<Statement, { type: 'while' }>): number {
  const entry = beginStatement(x, frame, 'while', keywordLine(frame, statement.keyword));
  entry.conds = [];
  if (statement.condition === undefined) return 1;
  let ret = 1;
  for (let count = 0; count < x.server.maxWhileLoops; count++) {
    const outcome = evaluateCondition(x, frame, statement.condition);
    const ended = isEnded(x, outcome);
    entry.conds.push(conditionOf(outcome));
    if (ended) return 0;
    ret = 1;
    if (outcome <= 0) return ret;
    if (!hasStatements(statement.body)) return ret;
    ret = runStatements(x, frame, statement.body);
    if ((x.flags & (RETURN | EXIT | BREAK)) !== 0) {
      x.flags &= ~BREAK;
      return ret;
    }
  }
  x.server.record.notes.push(
    `The server ended the loop at line ${entry.line} after ${x.server.maxWhileLoops} iterations (max_while_loops).`,
  );
  return ret;
}

function runFor(x: Execution, frame: Frame, statement: Extract<Statement, { type: 'for' }>): number {
  beginStatement(x, frame, 'for-each', keywordLine(frame, statement.keyword));
  const { iterator, list, body } = statement;
  if (iterator === undefined || list === undefined) return -1;
  const target = variableOf(x, iterator.text);
  const source = variableOf(x, list.text);
  if (target === undefined || source === undefined || source.index?.text.trim() !== '*') return -1;
  const operator = target.name === 'json' ? ':=' : '=';
  let ret = 1;
  for (let at = 0; ; at++) {
    x.server.countStatement();
    const { index, ...rest } = source;
    const value = getVariable(x, { ...rest, index: { text: String(at), offset: index.offset } });
    if (isNull(value)) return ret;
    if (!setVariable(x, target, value, operator)) return -5;
    ret = runStatements(x, frame, body);
    if ((x.flags & (RETURN | EXIT | BREAK)) !== 0) {
      x.flags &= ~BREAK;
      return ret;
    }
  }
}

function runSwitch(x: Execution, frame: Frame, statement: Extract<Statement, { type: 'switch' }>): number {
  const entry = beginStatement(x, frame, 'switch', keywordLine(frame, statement.keyword));
  const variable = statement.subject === undefined ? undefined : variableOf(x, statement.subject.text);
  if (variable === undefined) return -5;
  const value = getVariable(x, variable);
  entry.value = shown(value);
  x.server.returnCode = 1;
  let ret = 1;
  let isMatched = false;
  for (const one of statement.cases) {
    if (one.keyword.text === 'default') continue;
    if (!isMatched) isMatched = matchesCase(one, value);
    if (!isMatched) continue;
    if (hasStatements(one.body)) {
      ret = runStatements(x, frame, one.body);
      if ((x.flags & (RETURN | EXIT | BREAK)) !== 0) {
        x.flags &= ~BREAK;
        return ret;
      }
    }
  }
  const last = statement.cases.at(-1);
  const fallback = statement.cases.find(one => one.keyword.text === 'default');
  // A match that falls through to the last case does not reach `default` unless `default` is last.
  if (fallback !== undefined && (!isMatched || last === fallback)) {
    if (hasStatements(fallback.body)) ret = runStatements(x, frame, fallback.body);
    x.flags &= ~BREAK;
  }
  return ret;
}

function matchesCase({ label, number }: Case, value: Value): boolean {
  if (label === undefined) return false;
  if (label.kind === 'string') {
    return value.text !== undefined && value.text.toLowerCase() === stringValue(label).toLowerCase();
  }
  return number !== undefined && value.number === number;
}

/** do_assign: 1, or -1 when there is no value or the variable refuses it. */
function assign(x: Execution, frame: Frame, statement: Assignment): number {
  const line = frame.place.start + statement.endLine + 1;
  const entry = beginStatement(x, frame, `assign ${statement.operator.text}`, line);
  const done = (ret: number): number => {
    entry.ret = ret;
    return ret;
  };
  const target = variableOf(x, statement.target.text);
  if (target === undefined) return done(-1);
  const value = evaluateValue(x, frame, statement.value);
  if (value === undefined) return done(-1);
  const operator = statement.operator.text;
  let result = value;
  if (operator !== '=' && operator !== ':=') {
    if (crashes(operator, getVariable(x, target), value))
      x.server.stop(`The server crashes at line ${line}: it divides by zero (${operator}).`);
    const combined = combine(operator.slice(0, -1), getVariable(x, target), value);
    if (combined === undefined) return done(-1);
    result = combined;
  }
  entry.value = plain(result);
  return done(setVariable(x, target, result, operator) ? 1 : -1);
}

/** `/=` and `%=` do not check the divisor. */
function crashes(operator: string, left: Value, right: Value): boolean {
  const areNumbers = left.number !== undefined && (left.isInteger || right.isInteger);
  return (operator === '/=' || operator === '%=') && right.number === 0 && areNumbers;
}

/** `+=` and similar operators: NULL on either side fails, two strings can only be joined. */
function combine(operator: string, left: Value, right: Value): Value | undefined {
  if (isNull(left) || isNull(right)) return undefined;
  const areTexts = left.text !== undefined && right.text !== undefined && !left.isInteger && !right.isInteger;
  if (areTexts) {
    return operator === '+'
      ? { text: (left.text ?? '') + (right.text ?? ''), number: undefined, isInteger: false }
      : undefined;
  }
  if (left.number === undefined || right.number === undefined) return undefined;
  const number = calculated(operator, left.number, right.number);
  return number === undefined ? undefined : { text: undefined, number, isInteger: true };
}
