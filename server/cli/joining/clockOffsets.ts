/** A message of one of several files. */
export interface TimedText {
  /** Number of its file. */
  readonly file: number;
  readonly seconds: number | undefined;
  readonly text: string;
}

/** How far the clock of a file is ahead of that of the first one. */
export interface ClockOffset {
  /** 0 if it is not known, or so small that messages take as long on their way. */
  readonly seconds: number;
  /** How many messages show it. */
  readonly messages: number;
}

/**
 * The offsets of the clocks of files, from messages that are in two of them, as recorded at both ends: the median of
 * their differences, if these agree. A file that shares messages only with another one than the first is compared with that one.
 */
export function clockOffsets(parts: readonly TimedText[], files: number): readonly ClockOffset[] {
  const first: ReadonlyMap<string, number>[] = Array.from({ length: files }, (_, file) =>
    firstTimes(parts.filter(part => part.file === file)),
  );
  const offsets: ClockOffset[] = Array.from({ length: files }, () => UNKNOWN);
  const known = new Set([0]);
  for (const reference of known) {
    for (let file = 0; file < files; file++) {
      if (known.has(file)) continue;
      const found = difference(first[reference] ?? new Map(), first[file] ?? new Map());
      if (found === undefined) continue;
      known.add(file);
      const seconds = found.seconds + (offsets[reference]?.seconds ?? 0);
      offsets[file] = Math.abs(seconds) < SMALLEST ? UNKNOWN : { ...found, seconds };
    }
  }
  return offsets;
}

/** The same for a message with other line endings. */
export function keyOf(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** A message that is sent again has several times; the first ones of both files belong together. */
function firstTimes(parts: readonly TimedText[]): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const { seconds, text } of parts) {
    const key = keyOf(text);
    if (seconds !== undefined && !times.has(key)) times.set(key, seconds);
  }
  return times;
}

function difference(
  one: ReadonlyMap<string, number>,
  other: ReadonlyMap<string, number>,
): ClockOffset | undefined {
  const differences: number[] = [];
  for (const [key, seconds] of other) {
    const at = one.get(key);
    if (at !== undefined) differences.push(seconds - at);
  }
  if (differences.length < 2) return undefined;
  differences.sort((a, b) => a - b);
  const median = differences[differences.length >> 1] ?? 0;
  const near = differences.filter(seconds => Math.abs(seconds - median) < LARGEST_SPREAD);
  return near.length * 2 > differences.length ? { seconds: median, messages: near.length } : undefined;
}

const UNKNOWN: ClockOffset = { seconds: 0, messages: 0 };
/** In seconds: less may be the time on the way. */
const SMALLEST = 0.5;
const LARGEST_SPREAD = 1;
