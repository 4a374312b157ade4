import { headerFacts } from '../headers.ts';
import type { SipMessage } from '../message.ts';
import { eachLine, isBlank, trimmed } from '../plainText.ts';

/** The parts of a message that contain its facts, as written: values are trimmed, line folds are kept. */
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
  for (const header of message.headers)
    if (NAMES.has(header.canonical)) add(texts, header.canonical, header.value.text);
  return texts;
}

/** The same parts, directly from the text of a message. Undefined for a message that must be parsed in full. */
export function textsOfText(text: string): FactTexts | undefined {
  let texts: FactTexts | undefined;
  const body = eachLine(text, (start, colon, end) => {
    if (texts === undefined) texts = noTexts(trimmed(text, 0, end));
    else if (colon > start) addField(texts, text, start, colon, end);
  });
  return body < 0 ? undefined : texts;
}

/** The Call-ID of a message whose header lines down to it are plain; undefined for any other message. */
export function callIdOfText(text: string): string | undefined {
  return PLAIN_CALL_ID.exec(text)?.[1];
}

const PLAIN_CALL_ID =
  /^[^\r\n]+\r?\n(?:\S[^\r\n]*\r?\n)*?(?:call-id|i)[ \t]*:[ \t]*(\S+)[ \t]*\r?\n(?![ \t])/i;

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

/** Of a field that may occur once, the first one counts. */
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

/** The names of these header fields. */
const NAMES: ReadonlySet<string> = new Set([
  ...['Via', 'From', 'To', 'Call-ID', 'CSeq', 'Route', 'Expires', 'Contact'],
  ...['WWW-Authenticate', 'Proxy-Authenticate', 'Authorization', 'Proxy-Authorization'],
]);

/** Their lengths, including the one-letter forms. */
const LENGTHS: ReadonlySet<number> = new Set([...NAMES, 'v'].map(name => name.length));
