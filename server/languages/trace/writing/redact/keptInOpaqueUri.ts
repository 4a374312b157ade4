import { type Piece, slicePiece } from '../../../../sip/piece.ts';
import { parseUri, type SipUri } from '../../../../sip/uri.ts';
import type { Kept } from './kept.ts';
import { SCHEMES, URN_WORDS } from './vocabulary.ts';

/**
 * Keeps what is standard in a URI that has no parts of SIP, such as a URN or a web address: its scheme, words of a URN,
 * a port.
 */
export function keepInOpaqueUri(uri: SipUri, kept: Kept): void {
  keepScheme(uri, kept);
  if (uri.opaque === undefined) return;
  if (uri.scheme === 'urn') kept.words(uri.opaque, URN_WORDS);
  kept.places(uri.opaque, /^\/\/[^/?#\s]*?:(\d{1,5})(?=[/?#;]|$)/g);
}

export function keepScheme({ scheme, source }: SipUri, kept: Kept): void {
  if (SCHEMES.has(scheme)) kept.whole(slicePiece(source, 0, scheme.length + 1));
}

/** An instance of a user agent is a URN, `"<urn:uuid:...>"` (RFC 5626 section 4.1), which has no parameters. */
export function keepInInstance(value: Piece, kept: Kept): void {
  const open = value.text.indexOf('<');
  const close = value.text.lastIndexOf('>');
  if (open >= 0 && close > open) keepInOpaqueUri(parseUri(slicePiece(value, open + 1, close)), kept);
}
