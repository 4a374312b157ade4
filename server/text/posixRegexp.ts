import {
  isWordCode,
  type Node,
  PatternFault,
  type RegexpOptions,
  readPosixPattern,
  type Test,
} from './posixPattern.ts';
import { remembered } from './remembered.ts';

/** Offsets of the match and of its groups; -1 for a group that did not participate. */
export type Match = readonly { readonly start: number; readonly end: number }[];

export interface PosixRegexp {
  readonly groups: number;
  match(text: string, from?: number): Match | undefined;
}

type Instruction =
  | { readonly op: 'char'; readonly test: Test }
  | { readonly op: 'split'; readonly first: number; readonly second: number }
  | { readonly op: 'jump'; readonly to: number }
  | { readonly op: 'save'; readonly slot: number }
  | { readonly op: 'begin' | 'end' | 'boundary' | 'notBoundary' | 'match' };

const instructionLimit = 10_000;

/** Undefined for a pattern that cannot be compiled, or that needs a backtracking matcher. */
export function compilePosix(pattern: string, options: RegexpOptions = {}): PosixRegexp | undefined {
  const marks = `${options.ignoreCase === true ? 'i' : ''}${options.perl === true ? 'p' : ''}${options.newline === true ? 'n' : ''}`;
  return compiled(`${marks} ${pattern}`).regexp;
}

/** The key is the options, a space and the pattern. */
const compiled = remembered((key: string): { readonly regexp: PosixRegexp | undefined } => {
  const space = key.indexOf(' ');
  const marks = key.slice(0, space);
  const options = {
    ignoreCase: marks.includes('i'),
    perl: marks.includes('p'),
    newline: marks.includes('n'),
  };
  return { regexp: compile(key.slice(space + 1), options) };
});

function compile(pattern: string, options: RegexpOptions): PosixRegexp | undefined {
  try {
    const { node, groups } = readPosixPattern(pattern, options);
    const program: Instruction[] = [{ op: 'save', slot: 0 }];
    emit(program, node);
    program.push({ op: 'save', slot: 1 }, { op: 'match' });
    const perl = options.perl === true;
    const newline = options.newline === true;
    return { groups, match: (text, from = 0) => search(program, groups, text, from, perl, newline) };
  } catch (error) {
    if (error instanceof PatternFault) return undefined;
    throw error;
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
  const splitTo = (inside: number, behind: number): Instruction =>
    node.lazy
      ? { op: 'split', first: behind, second: inside }
      : { op: 'split', first: inside, second: behind };
  if (node.max === Number.POSITIVE_INFINITY) {
    const split = program.length;
    program.push({ op: 'match' });
    emit(program, node.part);
    program.push({ op: 'jump', to: split });
    program[split] = splitTo(split + 1, program.length);
    return;
  }
  const splits: number[] = [];
  for (let count = node.min; count < node.max; count++) {
    splits.push(program.length);
    program.push({ op: 'match' });
    emit(program, node.part);
  }
  for (const split of splits) program[split] = splitTo(split + 1, program.length);
}

interface Thread {
  readonly pc: number;
  readonly saves: readonly number[];
}

/**
 * All paths at the same time, the preferred one first. POSIX uses the longest of the leftmost matches, PCRE the
 * preferred one.
 */
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
  const before = at > 0 && isWordCode(text.charCodeAt(at - 1));
  const after = at < text.length && isWordCode(text.charCodeAt(at));
  return (before !== after) === (op === 'boundary');
}
