/**
 * A function of a text that remembers its latest results, for texts that come again and again. A text that was cut out of a
 * long one holds on to the whole of it, so what is remembered is a copy. `make` must depend on nothing but the text.
 */
export function remembered<Value>(make: (text: string) => Value, most = 4096): (text: string) => Value {
  let recent = new Map<string, Value>();
  let older = new Map<string, Value>();
  return text => {
    const known = recent.get(text);
    if (known !== undefined) return known;
    const own = copied(text);
    const value = older.get(text) ?? make(own);
    if (recent.size >= most) {
      older = recent;
      recent = new Map();
    }
    recent.set(own, value);
    return value;
  };
}

/** The same text with memory of its own, and the same one each time for a text that was seen lately. */
export const keptText = remembered(text => text);

/** Texts that were noted lately. */
export function notedTexts(most = 8192): { has(text: string): boolean; add(text: string): void } {
  let recent = new Set<string>();
  let older = new Set<string>();
  return {
    has: text => recent.has(text) || older.has(text),
    add: text => {
      if (recent.size >= most) {
        older = recent;
        recent = new Set();
      }
      recent.add(copied(text));
    },
  };
}

/** The same text with memory of its own: put together and cut again. */
function copied(text: string): string {
  return ` ${text}`.slice(1);
}
