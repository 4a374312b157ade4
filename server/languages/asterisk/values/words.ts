/** One word of a list value, with its offsets in the value. */
export interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Splits at every separator, spaces kept, as strsep does. */
export function splitWords(value: string, separator = ','): Word[] {
  // Most lists have one word.
  if (!value.includes(separator)) return [{ text: value, start: 0, end: value.length }];
  const words: Word[] = [];
  let start = 0;
  for (const text of value.split(separator)) {
    words.push({ text, start, end: start + text.length });
    start += text.length + separator.length;
  }
  return words;
}
