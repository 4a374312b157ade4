/**
 * Regular expressions of the C library: POSIX extended (regcomp) or, with `perl`, the common part of PCRE. Matching
 * takes time linear in the text for any pattern, since both may be untrusted.
 */
export interface RegexpOptions {
  readonly ignoreCase?: boolean;
  readonly perl?: boolean;
  /** `^` and `$` match at line ends, and `.` does not match a line end (REG_NEWLINE). */
  readonly newline?: boolean;
}

export type Test = (code: number) => boolean;

export type Node =
  | { readonly kind: 'char'; readonly test: Test }
  | { readonly kind: 'list' | 'choice'; readonly parts: readonly Node[] }
  | {
      readonly kind: 'repeat';
      readonly part: Node;
      readonly min: number;
      readonly max: number;
      readonly lazy: boolean;
    }
  | { readonly kind: 'group'; readonly part: Node; readonly index: number }
  | { readonly kind: 'assert'; readonly op: 'begin' | 'end' | 'boundary' | 'notBoundary' };

/** A pattern as a tree, with the number of its groups. Throws `PatternFault`. */
export function readPosixPattern(
  pattern: string,
  options: RegexpOptions,
): { readonly node: Node; readonly groups: number } {
  const reader = new PatternReader(pattern, options);
  const node = reader.read();
  return { node, groups: reader.groups };
}

/** A pattern that cannot be compiled, or that needs a backtracking matcher. */
export class PatternFault extends Error {}

class PatternReader {
  groups = 0;
  private at = 0;
  private depth = 0;
  private ignoreCase: boolean;
  private readonly pattern: string;
  private readonly options: RegexpOptions;

  constructor(pattern: string, options: RegexpOptions) {
    this.pattern = pattern;
    this.options = options;
    this.ignoreCase = options.ignoreCase === true;
  }

  read(): Node {
    const node = this.choice();
    if (this.at < this.pattern.length) throw new PatternFault();
    return node;
  }

  private choice(): Node {
    if (++this.depth > 100) throw new PatternFault();
    const parts = [this.list()];
    while (this.pattern[this.at] === '|') {
      this.at++;
      parts.push(this.list());
    }
    this.depth--;
    const [only] = parts;
    return parts.length === 1 && only !== undefined ? only : { kind: 'choice', parts };
  }

  private list(): Node {
    const parts: Node[] = [];
    for (;;) {
      const next = this.pattern[this.at];
      if (next === undefined || next === '|' || next === ')') return { kind: 'list', parts };
      let node = this.atom(parts.length === 0);
      for (let limits = this.limits(); limits !== undefined; limits = this.limits()) {
        let lazy = false;
        if (this.options.perl === true && this.pattern[this.at] === '?') {
          lazy = true;
          this.at++;
        }
        if (limits.min > 255 || (limits.max !== Number.POSITIVE_INFINITY && limits.max > 255))
          throw new PatternFault();
        node = { kind: 'repeat', part: node, ...limits, lazy };
      }
      parts.push(node);
    }
  }

  private limits(): { readonly min: number; readonly max: number } | undefined {
    const next = this.pattern[this.at];
    if (next === '*' || next === '+' || next === '?') {
      this.at++;
      return { min: next === '+' ? 1 : 0, max: next === '?' ? 1 : Number.POSITIVE_INFINITY };
    }
    if (next !== '{') return undefined;
    const interval = /^\{(\d+)(,(\d*))?\}/.exec(this.pattern.slice(this.at));
    if (interval === null) {
      if (this.options.perl === true) return undefined;
      throw new PatternFault();
    }
    this.at += interval[0].length;
    const min = Number(interval[1]);
    const max =
      interval[2] === undefined ? min : interval[3] === '' ? Number.POSITIVE_INFINITY : Number(interval[3]);
    if (max < min) throw new PatternFault();
    return { min, max };
  }

  private atom(isFirst: boolean): Node {
    const character = this.pattern[this.at] ?? '';
    this.at++;
    switch (character) {
      case '(':
        return this.group();
      case '[':
        return { kind: 'char', test: this.bracket() };
      case '.':
        return {
          kind: 'char',
          test:
            this.options.newline === true || this.options.perl === true ? code => code !== 10 : () => true,
        };
      case '^':
        return { kind: 'assert', op: 'begin' };
      case '$':
        return { kind: 'assert', op: 'end' };
      case '\\':
        return this.escape();
      case '*':
      case '+':
      case '?':
        // glibc reads a star with nothing to repeat as a literal.
        if (!isFirst || this.options.perl === true) throw new PatternFault();
        return this.letter(character);
      default:
        return this.letter(character);
    }
  }

