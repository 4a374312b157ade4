/**
 * Regular expressions as `std::regex` of the server reads them (ECMAScript, no sub-matches), matched in time linear in
 * the text: all states are followed at once, so that no text and no pattern of a stranger can hang the editor.
 */
export interface Regexp {
  /** Does the whole text fit? */
  matchesWhole(text: string): boolean;
  /** The first group of the leftmost match, or the whole match when the pattern has no group; undefined without match. */
  search(text: string): string | undefined;
}

/** The matcher, or what is wrong with the pattern in a few words. */
export function compileRegexp(pattern: string): Regexp | string {
  const parser: Parser = { pattern, at: 0, size: 0, groups: 0, depth: 0 };
  try {
    const node = readAlternatives(parser);
    if (parser.at < pattern.length) return 'a closing parenthesis without an opening one';
    const program: Instruction[] = [];
    emit(node, program);
    program.push({ kind: 'match' });
    const hasGroup = parser.groups > 0;
    return {
      matchesWhole: (text: string) => run(program, text, 0, true),
      search: (text: string) => searchGroup(program, text, hasGroup),
    };
  } catch (error) {
    if (error instanceof PatternError) return error.message;
    throw error;
  }
}

/** Leaves the recursive reader; it never leaves this file. */
class PatternError extends Error {}

type Test = (code: number) => boolean;

type Node =
  | { readonly kind: 'test'; readonly test: Test }
  | { readonly kind: 'sequence' | 'choice'; readonly parts: readonly Node[] }
  | {
      readonly kind: 'repeat';
      readonly part: Node;
      readonly min: number;
      readonly max: number;
      /** Takes as little as possible; only matters for what a group holds. */
      readonly isLazy: boolean;
    }
  | { readonly kind: 'firstGroup'; readonly part: Node }
  | { readonly kind: 'begin' | 'end' }
  | { readonly kind: 'boundary'; readonly negated: boolean }
  | { readonly kind: 'look'; readonly part: Node; readonly negated: boolean };

type Instruction =
  | { readonly kind: 'test'; readonly test: Test }
  | { readonly kind: 'split'; first: number; second: number }
  | { readonly kind: 'jump'; to: number }
  | { readonly kind: 'begin' | 'end' | 'match' | 'open' | 'close' }
  | { readonly kind: 'boundary'; readonly negated: boolean }
  | { readonly kind: 'look'; readonly program: readonly Instruction[]; readonly negated: boolean };

/** Bounds: the states of one pattern, and how deep its groups may be nested. */
const MAX_STATES = 20_000;
const MAX_DEPTH = 200;

interface Parser {
  readonly pattern: string;
  at: number;
  size: number;
  groups: number;
  depth: number;
}

function readAlternatives(parser: Parser): Node {
  if (++parser.depth > MAX_DEPTH) throw new PatternError('too many nested groups');
  const parts = [readSequence(parser)];
  while (parser.pattern[parser.at] === '|') {
    parser.at++;
    parts.push(readSequence(parser));
  }
  parser.depth--;
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind: 'choice', parts };
}

function readSequence(parser: Parser): Node {
  const parts: Node[] = [];
  for (;;) {
    const character = parser.pattern[parser.at];
    if (character === undefined || character === '|' || character === ')') break;
    const assertion = readAssertion(parser);
    if (assertion !== undefined) parts.push(assertion);
    else parts.push(readRepeats(parser, readAtom(parser)));
  }
  return { kind: 'sequence', parts };
}

function readAssertion(parser: Parser): Node | undefined {
  const { pattern } = parser;
  const rest = pattern.slice(parser.at, parser.at + 3);
  if (rest.startsWith('^') || rest.startsWith('$')) {
    parser.at++;
    return { kind: rest.startsWith('^') ? 'begin' : 'end' };
  }
  if (rest.startsWith('\\b') || rest.startsWith('\\B')) {
    parser.at += 2;
    return { kind: 'boundary', negated: rest.startsWith('\\B') };
  }
  if (rest === '(?=' || rest === '(?!') {
    parser.at += 3;
    const part = readAlternatives(parser);
    closeGroup(parser);
    return { kind: 'look', part, negated: rest === '(?!' };
  }
  return undefined;
}

