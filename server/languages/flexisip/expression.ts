import { compileRegexp, type Regexp } from './regexp.ts';

/** A text of an expression: a quoted constant or the name of a variable. Offsets count from the start of the expression. */
export interface Operand {
  readonly kind: 'constant' | 'variable';
  /** Without the quotes. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export type Comparison = '==' | '!=' | 'contains' | 'in' | 'notin';

interface Extent {
  readonly start: number;
  readonly end: number;
}

export type Condition = Extent &
  (
    | { readonly kind: 'constant'; readonly value: boolean }
    | { readonly kind: 'operator'; readonly name: string }
    | {
        readonly kind: 'comparison';
        readonly operator: Comparison;
        /** Undefined for `in` and `notin` without left side, which crash the server when they are evaluated. */
        readonly left: Operand | undefined;
        readonly right: Operand;
      }
    | {
        readonly kind: 'regexp';
        readonly left: Operand | undefined;
        readonly right: Operand;
        readonly regexp: Regexp;
      }
    | { readonly kind: 'defined' | 'numeric'; readonly operand: Operand }
    | { readonly kind: 'not'; readonly operand: Condition }
    | {
        readonly kind: 'and' | 'or';
        readonly left: Condition;
        readonly right: Condition;
        readonly operatorStart: number;
      }
    | { readonly kind: 'group'; readonly inner: Condition }
  );

/** Why the server cannot read an expression. `uncaught`: it throws what its caller does not catch. */
export interface Failure extends Extent {
  readonly kind: 'error' | 'uncaught';
  readonly problem: string;
}

/** Something that is read but has no say: a condition that another one follows, or a text that nothing is done with. */
export interface Discarded extends Extent {
  readonly kind: 'condition' | 'operand';
}

export interface Expression {
  /** Undefined when the server cannot read it. */
  readonly condition: Condition | undefined;
  readonly failure: Failure | undefined;
  readonly discarded: readonly Discarded[];
  /** Pieces with a meaning, for colours. */
  readonly tokens: readonly Token[];
}

export interface Token extends Extent {
  readonly kind: 'variable' | 'string' | 'operator' | 'keyword';
}

/** What became of an evaluation. `crash`: the server stops with a segmentation fault. */
export type Outcome = boolean | 'error' | 'uncaught' | 'crash';

/** The variables of SIP messages (sip-boolean-expressions.cc), with what they hold. */
export const expressionVariables: Readonly<Record<string, string>> = {
  direction: '`request` or `response`',
  'request.method-name': 'Method of a request, such as `INVITE`',
  'request.method': 'Method of a request, such as `INVITE`',
  'request.uri.domain': 'Host of the request URI',
  'request.uri.user': 'User part of the request URI',
  'request.uri.params': 'Parameters of the request URI, as one text',
  'from.uri.domain': 'Host of the From URI',
  'from.uri.user': 'User part of the From URI',
  'from.uri.params': 'Parameters of the From URI, as one text',
  'to.uri.domain': 'Host of the To URI',
  'to.uri.user': 'User part of the To URI',
  'to.uri.params': 'Parameters of the To URI, as one text',
  'contact.uri.domain': 'Host of the first Contact URI',
  'contact.uri.user': 'User part of the first Contact URI',
  'contact.uri.params': 'Parameters of the first Contact URI, as one text',
  'user-agent': 'The User-Agent header',
  'call-id': 'The Call-ID header',
  'call-id.hash': 'A number made of the Call-ID, in decimal digits',
  'status.phrase': 'Reason phrase of a response',
  'status.code': 'Status code of a response, as text',
  'content-type': 'Type of the body, such as `application/sdp`, without parameters',
};

/** Conditions with a name of their own. */
export const namedOperators: Readonly<Record<string, string>> = {
  is_request: 'True for requests',
  is_response: 'True for responses',
};

