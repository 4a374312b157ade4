import { appendAll } from '../../../text/longLists.ts';
import { escapedMessages, hasEscapedMessage, jsonContext } from './escaped.ts';
import { announcementOf } from './formats/formats.ts';
import { messageStart, rawText } from './messageStart.ts';
import type { TraceMessage } from './traceMessage.ts';

const MOST_LINES = 400;

/** True for the line that opens an object in pretty-printed JSON. */
export function opensJsonObject(line: string): boolean {
  return /^\s*\{\s*$/.test(line);
}

/**
 * Reads one pretty-printed JSON object that holds a message in one of its strings, as HOMER exports them: up
 * to its end, or to where another object or a bare message begins.
 */
export function jsonBlock(
  lines: readonly string[],
  from: number,
): { messages: TraceMessage[]; next: number } {
  let depth = 0;
  let at = from;
  const around: string[] = [];
  const messages: TraceMessage[] = [];
  while (at < lines.length && at < from + MOST_LINES) {
    const line = rawText(lines, at) ?? '';
    if (at > from && (opensJsonObject(line) || announcementOf(line) !== undefined)) break;
    if (hasEscapedMessage(line)) appendAll(messages, escapedMessages(line, at - from));
    else if (messageStart(lines, at, false) !== undefined) break;
    else around.push(line);
    if (/[{[]\s*$/.test(line)) depth++;
    if (/^\s*[}\]]/.test(line)) depth--;
    at++;
    if (depth <= 0) break;
  }
  const context = jsonContext(around.join('\n').slice(0, 20_000));
  return {
    messages: messages.map(message => ({ ...message, context: { ...message.context, ...context } })),
    next: at,
  };
}
