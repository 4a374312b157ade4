import type { Piece } from '../../../../sip/piece.ts';
import { parseUri } from '../../../../sip/uri.ts';
import type { Kept } from './kept.ts';
import { keepInOpaqueUri, keepScheme } from './keptInOpaqueUri.ts';
import { keepInParameters } from './keptInParameters.ts';

const PORT = /^\d{1,5}$/;

/** Keeps scheme, port and what is standard in the parameters; user, password, host and everything else are replaced. */
export function keepInUri(piece: Piece, kept: Kept): void {
  const uri = parseUri(piece);
  if (uri.scheme === '') return;
  if (uri.opaque !== undefined) {
    keepInOpaqueUri(uri, kept);
    return;
  }
  keepScheme(uri, kept);
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
