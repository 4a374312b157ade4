import type { Setting } from './entry.ts';

/**
 * The lines that count for a section at one moment of the reading: those that it copies, then its own. It is a graph: what
 * several sections copy from one section is in it once, however long the server's list becomes.
 */
export interface Lines {
  readonly copied: readonly Lines[];
  readonly own: readonly Setting[];
  /** How many lines the server holds for the section; it copies without limit. */
  readonly size: number;
  /** The bits of the names of all lines. */
  readonly names: number;
  /** What was found among the lines; absent where nothing else copies them, because then nobody asks twice. */
  readonly known: Map<Question, Setting | undefined> | undefined;
}

/** The first or the last line that matches. A constant, because answers are cached by it. */
export interface Question {
  readonly which: 'first' | 'last';
  /** The bits of the names that a matching line can have; undefined for any name. */
  readonly names?: number;
  readonly fits: (setting: Setting) => boolean;
}

export function linesOf(copied: readonly Lines[], own: readonly Setting[], isShared: boolean): Lines {
  let size = own.length;
  let names = 0;
  for (const { option } of own) names |= nameBit(option.key);
  for (const lines of copied) {
    size += lines.size;
    names |= lines.names;
  }
  return { copied, own, size, names, known: isShared ? new Map() : undefined };
}

/** One of 31 bits for the lowercase name of an option, so that most names that are not there need no search. */
export function nameBit(key: string): number {
  const { length } = key;
  return 1 << ((7 * length + 3 * key.charCodeAt(0) + key.charCodeAt(length - 1)) % 31);
}

/** The line that answers a question. The time depends on the sections that were not asked before, not on the copies. */
export function findLine(lines: Lines, question: Question): Setting | undefined {
  const { copied, own, known } = lines;
  if (question.names !== undefined && (lines.names & question.names) === 0) return undefined;
  if (known?.has(question) === true) return known.get(question);
  // Nearly all sections: they copy from at most one template, which was asked before.
  if (known === undefined && copied.length < 2) {
    const [template] = copied;
    const isAnswered = template === undefined || template.known?.has(question) === true;
    if (isAnswered && question.which === 'last')
      return own.findLast(question.fits) ?? template?.known?.get(question);
    if (isAnswered) return template?.known?.get(question) ?? own.find(question.fits);
  }
  return search(lines, question);
}

function search(lines: Lines, question: Question): Setting | undefined {
  const isLast = question.which === 'last';
  const path: { readonly lines: Lines; seen: number }[] = [];
  let next: Lines | undefined = lines;
  let found: Setting | undefined;
  for (;;) {
    if (next !== undefined) {
      if (next.known?.has(question) === true) found = next.known.get(question);
      else path.push({ lines: next, seen: 0 });
      next = undefined;
    }
    const step = path.at(-1);
    if (step === undefined) return found;
    const { copied, own, known } = step.lines;
    if (found !== undefined || step.seen > copied.length) {
      known?.set(question, found);
      path.pop();
      continue;
    }
    const part = isLast ? copied.length - step.seen : step.seen;
    step.seen++;
    if (part < copied.length) next = copied[part];
    else found = isLast ? own.findLast(question.fits) : own.find(question.fits);
  }
}

/** The lines as the list that the server holds. `isCutShort`: it would be so long that only the last of equal copies is here. */
export function listed(lines: Lines): {
  readonly settings: readonly Setting[];
  readonly isCutShort: boolean;
} {
  if (lines.copied.length === 0) return { settings: lines.own, isCutShort: false };
  const isTooLong = lines.size > MAX_SETTINGS;
  const settings: Setting[] = [];
  const seen = new Set<Lines>();
  let isCutShort = false;
  // From the end, so that the copy that decides is kept.
  const waiting = [lines];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (isTooLong) {
      if (seen.has(next)) {
        isCutShort = true;
        continue;
      }
      seen.add(next);
    }
    for (let index = next.own.length - 1; index >= 0; index--) {
      const setting = next.own[index];
      if (setting !== undefined) settings.push(setting);
    }
    for (const copied of next.copied) if (copied.size > 0) waiting.push(copied);
  }
  return { settings: settings.reverse(), isCutShort };
}

/** The server copies without limit, even when every copy doubles the lines; we stop, and report it. */
const MAX_SETTINGS = 20_000;
