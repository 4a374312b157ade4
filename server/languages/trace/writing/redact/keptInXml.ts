import { type Piece, slicePiece } from '../../../../sip/piece.ts';
import type { Kept } from './kept.ts';
import { XML_NAMES } from './vocabulary.ts';

const PROLOG =
  /^\s*<\?xml version="1\.[01]"(?: encoding="(?:utf-8|us-ascii|iso-8859-1)")?(?: standalone="(?:yes|no)")?\s*\?>/i;

/**
 * Keeps the names of elements and attributes that standards of SIP define, and the entities of XML. Texts and values
 * are replaced.
 */
export function keepInXml(body: Piece, kept: Kept): void {
  const prolog = PROLOG.exec(body.text)?.[0].length ?? 0;
  kept.whole(slicePiece(body, 0, prolog));
  kept.places(body, /&(amp|lt|gt|quot|apos)(?=;)/g);
  for (const tag of body.text.matchAll(/<\/?([A-Za-z][\w.:-]{0,80})([^<>]*)/g)) {
    const start = tag.index + tag[0].indexOf(tag[1] ?? '');
    const nameEnd = start + (tag[1] ?? '').length;
    kept.words(slicePiece(body, start, nameEnd), XML_NAMES);
    const attributes = slicePiece(body, nameEnd, tag.index + tag[0].length);
    for (const name of attributes.text.matchAll(/(?<=\s)([A-Za-z][\w.:-]{0,80})(?=\s*=)/g))
      kept.words(slicePiece(attributes, name.index, name.index + name[0].length), XML_NAMES);
  }
}
