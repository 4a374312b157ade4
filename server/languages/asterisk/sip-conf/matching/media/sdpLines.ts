import { firstHeader, headerText, type SipMessage } from '../../../../../sip/message.ts';

/**
 * The lines of the session description as find_sdp finds it: the whole body, or the first such part of several. Undefined
 * when the server finds none, whatever the body contains.
 */
export function sdpLines(message: SipMessage): readonly string[] | undefined {
  const length = headerOf(message, 'Content-Length');
  // Zero, or a text that is not a number at all, hides the body; any other number is not compared with it.
  if (length !== '' && !/^\s*[+-]?0*[1-9]/.test(length)) return undefined;
  const type = headerOf(message, 'Content-Type');
  const lines = bodyLines(message.body.text);
  if (lines.length === 0) return undefined;
  if (/^application\/sdp/i.test(type)) return lines;
  if (!/^multipart\/mixed/i.test(type)) return undefined;
  const [, quote = '', text = ''] = /; ?boundary=("?)(.*)$/is.exec(type) ?? [];
  const boundary = quote === '' ? text : text.slice(0, -1);
  return text === '' ? undefined : describedPart(lines, `--${boundary}`.toLowerCase());
}

function headerOf(message: SipMessage, name: string): string {
  return headerText(firstHeader(message, name)) ?? '';
}

/** parse_request: a line ends at its line feed and is cut at a carriage return; lines after the 255th are not read. */
function bodyLines(body: string): readonly string[] {
  const lines = body
    .split('\n', MAX_LINES + 1)
    .slice(0, MAX_LINES)
    .map(line => line.replace(/\r.*$/s, ''));
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

const MAX_LINES = 255;

/** Between the empty line after its Content-Type and the line before the next boundary. */
function describedPart(lines: readonly string[], boundary: string): readonly string[] | undefined {
  let isDescription = false;
  let start: number | undefined;
  for (const [index, line] of lines.entries()) {
    if (line.toLowerCase().startsWith(boundary)) {
      if (isDescription && start !== undefined) return lines.slice(start, index - 1);
      isDescription = false;
    }
    if (line.toLowerCase() === 'content-type: application/sdp') isDescription = true;
    if (line === '' && isDescription) start ??= index;
  }
  return isDescription && start !== undefined ? lines.slice(start) : undefined;
}
