import { offsetOfByte } from './body.ts';
import { isStartLine, parseMessage, type SipMessage } from './message.ts';
import { slicePiece, wholePiece } from './piece.ts';

/**
 * The messages of a pasted text, in order: each starts with a request or status line. A start line inside a
 * body that Content-Length covers (message/sipfrag) does not start a message. A text without any start line is read as one
 * message that has only header fields. Linear in the length.
 */
export function splitMessages(text: string): SipMessage[] {
  const whole = wholePiece(text);
  const starts = startLines(text);
  if (starts.length === 0)
    return [parseMessage(wholePiece(`${NO_START_LINE}${text}`, -NO_START_LINE.length))];
  return starts.map((start, index) =>
    parseMessage(slicePiece(whole, start, starts[index + 1] ?? text.length)),
  );
}

/** Replaces the start line of a selection that starts with header fields: not a start line of SIP. */
const NO_START_LINE = '?\n';

const LONGEST_START_LINE = 16_384;

function startLines(text: string): number[] {
  const starts: number[] = [];
  let inHeaders = false;
  let declared = 0;
  const lines = /[^\r\n]*(?:\r\n|\r|\n|$)/g;
  while (lines.lastIndex < text.length) {
    const found = lines.exec(text);
    if (found === null) break;
    const line = found[0].trim();
    if (line.length <= LONGEST_START_LINE && isStartLine(line)) {
      starts.push(found.index);
      inHeaders = true;
      declared = 0;
    } else if (inHeaders && line === '') {
      inHeaders = false;
      // Skips the body.
      lines.lastIndex += offsetOfByte(text.slice(lines.lastIndex), declared);
    } else if (inHeaders) {
      const length = /^(?:content-length|l)\s*:\s*(\d{1,9})$/i.exec(line.slice(0, 80));
      if (length !== null) declared = Number(length[1]);
    }
  }
  return starts;
}
