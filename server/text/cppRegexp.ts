import { isWord, MAX_STATES, type Node, PatternError, parsePattern, type Test } from './cppRegexpPattern.ts';

/**
 * Regular expressions as `std::regex` of C++ reads them (ECMAScript, no sub-matches), matched in time linear in
 * the text: all states are followed at the same time, so that no untrusted text or pattern can hang the editor.
 */
export interface Regexp {
  /** Does the whole text match? */
  matchesWhole(text: string): boolean;
  /** The first group of the leftmost match, or the whole match when the pattern has no group; undefined without match. */
  search(text: string): string | undefined;
}

/** The matcher, or the problem of the pattern in a few words. */
export function compileRegexp(pattern: string): Regexp | string {
  try {
    const { node, groups } = parsePattern(pattern);
    const program: Instruction[] = [];
    emit(node, program);
    program.push({ kind: 'match' });
    const hasGroup = groups > 0;
    return {
      matchesWhole: (text: string) => run(program, text, 0, true),
      search: (text: string) => searchGroup(program, text, hasGroup),
    };
  } catch (error) {
    if (error instanceof PatternError) return error.message;
    throw error;
  }
}

type Instruction =
  | { readonly kind: 'test'; readonly test: Test }
  | { readonly kind: 'split'; first: number; second: number }
  | { readonly kind: 'jump'; to: number }
  | { readonly kind: 'begin' | 'end' | 'match' | 'open' | 'close' }
  | { readonly kind: 'boundary'; readonly negated: boolean }
  | { readonly kind: 'look'; readonly program: readonly Instruction[]; readonly negated: boolean };

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
    // The first branch of a split is preferred.
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

/** `whole`: the match must end where the text ends; otherwise, any match from `from` on counts. */
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

/** True for an assertion that holds at this place and for group marks; false for instructions that read a character. */
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

/** One path through the program, with the start and end of its match and of its first group. */
interface Thread {
  readonly state: number;
  readonly start: number;
  readonly open: number;
  readonly close: number;
}

/** Follows all paths at the same time in order of preference (a Pike machine). */
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
