/** `general` and `authentication` never become devices. */
export function isSpecial(key: string): boolean {
  return key === 'general' || key === 'authentication';
}
