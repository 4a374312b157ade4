import { isStartLine, parseMessage, type SipMessage } from '../../../sip/message.ts';
import { splitMessages } from '../../../sip/messages.ts';
import { parseTrace } from '../reading/parser.ts';

/** The messages of a text, and the selected one. */
export interface Conversation {
  readonly messages: readonly SipMessage[];
  /** Index of the selected message. */
  readonly index: number;
}

/**
 * The messages of a selection, or those of the whole text with the one at line `line`: in a trace or a log as the trace
 * language reads it, otherwise the paragraph around the line. `line` is zero-based. Undefined if nothing is there.
 */
export function conversationAt(text: string, line: number, selection: string): Conversation | undefined {
  if (selection.trim() !== '') return { messages: pastedMessages(selection), index: 0 };
  const found = traceMessages(text);
  const index = found.findLastIndex(message => message.line <= line && line <= message.lastLine);
  if (index >= 0) return { messages: found.map(message => message.message), index };
  const paragraph = paragraphAt(text, line);
  return paragraph.trim() === '' ? undefined : { messages: pastedMessages(paragraph), index: 0 };
}

/** A pasted text: one message or several, header lines without a start line, or only the value of one header field. */
export function pastedMessages(text: string): SipMessage[] {
  const found = traceMessages(text);
  const direct = isStartLine(/^[\r\n]*(\S.*)/.exec(text)?.[1] ?? '') ? splitMessages(text) : [];
  // Text that starts with a message is read byte for byte: auth-int hashes the body.
  if (direct.length > 0 && direct.length >= found.length) return direct;
  if (found.length > 0) return found.map(({ message }) => message);
  const lines = text.split(/\r\n|\r|\n/).map(line => line.trim());
  if (lines.some(isStartLine)) return splitMessages(lines.join('\n'));
  const bare = text.trim().replace(/^[^\w]+/, '');
  if (/^Digest\s/i.test(bare)) {
    const name = /\bresponse\s*=/i.test(bare) ? 'Authorization' : 'WWW-Authenticate';
    return splitMessages(`${name}: ${unwrapped(bare)}`);
  }
  return splitMessages(headerLines(lines));
}

interface PlacedMessage {
  readonly message: SipMessage;
  readonly line: number;
  readonly lastLine: number;
}

function traceMessages(text: string): PlacedMessage[] {
  const tree = parseTrace(text);
  return tree.blocks.flatMap((block, index) => {
    const start = tree.starts[index] ?? 0;
    return block.messages.map(({ slices }) => ({
      message: parseMessage(slices.map(slice => slice.text).join('')),
      line: start + (slices[0]?.line ?? 0),
      lastLine: start + (slices.at(-1)?.line ?? 0),
    }));
  });
}

/** Header lines, including any prefix of a log or an email; other lines are skipped. */
function headerLines(lines: readonly string[]): string {
  const name = /(?:^|[^\w-])((?:WWW-|Proxy-)?(?:Authenticate|Authorization)\s*:|CSeq\s*:|From\s*:|To\s*:)/i;
  const found = lines.flatMap(line => {
    const match = name.exec(line);
    const at = match === null ? -1 : match.index + match[0].length - (match[1]?.length ?? 0);
    if (at >= 0) return [line.slice(at)];
    // A long header field that was folded or broken by an editor.
    return /^[\w*-]+\s*=/.test(line) ? [` ${line}`] : [];
  });
  return `${found.join('\n')}\n`;
}

function unwrapped(text: string): string {
  return text.replace(/\s*[\r\n]+\s*/g, ' ');
}

function paragraphAt(text: string, line: number): string {
  const lines = text.split(/\r\n|\r|\n/);
  let from = Math.min(line, lines.length - 1);
  let until = from + 1;
  const isText = (index: number) => (lines[index] ?? '').trim() !== '';
  while (from > 0 && isText(from - 1)) from--;
  while (until < lines.length && isText(until)) until++;
  return lines.slice(from, until).join('\n');
}
