import { parseAddress } from '../../../../sip/ipAddress.ts';
import { standInSequence } from './standInSequence.ts';
import { capitalized, type Word } from './words.ts';

/** The stand-ins of the words of one text. */
export interface StandIns {
  /** The stand-in for a word, in the letter case of the word. */
  of(word: Word, written: string): string;
}

/**
 * The words of a text, collected before anything is replaced: kinds, and the words of each in the order of first
 * occurrence.
 */
export interface FoundWords {
  add(word: Word): void;
  /** The words of every kind are exactly the stand-ins that would be assigned. */
  areStandIns(): boolean;
  standIns(): StandIns;
}

/**
 * Collects words and assigns stand-ins: different words of a kind get different ones, and none is a word of the text
 * itself. A text in which the words of every kind are exactly the stand-ins that would be assigned is already redacted
 * and keeps them.
 */
export function foundWords(): FoundWords {
  const byKind = new Map<string, Set<string>>();
  const areStandIns = (): boolean => [...byKind].every(([kind, words]) => isDealtOut(kind, [...words]));
  return {
    areStandIns,
    add(word) {
      const known = byKind.get(word.kind);
      if (known === undefined) byKind.set(word.kind, new Set([word.key]));
      else known.add(word.key);
    },
    standIns() {
      if (areStandIns()) return { of: (_word, written) => written };
      const originals = new Set<string>();
      for (const words of byKind.values()) for (const key of words) originals.add(key.toLowerCase());
      const made = new Map<string, ReadonlyMap<string, string>>();
      for (const [kind, words] of byKind) {
        const standIns = dealtOut(kind, words.size, originals);
        made.set(kind, new Map([...words].map((key, index) => [key, standIns[index] ?? ''])));
      }
      return {
        of: (word, written) => inCaseOf(written, made.get(word.kind)?.get(word.key) ?? '', word.kind),
      };
    },
  };
}

/** How many orders are tried until one contains no word of the text. */
const FAMILIES = 12;
/** With more words of a kind than this, one order is taken after a few tries. */
const MANY = 5000;

function isDealtOut(kind: string, keys: readonly string[]): boolean {
  for (let family = 0; family < FAMILIES; family++) {
    const sequence = standInSequence(kind, family, keys.length);
    if (keys.every(key => key === keyOfStandIn(kind, sequence.next()))) return true;
  }
  return false;
}

function keyOfStandIn(kind: string, made: string): string {
  return kind.startsWith('address6') ? (parseAddress(made)?.toNormalizedString() ?? made) : made;
}

function dealtOut(kind: string, count: number, originals: ReadonlySet<string>): string[] {
  let best: string[] = [];
  let fewest = Number.POSITIVE_INFINITY;
  for (let family = 0; family < (count > MANY ? 3 : FAMILIES) && fewest > 0; family++) {
    const sequence = standInSequence(kind, family, count);
    const made = Array.from({ length: count }, () => sequence.next());
    const shared = made.filter(text => originals.has(text.toLowerCase())).length;
    if (shared < fewest) {
      best = made;
      fewest = shared;
    }
  }
  return best;
}

/** The case is kept where it only shows how a name was typed; in an identifier it is part of the stand-in. */
function inCaseOf(written: string, made: string, kind: string): string {
  if (kind.startsWith('exact')) return made;
  // A port may follow an address without brackets: one with all eight groups cannot absorb it.
  if (kind.startsWith('address6') && !written.includes('::')) return keyOfStandIn(kind, made);
  const lower = written.toLowerCase();
  if (written === lower) return made;
  if (written === written.toUpperCase()) return made.toUpperCase();
  if (written === capitalized(lower)) return capitalized(made);
  if (!/^[A-Za-z0-9]+$/.test(written) || made.length !== written.length) return made;
  return Array.from(made, (letter, index) =>
    written[index] === lower[index] ? letter : letter.toUpperCase(),
  ).join('');
}