  private group(): Node {
    const perl = this.options.perl === true && this.pattern[this.at] === '?';
    if (perl) {
      const flags = /^\?([ims-]*)([:)])/.exec(this.pattern.slice(this.at));
      if (flags === null) throw new PatternFault();
      this.at += flags[0].length;
      if ((flags[1] ?? '').includes('i')) this.ignoreCase = !(flags[1] ?? '').startsWith('-');
      if (flags[2] === ')') return { kind: 'list', parts: [] };
      const part = this.choice();
      this.close();
      return part;
    }
    const index = ++this.groups;
    const part = this.choice();
    this.close();
    return { kind: 'group', part, index };
  }

  private close(): void {
    if (this.pattern[this.at] !== ')') throw new PatternFault();
    this.at++;
  }

  private letter(character: string): Node {
    const code = character.charCodeAt(0);
    if (!this.ignoreCase) return { kind: 'char', test: other => other === code };
    const lower = lowerOf(code);
    return { kind: 'char', test: other => lowerOf(other) === lower };
  }

  private escape(): Node {
    const character = this.pattern[this.at];
    if (character === undefined) throw new PatternFault();
    this.at++;
    switch (character) {
      case 'w':
        return { kind: 'char', test: isWordCode };
      case 'W':
        return { kind: 'char', test: code => !isWordCode(code) };
      case 's':
        return { kind: 'char', test: isSpace };
      case 'S':
        return { kind: 'char', test: code => !isSpace(code) };
      case 'b':
        return { kind: 'assert', op: 'boundary' };
      case 'B':
        return { kind: 'assert', op: 'notBoundary' };
      case '<':
      case '>':
        if (this.options.perl === true) return this.letter(character);
        return { kind: 'assert', op: 'boundary' };
      default:
    }
    if (this.options.perl === true) {
      if (character === 'd') return { kind: 'char', test: isDigit };
      if (character === 'D') return { kind: 'char', test: code => !isDigit(code) };
      const control = { n: 10, r: 13, t: 9, f: 12, v: 11 }[character];
      if (control !== undefined) return { kind: 'char', test: code => code === control };
      if (character === 'A') return { kind: 'assert', op: 'begin' };
      if (character === 'z' || character === 'Z') return { kind: 'assert', op: 'end' };
    }
    if (/[1-9]/.test(character)) throw new PatternFault();
    return this.letter(character);
  }

  private bracket(): Test {
    const { pattern, ignoreCase } = this;
    const negated = pattern[this.at] === '^';
    if (negated) this.at++;
    const tests: Test[] = [];
    for (let first = true; ; first = false) {
      const character = pattern[this.at];
      if (character === undefined) throw new PatternFault();
      if (character === ']' && !first) break;
      const named = /^\[:(\w+):\]/.exec(pattern.slice(this.at, this.at + 16));
      if (named !== null) {
        const test = namedClasses[named[1] ?? ''];
        if (test === undefined) throw new PatternFault();
        this.at += named[0].length;
        tests.push(test);
        continue;
      }
      if (character === '\\' && this.options.perl === true) {
        this.at++;
        const node = this.escape();
        if (node.kind !== 'char') throw new PatternFault();
        tests.push(node.test);
        continue;
      }
      this.at++;
      const low = character.charCodeAt(0);
      let high = low;
      if (pattern[this.at] === '-' && pattern[this.at + 1] !== ']' && pattern[this.at + 1] !== undefined) {
        high = pattern.charCodeAt(this.at + 1);
        this.at += 2;
        if (high < low) throw new PatternFault();
      }
      tests.push(code => code >= low && code <= high);
    }
    this.at++;
    const holds: Test = code => tests.some(test => test(code));
    const folded: Test = ignoreCase ? code => holds(code) || holds(swapCase(code)) : holds;
    if (!negated) return folded;
    return this.options.newline === true ? code => code !== 10 && !folded(code) : code => !folded(code);
  }
}

function lowerOf(code: number): number {
  return code >= 65 && code <= 90 ? code + 32 : code;
}

function swapCase(code: number): number {
  if (code >= 65 && code <= 90) return code + 32;
  return code >= 97 && code <= 122 ? code - 32 : code;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isLetter(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

export function isWordCode(code: number): boolean {
  return isDigit(code) || isLetter(code) || code === 95;
}

const namedClasses: Readonly<Record<string, Test>> = {
  alnum: code => isDigit(code) || isLetter(code),
  alpha: isLetter,
  blank: code => code === 32 || code === 9,
  cntrl: code => code < 32 || code === 127,
  digit: isDigit,
  graph: code => code > 32 && code < 127,
  lower: code => code >= 97 && code <= 122,
  print: code => code >= 32 && code < 127,
  punct: code => code > 32 && code < 127 && !isDigit(code) && !isLetter(code),
  space: isSpace,
  upper: code => code >= 65 && code <= 90,
  xdigit: code => isDigit(code) || (code >= 65 && code <= 70) || (code >= 97 && code <= 102),
};
