import type { Piece } from '../../../../sip/piece.ts';
import type { Vocabulary } from './vocabulary.ts';
import { BEYOND_ASCII } from './words.ts';

/** Parts of a text that may stay as they are. Everything else is replaced word by word. */
export interface Kept {
  /** The parts in order, without overlaps. */
  spans(): readonly { readonly start: number; readonly end: number }[];
  /** Parts that are replaced as one word, in order. */
  unread(): readonly { readonly start: number; readonly end: number }[];
  /** Has a part replaced as one word, since it is not a text: some of its characters would say as much as letters and digits. */
  notText(part: { readonly start: number; readonly end: number }): void;
  /** Keeps a part whole. */
  whole(part: { readonly start: number; readonly end: number } | undefined): void;
  /** Keeps the words of a part that are in a vocabulary, hyphenated ones whole or piece by piece. */
  words(part: Piece | undefined, ...vocabularies: readonly Vocabulary[]): void;
  /** Keeps standalone words that are not part of a name with dots, hyphens or an at sign. */
  freeWords(part: Piece, ...vocabularies: readonly Vocabulary[]): void;
  /** Keeps a part if all of it is of a form. */
  ifLike(part: Piece | undefined, form: RegExp): void;
  /** Keeps every match of a form in a part; with groups, the group that matched. The form must have the flag `g`. */
  places(part: Piece, form: RegExp): void;
}

export function keptParts(): Kept {
  const parts: { start: number; end: number }[] = [];
  const unread: { start: number; end: number }[] = [];
  const whole: Kept['whole'] = part => {
    if (part !== undefined && part.end > part.start) parts.push({ start: part.start, end: part.end });
  };
  return {
    whole,
    words(part, ...vocabularies) {
      if (part === undefined) return;
      const isKnown = (word: string): boolean => {
        const lower = word.toLowerCase();
        return vocabularies.some(vocabulary => vocabulary.has(lower));
      };
      for (const found of part.text.matchAll(/[A-Za-z0-9_][A-Za-z0-9_^*+-]*/g)) {
        const start = part.start + found.index;
        if (isPartOfWord(part.text, found.index, found[0].length)) continue;
        if (isKnown(found[0])) whole({ start, end: start + found[0].length });
        else
          for (const piece of found[0].matchAll(/[A-Za-z0-9]+/g))
            if (isKnown(piece[0]))
              whole({ start: start + piece.index, end: start + piece.index + piece[0].length });
      }
    },
    freeWords(part, ...vocabularies) {
      for (const found of part.text.matchAll(/[A-Za-z0-9_][A-Za-z0-9_-]*/g)) {
        const end = found.index + found[0].length;
        if (CONTINUES_NAME.test(part.text.charAt(found.index - 1))) continue;
        if (NAME_CONTINUES.test(part.text.slice(end, end + 2))) continue;
        const lower = found[0].toLowerCase();
        if (vocabularies.some(vocabulary => vocabulary.has(lower)))
          whole({ start: part.start + found.index, end: part.start + end });
      }
    },
    ifLike(part, form) {
      if (part !== undefined && form.test(part.text)) whole(part);
    },
    places(part, form) {
      for (const found of part.text.matchAll(form)) {
        if (isInWord(part.text, found.index, found[0].length)) continue;
        const group = found.slice(1).find(text => text !== undefined);
        const text = group ?? found[0];
        const start = part.start + found.index + (group === undefined ? 0 : found[0].lastIndexOf(text));
        whole({ start, end: start + text.length });
      }
    },
    spans: () => merged(parts),
    notText: ({ start, end }) => unread.push({ start, end }),
    unread: () => unread,
  };
}

/** A piece of a word with letters beyond ASCII or percent escapes is not a word. */
function isPartOfWord(text: string, at: number, length: number): boolean {
  return JOINS_WORDS.test(text.charAt(at - 1)) || JOINS_WORDS.test(text.charAt(at + length));
}

/** A number next to a letter beyond ASCII is part of a word. */
function isInWord(text: string, at: number, length: number): boolean {
  return (
    (isDigit(text, at) && LETTER_BEYOND_ASCII.test(text.charAt(at - 1))) ||
    (isDigit(text, at + length - 1) && LETTER_BEYOND_ASCII.test(text.charAt(at + length)))
  );
}

function isDigit(text: string, at: number): boolean {
  return /^\d$/.test(text.charAt(at));
}

const LETTER_BEYOND_ASCII = new RegExp(`[${BEYOND_ASCII}]`);
const JOINS_WORDS = new RegExp(`[%${BEYOND_ASCII}]`);
const CONTINUES_NAME = new RegExp(`[\\w.@%${BEYOND_ASCII}-]`);
const NAME_CONTINUES = new RegExp(String.raw`^(?:[@%${BEYOND_ASCII}]|\.\w)`);

function merged(
  parts: readonly { readonly start: number; readonly end: number }[],
): { start: number; end: number }[] {
  const sorted = [...parts].sort((a, b) => a.start - b.start || a.end - b.end);
  const result: { start: number; end: number }[] = [];
  for (const part of sorted) {
    const last = result.at(-1);
    if (last !== undefined && part.start <= last.end) last.end = Math.max(last.end, part.end);
    else result.push({ ...part });
  }
  return result;
}
