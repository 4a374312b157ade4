import { declaredBody } from '../../../../../sip/body.ts';
import { firstHeader, headerText, type SipMessage } from '../../../../../sip/message.ts';
import { type Piece, slicePiece } from '../../../../../sip/piece.ts';

/** The session description as find_sdp finds it: the whole body, or the first such part of several. */
export function offeredDescription(message: SipMessage): Piece | undefined {
  const type = headerText(firstHeader(message, 'Content-Type')) ?? '';
  const body = declaredBody(message);
  if (body.text.trim() === '') return undefined;
  if (/^application\/sdp/i.test(type)) return body;
  if (!/^multipart\/mixed/i.test(type)) return undefined;
  const boundary = /; ?boundary=("?)(.*?)\1$/i.exec(type)?.[2];
  return boundary === undefined || boundary === '' ? undefined : describedPart(body, `--${boundary}`);
}

/** Between the empty line behind its Content-Type and the next boundary. */
function describedPart(body: Piece, boundary: string): Piece | undefined {
  let isDescription = false;
  let start: number | undefined;
  for (const { index, 0: line } of body.text.matchAll(/[^\r\n]*(?:\r?\n|$)/g)) {
    const text = line.trimEnd();
    if (text.toLowerCase().startsWith(boundary.toLowerCase())) {
      if (start !== undefined) return slicePiece(body, start, index);
      isDescription = false;
    } else if (text.toLowerCase() === 'content-type: application/sdp') isDescription = true;
    else if (text === '' && isDescription) start ??= index + line.length;
  }
  return start === undefined ? undefined : slicePiece(body, start);
}
