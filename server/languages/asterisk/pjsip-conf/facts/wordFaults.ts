import { meantWord } from '../../values/meantWord.ts';
import { splitWords, type Word } from '../../values/words.ts';
import type { OptionFacts } from './facts.ts';
import type { ValueFault } from './valueFault.ts';

/** The first fault that `judge` finds in the words of a list, each without the spaces around it. */
export function firstFault(
  value: string,
  judge: (word: Word) => ValueFault | undefined,
): ValueFault | undefined {
  for (const word of splitWords(value)) {
    const fault = judge(trimmedWord(word));
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** A word without the spaces around it. */
export function trimmedWord(word: Word): Word {
  return { ...trimmed(word), text: word.text.trim() };
}

/** The range of a word without the spaces around it. */
export function trimmed({ text, start }: Word): { readonly start: number; readonly end: number } {
  const from = start + text.length - text.trimStart().length;
  return { start: from, end: from + text.trim().length };
}

/** The range of a whole value. */
export function whole(value: string): { readonly start: number; readonly end: number } {
  return { start: 0, end: value.length };
}

/** A fault that keeps the server from creating the object. */
export function fatal(
  { start, end }: { readonly start: number; readonly end: number },
  what: string,
  todo: string,
  replacement?: string,
): ValueFault {
  return { start, end, what, todo, effect: 'fatal', ...(replacement === undefined ? {} : { replacement }) };
}

/** Words as an enumeration: "a, b or c". */
export function listed(words: readonly string[], joint = 'or'): string {
  return words.length < 2
    ? words.join('')
    : `${words.slice(0, -1).join(', ')} ${joint} ${words.at(-1) ?? ''}`;
}

/** True for a word that the server knows as a value of the option, case-insensitively. */
export function isWordOf({ values = [] }: OptionFacts, text: string): boolean {
  const lower = text.toLowerCase();
  return values.some(value => value.toLowerCase() === lower);
}

/** A word that is not a value of the option, with the nearest one that is. */
export function unknownWord(word: Word, option: OptionFacts, effect: 'fatal' | 'quiet'): ValueFault {
  const { values = [], name } = option;
  const translated = translations[name]?.[word.text.toLowerCase()];
  const near = translated ?? meantWord(word.text, values);
  const since = option.valuesSince?.[word.text.toLowerCase()];
  const what =
    word.text === ''
      ? `"${name}" has no value.`
      : since === undefined
        ? `"${word.text}" is not a value of ${name}.`
        : `"${word.text}" is a value of ${name} only since Asterisk ${listed(since, 'and')}.`;
  const todo =
    near === undefined
      ? `Use ${listed(values)}.`
      : `Did you mean "${near}"? The values are ${listed(values, 'and')}.`;
  const { start, end } = word;
  return { start, end, what, todo, effect, ...(near === undefined ? {} : { replacement: near }) };
}

/** Words of chan_sip, with their counterparts here. */
const translations: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  dtmf_mode: { rfc2833: 'rfc4733', shortinfo: 'info' },
  timers: { originate: 'always', accept: 'yes', refuse: 'no' },
  media_encryption: { yes: 'sdes', true: 'sdes', on: 'sdes', off: 'no', false: 'no' },
};
