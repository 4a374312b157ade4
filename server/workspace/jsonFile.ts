import { nearest } from '../text/spelling.ts';

/** A file of our own in JSON that cannot be used; the message is a sentence for the user, without a value from the file. */
export class JsonFileError extends Error {
  override readonly name = 'JsonFileError';
}

export type JsonObject = Readonly<Record<string, unknown>>;

/** Throws `JsonFileError`. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new JsonFileError('It is not valid JSON.');
  }
}

/** An object with no other keys than these, if any are given. Throws `JsonFileError`. */
export function objectAt(value: unknown, where: string, keys?: readonly string[]): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new JsonFileError(`${where}: write an object.`);
  for (const key of Object.keys(value)) if (keys?.includes(key) === false) throw unknown(key, where, keys);
  return Object.fromEntries(Object.entries(value));
}

function unknown(key: string, where: string, keys: readonly string[]): JsonFileError {
  const meant = nearest(key, keys);
  const hint =
    meant !== undefined
      ? ` Did you mean "${meant}"?`
      : keys.length < 12
        ? ` It takes ${keys.join(', ')}.`
        : '';
  return new JsonFileError(`${where}: "${key.slice(0, 60)}" is not known here.${hint}`);
}
