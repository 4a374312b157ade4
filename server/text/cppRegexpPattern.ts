/** A pattern as a tree, with the number of its groups. Throws `PatternError`. */
export function parsePattern(pattern: string): { readonly node: Node; readonly groups: number } {
  const parser: Parser = { pattern, at: 0, size: 0, groups: 0, depth: 0 };
  const node = readAlternatives(parser);
  if (parser.at < pattern.length) throw new PatternError('a closing parenthesis without an opening one');
  return { node, groups: parser.groups };
}

/** Leaves the recursive reader; `compileRegexp` turns it into words. */
export class PatternError extends Error {}

export type Test = (code: number) => boolean;

export type Node =
  | { readonly kind: 'test'; readonly test: Test }
  | { readonly kind: 'sequence' | 'choice'; readonly parts: readonly Node[] }
  | {
      readonly kind: 'repeat';
      readonly part: Node;
      readonly min: number;
      readonly max: number;
      /** Matches as little as possible; only matters for the contents of a group. */
      readonly isLazy: boolean;
    }
  | { readonly kind: 'firstGroup'; readonly part: Node }
  | { readonly kind: 'begin' | 'end' }
  | { readonly kind: 'boundary'; readonly negated: boolean }
  | { readonly kind: 'look'; readonly part: Node; readonly negated: boolean };

/** Bounds: the states of one pattern, and how deep its groups may be nested. */
export const MAX_STATES = 20_000;
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
      throw new PatternError(`nothing before \`${character}\``);
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

/** Any number of repeat signs: `std::regex` accepts `a**`. */
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
  if (match === null) throw new PatternError('a brace that is not a repeat such as `{1,3}`');
  parser.at += match[0].length;
  const min = Number(match[1]);
  const max = match[2] === undefined ? min : match[3] === '' ? Number.POSITIVE_INFINITY : Number(match[3]);
  if (max < min) throw new PatternError('a repeat whose bounds are in the wrong order');
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
    if (Number.isNaN(letter)) throw new PatternError('an incomplete escape');
    return letter % 32;
  }
  if (character === 'x' || character === 'u') {
    const length = character === 'x' ? 2 : 4;
    const digits = parser.pattern.slice(parser.at, parser.at + length);
    if (!/^[0-9a-f]+$/i.test(digits) || digits.length < length) {
      throw new PatternError('an incomplete escape');
    }
    parser.at += length;
    return Number.parseInt(digits, 16);
  }
  if (/[1-9]/.test(character))
    throw new PatternError('a reference to a group, which the server does not support');
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
    if (typeof upper !== 'number' || upper < item) throw new PatternError('a range in the wrong order');
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
    if (test === undefined) throw new PatternError('an unknown character class');
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

export function isWord(code: number): boolean {
  return isDigit(code) || isLetter(code) || code === 95;
}