/** Operators in words and signs, with what they do. */
export const expressionOperators: Readonly<Record<string, string>> = {
  '==': 'Both texts are equal, case included',
  '!=': 'The texts differ; true as well when the message lacks the header',
  contains: 'The left text holds the right one',
  in: 'The left text is one of the words of the right text, which are parted by spaces',
  nin: 'The left text is none of the words of the right text',
  notin: 'The left text is none of the words of the right text',
  regexp: 'The whole left text fits the regular expression (ECMAScript) in quotes',
  regex: 'The whole left text fits the regular expression (ECMAScript) in quotes',
  defined: 'The text is there and not empty',
  numeric: 'The text holds nothing but digits; true for the empty text',
  '!': 'Not: binds to the one condition that follows',
  '&&': 'And: takes everything to its right as second side',
  '||': 'Or: takes everything to its right as second side',
  true: 'Always',
  false: 'Never',
};

/**
 * Reads an expression as `BooleanExpressionBuilder::parseExpression` does (expressionparser-impl.cc), with its oddities:
 * `&&` and `||` have no precedence, and of two conditions side by side the last one counts.
 */
export function parseExpression(text: string): Expression {
  const reader: Reader = { text, discarded: [], tokens: [], depth: 0 };
  if (text === '') {
    const always: Condition = { kind: 'constant', value: true, start: 0, end: 0 };
    return { condition: always, failure: undefined, discarded: [], tokens: [] };
  }
  const read = readLevel(reader, 0, text.length, false);
  const { discarded, tokens } = reader;
  if ('problem' in read) return { condition: undefined, failure: read, discarded, tokens };
  return { condition: read.condition, failure: undefined, discarded, tokens };
}

/** Evaluates for a message given by its variables; a variable that the message lacks is the empty text. */
export function evaluate(expression: Expression, variable: (name: string) => string): Outcome {
  if (expression.failure !== undefined) return expression.failure.kind;
  return expression.condition === undefined ? 'error' : evaluateCondition(expression.condition, variable);
}

/**
 * The places where `&&` took an `||` to its right as its second side without parentheses: `a && b || c` is read as
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

/** How deep parentheses and operators may be nested before the workbench gives up on an expression. */
const MAX_DEPTH = 500;

interface Reader {
  readonly text: string;
  readonly discarded: Discarded[];
  readonly tokens: Token[];
  depth: number;
}

type Level = { readonly condition: Condition; readonly next: number } | Failure;

/** One run of the server's loop over `text[from, to)`; `neighbour`: stops at the first condition, for `!`. */
function readLevel(reader: Reader, from: number, to: number, neighbour: boolean): Level {
  if (reader.depth >= MAX_DEPTH) return failure(from, to, 'is nested too deeply to be read here');
  reader.depth++;
  const level = readConditions(reader, from, to, neighbour);
  reader.depth--;
  return level;
}

function readConditions(reader: Reader, from: number, to: number, neighbour: boolean): Level {
  const { text } = reader;
  let at = from;
  let condition: Condition | undefined;
  let operand: Operand | undefined;
  let isUsed = true;
  const take = (next: Condition): void => {
    if (condition !== undefined) {
      reader.discarded.push({ kind: 'condition', start: condition.start, end: condition.end });
    }
    condition = next;
  };
  while (at < to) {
    const start = at;
    if (text[at] === ' ') {
      at++;
      continue;
    }
    if (text[at] === '(') {
      const close = closingParenthesis(text, at + 1, to);
      if (close < 0) return failure(at, at + 1, 'has an opening parenthesis without a closing one');
      const inner = readLevel(reader, at + 1, close, false);
      if ('problem' in inner) return inner;
      at = close + 1;
      take({ kind: 'group', inner: inner.condition, start, end: at });
    } else if (text[at] === '&' || text[at] === '|') {
      const sign = text[at] === '&' ? '&&' : '||';
      if (text[at + 1] !== text[at] || at + 1 >= to) {
        const end = at + 1;
        return failure(at, end, `has a single \`${text[at]}\``, sign === '&&' ? 'uncaught' : 'error');
      }
      if (condition === undefined) {
        return failure(at, at + 2, `has nothing on the left of \`${sign}\``, 'uncaught');
      }
      reader.tokens.push({ kind: 'operator', start: at, end: at + 2 });
      const left: Condition = condition;
      const right = readLevel(reader, at + 2, to, false);
      if ('problem' in right) return right;
      const kind = sign === '&&' ? 'and' : 'or';
      condition = {
        kind,
        left,
        right: right.condition,
        operatorStart: start,
        start: left.start,
        end: right.condition.end,
      };
      at = right.next;
    } else if (text[at] === '!' && !(text[at + 1] === '=' && at + 1 < to)) {
      if (condition !== undefined) {
        return failure(at, at + 1, 'has a `!` behind a condition, without `&&` or `||` between them');
      }
      reader.tokens.push({ kind: 'operator', start: at, end: at + 1 });
      const negated = readLevel(reader, at + 1, to, true);
      if ('problem' in negated) return negated;
      at = negated.next;
      take({ kind: 'not', operand: negated.condition, start, end: negated.condition.end });
    } else {
      const step = readStep(reader, at, to, condition, operand);
      if ('problem' in step) return step;
      at = step.next;
      if (step.condition !== undefined) {
        if (step.usesLeft) isUsed = true;
        const begin = step.usesLeft ? operand?.start : undefined;
        take({ ...step.condition, start: begin ?? step.condition.start });
      } else if (step.operand !== undefined) {
        if (!isUsed && operand !== undefined) discardOperand(reader, operand);
        operand = step.operand;
        isUsed = false;
      }
    }
    if (neighbour && condition !== undefined) break;
  }
  if (condition === undefined) {
    return failure(from, to, 'compares nothing: it needs an operator such as `==`, `in` or `defined`');
  }
  if (!isUsed && operand !== undefined) discardOperand(reader, operand);
  return { condition, next: at };
}

