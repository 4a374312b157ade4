import { messageFields } from '../facts/reserved.ts';
import type { Assignment, Expression } from '../syntax/syntax.ts';
import { isNumber, numberValue, type Token } from '../syntax/token.ts';
// biome-ignore lint/suspicious/noImportCycles: the grammar itself is recursive: expressions contain calls, and calls contain statements and expressions.
import { parseCall } from './calls.ts';
import type { Cursor } from './cursor.ts';
import { unexpected } from './faults.ts';
import { comparisonWords } from './habits.ts';
import { insertingParenthesis, meantOperator } from './repairs.ts';
// biome-ignore lint/suspicious/noImportCycles: the grammar itself is recursive: expressions contain calls, and calls contain statements and expressions.
import { parseIf, parseStatements } from './statements.ts';

/** Comparison operators, and what may follow them. */
const comparisons = new Set(['==', '!=', '<', '>', '<=', '>=', '=~', '!~']);
const assignments = new Set(['=', ':=', '+=', '-=', '/=', '*=', '%=', '&=', '|=', '^=']);
const bitOperators = new Set(['|', '&', '^', '<<', '>>']);
const arithmeticOperators = new Set(['+', '-', '/', '*', '%']);
const andOr = new Set(['and', '&&', 'or', '||']);

/** The depth of nested brackets at which the parser gives up on the expression. */
const depthLimit = 100;

/** The most operators of one kind that may follow each other: the tree is as deep as the number of operators. */
const chainLimit = 500;

/** Reports that an expression is longer than the limit, and skips to its end. */
function tooLong(
  cursor: Cursor,
  operators: ReadonlySet<string>,
  operand: () => Expression | undefined,
): undefined {
  cursor.report('too-deep', cursor.peek(), 'This expression is too long for SIP Workbench to check.');
  while (isAny(cursor.peek(), operators)) {
    cursor.take();
    if (operand() === undefined) return undefined;
  }
  return undefined;
}

/** The grammar's `exp`: the text in the parentheses of `if`. Undefined after a syntax error, which is reported. */
export function parseCondition(cursor: Cursor, depth = 0): Expression | undefined {
  let left = parseConditionOperand(cursor, depth);
  for (let count = 0; left !== undefined && isAny(cursor.peek(), andOr); count++) {
    if (count >= chainLimit) return tooLong(cursor, andOr, () => parseConditionOperand(cursor, depth));
    const operator = cursor.take();
    const right = parseConditionOperand(cursor, depth);
    if (right === undefined) return undefined;
    left = { type: 'logic', operator, left, right };
  }
  return left;
}

function parseConditionOperand(cursor: Cursor, depth: number): Expression | undefined {
  const token = cursor.peek();
  if (depth > depthLimit) {
    cursor.report('too-deep', token, 'Brackets are nested too deep here for SIP Workbench to check.');
    return undefined;
  }
  if (token.kind === 'sign' && token.text === '!') return negation(cursor, depth);
  if (token.kind === 'word' && token.text === 'not') return negation(cursor, depth);
  if (cursor.at('(')) {
    const open = cursor.take();
    const inner = parseCondition(cursor, depth + 1);
    if (inner === undefined || !close(cursor, ')', open)) return undefined;
    return { type: 'group', open, inner };
  }
  if (cursor.at('[')) {
    const open = cursor.take();
    const inner = parseArithmetic(cursor, depth + 1);
    if (inner === undefined || !close(cursor, ']', open)) return undefined;
    return { type: 'group', open, inner };
  }
  if (cursor.at('{')) {
    cursor.take();
    const body = parseStatements(cursor, { inLoop: false, depth: depth + 1 });
    if (cursor.takeIf('}') === undefined) return unexpected(cursor, 'a closing brace is missing');
    return { type: 'statements', body };
  }
  if (token.kind === 'word' && token.text === 'if')
    return parseIf(cursor, { inLoop: false, depth: depth + 1 });
  if (token.kind === 'variable') return parseVariableExpression(cursor, depth, true);
  const number = parseSigned(cursor);
  if (number !== undefined) return number;
  if (token.kind === 'word' && isFieldCondition(cursor)) return parseField(cursor);
  if (token.kind === 'word') return parseConditionCall(cursor);
  return unexpected(
    cursor,
    token.kind === 'string' || token.kind === 'ip' || token.kind === 'net'
      ? 'a comparison needs the variable on the left and the constant on the right'
      : 'a condition is expected here: a comparison, a call, a variable or a number',
  );
}

/** A call as a condition; a comparison of its result is reported and skipped. */
function parseConditionCall(cursor: Cursor): Expression | undefined {
  const call = parseCall(cursor);
  const operator = cursor.peek();
  if (call === undefined || operator.kind !== 'sign') return call;
  if (!comparisons.has(operator.text) && operator.text !== '=') return call;
  unexpected(
    cursor,
    'a call in a condition is only true or false. To compare its return code, make the call a statement before the `if`, and compare `$rc`',
  );
  cursor.take();
  parseComparand(cursor, operator);
  return call;
}

