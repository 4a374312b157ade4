/**
 * Regular expressions as scripts have them: POSIX extended (regcomp) or, with `perl`, the common part of PCRE. Matching
 * takes time linear in the text for any pattern, since both may come from anywhere.
 */
export interface RegexpOptions {
  readonly ignoreCase?: boolean;
  readonly perl?: boolean;
  /** `^` and `$` match at line ends, and `.` does not match a line end (REG_NEWLINE). */
  readonly newline?: boolean;
}

/** Offsets of the match and of its groups; -1 for a group that took no part. */
export type Match = readonly { readonly start: number; readonly end: number }[];

export interface PosixRegexp {
  readonly groups: number;
  match(text: string, from?: number): Match | undefined;
}

type Test = (code: number) => boolean;
type Instruction =
  | { readonly op: 'char'; readonly test: Test }
  | { readonly op: 'split'; readonly first: number; readonly second: number }
  | { readonly op: 'jump'; readonly to: number }
  | { readonly op: 'save'; readonly slot: number }
  | { readonly op: 'begin' | 'end' | 'boundary' | 'notBoundary' | 'match' };

type Node =
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

const instructionLimit = 10_000;
const cache = new Map<string, PosixRegexp | undefined>();

/** Undefined for a pattern that cannot be compiled, or that uses what only a backtracking matcher has. */
export function compilePosix(pattern: string, options: RegexpOptions = {}): PosixRegexp | undefined {
  const key = `${options.ignoreCase === true ? 'i' : ''}${options.perl === true ? 'p' : ''}${options.newline === true ? 'n' : ''} ${pattern}`;
  if (cache.has(key)) return cache.get(key);
  if (cache.size > 1000) cache.clear();
  const compiled = compile(pattern, options);
  cache.set(key, compiled);
  return compiled;
}

function compile(pattern: string, options: RegexpOptions): PosixRegexp | undefined {
  try {
    const reader = new PatternReader(pattern, options);
    const node = reader.read();
    const program: Instruction[] = [{ op: 'save', slot: 0 }];
    emit(program, node);
    program.push({ op: 'save', slot: 1 }, { op: 'match' });
    const { groups } = reader;
    const perl = options.perl === true;
    const newline = options.newline === true;
    return { groups, match: (text, from = 0) => search(program, groups, text, from, perl, newline) };
  } catch (error) {
    if (error instanceof PatternFault) return undefined;
    throw error;
  }
}

class PatternFault extends Error {}

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
        // glibc takes a star that has nothing to repeat for a letter.
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
        return { kind: 'char', test: isWord };
      case 'W':
        return { kind: 'char', test: code => !isWord(code) };
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

function emit(program: Instruction[], node: Node): void {
  if (program.length > instructionLimit) throw new PatternFault();
  switch (node.kind) {
    case 'char':
      program.push({ op: 'char', test: node.test });
      return;
    case 'assert':
      program.push({ op: node.op });
      return;
    case 'list':
      for (const part of node.parts) emit(program, part);
      return;
    case 'group':
      program.push({ op: 'save', slot: node.index * 2 });
      emit(program, node.part);
      program.push({ op: 'save', slot: node.index * 2 + 1 });
      return;
    case 'choice': {
      const ends: number[] = [];
      node.parts.forEach((part, index) => {
        if (index === node.parts.length - 1) {
          emit(program, part);
          return;
        }
        const split = program.length;
        program.push({ op: 'match' });
        emit(program, part);
        ends.push(program.length);
        program.push({ op: 'match' });
        program[split] = { op: 'split', first: split + 1, second: program.length };
      });
      for (const end of ends) program[end] = { op: 'jump', to: program.length };
      return;
    }
    default:
      emitRepeat(program, node);
  }
}

function emitRepeat(program: Instruction[], node: Extract<Node, { kind: 'repeat' }>): void {
  for (let count = 0; count < node.min; count++) emit(program, node.part);
  const splitAt = (split: number, inside: number, behind: number): Instruction => {
    void split;
    return node.lazy
      ? { op: 'split', first: behind, second: inside }
      : { op: 'split', first: inside, second: behind };
  };
  if (node.max === Number.POSITIVE_INFINITY) {
    const split = program.length;
    program.push({ op: 'match' });
    emit(program, node.part);
    program.push({ op: 'jump', to: split });
    program[split] = splitAt(split, split + 1, program.length);
    return;
  }
  const splits: number[] = [];
  for (let count = node.min; count < node.max; count++) {
    splits.push(program.length);
    program.push({ op: 'match' });
    emit(program, node.part);
  }
  for (const split of splits) program[split] = splitAt(split, split + 1, program.length);
}

interface Thread {
  readonly pc: number;
  readonly saves: readonly number[];
}

