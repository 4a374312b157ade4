/** True for what a page may give as a line or as an index: it shows text of strangers, so nothing from it is believed. */
export function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
