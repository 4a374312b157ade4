import type { HeaderMap } from '../record.ts';

export interface WrittenHeader {
  readonly name: string;
  readonly value: string;
}

/** The header fields of a message, with folded lines joined. */
export function headersOf(text: string): readonly WrittenHeader[] {
  const end = /\r?\n\r?\n/.exec(text)?.index ?? text.length;
  const lines = text
    .slice(0, end)
    .replace(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/)
    .slice(1);
  const headers: WrittenHeader[] = [];
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.push({ name: line.slice(0, colon).trim(), value: line.slice(colon + 1).trim() });
    else if (line !== '') headers.push({ name: '', value: line });
  }
  return headers;
}

/** The headers of `left` that `right` does not have with the same value; several with one name as a list. */
export function headersMissing(left: readonly WrittenHeader[], right: readonly WrittenHeader[]): HeaderMap {
  const pool = new Map<string, number>();
  for (const { name, value } of right) {
    const key = `${name.toLowerCase()}:${value}`;
    pool.set(key, (pool.get(key) ?? 0) + 1);
  }
  const found: Record<string, string | string[]> = {};
  for (const { name, value } of left) {
    const key = `${name.toLowerCase()}:${value}`;
    const count = pool.get(key) ?? 0;
    if (count > 0) {
      pool.set(key, count - 1);
      continue;
    }
    const before = found[name];
    const shown = masked(name, value);
    if (before === undefined) found[name] = shown;
    else found[name] = Array.isArray(before) ? [...before, shown] : [before, shown];
  }
  return found;
}

/** Placeholders for values that cannot be predicted: branches, nonces, tags and ids that the server creates. */
export function masked(name: string, value: string): string {
  let shown = value.replace(/z9hG4bK\.run[\w.]*/g, '<branch>');
  shown = shown.replace(/vs[ft]=[\w+/=-]+/g, '<rrstore>').replace(/did=run[\w.]*/g, 'did=<did>');
  if (/authenticate$/i.test(name)) shown = shown.replace(/nonce="[^"]*"/, 'nonce="<nonce>"');
  return shown;
}

export function bodyOf(text: string): string {
  const end = /\r?\n\r?\n/.exec(text);
  return end === null ? '' : text.slice(end.index + end[0].length);
}