function readAtom(parser: Parser): Node {
  const character = parser.pattern[parser.at] ?? '';
  parser.at++;
  switch (character) {
    case '(': {
      const isPlain = parser.pattern.startsWith('?:', parser.at);
      if (isPlain) parser.at += 2;
      else if (parser.pattern[parser.at] === '?') throw new PatternError('an unknown kind of group');
      else parser.groups++;
      const isFirst = !isPlain && parser.groups === 1;
      const part = readAlternatives(parser);
      closeGroup(parser);
      return isFirst ? { kind: 'firstGroup', part } : part;
    }
    case '[':
      return { kind: 'test', test: readClass(parser) };
    case '.':
      return { kind: 'test', test: code => code !== 10 && code !== 13 };
    case '\\':
      return { kind: 'test', test: readEscape(parser, false) };
    case '*':
    case '+':
    case '?':
    case '{':
      throw new PatternError(`nothing in front of \`${character}\``);
    default: {
      const code = character.charCodeAt(0);
      return { kind: 'test', test: other => other === code };
    }
  }
}

function closeGroup(parser: Parser): void {
  if (parser.pattern[parser.at] !== ')')
    throw new PatternError('an opening parenthesis without a closing one');
  parser.at++;
}

/** Any number of repeat signs: `std::regex` takes `a**`. */
function readRepeats(parser: Parser, atom: Node): Node {
  let node = atom;
  for (;;) {
    const limits = readLimits(parser);
    if (limits === undefined) return node;
    const isLazy = parser.pattern[parser.at] === '?';
    if (isLazy) parser.at++;
    parser.size += Math.max(limits.min, limits.max === Number.POSITIVE_INFINITY ? 1 : limits.max);
    if (parser.size > MAX_STATES) throw new PatternError('too many repeats');
    node = { kind: 'repeat', part: node, ...limits, isLazy };
  }
}

function readLimits(parser: Parser): { min: number; max: number } | undefined {
  const character = parser.pattern[parser.at];
  if (character === '*' || character === '+' || character === '?') {
    parser.at++;
    return { min: character === '+' ? 1 : 0, max: character === '?' ? 1 : Number.POSITIVE_INFINITY };
  }
  if (character !== '{') return undefined;
  const match = /^\{(\d+)(,(\d*))?\}/.exec(parser.pattern.slice(parser.at, parser.at + 32));
  if (match === null) throw new PatternError('a brace that is no repeat such as `{1,3}`');
  parser.at += match[0].length;
  const min = Number(match[1]);
  const max = match[2] === undefined ? min : match[3] === '' ? Number.POSITIVE_INFINITY : Number(match[3]);
  if (max < min) throw new PatternError('a repeat whose bounds are the wrong way round');
  if (min > MAX_STATES) throw new PatternError('too many repeats');
  return { min, max };
}

const classEscapes: Readonly<Record<string, Test>> = {
  d: isDigit,
  s: isSpace,
  w: isWord,
  D: code => !isDigit(code),
  S: code => !isSpace(code),
  W: code => !isWord(code),
};

const controlEscapes: Readonly<Record<string, number>> = { f: 12, n: 10, r: 13, t: 9, v: 11, '0': 0 };

function readEscape(parser: Parser, inClass: boolean): Test {
  const character = parser.pattern[parser.at];
  if (character === undefined) throw new PatternError('a backslash at the end');
  const inKind = classEscapes[character];
  if (inKind !== undefined) {
    parser.at++;
    return inKind;
  }
  const code = readEscapedCode(parser, inClass);
  return other => other === code;
}

function readEscapedCode(parser: Parser, inClass: boolean): number {
  const character = parser.pattern[parser.at] ?? '';
  parser.at++;
  const control = controlEscapes[character];
  if (control !== undefined) return control;
  if (inClass && character === 'b') return 8;
  if (character === 'c') {
    const letter = parser.pattern.charCodeAt(parser.at);
    parser.at++;
    if (Number.isNaN(letter)) throw new PatternError('an escape that is not complete');
    return letter % 32;
  }
  if (character === 'x' || character === 'u') {
    const length = character === 'x' ? 2 : 4;
    const digits = parser.pattern.slice(parser.at, parser.at + length);
    if (!/^[0-9a-f]+$/i.test(digits) || digits.length < length) {
      throw new PatternError('an escape that is not complete');
    }
    parser.at += length;
    return Number.parseInt(digits, 16);
  }
  if (/[1-9]/.test(character))
    throw new PatternError('a reference to a group, which the server does not keep');
  return character.charCodeAt(0);
}

