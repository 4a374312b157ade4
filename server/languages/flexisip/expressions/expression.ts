import { failure, type Reader, readStep } from './expressionStep.ts';
import type { Condition, Expression, Failure, Operand } from './expressionTree.ts';

/**
 * Reads an expression as `BooleanExpressionBuilder::parseExpression` does (expressionparser-impl.cc), with its oddities:
 * `&&` and `||` have no precedence, and of two adjacent conditions the last one counts.
 */
export function parseExpression(text: string): Expression {
  const reader: Reader = { text, discarded: [], tokens: [], depth: 0 };
  if (text === '') {
    const always: Condition = { kind: 'constant', value: true, start: 0, end: 0 };
    return { text, condition: always, failure: undefined, discarded: [], tokens: [] };
  }
  const read = readLevel(reader, 0, text.length, false);
  const { discarded, tokens } = reader;
  if ('problem' in read) return { text, condition: undefined, failure: read, discarded, tokens };
  return { text, condition: read.condition, failure: undefined, discarded, tokens };
}

/** The deepest nesting of parentheses and operators that is read. */
const MAX_DEPTH = 1000;

/** The problem beyond that depth; the server itself has no such limit. */
export const TOO_DEEP = 'is nested too deeply to be read here';

type Level = { readonly condition: Condition; readonly next: number } | Failure;

/** One run of the server's loop over `text[from, to)`; `neighbor` stops at the first condition, for `!`. */
function readLevel(reader: Reader, from: number, to: number, neighbor: boolean): Level {
  if (reader.depth >= MAX_DEPTH) return failure(from, to, TOO_DEEP);
  reader.depth++;
  const level = readConditions(reader, from, to, neighbor);
  reader.depth--;
  return level;
}

function readConditions(reader: Reader, from: number, to: number, neighbor: boolean): Level {
  const { text } = reader;
  const run: Run = { at: from, to, condition: undefined, operand: undefined, isUsed: true };
  while (run.at < to) {
    if (text[run.at] === ' ') {
      run.at++;
      continue;
    }
    const failed = readNext(reader, run);
    if (failed !== undefined) return failed;
    if (neighbor && run.condition !== undefined) break;
  }
  if (run.condition === undefined) {
    return failure(from, to, 'compares nothing: it needs an operator such as `==`, `in` or `defined`');
  }
  discardUnused(reader, run);
  return { condition: run.condition, next: run.at };
}

/** What one run of the server's loop has read so far. */
interface Run {
  at: number;
  readonly to: number;
  condition: Condition | undefined;
  operand: Operand | undefined;
  /** True once a comparison has used the operand. */
  isUsed: boolean;
}

function readNext(reader: Reader, run: Run): Failure | undefined {
  const { text } = reader;
  const { at, to } = run;
  if (text[at] === '(') return readGroup(reader, run);
  if (text[at] === '&' || text[at] === '|') return readJunction(reader, run, text[at]);
  if (text[at] === '!' && !(text[at + 1] === '=' && at + 1 < to)) return readNegation(reader, run);
  const step = readStep(reader, at, to, run.condition, run.operand);
  if ('problem' in step) return step;
  run.at = step.next;
  if (step.condition !== undefined) {
    if (step.usesLeft) run.isUsed = true;
    const begin = step.usesLeft ? run.operand?.start : undefined;
    take(reader, run, { ...step.condition, start: begin ?? step.condition.start });
  } else if (step.operand !== undefined) {
    discardUnused(reader, run);
    run.operand = step.operand;
    run.isUsed = false;
  }
  return undefined;
}

/** Of two adjacent conditions the last one counts. */
function take(reader: Reader, run: Run, next: Condition): void {
  const { condition } = run;
  if (condition !== undefined)
    reader.discarded.push({ kind: 'condition', start: condition.start, end: condition.end });
  run.condition = next;
}

function readGroup(reader: Reader, run: Run): Failure | undefined {
  const start = run.at;
  const close = closingParenthesis(reader.text, start + 1, run.to);
  if (close < 0) return failure(start, start + 1, 'has an opening parenthesis without a closing one');
  const inner = readLevel(reader, start + 1, close, false);
  if ('problem' in inner) return inner;
  run.at = close + 1;
  take(reader, run, { kind: 'group', inner: inner.condition, start, end: run.at });
  return undefined;
}

/** `&&` or `||`: everything that follows is its right side. */
function readJunction(reader: Reader, run: Run, sign: '&' | '|'): Failure | undefined {
  const { at, to, condition: left } = run;
  if (reader.text[at + 1] !== sign || at + 1 >= to)
    return failure(at, at + 1, `has a single \`${sign}\``, sign === '&' ? 'uncaught' : 'error');
  if (left === undefined)
    return failure(at, at + 2, `has nothing to the left of \`${sign}${sign}\``, 'uncaught');
  reader.tokens.push({ kind: 'operator', start: at, end: at + 2 });
  const read = readLevel(reader, at + 2, to, false);
  if ('problem' in read) return read;
  const right = read.condition;
  const kind = sign === '&' ? 'and' : 'or';
  run.condition = { kind, left, right, operatorStart: at, start: left.start, end: right.end };
  run.at = read.next;
  return undefined;
}

function readNegation(reader: Reader, run: Run): Failure | undefined {
  const { at: start, to } = run;
  if (run.condition !== undefined)
    return failure(start, start + 1, 'has a `!` after a condition, without `&&` or `||` between them');
  reader.tokens.push({ kind: 'operator', start, end: start + 1 });
  const negated = readLevel(reader, start + 1, to, true);
  if ('problem' in negated) return negated;
  run.at = negated.next;
  take(reader, run, { kind: 'not', operand: negated.condition, start, end: negated.condition.end });
  return undefined;
}

function discardUnused(reader: Reader, { isUsed, operand }: Run): void {
  if (!isUsed && operand !== undefined)
    reader.discarded.push({ kind: 'operand', start: operand.start, end: operand.end });
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
