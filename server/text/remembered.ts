/**
 * A function of a text that remembers its latest results, for texts that come again and again. Each text has one place in a table,
 * which it shares with others: what is remembered is bounded, and costs nothing to forget. A text that was cut out of a long one
 * holds on to the whole of it, so what is remembered is a copy. `make` must depend on nothing but the text. `most` is a power of two.
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

/** A number made of a few characters from all over a text. */
function placeOf(text: string): number {
  const { length } = text;
  const step = (length >> 4) + 1;
  let place = length;
  for (let at = length - 1; at >= 0; at -= step) place = (place * 31 + text.charCodeAt(at)) | 0;
  return place ^ (place >>> 12);
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

/** The same text with memory of its own: joined texts are written anew. */
function copied(text: string): string {
  return [text.slice(0, 1), text.slice(1)].join('');
}