/** All ways at once, the preferred first. POSIX takes the longest of the leftmost matches, PCRE the preferred one. */
function search(
  program: readonly Instruction[],
  groups: number,
  text: string,
  from: number,
  perl: boolean,
  newline: boolean,
): Match | undefined {
  let threads: Thread[] = [];
  let best: readonly number[] | undefined;
  const empty = new Array<number>((groups + 1) * 2).fill(-1);
  for (let at = from; at <= text.length; at++) {
    const seen = new Set<number>();
    const current: Thread[] = [];
    for (const thread of threads) follow(program, current, seen, thread, text, at, newline);
    if (best === undefined) follow(program, current, seen, { pc: 0, saves: empty }, text, at, newline);
    threads = [];
    for (const { pc, saves } of current) {
      const instruction = program[pc];
      if (instruction?.op === 'match') {
        if (best === undefined || (saves[0] === best[0] && (perl || (saves[1] ?? 0) > (best[1] ?? 0))))
          best = saves;
        else if ((saves[0] ?? 0) < (best[0] ?? 0)) best = saves;
        if (perl) break;
      } else if (instruction?.op === 'char' && at < text.length && instruction.test(text.charCodeAt(at))) {
        if (best === undefined || saves[0] === best[0]) threads.push({ pc: pc + 1, saves });
      }
    }
    if (best !== undefined && threads.length === 0) break;
  }
  if (best === undefined) return undefined;
  const match: { start: number; end: number }[] = [];
  for (let group = 0; group <= groups; group++)
    match.push({ start: best[group * 2] ?? -1, end: best[group * 2 + 1] ?? -1 });
  return match;
}

function follow(
  program: readonly Instruction[],
  into: Thread[],
  seen: Set<number>,
  first: Thread,
  text: string,
  at: number,
  newline: boolean,
): void {
  const pending = [first];
  for (let thread = pending.pop(); thread !== undefined; thread = pending.pop()) {
    const { pc, saves } = thread;
    if (seen.has(pc)) continue;
    seen.add(pc);
    const instruction = program[pc];
    if (instruction === undefined) continue;
    switch (instruction.op) {
      case 'jump':
        pending.push({ pc: instruction.to, saves });
        break;
      case 'split':
        pending.push({ pc: instruction.second, saves }, { pc: instruction.first, saves });
        break;
      case 'save': {
        const next = [...saves];
        next[instruction.slot] = at;
        pending.push({ pc: pc + 1, saves: next });
        break;
      }
      case 'char':
      case 'match':
        into.push(thread);
        break;
      default:
        if (asserts(instruction.op, text, at, newline)) pending.push({ pc: pc + 1, saves });
    }
  }
}

function asserts(
  op: 'begin' | 'end' | 'boundary' | 'notBoundary',
  text: string,
  at: number,
  newline: boolean,
): boolean {
  if (op === 'begin') return at === 0 || (newline && text[at - 1] === '\n');
  if (op === 'end') return at === text.length || (newline && text[at] === '\n');
  const before = at > 0 && isWord(text.charCodeAt(at - 1));
  const after = at < text.length && isWord(text.charCodeAt(at));
  return (before !== after) === (op === 'boundary');
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

function isWord(code: number): boolean {
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

/** The expression and replacement of `/regexp/replacement/flags`; undefined when it is not written so (subst_parser). */
export function readSubstitution(
  text: string,
): { readonly regexp: PosixRegexp; readonly replacement: string; readonly isGlobal: boolean } | undefined {
  const separator = text[0];
  if (separator === undefined || separator === '\\') return undefined;
  const middle = unescaped(text, 1, separator);
  const end = unescaped(text, middle + 1, separator);
  if (middle < 0 || end < 0) return undefined;
  const flags = text.slice(end + 1);
  if (!/^[igsGI]*$/.test(flags)) return undefined;
  const regexp = compilePosix(text.slice(1, middle).replaceAll(`\\${separator}`, separator), {
    ignoreCase: /i/i.test(flags),
    newline: !flags.includes('s'),
  });
  if (regexp === undefined) return undefined;
  return { regexp, replacement: text.slice(middle + 1, end), isGlobal: /g/i.test(flags) };
}

function unescaped(text: string, from: number, separator: string): number {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === separator) return at;
  }
  return -1;
}

/** Puts the groups of a match into a replacement with `\0` to `\9`; `variable` expands what begins with `$`. */
export function expandReplacement(replacement: string, text: string, match: Match): string {
  return replacement.replace(/\\([0-9nrt\\/$@#:;,|!%&~^?*+.-])|\\$/g, (whole, character?: string) => {
    if (character === undefined) return whole;
    if (/[0-9]/.test(character)) {
      const group = match[Number(character)];
      return group === undefined || group.start < 0 ? '' : text.slice(group.start, group.end);
    }
    return { n: '\n', r: '\r', t: '\t' }[character] ?? character;
  });
}