function negation(cursor: Cursor, depth: number): Expression | undefined {
  const operator = cursor.take();
  const operand = parseConditionOperand(cursor, depth + 1);
  return operand === undefined ? undefined : { type: 'not', operator, operand };
}

/** A variable, alone, compared, or (in conditions and statements) assigned to. */
export function parseVariableExpression(
  cursor: Cursor,
  depth: number,
  mayAssign: boolean,
): Expression | undefined {
  const variable = cursor.take();
  const left: Expression = { type: 'value', token: variable };
  const operator = spelledOperator(cursor) ?? cursor.peek();
  if (operator.kind !== 'sign') return left;
  if (comparisons.has(operator.text)) {
    cursor.take();
    const right = parseComparand(cursor, operator);
    return right === undefined ? undefined : { type: 'compare', operator, left, right };
  }
  if (mayAssign && assignments.has(operator.text)) return parseAssignment(cursor, variable, depth);
  return left;
}

/** Reports a comparison in words, such as `eq`, and returns the operator that it stands for. */
function spelledOperator(cursor: Cursor): Token | undefined {
  const word = cursor.peek();
  const text = word.kind === 'word' ? comparisonWords.get(word.text) : undefined;
  if (text === undefined) return undefined;
  unexpected(cursor, `write \`${text}\``, { fix: { title: `Write ${text}`, text, span: word } });
  return { ...word, kind: 'sign', text };
}

/** The operator and the value after `$variable`. */
export function parseAssignment(cursor: Cursor, target: Token, depth: number): Assignment | undefined {
  const operator = cursor.take();
  const next = cursor.peek();
  const repair = meantOperator(operator, next);
  if (repair.fix !== undefined)
    return unexpected(cursor, 'a value is expected here: a variable, a string, a number or a call', repair);
  if (isNull(next)) {
    if (operator.text !== '=' && operator.text !== ':=')
      return unexpected(cursor, '`NULL` can only be assigned with `=` or `:=`');
    cursor.take();
    return assignmentOf(cursor, target, operator, { type: 'value', token: next });
  }
  const value = parseArithmetic(cursor, depth);
  return value === undefined ? undefined : assignmentOf(cursor, target, operator, value);
}

/** An assignment that ends with the token taken last. */
function assignmentOf(cursor: Cursor, target: Token, operator: Token, value: Expression): Assignment {
  const { line, start, endLine, end } = cursor.from(target);
  return { type: 'assign', target, operator, value, line, start, endLine, end };
}

function parseComparand(cursor: Cursor, operator: Token): Expression | undefined {
  const token = cursor.peek();
  const equality = operator.text === '==' || operator.text === '!=';
  const match = operator.text === '=~' || operator.text === '!~';
  if (token.kind === 'variable' || token.kind === 'string') {
    cursor.take();
    return { type: 'value', token };
  }
  if (isNull(token) && equality) {
    cursor.take();
    return { type: 'value', token };
  }
  if (equality) {
    const address = parseAddress(cursor);
    if (address !== undefined) {
      if (address.kind === 'ip' || address.kind === 'net') return { type: 'value', token: address };
      return undefined;
    }
  }
  if (!match) {
    const number = parseSigned(cursor);
    if (number !== undefined) return number;
  }
  if (token.kind === 'word' && !isNumber(token)) {
    // Up to 2.3 a word could be compared without quotes, and `myself` meant the server's own addresses.
    const next = cursor.peek(1);
    if (next.kind === 'sign' && (next.text === ')' || andOr.has(next.text))) {
      cursor.take();
      cursor.report(
        'old-syntax',
        token,
        `\`${token.text}\` is not a string: text in a comparison needs quotes.`,
        {
          since: '2.4',
          fix: { title: `Put "${token.text}" in quotes`, text: `"${token.text}"`, span: token },
        },
      );
      return { type: 'value', token };
    }
  }
  return unexpected(
    cursor,
    match
      ? 'a regular expression is expected here: a string or a variable'
      : `the value to compare with is expected here: a variable, a string or a number${equality ? ', an address or `NULL`' : ''}`,
    meantOperator(operator, token),
  );
}

/** The grammar's `assignexp`: the right side of an assignment, or the text in square brackets. */
export function parseArithmetic(cursor: Cursor, depth = 0): Expression | undefined {
  return parseLevel(cursor, bitOperators, depth, () =>
    parseLevel(cursor, arithmeticOperators, depth, () => parseArithmeticOperand(cursor, depth)),
  );
}

function parseLevel(
  cursor: Cursor,
  operators: ReadonlySet<string>,
  depth: number,
  operand: () => Expression | undefined,
): Expression | undefined {
  let left = operand();
  for (let count = 0; left !== undefined && depth <= depthLimit && isAny(cursor.peek(), operators); count++) {
    if (count >= chainLimit) return tooLong(cursor, operators, operand);
    const operator = cursor.take();
    const right = operand();
    if (right === undefined) return undefined;
    left = { type: 'arithmetic', operator, left, right };
  }
  return left;
}

