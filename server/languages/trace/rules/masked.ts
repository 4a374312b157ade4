/**
 * True for a placeholder that people write instead of an address or number before they post a log: it says nothing
 * about the sender.
 */
export function isMasked(text: string): boolean {
  return /x{2,}|\*{2,}|#{2,}|<[a-z _-]+>|\[(?:redacted|removed|ip|host)/i.test(text);
}
