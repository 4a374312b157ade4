import type { Parameter } from '../../../../sip/parameters.ts';
import type { Piece } from '../../../../sip/piece.ts';
import { slicePiece } from '../../../../sip/piece.ts';
import type { Kept } from './kept.ts';
import { keepInInstance } from './keptInOpaqueUri.ts';
import { ALGORITHMS, METHODS, PARAMETER_NAMES, REASON_WORDS, TOKENS, TRANSPORTS } from './vocabulary.ts';

/** Keeps the standard names of parameters, and values that a standard lists or that are numbers of timers and ports. */
export function keepInParameters(parameters: readonly Parameter[], kept: Kept): void {
  for (const { name, value } of parameters) {
    if (PARAMETER_NAMES.has(name.text.toLowerCase().replace(/^\+/, ''))) kept.whole(name);
    else kept.words(name, PARAMETER_NAMES);
    const read = VALUES.get(name.text.toLowerCase());
    if (value !== undefined && value.text !== '') read?.(value, kept);
  }
}

type Keep = (value: Piece, kept: Kept) => void;

const like =
  (form: RegExp): Keep =>
  (value, kept) =>
    kept.ifLike(value, form);
const tokens: Keep = (value, kept) => kept.words(value, TOKENS);
/** Seconds and counters: nine digits may be a telephone number, except for the largest numbers of 31 and 32 bits. */
export const DURATION = /^"?(?:\d{1,8}|2147483647|4294967295)"?$/;
const CODE = like(/^"?\d{1,3}"?$/);

const VALUES: ReadonlyMap<string, Keep> = new Map<string, Keep>([
  ...['expires', 'retry-after', 'duration', 'oc-validity'].map((name): [string, Keep] => [
    name,
    like(DURATION),
  ]),
  ...['ttl', 'cause', 'counter', 'limit', 'reg-id', 'oc'].map((name): [string, Keep] => [name, CODE]),
  ['q', like(/^"?[01]?(?:\.\d{0,3})?"?$/)],
  ['rport', like(/^\d{1,5}$/)],
  ['index', like(/^\d{1,2}(?:\.\d{1,2}){0,8}$/)],
  ['rc', like(/^\d{1,2}(?:\.\d{1,2}){0,8}$/)],
  ['mp', like(/^\d{1,2}(?:\.\d{1,2}){0,8}$/)],
  ['nc', like(/^"?0{0,4}[0-9a-fA-F]{1,4}"?$/)],
  ['transport', (value, kept) => kept.words(value, TRANSPORTS)],
  ['method', (value, kept) => kept.words(value, METHODS)],
  ['methods', (value, kept) => kept.words(value, METHODS)],
  ['algorithm', (value, kept) => kept.words(value, ALGORITHMS)],
  ['qop', (value, kept) => kept.words(value, ALGORITHMS)],
  ['stale', (value, kept) => kept.words(value, ALGORITHMS)],
  ['userhash', (value, kept) => kept.words(value, ALGORITHMS)],
  ['text', (value, kept) => kept.words(value, REASON_WORDS)],
  ['+sip.instance', keepInInstance],
  ['encoding', tokens],
  ['boundary', () => undefined],
  ...[
    'user',
    'lr',
    'comp',
    'refresher',
    'reason',
    'privacy',
    'screen',
    'screening',
    'party',
    'id-type',
    'handling',
    'charset',
    'event',
    'purpose',
    'schemes',
    'extensions',
    'events',
    'priority',
    'duplex',
    'actor',
    'mobility',
    'class',
    'audio',
    'video',
    'early-only',
    'alias',
    'keep',
    'info',
    'ob',
    '+sip.rendering',
    'sip.rendering',
    'isup-oli',
    'cpc',
    'content',
  ].map((name): [string, Keep] => [name, tokens]),
]);

/** The text of a piece without the quotes around it. */
export function unquotedPiece(piece: Piece): Piece {
  const { text } = piece;
  return text.length >= 2 && text.startsWith('"') && text.endsWith('"')
    ? slicePiece(piece, 1, text.length - 1)
    : piece;
}
