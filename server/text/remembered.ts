/**
 * A function of a text that remembers its latest results, for texts that repeat. Each text has one place in a table,
 * which it shares with others: the memory is bounded, and forgetting costs nothing. A substring of a long text keeps
 * all of it in memory, so a copy is stored. `make` must depend only on the text. `most` is a power of two.
 */
export function remembered<Value>(make: (text: string) => Value, most = 4096): (text: string) => Value {
  const texts = new Array<string | undefined>(most);
  const values = new Array<Value | undefined>(most);
  return text => {
    const place = placeOf(text) & (most - 1);
    if (texts[place] === text) {
      const known = values[place];
      if (known !== undefined) return known;
    }
    const own = copied(text);
    const value = make(own);
    texts[place] = own;
    values[place] = value;
    return value;
  };
}

/** A number computed from a few characters across a text. */
function placeOf(text: string): number {
  const { length } = text;
  const step = (length >> 4) + 1;
  let place = length;
  for (let at = length - 1; at >= 0; at -= step) place = (place * 31 + text.charCodeAt(at)) | 0;
  return place ^ (place >>> 12);
}

/** The same text in separate memory; the same string each time for a recently seen text. */
export const keptText = remembered(text => text);

/** Texts that were recently noted. */
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

/** The same text in separate memory: joined texts are copied. */
function copied(text: string): string {
  return [text.slice(0, 1), text.slice(1)].join('');
}
