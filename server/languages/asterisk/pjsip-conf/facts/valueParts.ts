import type { TokenType } from '../../../tokens.ts';
import { splitHostPort } from '../../values/address.ts';
import { splitWords, type Word } from '../../values/words.ts';
import type { OptionFacts, ValueKind } from './facts.ts';
import { trimmedWord } from './wordFaults.ts';

/** A range of a value that has its own meaning. Offsets are UTF-16 units in the value. */
export interface ValuePart {
  readonly start: number;
  readonly end: number;
  readonly type: TokenType;
}

/** The parts of an option's value, in order. Never throws; anything that is not understood is text. */
export function valueParts(facts: OptionFacts, value: string): readonly ValuePart[] {
  const parts = splitters[facts.kind]?.(value, facts) ?? plainParts(value, facts);
  return parts.filter(({ start, end }) => end > start);
}

/** The part at an offset; of two adjacent parts, the one that begins there. */
export function valuePartAt(
  facts: OptionFacts,
  value: string,
  offset: number,
): Pick<ValuePart, 'start' | 'end'> | undefined {
  return valueParts(facts, value).findLast(({ start, end }) => start <= offset && offset <= end);
}

type Splitter = (value: string, facts: OptionFacts) => readonly ValuePart[];

const splitters: Readonly<Partial<Record<ValueKind, Splitter>>> = {
  acl: (value, { refersTo }) => words(value, refersTo === undefined ? 'number' : 'variable'),
  algorithms: value => words(value, 'enumMember'),
  'algorithms-or-default': value => words(value, 'enumMember'),
  bind: value => addressParts({ text: value, start: 0, end: value.length }),
  boolean: one('enumMember'),
  ciphers: value => words(value, 'enumMember'),
  'codec-preferences': value => words(value, 'enumMember'),
  codecs: value => words(value, 'enumMember'),
  decimal: one('number'),
  groups: value => words(value, 'number'),
  hash: value => list(value).flatMap(hashParts),
  'identifier-order': value => words(value, 'enumMember'),
  integer: one('number'),
  match: value => list(value).flatMap(addressParts),
  network: value => words(value, 'number'),
  'number-start': one('number'),
  regexp: one('regexp'),
  'sip-uris': value => words(value, 'string'),
  tos: one('enumMember'),
  unsigned: one('number'),
  'uri-user': one('variable'),
  variable: value => {
    const equal = value.indexOf('=');
    if (equal < 0) return one('variable')(value);
    return [
      { start: 0, end: equal, type: 'variable' },
      { start: equal + 1, end: value.length, type: 'string' },
    ];
  },
  word: one('enumMember'),
  'word-or-nothing': one('enumMember'),
  'word-or-number': one('enumMember'),
  words: value => words(value, 'enumMember'),
};

/** Text may be a name; only endpoints, aors and auths can be lists. */
function plainParts(value: string, { refersTo }: OptionFacts): readonly ValuePart[] {
  if (refersTo === undefined) return one('string')(value);
  if (refersTo === 'context') return one('namespace')(value);
  return words(value, 'class');
}

function one(type: TokenType): (value: string) => readonly ValuePart[] {
  return value => [{ start: 0, end: value.length, type }];
}

function words(value: string, type: TokenType): readonly ValuePart[] {
  return list(value).map(({ start, end }) => ({ start, end, type }));
}

function list(value: string): readonly Word[] {
  return splitWords(value).map(trimmedWord);
}

/** An address or a network with its port, or a host name. */
function addressParts({ text, start, end }: Word): readonly ValuePart[] {
  const { port } = splitHostPort(text);
  if (port === undefined || text.includes('/')) return [{ start, end, type: 'number' }];
  const from = end - port.length;
  return [
    { start, end: from - 1, type: 'number' },
    { start: from, end, type: 'number' },
  ];
}

/** `MD5:hash`, or the hash alone. */
function hashParts({ text, start, end }: Word): readonly ValuePart[] {
  const colon = text.indexOf(':');
  if (colon < 0) return [{ start, end, type: 'string' }];
  return [
    { start, end: start + colon, type: 'enumMember' },
    { start: start + colon + 1, end, type: 'string' },
  ];
}
