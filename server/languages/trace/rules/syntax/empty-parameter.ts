import { message } from '../../../../rules/rule.ts';
import { afterQuoted } from '../../../../sip/piece.ts';
import { exampleMessage } from '../exampleMessage.ts';
import type { HeaderRule } from '../rule.ts';

export const emptyParameter: HeaderRule = {
  code: 'sip-trace/empty-parameter',
  severity: 'error',
  family: 'syntax',
  title: 'Semicolon or comma with nothing after it',
  why: 'In Via and in addresses, every `;` is followed by a parameter and every `,` by another value (RFC 3261 section 25.1, RFC 4475 section 3.1.2.1). Strict parsers respond with 400.',
  fix: 'Remove the semicolon or comma.',
  bad: exampleMessage({ headers: { Via: 'SIP/2.0/UDP 192.0.2.15;;,;,,' } }),
  good: exampleMessage(),
  on: 'header',
  kinds: ['via', 'address', 'addresses'],
  *check(header, { entry, message: sip }) {
    const at = emptyPart(header.value.text);
    if (at === undefined || (entry.message.cut === 'header' && header === sip.headers.at(-1))) return;
    const start = header.value.start + at;
    yield {
      start,
      end: start + 1,
      message: message(
        `Nothing follows this "${header.value.text[at]}" in ${header.canonical}.`,
        'Strict parsers respond with 400 (RFC 3261 section 25.1).',
        'Remove it.',
      ),
    };
  },
};

/** Offset of the first separator that is followed by an empty part; undefined if there is none. */
function emptyPart(text: string): number | undefined {
  if (!/[;,]\s*(?:[;,]|$)/.test(text)) return undefined;
  let separator: number | undefined;
  let position = 0;
  while (position < text.length) {
    const character = text.charAt(position);
    if (character === ';' || character === ',') {
      if (separator !== undefined) return separator;
      separator = position;
      position++;
    } else if (/\s/.test(character)) position++;
    else {
      separator = undefined;
      if (character === '"') position = afterQuoted(text, position);
      else if (character === '<') {
        const close = text.indexOf('>', position);
        position = close < 0 ? text.length : close + 1;
      } else position++;
    }
  }
  return separator;
}
