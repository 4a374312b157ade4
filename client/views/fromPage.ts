/** True for a valid line or index from a page: it shows untrusted text, so everything from it is checked. */
export function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