function readClass(parser: Parser): Test {
  const { pattern } = parser;
  const negated = pattern[parser.at] === '^';
  if (negated) parser.at++;
  const tests: Test[] = [];
  for (;;) {
    const character = pattern[parser.at];
    if (character === undefined) throw new PatternError('an opening bracket without a closing one');
    if (character === ']') break;
    const item = readClassItem(parser);
    if (typeof item !== 'number') {
      tests.push(item);
      continue;
    }
    const isRange =
      pattern[parser.at] === '-' && pattern[parser.at + 1] !== ']' && parser.at + 1 < pattern.length;
    if (!isRange) {
      tests.push(code => code === item);
      continue;
    }
    parser.at++;
    const upper = readClassItem(parser);
    if (typeof upper !== 'number' || upper < item)
      throw new PatternError('a range that is the wrong way round');
    tests.push(code => code >= item && code <= upper);
  }
  parser.at++;
  return code => tests.some(test => test(code)) !== negated;
}

function readClassItem(parser: Parser): number | Test {
  const { pattern } = parser;
  if (pattern[parser.at] === '\\') {
    parser.at++;
    const inKind = classEscapes[pattern[parser.at] ?? ''];
    if (inKind === undefined) {
      if (parser.at >= pattern.length) throw new PatternError('a backslash at the end');
      return readEscapedCode(parser, true);
    }
    parser.at++;
    return inKind;
  }
  const named = /^\[:(\w+):\]/.exec(pattern.slice(parser.at, parser.at + 16));
  if (named !== null) {
    const test = namedClasses[named[1] ?? ''];
    if (test === undefined) throw new PatternError('an unknown class of characters');
    parser.at += named[0].length;
    return test;
  }
  const code = pattern.charCodeAt(parser.at);
  parser.at++;
  return code;
}

