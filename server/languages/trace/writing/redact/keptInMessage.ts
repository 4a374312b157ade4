import { codeFacts } from '../../../../sip/facts.ts';
import { headerFacts } from '../../../../sip/headers.ts';
import { firstHeader, parseMessage, type SipMessage, type StartLine } from '../../../../sip/message.ts';
import { type Piece, slicePiece } from '../../../../sip/piece.ts';
import type { Kept } from './kept.ts';
import { keepInDescription } from './keptInDescription.ts';
import { keepInHeader } from './keptInHeader.ts';
import { keepInUri } from './keptInUri.ts';
import { keepInXml } from './keptInXml.ts';
import { HEADER_WORDS, METHODS, REASON_WORDS } from './vocabulary.ts';

/** Bodies contain messages, which have bodies: they are read only to this depth. */
const MOST_DEPTH = 3;

/**
 * Keeps of a message what the standards define: methods, codes and their reasons, names of header fields and
 * parameters, their tokens, ports and timers. Keeps nothing that the author of the message could choose freely.
 */
export function keepInMessage(message: SipMessage, kept: Kept, depth = 0): void {
  keepInStartLine(message.startLine, kept);
  for (const header of message.headers) {
    if (header.facts !== undefined) kept.whole(header.name);
    else kept.words(header.name, HEADER_WORDS);
    keepInHeader(header, kept);
  }
  for (const line of message.brokenLines) {
    const name = /^[A-Za-z-]+/.exec(line.text)?.[0] ?? '';
    if (headerFacts(name) !== undefined) kept.whole(slicePiece(line, 0, name.length));
  }
  keepInBody(message.body, firstHeader(message, 'Content-Type')?.value.text ?? '', kept, depth);
}

function keepInStartLine(line: StartLine, kept: Kept): void {
  if (line.kind === 'unknown') return;
  kept.ifLike(line.version, /^SIP\/\d{1,2}\.\d{1,2}$/i);
  if (line.kind === 'request') {
    kept.words(line.method, METHODS);
    keepInUri(line.uri, kept);
    return;
  }
  kept.ifLike(line.code, /^\d{1,3}$/);
  const usual = codeFacts(line.code.text)?.reason;
  if (usual !== undefined && usual.toLowerCase() === line.reason.text.toLowerCase()) kept.whole(line.reason);
  else kept.words(line.reason, REASON_WORDS);
}

/** Bodies by what they begin with, then by their type; of other types, nothing is kept. */
function keepInBody(body: Piece, type: string, kept: Kept, depth: number): void {
  if (body.text.trim() === '' || depth > MOST_DEPTH) return;
  if (/^multipart\//i.test(type)) keepInParts(body, type, kept, depth);
  else if (/^message\/sip/i.test(type)) keepInMessage(parseMessage(body), kept, depth + 1);
  else if (/^\s*</.test(body.text)) keepInXml(body, kept);
  else if (/^application\/sdp/i.test(type) || /^v ?=/.test(body.text)) keepInDescription(body, kept);
}

/** RFC 2046 section 5.1: parts between lines of two hyphens and the boundary, each with its own header fields. */
function keepInParts(body: Piece, type: string, kept: Kept, depth: number): void {
  const boundary = /;\s*boundary\s*=\s*(?:"([^"]*)"|([^\s;]+))/i.exec(type);
  const mark = `--${boundary?.[1] ?? boundary?.[2] ?? ''}`;
  let at = mark === '--' ? -1 : lineWith(body.text, mark, 0);
  while (at >= 0) {
    const start = body.text.indexOf('\n', at) + 1;
    if (start === 0) return;
    const next = lineWith(body.text, mark, start);
    keepInPart(slicePiece(body, start, next < 0 ? body.text.length : next), kept, depth);
    at = next;
  }
}

function keepInPart(part: Piece, kept: Kept, depth: number): void {
  // A part has header fields and a body but no start line: the line ending of the boundary serves as one.
  const message = parseMessage({ text: `?\n${part.text}`, start: part.start - 2, end: part.end });
  for (const header of message.headers) {
    if (
      header.facts !== undefined ||
      /^Content-(?:ID|Transfer-Encoding|Description|Location)$/i.test(header.name.text)
    )
      kept.whole(header.name);
    keepInHeader(header, kept);
  }
  keepInBody(message.body, firstHeader(message, 'Content-Type')?.value.text ?? '', kept, depth + 1);
}

function lineWith(text: string, mark: string, from: number): number {
  for (let at = text.indexOf(mark, from); at >= 0; at = text.indexOf(mark, at + 1))
    if (at === 0 || text.charCodeAt(at - 1) === 10) return at;
  return -1;
}
