/** The entry of a table for a word from a file; a word such as `constructor`, which every object has, is not found. */
export function entryOf<Value>(table: Readonly<Record<string, Value>>, word: string): Value | undefined {
  return Object.hasOwn(table, word) ? table[word] : undefined;
}
