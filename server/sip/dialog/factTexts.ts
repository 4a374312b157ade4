import { headerFacts } from '../headers.ts';
import type { SipMessage } from '../message.ts';

/** The parts of a message that its facts are read from, as they stand there: values are trimmed, line folds are kept. */
export interface FactTexts {
  startLine: string;
  callId?: string;
  cseq?: string;
  from?: string;
  to?: string;
  route?: string;
  expires?: string;
  readonly vias: string[];
  readonly contacts: string[];
  /** Challenges and answers in the order of the message. */
  readonly credentials: CredentialsText[];
}

interface CredentialsText {
  /** Name of the header field in its usual spelling. */
  readonly header: string;
  readonly value: string;
}

/** The parts of a message that was read. */
export function textsOfMessage(message: SipMessage): FactTexts {
  const texts = noTexts(message.startLine.source.text);
  for (const { canonical, value } of message.headers) add(texts, canonical, value.text);
  return texts;
}

/**
 * The same parts, taken straight from the text of a message without reading the rest of it. Undefined for a message with folded
 * lines, empty lines in front, or lines that end in CR alone: it has to be read in full.
 */
export function textsOfText(text: string): FactTexts | undefined {
  const first = text.charCodeAt(0);
  if (first === LF || first === CR) return undefined;
  let texts: FactTexts | undefined;
  // Where the next CR and the next colon stand: each is looked for once, however many lines are without one.
  let cr = text.indexOf('\r');
  let colon = -1;
  for (let start = 0; start < text.length; ) {
    const lf = text.indexOf('\n', start);
    let end = lf < 0 ? text.length : lf;
    if (end > start && text.charCodeAt(end - 1) === CR) end--;
    if (cr >= 0 && cr < start) cr = text.indexOf('\r', start);
    if (cr >= 0 && cr < end) return undefined;
    if (texts === undefined) texts = noTexts(trimmed(text, 0, end));
    else if (end === start) return texts;
    else if (isBlank(text.charCodeAt(start))) return undefined;
    else {
      if (colon < start) {
        const found = text.indexOf(':', start);
        colon = found < 0 ? text.length : found;
      }
      if (colon > start && colon < end) addField(texts, text, start, colon, end);
    }
    start = lf < 0 ? text.length : lf + 1;
  }
  return texts;
}

function noTexts(startLine: string): FactTexts {
  return { startLine, vias: [], contacts: [], credentials: [] };
}

function addField(texts: FactTexts, text: string, start: number, colon: number, end: number): void {
  let nameEnd = colon;
  while (nameEnd > start && isBlank(text.charCodeAt(nameEnd - 1))) nameEnd--;
  if (!LENGTHS.has(nameEnd - start)) return;
  const name = headerFacts(text.slice(start, nameEnd))?.name;
  if (name !== undefined) add(texts, name, trimmed(text, colon + 1, end));
}

/** Of a field that may stand once, the first one counts. */
function add(texts: FactTexts, name: string, value: string): void {
  switch (name) {
    case 'Via':
      texts.vias.push(value);
      break;
    case 'From':
      texts.from ??= value;
      break;
    case 'To':
      texts.to ??= value;
      break;
    case 'Call-ID':
      texts.callId ??= value;
      break;
    case 'CSeq':
      texts.cseq ??= value;
      break;
    case 'Route':
      texts.route ??= value;
      break;
    case 'Expires':
      texts.expires ??= value;
      break;
    case 'Contact':
      texts.contacts.push(value);
      break;
    case 'WWW-Authenticate':
    case 'Proxy-Authenticate':
    case 'Authorization':
    case 'Proxy-Authorization':
      texts.credentials.push({ header: name, value });
  }
}

/** How long the names of these header fields are, the forms of one letter included. */
const LENGTHS: ReadonlySet<number> = new Set(
  [
    ...['v', 'Via', 'From', 'To', 'Call-ID', 'CSeq', 'Route', 'Expires', 'Contact'],
    ...['WWW-Authenticate', 'Proxy-Authenticate', 'Authorization', 'Proxy-Authorization'],
  ].map(name => name.length),
);

/** A part of a line without the spaces and tabs around it. */
function trimmed(text: string, from: number, to: number): string {
  let start = from;
  let end = to;
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}

const LF = 10;
const CR = 13;
