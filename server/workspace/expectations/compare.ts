import type { JsonObject } from '../jsonFile.ts';

/** One field that is not as expected; `path` such as `replies[0].code`. */
export interface Difference {
  readonly path: string;
  readonly expected: unknown;
  /** Undefined if the explanation does not have the field. */
  readonly actual: unknown;
}

/** Lists in which items that are not expected may come before, between and after those that are. */
const LONG_LISTS: ReadonlySet<string> = new Set(['lines', 'log', 'notes', 'questions', 'steps']);

/**
 * Where an explanation differs from what is expected. Of an object, only the expected fields count; a list must have as
 * many items, except for the long ones; `{ "contains": "..." }` is met by every text that contains the other. The first
 * `limit` differences.
 */
export function differences(expected: JsonObject, actual: unknown, limit = 20): readonly Difference[] {
  const found: Difference[] = [];
  for (const difference of compare(expected, actual, '', '')) if (found.push(difference) === limit) break;
  return found;
}

function* compare(expected: unknown, actual: unknown, path: string, name: string): Generator<Difference> {
  if (Array.isArray(expected)) yield* compareLists(expected, actual, path, name);
  else if (typeof expected === 'object' && expected !== null) yield* compareObjects(expected, actual, path);
  else if (expected !== actual) yield { path, expected, actual };
}

function* compareLists(
  expected: readonly unknown[],
  actual: unknown,
  path: string,
  name: string,
): Generator<Difference> {
  const items: readonly unknown[] | undefined = Array.isArray(actual) ? actual : undefined;
  const isLong = LONG_LISTS.has(name);
  const isSuitable = isLong ? hasInOrder(expected, items ?? []) : items?.length === expected.length;
  if (!isSuitable) yield { path, expected, actual };
  else if (!isLong)
    for (const [index, item] of expected.entries())
      yield* compare(item, items?.[index], `${path}[${index}]`, name);
}

function* compareObjects(expected: object, actual: unknown, path: string): Generator<Difference> {
  const contained = 'contains' in expected ? expected.contains : undefined;
  if (typeof contained === 'string' && typeof actual === 'string') {
    if (!actual.includes(contained)) yield { path, expected, actual };
  } else if (typeof actual !== 'object' || actual === null || Array.isArray(actual))
    yield { path, expected, actual };
  else {
    const fields = new Map<string, unknown>(Object.entries(actual));
    for (const [key, value] of Object.entries(expected))
      yield* compare(value, fields.get(key), path === '' ? key : `${path}.${key}`, key);
  }
}

/** True if the expected items are in a list in the same order, with any others between them. */
function hasInOrder(expected: readonly unknown[], actual: readonly unknown[]): boolean {
  let next = 0;
  for (const item of actual) {
    if (next === expected.length) return true;
    if (compare(expected[next], item, '', '').next().done === true) next++;
  }
  return next === expected.length;
}
