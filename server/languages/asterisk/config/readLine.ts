import { lengthWithoutEol } from '../../../text/lines.ts';
import { BYTE_ORDER_MARK, type ConfigLine } from './line.ts';
import { byteLength, readCode, remark, type Spellings } from './readCode.ts';

/**
 * Reads one line that begins inside `depth` open block comments. `isFirst`: it is the first of its file. The lines of one
 * text share `spellings`.
 */
export function readLine(
  text: string,
  depth: number,
  isFirst: boolean,
  spellings: Spellings = new Map(),
): ConfigLine {
  if (text.length * 3 >= LINE_BYTES && isTooLong(text)) return { kind: 'long', text, depth };
  const begin = isFirst && text.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
  const end = lengthWithoutEol(text);
  const semicolon = text.indexOf(';', begin);
  if (semicolon < 0 || semicolon >= end) {
    return depth === 0 ? readCode(text, 0, begin, end, spellings) : remark(text, depth, begin, end);
  }
  if (depth === 0 && isPlainComment(text, semicolon, begin))
    return readCode(text, 0, begin, semicolon, spellings);
  return readCommented(text, depth, begin, end, spellings);
}

const LINE_BYTES = 8191;

/** The server treats a full buffer without a line break as the start of a longer line, even at the end of the file. */
function isTooLong(text: string): boolean {
  const bytes = byteLength(text);
  return bytes > LINE_BYTES || (bytes === LINE_BYTES && !text.endsWith('\n'));
}

/** An ordinary comment to the end of the line, with nothing special about its first semicolon or later ones. */
function isPlainComment(text: string, at: number, begin: number): boolean {
  if (at > begin && text[at - 1] === '\\') return false;
  if (text[at + 1] === '-' && text[at + 2] === '-' && text[at + 3] !== '-') return false;
  return !(at >= begin + 2 && text[at - 1] === '-' && text[at - 2] === '-');
}

const MAX_NESTED_COMMENTS = 128;

/**
 * The comment pass of config_text_file_load, oddities included: what remains of the line is the text outside comments,
 * joined, without the backslashes of escaped semicolons.
 */
function readCommented(
  text: string,
  depthBefore: number,
  begin: number,
  end: number,
  spellings: Spellings,
): ConfigLine {
  const pieces: [from: number, until: number][] = [];
  let depth = depthBefore;
  /** Where the code that is being read began; undefined inside a comment. */
  let code = depth === 0 ? begin : undefined;
  /** The server never looks back beyond the position where its search resumes. */
  let scan = begin;
  const keep = (until: number): void => {
    if (code !== undefined && until > code) pieces.push([code, until]);
  };
  for (;;) {
    const at = text.indexOf(';', scan);
    if (at < 0 || at >= end) break;
    if (at > scan && text[at - 1] === '\\') {
      keep(at - 1);
      if (code !== undefined) code = at;
      scan = at + 1;
    } else if (text.startsWith('--', at + 1) && text[at + 3] !== '-') {
      scan = at + 3;
      if (depth >= MAX_NESTED_COMMENTS) continue;
      keep(at);
      code = undefined;
      depth++;
    } else if (at >= scan + 2 && text.startsWith('--', at - 2)) {
      depth--;
      scan = at + 1;
      if (depth === 0) code = scan;
    } else if (depth === 0) {
      keep(at);
      code = undefined;
      break;
    } else scan = at + 1;
  }
  keep(end);
  const [first] = pieces;
  if (first === undefined) return remark(text, depth, begin, end);
  if (pieces.length === 1) return readCode(text, depth, first[0], first[1], spellings);
  const map: number[] = [];
  for (const [from, until] of pieces) for (let column = from; column < until; column++) map.push(column);
  const glued = pieces.map(([from, until]) => text.slice(from, until)).join('');
  return placed(text, readCode(glued, depth, 0, glued.length, spellings), map);
}

/** A line that was read from joined pieces, with its columns in the text as written. */
function placed(text: string, line: ConfigLine, map: readonly number[]): ConfigLine {
  const column = (index: number): number => map[index] ?? (map[map.length - 1] ?? 0) + 1;
  const behind = (index: number): number => (index === 0 ? column(0) : column(index - 1) + 1);
  switch (line.kind) {
    case 'header':
      return {
        ...line,
        text,
        map: map.slice(line.start, line.end),
        start: column(line.start),
        end: behind(line.end),
        nameStart: column(line.nameStart),
        nameEnd: behind(line.nameEnd),
        options: line.options.map(option => ({
          ...option,
          start: column(option.start),
          end: Math.max(column(option.start), behind(option.end)),
        })),
        ...(line.detachedOptions === undefined ? {} : { detachedOptions: column(line.detachedOptions) }),
      };
    case 'directive':
      return {
        ...line,
        text,
        map: map.slice(line.start, line.end),
        start: column(line.start),
        end: behind(line.end),
        wordEnd: behind(line.wordEnd),
        argumentStart: column(line.argumentStart),
        argumentEnd: behind(line.argumentEnd),
      };
    case 'option': {
      const valueStart = line.value === '' ? behind(line.valueStart) : column(line.valueStart);
      return {
        ...line,
        text,
        map: map.slice(line.start, line.end),
        start: column(line.start),
        end: behind(line.end),
        nameStart: column(line.nameStart),
        nameEnd: line.name === '' ? column(line.nameStart) : behind(line.nameEnd),
        operatorStart: column(line.operatorStart),
        valueStart,
        valueEnd: line.value === '' ? valueStart : behind(line.valueEnd),
      };
    }
    case 'stray':
      return {
        ...line,
        text,
        map: map.slice(line.start, line.end),
        start: column(line.start),
        end: behind(line.end),
      };
    default:
      return { kind: 'comment', text, depth: line.depth };
  }
}
