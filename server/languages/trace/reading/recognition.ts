import { parseTrace } from './parser.ts';

/**
 * True for `*.sip`, `*.siptrace`, `*.sip.log`, and for logs and texts with a SIP message in their first lines. Names
 * of configuration files and programs are never recognized by their content.
 */
export function isTraceFile(name: string, head: string): boolean {
  if (/\.(?:sip|siptrace|sip\.log)$/i.test(name)) return true;
  if (head === '' || (/\.[a-z0-9]+$/i.test(name) && !/\.(?:log|txt|dat|trace|out|json)$/i.test(name)))
    return false;
  const first = head.slice(0, MOST_UNITS).split('\n', MOST_LINES).join('\n');
  return parseTrace(first).blocks.some(block => block.messages.length > 0);
}

const MOST_UNITS = 16_384;
const MOST_LINES = 60;
