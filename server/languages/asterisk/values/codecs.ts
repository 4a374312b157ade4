import type { Branch } from '../config/branch.ts';
import { isAtLeast } from '../config/branch.ts';
import { splitWords } from './words.ts';

/** Codec names that the server knows in every branch. */
const always = [
  'g723',
  'gsm',
  'ulaw',
  'alaw',
  'g726',
  'adpcm',
  'slin',
  'lpc10',
  'g729',
  'speex',
  'ilbc',
  'g726aal2',
  'g722',
];
const pictures = ['jpeg', 'png', 'h261', 'h263', 'h263p', 'h264'];
const since: Readonly<Record<string, Branch>> = {
  speex16: '1.8',
  slin16: '1.8',
  mpeg4: '1.8',
  red: '1.8',
  t140: '1.8',
  siren7: '1.8',
  siren14: '1.8',
  g719: '1.8',
  slin12: '11',
  slin24: '11',
  slin32: '11',
  slin44: '11',
  slin48: '11',
  slin96: '11',
  slin192: '11',
  speex32: '11',
  opus: '13',
  vp8: '13',
  vp9: '13',
  none: '13',
  silk: '13',
  silk8: '13',
  silk12: '13',
  silk16: '13',
  silk24: '13',
  codec2: '16',
  h265: '16',
  t38: '16',
};

/** Names that `allow` and `disallow` accept in a branch (codec tables of main/frame.c, later main/format_cache.c). */
export function codecNames(branch: Branch): readonly string[] {
  let names = namesIn.get(branch);
  if (names === undefined) {
    names = namesOf(branch);
    namesIn.set(branch, names);
  }
  return names;
}

const namesIn = new Map<Branch, readonly string[]>();

function namesOf(branch: Branch): readonly string[] {
  const later = Object.keys(since).filter(name => isAtLeast(branch, since[name] ?? '20'));
  return ['all', ...always, ...pictures, ...later, ...(isAtLeast(branch, '20') ? [] : ['testlaw'])];
}

/** True for a text that begins with one more codec, without a space before it. */
export function beginsWithCodec(text: string): boolean {
  const word = /^!?([\w.-]+)/.exec(text)?.[1]?.toLowerCase();
  return word !== undefined && codecNames('20').includes(word);
}

/** One item of an `allow` or `disallow` line, `!name:packet`. Offsets in the value, of the item without the spaces around it. */
export interface CodecWord {
  readonly name: string;
  /** The start of the name. */
  readonly nameStart: number;
  /** `!` inverts the meaning of the line for this item. */
  readonly isNegated: boolean;
  /** The text after the last colon, meant as milliseconds. */
  readonly packet: string | undefined;
  readonly start: number;
  readonly end: number;
}

/** The items of a value, as ast_parse_allow_disallow and, since 13, ast_format_cap_update_by_allow_disallow read them. */
export function codecWords(value: string, branch: Branch): readonly CodecWord[] {
  if (!isAtLeast(branch, '13')) {
    return splitWords(value).map(({ text, start }) => codecWord(text, start, isAtLeast(branch, '11')));
  }
  const list = isWholeCodecList(value, branch) ? ` ${value.slice(1, -1)} ` : value;
  return splitWords(list.replaceAll('|', ',')).map(({ text, start }) => {
    const inner = text.trim();
    return codecWord(inner, start + text.length - text.trimStart().length, true);
  });
}

/** `(a|b)`, as the server prints its lists: first, the opposite of the line is applied to all codecs. */
export function isWholeCodecList(value: string, branch: Branch): boolean {
  return isAtLeast(branch, '13') && value.length > 1 && value.startsWith('(') && value.endsWith(')');
}

function codecWord(text: string, start: number, mayNegate: boolean): CodecWord {
  const isNegated = mayNegate && text.startsWith('!');
  const nameStart = start + (isNegated ? 1 : 0);
  const rest = isNegated ? text.slice(1) : text;
  const colon = rest.lastIndexOf(':');
  const name = colon < 0 ? rest : rest.slice(0, colon);
  const packet = colon < 0 ? undefined : rest.slice(colon + 1);
  return { name, nameStart, isNegated, packet, start, end: start + text.length };
}
