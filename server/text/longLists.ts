/**
 * Replacements for calls that spread a list into arguments, for lists of any length: arguments are on the stack, which
 * overflows above some ten thousand of them. `test/architecture.test.ts` keeps such calls out.
 */
export function appendAll<Item>(list: Item[], items: Iterable<Item>): void {
  for (const item of items) list.push(item);
}

/** The same items in as little memory as they need: a list that grew has room for 16 more, which adds up in a tree. */
export function trimmed<Item>(list: readonly Item[]): readonly Item[] {
  return list.length === 0 ? NONE : list.slice();
}

const NONE: readonly never[] = [];

/** Replaces `removed` items with others, as `splice` does, but does not return the removed items. */
export function replaceItems<Item>(
  list: Item[],
  from: number,
  removed: number,
  items: readonly Item[],
): void {
  const common = Math.min(removed, items.length);
  for (let index = 0; index < common; index++) {
    const item = items[index];
    if (item !== undefined) list[from + index] = item;
  }
  if (removed > common) list.splice(from + common, removed - common);
  else if (items.length > common) {
    const behind = list.splice(from + common);
    for (let index = common; index < items.length; index++) {
      const item = items[index];
      if (item !== undefined) list.push(item);
    }
    appendAll(list, behind);
  }
}

/** The same list with `removed` items replaced by others: in one copy, which counts in a list of 100,000. */
export function spliced<Item>(
  list: readonly Item[],
  from: number,
  removed: number,
  items: readonly Item[],
): readonly Item[] {
  return items.length <= MOST_ARGUMENTS
    ? list.toSpliced(from, removed, ...items)
    : list.slice(0, from).concat(items, list.slice(from + removed));
}

/** `Math.max` of a list; -Infinity if it is empty. */
export function greatest(numbers: Iterable<number>): number {
  let found = Number.NEGATIVE_INFINITY;
  for (const number of numbers) found = Math.max(found, number);
  return found;
}

/** `Math.min` of a list; Infinity if it is empty. */
export function least(numbers: Iterable<number>): number {
  let found = Number.POSITIVE_INFINITY;
  for (const number of numbers) found = Math.min(found, number);
  return found;
}

/** `String.fromCharCode` of a list. */
export function textOfCodes(codes: Uint8Array | readonly number[]): string {
  let text = '';
  for (let at = 0; at < codes.length; at += MOST_ARGUMENTS) {
    // Passing a list as arguments is faster than spreading it.
    text += Reflect.apply(String.fromCharCode, undefined, codes.slice(at, at + MOST_ARGUMENTS));
  }
  return text;
}

const MOST_ARGUMENTS = 8192;
