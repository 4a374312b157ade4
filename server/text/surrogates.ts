/** Half of a character in UTF-16, which no file can contain, but an editor can send. `encodeURIComponent` throws for it. */
const LONE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const EVERY_LONE = new RegExp(LONE, 'g');

export function hasLoneSurrogate(text: string): boolean {
  return LONE.test(text);
}

/** `encodeURIComponent` for any text: half of a character becomes U+FFFD. */
export function percentEncoded(text: string): string {
  return encodeURIComponent(text.replace(EVERY_LONE, '\ufffd'));
}
