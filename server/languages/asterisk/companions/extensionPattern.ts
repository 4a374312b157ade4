/** Matches a dialed number against a name or a `_` pattern; `partial` when it matches so far but needs more digits. */
export function matchPattern(pattern: string, dialed: string): 'exact' | 'partial' | undefined {
  const number = withoutDashes(dialed);
  if (!pattern.startsWith('_')) {
    const name = withoutDashes(pattern);
    if (name === number) return 'exact';
    return name.startsWith(number) ? 'partial' : undefined;
  }
  // A pattern also matches when its literal text is dialed.
  if (dialed.toLowerCase() === pattern.toLowerCase()) return 'exact';
  let at = 0;
  for (const test of patternTests(pattern.slice(1))) {
    if (test === undefined) return undefined;
    if (test === '!') return 'exact';
    if (test === '.') return at < number.length ? 'exact' : 'partial';
    const character = number[at];
    if (character === undefined) return 'partial';
    if (!test.has(character)) return undefined;
    at++;
  }
  return at === number.length ? 'exact' : undefined;
}

/** Dashes are only for readability. */
function withoutDashes(text: string): string {
  return text.replaceAll('-', '');
}

/** Undefined: a set that is not closed, which matches nothing. */
function* patternTests(pattern: string): Generator<ReadonlySet<string> | '.' | '!' | undefined> {
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at] ?? '';
    if (character === '-') continue;
    if (character === '.' || character === '!') {
      yield character;
      return;
    }
    if (character === '[') {
      const close = pattern.indexOf(']', at);
      if (close < 0) yield undefined;
      // Empty sets are skipped.
      if (close > at + 1) yield rangeOf(pattern.slice(at + 1, close));
      at = close < 0 ? pattern.length : close;
      continue;
    }
    yield CLASSES.get(character.toUpperCase()) ?? new Set([character]);
  }
}

const CLASSES: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['X', new Set('0123456789')],
  ['Z', new Set('123456789')],
  ['N', new Set('23456789')],
]);

/** `1-5a` and the like. */
function rangeOf(text: string): ReadonlySet<string> {
  const characters = new Set<string>();
  for (let at = 0; at < text.length; at++) {
    const from = text.charCodeAt(at);
    const last = text[at + 1] === '-' && at + 2 < text.length ? text.charCodeAt(at + 2) : from;
    if (last !== from) at += 2;
    for (let code = from; code <= last && code - from < 256; code++)
      characters.add(String.fromCharCode(code));
  }
  return characters;
}
