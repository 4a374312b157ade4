import { parseMessage, type SipMessage } from './message.ts';
import { type Piece, slicePiece } from './piece.ts';

/**
 * The parts of a body of several (RFC 2046 section 5.1), each with its header fields and its body, but without a start line. They are
 * between lines of two hyphens and the boundary, which the type of the body names.
 */
export function* partsOf(body: Piece, type: string): Generator<SipMessage> {
  const boundary = /;\s*boundary\s*=\s*(?:"([^"]*)"|([^\s;]+))/i.exec(type);
  const mark = `--${boundary?.[1] ?? boundary?.[2] ?? ''}`;
  let at = mark === '--' ? -1 : lineWith(body.text, mark, 0);
  while (at >= 0) {
    const start = body.text.indexOf('\n', at) + 1;
    if (start === 0) return;
    const next = lineWith(body.text, mark, start);
    yield readPart(slicePiece(body, start, next < 0 ? body.text.length : withoutEol(body.text, start, next)));
    at = next;
  }
}

/** The line ending of the boundary serves as a start line. */
function readPart(part: Piece): SipMessage {
  return parseMessage({ text: `?\n${part.text}`, start: part.start - 2, end: part.end });
}

/** The line ending before a boundary belongs to the boundary. */
function withoutEol(text: string, start: number, end: number): number {
  if (end - 1 < start || text[end - 1] !== '\n') return end;
  return end - 2 >= start && text[end - 2] === '\r' ? end - 2 : end - 1;
}

function lineWith(text: string, mark: string, from: number): number {
  for (let at = text.indexOf(mark, from); at >= 0; at = text.indexOf(mark, at + 1))
    if (at === 0 || text.charCodeAt(at - 1) === 10) return at;
  return -1;
}
