/**
 * A function of a text that remembers its latest results, for texts that repeat. Each text has one place in a table,
 * which it shares with others: the memory is bounded, and forgetting costs nothing. A substring of a long text keeps
 * all of it in memory, so a copy is stored. `make` must depend only on the text; `source` may be what the text was made from.
 * `most` is a power of two.
 */
export function remembered<Value, Source = void>(
  make: (text: string, source: Source) => Value,
  most = 4096,
): (text: string, source: Source) => Value {
  const texts = new Array<string | undefined>(most);
  const values = new Array<Value | undefined>(most);
  return (text, source) => {
    const place = placeOf(text) & (most - 1);
    if (texts[place] === text) {
      const known = values[place];
      if (known !== undefined) return known;
    }
    const own = copied(text);
    const value = make(own, source);
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

/** Texts that were recently noted. Each has one place in a table, which it shares with others. */
export function notedTexts(most = 4096): { has(text: string): boolean; add(text: string): void } {
  const texts = new Array<string | undefined>(most);
  const place = (text: string): number => placeOf(text) & (most - 1);
  return {
    has: text => texts[place(text)] === text,
    add: text => {
      texts[place(text)] = copied(text);
    },
  };
}

/**
 * The latest results for some objects. Not a map that is replaced when it is full: one that got old keeps what is in it in
 * memory until all memory is searched.
 */
export function latestResults<Key extends object, Result>(
  most: number,
): { get(key: Key): Result | undefined; set(key: Key, result: Result): void } {
  const keys = new Array<Key | undefined>(most);
  const results = new Array<Result | undefined>(most);
  let next = 0;
  return {
    get: key => results[keys.indexOf(key)],
    set: (key, result) => {
      keys[next] = key;
      results[next] = result;
      next = (next + 1) % most;
    },
  };
}

/** The same text in separate memory: joined texts are copied. */
function copied(text: string): string {
  // V8 always copies a short part of a text.
  if (text.length < 13) return text;
  return [text.slice(0, 1), text.slice(1)].join('');
}
