import { parseTrace } from './parser.ts';

/** True if a text has a SIP message in its first lines. */
export function startsWithMessage(head: string): boolean {
  const first = head.slice(0, MOST_UNITS).split('\n', MOST_LINES).join('\n');
  return parseTrace(first).blocks.some(block => block.messages.length > 0);
}

const MOST_UNITS = 16_384;
const MOST_LINES = 60;
