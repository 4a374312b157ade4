/** The candidate that is nearest to a misspelled word, if one is near enough; compared case-insensitively. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const lower = word.toLowerCase();
  const letters = lettersOf(lower);
  let best: string | undefined;
  // A single letter has nothing in common with another one.
  let limit = lower.length <= 1 ? 0 : lower.length <= 3 ? 1 : lower.length <= 7 ? 2 : 3;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - lower.length) > limit) continue;
    const other = candidate.toLowerCase();
    if (differMore(letters, lettersOf(other), limit)) continue;
    const distance = editDistance(lower, other, limit);
    if (distance > limit) continue;
    best = candidate;
    limit = distance - 1;
  }
  return best;
}

/**
 * Number of insertions, deletions, replacements and swaps of neighbors between two words (optimal string alignment);
 * `limit + 1` if it is more than `limit`. Takes three to four times longer for each further step of `limit`.
 */
export function editDistance(a: string, b: string, limit: number): number {
  return restDistance(a, 0, b, 0, limit);
}

/** The distance between the rest of `a` from `aStart` on and the rest of `b` from `bStart` on. */
function restDistance(a: string, aStart: number, b: string, bStart: number, limit: number): number {
  let i = aStart;
  let j = bStart;
  while (i < a.length && j < b.length && a.charCodeAt(i) === b.charCodeAt(j)) {
    i++;
    j++;
  }
  const [left, right] = [a.length - i, b.length - j];
  if (left === 0 || right === 0) return Math.min(left + right, limit + 1);
  if (limit === 0 || Math.abs(left - right) > limit) return limit + 1;
  const isSwap = a.charCodeAt(i) === b.charCodeAt(j + 1) && a.charCodeAt(i + 1) === b.charCodeAt(j);
  let best = limit;
  if (isSwap) best = restDistance(a, i + 2, b, j + 2, best - 1);
  if (best > 0) best = restDistance(a, i + 1, b, j + 1, best - 1);
  if (best > 0) best = restDistance(a, i + 1, b, j, best - 1);
  if (best > 0) best = restDistance(a, i, b, j + 1, best - 1);
  return best + 1;
}

/** The letters of a word as a set of bits; some letters share one. */
function lettersOf(word: string): number {
  let letters = 0;
  for (let at = 0; at < word.length; at++) letters |= 1 << (word.charCodeAt(at) & 31);
  return letters;
}

/** True if one set has more than `limit` letters that the other one does not have: each step changes only one. */
function differMore(a: number, b: number, limit: number): boolean {
  return hasMore(a & ~b, limit) || hasMore(b & ~a, limit);
}

function hasMore(bits: number, limit: number): boolean {
  let left = bits;
  for (let count = 0; count < limit && left !== 0; count++) left &= left - 1;
  return left !== 0;
}

/** The only candidate that begins with an abbreviated word, such as `qualify_freq`. */
export function onlyOneThatBegins(word: string, candidates: readonly string[]): string | undefined {
  const [found, ...others] = word.length < 5 ? [] : candidates.filter(name => name.startsWith(word));
  return others.length === 0 ? found : undefined;
}
