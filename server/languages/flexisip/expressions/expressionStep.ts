import { compileRegexp } from '../../../text/cppRegexp.ts';
import { entryOf } from '../../../text/table.ts';
import type { Comparison, Condition, Discarded, Failure, Operand, Token } from './expressionTree.ts';
import { expressionVariables, namedOperators } from './expressionVocabulary.ts';

export interface Reader {
  readonly text: string;
  readonly discarded: Discarded[];
  readonly tokens: Token[];
  depth: number;
}

export interface StepRead {
  readonly next: number;
  readonly condition?: Condition;
  readonly usesLeft?: boolean;
  readonly operand?: Operand;
}

/** A comparison sign, a word operator, a constant, a variable or a named condition. */
export function readStep(
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
    if (left === undefined) return failure(at, at + 2, `has nothing to the left of \`${sign}\``);
    reader.tokens.push({ kind: 'operator', start: at, end: at + 2 });
    return comparison(reader, sign, left, at, at + 2, to);
  }
  const word = keywordAt(text, at, to);
  if (word === undefined) return readElement(reader, at, to);
  const after = at + word.length;
  reader.tokens.push({ kind: 'keyword', start: at, end: after });
  switch (word) {
    case 'contains':
      if (left === undefined) return failure(at, after, 'has nothing to the left of `contains`');
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
        return failure(at, after, 'has something to the left of `numeric`');
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

/** A keyword counts if no letter or digit follows: `true.x` is `true` and then `.x`. */
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
    return failure(right.start, right.end, 'needs a text in single quotes to the right of `regexp`');
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

/** A variable or a quoted text (`buildVariable`): a named condition is not allowed. */
function readOperand(reader: Reader, from: number, to: number): Operand | Failure {
  const element = readElement(reader, from, to);
  if ('problem' in element) return element;
  if (element.operand !== undefined) return element.operand;
  return failure(from, element.next, 'has a condition where a variable or a quoted text is needed');
}

/** `buildElement`: a tab is a space here, and only here. */
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
  return { ...failure(start, end, unknownWord(word)), unknownWord: word };
}

function unreadable(character: string): string {
  if (character === '"') return 'has a double quote: use single quotes for texts';
  if (character === '\t') return 'has a tab: separate its words with spaces';
  if (character === '\r') return 'ends in a carriage return: the file has CR LF line endings';
  if (character === ')') return 'has a closing parenthesis without an opening one';
  if (character === '(') return 'has a parenthesis where a variable or a quoted text is needed';
  return `has a character that is not allowed, \`${character}\``;
}

function unknownWord(word: string): string {
  const sign = entryOf({ and: '&&', or: '||', not: '!' }, word.toLowerCase());
  if (sign !== undefined) return `has the word \`${word}\`, which is not an operator: write \`${sign}\``;
  return `has the word \`${word}\`, which is neither a variable nor an operator`;
}

export function failure(
  start: number,
  end: number,
  problem: string,
  kind: Failure['kind'] = 'error',
): Failure {
  return { kind, problem, start, end: Math.max(end, start) };
}