const namedClasses: Readonly<Record<string, Test>> = {
  alnum: code => isDigit(code) || isLetter(code),
  alpha: isLetter,
  blank: code => code === 32 || code === 9,
  cntrl: code => code < 32 || code === 127,
  d: isDigit,
  digit: isDigit,
  graph: code => code > 32 && code < 127,
  lower: code => code >= 97 && code <= 122,
  print: code => code >= 32 && code < 127,
  punct: code => code > 32 && code < 127 && !isDigit(code) && !isLetter(code),
  s: isSpace,
  space: isSpace,
  upper: code => code >= 65 && code <= 90,
  w: isWord,
  xdigit: code => isDigit(code) || (code >= 65 && code <= 70) || (code >= 97 && code <= 102),
};

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isLetter(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

function isWord(code: number): boolean {
  return isDigit(code) || isLetter(code) || code === 95;
}

function emit(node: Node, program: Instruction[]): void {
  if (program.length > MAX_STATES) throw new PatternError('too many repeats');
  switch (node.kind) {
    case 'sequence':
      for (const part of node.parts) emit(part, program);
      return;
    case 'choice':
      emitChoice(node.parts, program);
      return;
    case 'repeat':
      emitRepeat(node, program);
      return;
    case 'firstGroup':
      program.push({ kind: 'open' });
      emit(node.part, program);
      program.push({ kind: 'close' });
      return;
    case 'look': {
      const inner: Instruction[] = [];
      emit(node.part, inner);
      inner.push({ kind: 'match' });
      program.push({ kind: 'look', program: inner, negated: node.negated });
      return;
    }
    default:
      program.push(node);
  }
}

function emitChoice(parts: readonly Node[], program: Instruction[]): void {
  const jumps: { kind: 'jump'; to: number }[] = [];
  parts.forEach((part, index) => {
    if (index === parts.length - 1) {
      emit(part, program);
      return;
    }
    const split: Instruction = { kind: 'split', first: program.length + 1, second: 0 };
    program.push(split);
    emit(part, program);
    const jump = { kind: 'jump' as const, to: 0 };
    jumps.push(jump);
    program.push(jump);
    split.second = program.length;
  });
  for (const jump of jumps) jump.to = program.length;
}

function emitRepeat(
  { part, min, max, isLazy }: Extract<Node, { kind: 'repeat' }>,
  program: Instruction[],
): void {
  for (let count = 0; count < min; count++) emit(part, program);
  const optional = (): (() => void) => {
    const split: Instruction = { kind: 'split', first: 0, second: 0 };
    program.push(split);
    const inside = program.length;
    emit(part, program);
    // The first way of a split is preferred.
    return () => {
      split.first = isLazy ? program.length : inside;
      split.second = isLazy ? inside : program.length;
    };
  };
  if (max === Number.POSITIVE_INFINITY) {
    const start = program.length;
    const finish = optional();
    program.push({ kind: 'jump', to: start });
    finish();
    return;
  }
  const pending: (() => void)[] = [];
  for (let count = min; count < max; count++) pending.push(optional());
  for (const finish of pending) finish();
}

/** `whole`: the match must end where the text ends; otherwise any match from `from` on counts. */
function run(program: readonly Instruction[], text: string, from: number, whole: boolean): boolean {
  let current = closure(program, [0], text, from);
  for (let at = from; ; at++) {
    if (current.some(state => program[state]?.kind === 'match') && (!whole || at === text.length))
      return true;
    if (at >= text.length || current.length === 0) return false;
    const code = text.charCodeAt(at);
    const next: number[] = [];
    for (const state of current) {
      const instruction = program[state];
      if (instruction?.kind === 'test' && instruction.test(code)) next.push(state + 1);
    }
    current = closure(program, next, text, at + 1);
  }
}

/** All states that can be reached without reading a character. */
function closure(
  program: readonly Instruction[],
  from: readonly number[],
  text: string,
  at: number,
): number[] {
  const seen = new Set<number>();
  const pending = [...from];
  for (let state = pending.pop(); state !== undefined; state = pending.pop()) {
    if (seen.has(state)) continue;
    seen.add(state);
    const instruction = program[state];
    if (instruction === undefined) continue;
    if (instruction.kind === 'jump') pending.push(instruction.to);
    else if (instruction.kind === 'split') pending.push(instruction.first, instruction.second);
    else if (isPassed(instruction, text, at)) pending.push(state + 1);
  }
  return [...seen];
}

/** True for an assertion that holds at this place and for group marks; false for what reads a character. */
function isPassed(instruction: Instruction, text: string, at: number): boolean {
  switch (instruction.kind) {
    case 'open':
    case 'close':
      return true;
    case 'begin':
      return at === 0;
    case 'end':
      return at === text.length;
    case 'boundary': {
      const before = at > 0 && isWord(text.charCodeAt(at - 1));
      const after = at < text.length && isWord(text.charCodeAt(at));
      return (before !== after) !== instruction.negated;
    }
    case 'look':
      return run(instruction.program, text, at, false) !== instruction.negated;
    default:
      return false;
  }
}

/** One way through the program, with where its match and its first group begin and end. */
interface Thread {
  readonly state: number;
  readonly start: number;
  readonly open: number;
  readonly close: number;
}

/** Follows all ways at once in the order in which they are preferred (a Pike machine). */
function searchGroup(program: readonly Instruction[], text: string, hasGroup: boolean): string | undefined {
  let threads: Thread[] = [];
  let seen = new Set<number>();
  let found: string | undefined;
  for (let at = 0; at <= text.length; at++) {
    if (found === undefined) {
      addThread(program, threads, seen, { state: 0, start: at, open: -1, close: -1 }, text, at);
    }
    const next: Thread[] = [];
    const nextSeen = new Set<number>();
    for (const thread of threads) {
      const instruction = program[thread.state];
      if (instruction?.kind === 'match') {
        found = hasGroup
          ? text.slice(Math.max(thread.open, 0), Math.max(thread.close, 0))
          : text.slice(thread.start, at);
        break;
      }
      if (instruction?.kind === 'test' && at < text.length && instruction.test(text.charCodeAt(at))) {
        addThread(program, next, nextSeen, { ...thread, state: thread.state + 1 }, text, at + 1);
      }
    }
    threads = next;
    seen = nextSeen;
    if (found !== undefined && threads.length === 0) break;
  }
  return found;
}

function addThread(
  program: readonly Instruction[],
  threads: Thread[],
  seen: Set<number>,
  first: Thread,
  text: string,
  at: number,
): void {
  const pending = [first];
  for (let thread = pending.pop(); thread !== undefined; thread = pending.pop()) {
    if (seen.has(thread.state)) continue;
    seen.add(thread.state);
    const instruction = program[thread.state];
    if (instruction === undefined) continue;
    const { kind } = instruction;
    if (kind === 'jump') pending.push({ ...thread, state: instruction.to });
    else if (kind === 'split') {
      pending.push({ ...thread, state: instruction.second }, { ...thread, state: instruction.first });
    } else if (kind === 'open') pending.push({ ...thread, state: thread.state + 1, open: at });
    else if (kind === 'close') pending.push({ ...thread, state: thread.state + 1, close: at });
    else if (kind === 'match' || kind === 'test') threads.push(thread);
    else if (isPassed(instruction, text, at)) pending.push({ ...thread, state: thread.state + 1 });
  }
}
