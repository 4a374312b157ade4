import type { TextDocumentContentChangeEvent } from 'vscode-languageserver';

/** One notification of an editor: some changes, in order, of one of several documents. */
export interface Typed {
  readonly document: number;
  readonly changes: readonly TextDocumentContentChangeEvent[];
}

/** Numbers from 0 (included) to 1, always the same ones for a seed. */
export type Chance = () => number;

export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export function below(most: number, chance: Chance): number {
  return Math.floor(chance() * most);
}

export function oneOf<Value>(values: readonly [Value, ...Value[]], chance: Chance): Value {
  return values[below(values.length, chance)] ?? values[0];
}

/** What somebody may type next, given the texts as they are: inside lines, over their ends, whole lines, all kinds of ends. */
export function typedNext(
  texts: readonly string[],
  pool: readonly [string, ...string[]],
  chance: Chance,
): Typed {
  const document = below(texts.length, chance);
  let text = texts[document] ?? '';
  const changes: TextDocumentContentChangeEvent[] = [];
  do {
    const change = changeOf(text, texts, pool, chance);
    changes.push(change);
    text = changed(text, change);
  } while (chance() < 0.15);
  return { document, changes };
}

function changeOf(
  text: string,
  texts: readonly string[],
  pool: readonly [string, ...string[]],
  chance: Chance,
): TextDocumentContentChangeEvent {
  const at = below(text.length + 1, chance);
  const lineOf = (offset: number): number => text.lastIndexOf('\n', offset - 1) + 1;
  const replaced = (from: number, to: number, by: string): TextDocumentContentChangeEvent => ({
    range: { start: positionAt(text, from), end: positionAt(text, to) },
    text: by,
  });
  const kind = below(100, chance);
  if (kind < 22) return replaced(at, at, oneOf(CHARACTERS, chance));
  if (kind < 34) return replaced(at, Math.min(text.length, at + 1 + below(3, chance)), '');
  if (kind < 44) return replaced(at, Math.min(text.length, at + below(12, chance)), partOf(pool, chance));
  if (kind < 54) return replaced(lineOf(at), lineOf(at), oneOf(pool, chance));
  if (kind < 62) return replaced(lineOf(at), nextLine(text, at), chance() < 0.5 ? '' : oneOf(pool, chance));
  if (kind < 70) return replaced(at, Math.min(text.length, at + below(120, chance)), oneOf(pool, chance));
  if (kind < 78) {
    // Ends of lines, to be joined and parted: in front of one, behind one, in the place of one.
    const end = text.indexOf('\n', at);
    const from = end < 0 ? text.length : end;
    const place = oneOf([from, from + 1, Math.max(0, from - 1)], chance);
    return replaced(
      Math.min(place, text.length),
      Math.min(text.length, place + below(2, chance)),
      oneOf(ENDS, chance),
    );
  }
  if (kind < 84) {
    const other = texts[below(texts.length, chance)] ?? '';
    const from = below(other.length + 1, chance);
    return replaced(at, at, other.slice(from, from + below(200, chance)));
  }
  if (kind < 90) {
    // Ranges as no editor should send them: beyond the text, beyond a line, with their ends swapped.
    const lines = text.length / 20 + 4;
    const position = () => ({ line: below(lines, chance), character: below(90, chance) });
    return { range: { start: position(), end: position() }, text: oneOf([...CHARACTERS, ...ENDS], chance) };
  }
  if (kind < 91)
    return { text: chance() < 0.2 ? '' : text.slice(below(text.length, chance)) + partOf(pool, chance) };
  if (kind < 92 && chance() < 0.1) return replaced(at, at, '\0');
  if (kind < 93) return { text: text.replace(/\r\n|\r|\n/g, oneOf(['\r\n', '\n', '\r'], chance)) };
  return replaced(text.length, text.length, oneOf(pool, chance));
}

/** The text after a change: what the protocol says, told in the simplest way. */
export function changed(text: string, change: TextDocumentContentChangeEvent): string {
  if (!('range' in change)) return change.text;
  const start = offsetAt(text, change.range.start);
  const end = offsetAt(text, change.range.end);
  return text.slice(0, Math.min(start, end)) + change.text + text.slice(Math.max(start, end));
}

function positionAt(text: string, offset: number): { line: number; character: number } {
  const starts = lineStarts(text);
  let line = starts.length - 1;
  while (line > 0 && (starts[line] ?? 0) > offset) line--;
  return { line, character: offset - (starts[line] ?? 0) };
}

/** A column beyond its line is the end of that line; a line beyond the text is the end of the text. */
function offsetAt(text: string, { line, character }: { line: number; character: number }): number {
  const starts = lineStarts(text);
  const start = starts[line];
  if (start === undefined) return text.length;
  const next = starts[line + 1] ?? text.length;
  const withoutEnd = text.slice(start, next).replace(/(?:\r\n|\r|\n)$/, '').length;
  return start + Math.min(character, withoutEnd);
}

function lineStarts(text: string): number[] {
  return [0, ...Array.from(text.matchAll(/\r\n|\r|\n/g), ({ index, 0: end }) => index + end.length)];
}

function nextLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end + 1;
}

function partOf(pool: readonly [string, ...string[]], chance: Chance): string {
  const line = oneOf(pool, chance);
  const from = below(line.length, chance);
  return line.slice(from, from + 1 + below(16, chance));
}

const ENDS: readonly [string, ...string[]] = ['\r', '\n', '\r\n', '\r\r', '\n\r', ''];
const CHARACTERS: readonly [string, ...string[]] = [
  ' ',
  ...Array.from('\t\r\n[](){}<>=;:,"\'\\/#!$@&|+-*?.%~0aZ'),
  '\r\n',
  '\n\n',
  ';--',
  '--;',
  '/*',
  '*/',
  '=>',
  'é',
  '\ud83d\ude00',
  '\ud83d',
  '\u2028',
  '\u0085',
  '\ufeff',
  '\u000b',
  '\u000c',
];