function parseArithmeticOperand(cursor: Cursor, depth: number): Expression | undefined {
  const token = cursor.peek();
  if (depth > depthLimit) {
    cursor.report('too-deep', token, 'Brackets are nested too deep here for SIP Workbench to check.');
    return undefined;
  }
  if (cursor.at('~')) {
    const operator = cursor.take();
    const operand = parseArithmeticOperand(cursor, depth + 1);
    return operand === undefined ? undefined : { type: 'not', operator, operand };
  }
  if (cursor.at('(')) {
    const open = cursor.take();
    const inner = parseArithmetic(cursor, depth + 1);
    if (inner === undefined || !close(cursor, ')', open)) return undefined;
    return { type: 'group', open, inner };
  }
  if (token.kind === 'string') {
    cursor.take();
    return { type: 'value', token };
  }
  if (token.kind === 'variable') return parseVariableExpression(cursor, depth, false);
  const number = parseSigned(cursor);
  if (number !== undefined) return number;
  if (token.kind === 'word' && !isNull(token)) return parseCall(cursor);
  return unexpected(cursor, 'a value is expected here: a variable, a string, a number or a call');
}

/** A number with or without a sign; consumes nothing when there is none. */
export function parseSigned(
  cursor: Cursor,
): { readonly type: 'value'; readonly token: Token; readonly number: number } | undefined {
  const token = cursor.peek();
  if (token.kind === 'sign' && (token.text === '+' || token.text === '-')) {
    const digits = cursor.peek(1);
    const value = isNumber(digits) ? numberValue(digits) : undefined;
    if (value === undefined) return undefined;
    cursor.take();
    cursor.take();
    return { type: 'value', token: digits, number: token.text === '-' ? -value : value };
  }
  const value = isNumber(token) ? numberValue(token) : undefined;
  if (value === undefined) return undefined;
  cursor.take();
  return { type: 'value', token, number: value };
}

/** An address or network, an IPv6 address also in brackets; consumes nothing when there is none. */
export function parseAddress(cursor: Cursor): Token | undefined {
  const token = cursor.peek();
  if (token.kind === 'ip' || token.kind === 'net') return checkedAddress(cursor, cursor.take());
  if (cursor.at('[') && cursor.peek(1).kind === 'ip') {
    cursor.take();
    const address = checkedAddress(cursor, cursor.take());
    if (cursor.takeIf(']') === undefined) unexpected(cursor, 'the bracket after the address is missing');
    return address;
  }
  return undefined;
}

function checkedAddress(cursor: Cursor, address: Token): Token {
  for (const part of address.text.split('/')) {
    if (part.includes('.') && part.split('.').some(number => Number(number) > 255))
      cursor.report(
        'syntax-error',
        address,
        `\`${part}\` is not an IP address: each part can be at most 255.`,
      );
  }
  return address;
}

export function isNull(token: Token): boolean {
  return token.kind === 'word' && (token.text === 'NULL' || token.text === 'null');
}

function close(cursor: Cursor, sign: ')' | ']', open: Token): boolean {
  if (cursor.takeIf(sign) !== undefined) return true;
  unexpected(
    cursor,
    `\`${sign}\` is expected, to close the \`${open.text}\` before it`,
    sign === ')' ? insertingParenthesis(cursor) : undefined,
  );
  return false;
}

function isAny(token: Token, texts: ReadonlySet<string>): boolean {
  return (token.kind === 'sign' || token.kind === 'word') && texts.has(token.text);
}

function isFieldCondition(cursor: Cursor): boolean {
  const token = cursor.peek();
  if (!Object.hasOwn(messageFields, token.text)) return false;
  const next = cursor.peek(1);
  return next.kind === 'sign' && (comparisons.has(next.text) || (token.text === 'msg' && next.text === ':'));
}

/** A condition on a message field of versions before 2.4; read loosely. */
function parseField(cursor: Cursor): Expression {
  const field = cursor.take();
  if (field.text === 'msg' && cursor.takeIf(':') !== undefined) cursor.take();
  const operator = cursor.take();
  const comparand = cursor.peek();
  cursor.take();
  const replaceField = messageFields[field.text] ?? '';
  const isMyself = comparand.kind === 'word' && comparand.text === 'myself';
  const quoted = comparand.kind === 'word' && !isNumber(comparand) ? `"${comparand.text}"` : comparand.text;
  const variable = isMyself
    ? field.text === 'from_uri'
      ? '$fd'
      : field.text === 'to_uri'
        ? '$td'
        : '$rd'
    : '';
  const replacement = isMyself
    ? `${operator.text === '!=' ? '!' : ''}is_myself("${variable}")`
    : `${replaceField} ${operator.text} ${quoted}`;
  while (cursor.peek().kind === 'sign' && ['/', '.', '-', ':'].includes(cursor.peek().text)) {
    cursor.take();
    cursor.take();
  }
  const whole = cursor.from(field);
  cursor.report(
    'old-syntax',
    whole,
    `Conditions on \`${field.text}\` were removed in 2.4. Use a variable instead.`,
    {
      since: '2.4',
      ...(field.text === 'myself' || replaceField === ''
        ? {}
        : { fix: { title: `Write ${replacement}`, text: replacement, span: whole } }),
    },
  );
  return { type: 'field', field };
}
