export const trueWords = new Set(['yes', 'true', 'y', 't', '1', 'on']);

export const falseWords = new Set(['no', 'false', 'n', 'f', '0', 'off']);

/** ast_true: any unlisted word is not true. */
export function isTrue(value: string): boolean {
  return trueWords.has(value.toLowerCase());
}

/** ast_false. */
export function isFalse(value: string): boolean {
  return falseWords.has(value.toLowerCase());
}