function discardOperand(reader: Reader, operand: Operand): void {
  reader.discarded.push({ kind: 'operand', start: operand.start, end: operand.end });
}

interface StepRead {
  readonly next: number;
  readonly condition?: Condition;
  readonly usesLeft?: boolean;
  readonly operand?: Operand;
}

/** A comparison sign, a word operator, a constant, a variable or a named condition. */
function readStep(
  reader: Reader,
  at: number,
  to: number,
  condition: Condition | undefined,
  left: Operand | undefined,
): StepRead | Failure {
  const { text } = reader;
  if (text[at] === '=' || text[at] === '!') {
    const sign = text[at] === '=' ? '==' : '!=';
    if (text[at + 1] !== '=' || at + 1 >= to) return failure(at, at + 1, 'has a single `=`: write `==`');
    if (left === undefined) return failure(at, at + 2, `has nothing on the left of \`${sign}\``);
    reader.tokens.push({ kind: 'operator', start: at, end: at + 2 });
    return comparison(reader, sign, left, at, at + 2, to);
  }
  const word = keywordAt(text, at, to);
  if (word === undefined) return readElement(reader, at, to);
  const after = at + word.length;
  reader.tokens.push({ kind: 'keyword', start: at, end: after });
  switch (word) {
    case 'contains':
      if (left === undefined) return failure(at, after, 'has nothing on the left of `contains`');
      return comparison(reader, 'contains', left, at, after, to);
    case 'in':
      return comparison(reader, 'in', left, at, after, to);
    case 'nin':
    case 'notin':
      return comparison(reader, 'notin', left, at, after, to);
    case 'regexp':
    case 'regex':
      return regexpComparison(reader, left, at, after, to);
    case 'numeric':
      if (condition !== undefined || left !== undefined) {
        return failure(at, after, 'has something on the left of `numeric`');
      }
      return test(reader, 'numeric', at, after, to);
    case 'defined':
      return test(reader, 'defined', at, after, to);
    default:
      return {
        next: after,
        condition: { kind: 'constant', value: word === 'true', start: at, end: after },
      };
  }
}

const keywords = ['contains', 'defined', 'regexp', 'regex', 'in', 'numeric', 'nin', 'notin', 'true', 'false'];

/** A keyword counts when no letter or digit follows: `true.x` is `true` and then `.x`. */
function keywordAt(text: string, at: number, to: number): string | undefined {
  return keywords.find(word => {
    const end = at + word.length;
    return end <= to && text.startsWith(word, at) && !(end < to && /[A-Za-z0-9]/.test(text[end] ?? ''));
  });
}

function comparison(
  reader: Reader,
  operator: Comparison,
  left: Operand | undefined,
  start: number,
  from: number,
  to: number,
): StepRead | Failure {
  const right = readOperand(reader, from, to);
  if ('problem' in right) return right;
  const condition: Condition = { kind: 'comparison', operator, left, right, start, end: right.end };
  return { next: right.end, condition, usesLeft: true };
}

