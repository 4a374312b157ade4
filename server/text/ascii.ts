/** Whether a pattern matches each ASCII character, by its code: for loops over characters, where a table is faster. */
export function asciiIn(pattern: RegExp): readonly boolean[] {
  return Array.from({ length: 128 }, (_, code) => pattern.test(String.fromCharCode(code)));
}
