import { codeFacts } from '../../../../sip/facts.ts';
import { headerFacts } from '../../../../sip/headers.ts';
import { firstHeader, parseMessage, type SipMessage, type StartLine } from '../../../../sip/message.ts';
import { partsOf } from '../../../../sip/multipart.ts';
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
  keepInBody(message.body, message, kept, depth);
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
function keepInBody(body: Piece, message: SipMessage, kept: Kept, depth: number): void {
  const type = firstHeader(message, 'Content-Type')?.value.text ?? '';
  const encoding = firstHeader(message, 'Content-Encoding')?.value.text ?? 'identity';
  if (depth > MOST_DEPTH || !/^identity$/i.test(encoding)) keepNothing(body, kept);
  else if (/^multipart\//i.test(type)) for (const part of partsOf(body, type)) keepInPart(part, kept, depth);
  else if (/^message\/sip/i.test(type)) keepInMessage(parseMessage(body), kept, depth + 1);
  else if (/^\s*</.test(body.text)) keepInXml(body, kept);
  else if (/^application\/sdp/i.test(type) || /^v ?=/.test(body.text)) keepInDescription(body, kept);
  else keepNothing(body, kept);
}

/**
 * Not even the control characters and the punctuation of lines that are not text: in a body of ISUP, a byte is two digits of a
 * telephone number.
 */
function keepNothing(body: Piece, kept: Kept): void {
  for (const { 0: line, index } of body.text.matchAll(/[^\r\n]+/g))
    if (CONTROLS.test(line)) kept.notText(slicePiece(body, index, index + line.length));
}

const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufffd]/;

function keepInPart(part: SipMessage, kept: Kept, depth: number): void {
  for (const header of part.headers) {
    if (
      header.facts !== undefined ||
      /^Content-(?:ID|Transfer-Encoding|Description|Location)$/i.test(header.name.text)
    )
      kept.whole(header.name);
    keepInHeader(header, kept);
  }
  keepInBody(part.body, part, kept, depth + 1);
}