function regexpComparison(
  reader: Reader,
  left: Operand | undefined,
  start: number,
  from: number,
  to: number,
): StepRead | Failure {
  const right = readOperand(reader, from, to);
  if ('problem' in right) return right;
  if (right.kind !== 'constant') {
    return failure(right.start, right.end, 'needs a text in single quotes on the right of `regexp`');
  }
  const regexp = compileRegexp(right.text);
  if (typeof regexp === 'string') {
    return failure(right.start, right.end, `has a regular expression that cannot be read: ${regexp}`);
  }
  const condition: Condition = { kind: 'regexp', left, right, regexp, start, end: right.end };
  return { next: right.end, condition, usesLeft: true };
}

function test(
  reader: Reader,
  kind: 'defined' | 'numeric',
  start: number,
  from: number,
  to: number,
): StepRead | Failure {
  const operand = readOperand(reader, from, to);
  if ('problem' in operand) return operand;
  return { next: operand.end, condition: { kind, operand, start, end: operand.end } };
}

/** A variable or a quoted text (`buildVariable`): a named condition does not do. */
function readOperand(reader: Reader, from: number, to: number): Operand | Failure {
  const element = readElement(reader, from, to);
  if ('problem' in element) return element;
  if (element.operand !== undefined) return element.operand;
  return failure(from, element.next, 'has a condition where a variable or a quoted text is needed');
}

/** `buildElement`: a tab is a blank here, and only here. */
function readElement(reader: Reader, from: number, to: number): StepRead | Failure {
  const { text } = reader;
  let start = from;
  while (start < to && (text[start] === ' ' || text[start] === '\t')) start++;
  if (text[start] === "'" && start < to) {
    const close = text.indexOf("'", start + 1);
    if (close < 0 || close >= to) return failure(start, to, 'has an opening quote without a closing one');
    reader.tokens.push({ kind: 'string', start, end: close + 1 });
    const constant = text.slice(start + 1, close);
    return { next: close + 1, operand: { kind: 'constant', text: constant, start, end: close + 1 } };
  }
  let end = start;
  while (end < to && /[A-Za-z0-9._-]/.test(text[end] ?? '')) end++;
  if (end === start) {
    if (start >= to)
      return failure(Math.max(from - 1, 0), to, 'ends where a variable or a quoted text is needed');
    return failure(start, start + 1, unreadable(text[start] ?? ''));
  }
  const word = text.slice(start, end);
  if (Object.hasOwn(expressionVariables, word)) {
    reader.tokens.push({ kind: 'variable', start, end });
    return { next: end, operand: { kind: 'variable', text: word, start, end } };
  }
  if (Object.hasOwn(namedOperators, word)) {
    reader.tokens.push({ kind: 'keyword', start, end });
    return { next: end, condition: { kind: 'operator', name: word, start, end } };
  }
  return failure(start, end, unknownWord(word));
}

function unreadable(character: string): string {
  if (character === '"') return 'has a double quote: texts stand in single quotes';
  if (character === '\t') return 'has a tab: part its words by spaces';
  if (character === '\r') return 'ends in a carriage return: the file has CR LF line ends';
  if (character === ')') return 'has a closing parenthesis without an opening one';
  if (character === '(') return 'has a parenthesis where a variable or a quoted text is needed';
  return `has a character that it cannot hold, \`${character}\``;
}

function unknownWord(word: string): string {
  const sign = { and: '&&', or: '||', not: '!' }[word.toLowerCase()];
  if (sign !== undefined) return `has the word \`${word}\`, which is no operator: write \`${sign}\``;
  return `has the word \`${word}\`, which is no variable and no operator`;
}

/** The server counts parentheses without looking at quotes. */
function closingParenthesis(text: string, from: number, to: number): number {
  let open = 1;
  for (let index = from; index < to; index++) {
    if (text[index] === '(') open++;
    else if (text[index] === ')') open--;
    if (open === 0) return index;
  }
  return -1;
}

function failure(start: number, end: number, problem: string, kind: Failure['kind'] = 'error'): Failure {
  return { kind, problem, start, end: Math.max(end, start) };
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

/** `Variable::getAsList`: only spaces part; a text of spaces alone gives one empty-looking element of the last ones. */
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
