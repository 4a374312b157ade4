import type { Branch } from '../../config/branch.ts';
import type { Word } from '../../values/words.ts';
import { defaultIn, type OptionFacts } from './facts.ts';

/** A problem with a value, and how chan_sip reacts. */
export interface ValueProblem {
  /** `refused`: the server logs it and uses something else. `silent`: it uses something else without a message. */
  readonly reaction: 'refused' | 'silent';
  /** Offsets in the value. */
  readonly start: number;
  readonly end: number;
  /** What is wrong, as the end of a sentence whose subject is the option: "is not a number". */
  readonly what: string;
  /** What the server does. */
  readonly effect: string;
  /** Words that may be meant here. */
  readonly expected?: readonly string[];
}

export interface Circumstances {
  readonly facts: OptionFacts;
  readonly scope: 'general' | 'device';
  readonly branch: Branch;
}

export type Check = (value: string, at: Circumstances) => readonly ValueProblem[];

/** A problem with the whole value. */
export function whole(
  value: string,
  reaction: ValueProblem['reaction'],
  what: string,
  effect: string,
  expected?: readonly string[],
): readonly ValueProblem[] {
  return [
    { reaction, start: 0, end: value.length, what, effect, ...(expected === undefined ? {} : { expected }) },
  ];
}

export function fallback({ facts, branch }: Circumstances): string {
  const standard = defaultIn(facts, branch);
  return standard === undefined ? 'ignores the line' : `uses the default, ${standard}`;
}

export function unknownWord(
  word: Word,
  known: readonly string[],
  reaction: ValueProblem['reaction'],
  effect: string,
): ValueProblem {
  const text = word.text.trim();
  const isSpaced = known.includes(text.toLowerCase());
  const parts = text.split(/[\s;&|+/]+/);
  const isList = parts.length > 1 && parts.every(part => known.includes(part.toLowerCase()));
  const what = isSpaced
    ? `has a space next to "${text}", which the server treats as part of the word`
    : text === ''
      ? 'has an empty word'
      : `has the unknown word "${text}"`;
  return {
    reaction,
    start: word.start,
    end: word.end,
    what,
    effect,
    expected: isSpaced ? [text] : isList ? [parts.join(',')] : known,
  };
}
