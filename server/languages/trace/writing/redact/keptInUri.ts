import { type Piece, slicePiece } from '../../../../sip/piece.ts';
import { parseUri } from '../../../../sip/uri.ts';
import type { Kept } from './kept.ts';
// biome-ignore lint/suspicious/noImportCycles: a URI has parameters that may hold URIs again.
import { keepInParameters } from './keptInParameters.ts';
import { SCHEMES, URN_WORDS } from './vocabulary.ts';

const PORT = /^\d{1,5}$/;

/** Keeps scheme, port and what is standard in the parameters; user, password, host and all else go. */
export function keepInUri(piece: Piece, kept: Kept): void {
  const uri = parseUri(piece);
  if (uri.scheme === '') return;
  if (SCHEMES.has(uri.scheme)) kept.whole(slicePiece(piece, 0, uri.scheme.length + 1));
  if (uri.opaque !== undefined) {
    if (uri.scheme === 'urn') kept.words(uri.opaque, URN_WORDS);
    kept.places(uri.opaque, /^\/\/[^/?#\s]*?:(\d{1,5})(?=[/?#;]|$)/g);
    return;
  }
  kept.ifLike(uri.port, PORT);
  keepInParameters(uri.parameters, kept);
  for (const header of uri.headers) kept.words(header.name, HEADER_NAMES);
}

/** Header fields that a URI of a transfer or a diversion carries. */
const HEADER_NAMES: ReadonlySet<string> = new Set([
  'replaces',
  'require',
  'reason',
  'privacy',
  'subject',
  'body',
]);
