import { type Hover, MarkupKind, type Position } from 'vscode-languageserver-types';
import { type NameAddress, parseAddress } from '../../../sip/address.ts';
import {
  codeFacts,
  headerDescription,
  methodFacts,
  parameterMeaning,
  rfcInWords,
  sdpAttributeMeaning,
  sdpLineMeaning,
} from '../../../sip/facts.ts';
import { headerFacts } from '../../../sip/headers.ts';
import { identitiesOf } from '../../../sip/identity.ts';
import type { Parameter } from '../../../sip/parameters.ts';
import type { Piece } from '../../../sip/piece.ts';
import { parseUri, type SipUri, unescapeUri } from '../../../sip/uri.ts';
import { parseVia } from '../../../sip/via.ts';
import { inlineCode } from '../../../text/markdown.ts';
import { dialogTitle, mediaLabel, outcomeInWords, sessionDescription } from '../model/describe.ts';
import { rangeOf } from '../model/place.ts';
import {
  type Cursor,
  contains,
  cursorAt,
  holdsAddresses,
  type TraceView,
  valueAt,
  wordAt,
} from './cursor.ts';

/** The meaning of the item under the cursor. */
export function hoverAt(view: TraceView, position: Position): Hover | undefined {
  const cursor = cursorAt(view, position);
  if (cursor === undefined) return undefined;
  const found = describe(cursor);
  if (found === undefined) return undefined;
  return {
    contents: { kind: MarkupKind.Markdown, value: found.text },
    range: rangeOf(cursor.entry, found.place),
  };
}

interface Described {
  readonly text: string;
  readonly place: { readonly start: number; readonly end: number };
}

function describe(cursor: Cursor): Described | undefined {
  switch (cursor.part) {
    case 'start-line':
      return describeStartLine(cursor);
    case 'header-name':
      return describeHeader(cursor);
    case 'header-value':
      return describeValue(cursor);
    case 'body':
      return describeSdp(cursor);
    default:
      return undefined;
  }
}

function describeStartLine(cursor: Cursor): Described | undefined {
  const line = cursor.message.startLine;
  if (line.kind === 'status') {
    const facts = codeFacts(line.code.text);
    const registered = facts === undefined ? '' : ` ${facts.reason}`;
    const meaning = facts?.meaning ?? classMeaning(line.status);
    return {
      text: `**${line.code.text}${registered}**\n\n${meaning}\n\n${situation(cursor)}`.trim(),
      place: line.source,
    };
  }
  if (line.kind !== 'request') return undefined;
  if (contains(line.uri, cursor.offset) && !line.uri.text.startsWith('<')) {
    return uriDescription(parseUri(line.uri), cursor.offset, 'Request-URI: where the request goes.');
  }
  const facts = methodFacts(line.method.text);
  const name = facts === undefined ? inlineCode(line.method.text) : `**${line.method.text}**`;
  const meaning =
    facts === undefined ? 'A method that is not registered.' : `${facts.meaning} (${rfcInWords(facts.rfc)})`;
  const identities = identitiesOf(cursor.message)
    .map(identity => `- ${identity.from} ${inlineCode(identity.value)}: ${identity.meaning}`)
    .join('\n');
  return {
    text: [`${name}\n\n${meaning}`, identities, situation(cursor)].filter(part => part !== '').join('\n\n'),
    place: line.source,
  };
}

/** What the trace shows about the message: its dialog, its request, its authentication round. */
function situation(cursor: Cursor): string {
  const { trace, entry } = cursor;
  const arrow = trace.flow.arrows[entry.index];
  const lines: string[] = [];
  if (arrow?.repeats !== undefined) lines.push(`Retransmission of message ${arrow.repeats}.`);
  if (arrow?.answers !== undefined) {
    const request = trace.entries[arrow.answers];
    if (request !== undefined)
      lines.push(`Response to message ${arrow.answers}: ${inlineCode(request.facts.startLine)}.`);
  }
  const dialog = arrow?.dialog === undefined ? undefined : trace.flow.dialogs[arrow.dialog];
  if (dialog !== undefined) lines.push(`Dialog: ${inlineCode(dialogTitle(dialog, trace.entries))}.`);
  for (const round of dialog?.authentication ?? []) {
    if (round.challenge !== entry.index && round.answer !== entry.index) continue;
    lines.push(
      `Authentication for realm ${inlineCode(round.realm ?? '')}: ${outcomeInWords(round)}. ${inlineCode(round.reason)}`,
    );
  }
  const media = mediaLabel(entry);
  if (media !== undefined) lines.push(`Media: ${inlineCode(media)}`);
  return lines.join('\n\n');
}

function classMeaning(status: number): string {
  const classes = [
    'Provisional',
    'Success',
    'Redirection',
    'Refused: the request',
    'Refused: the server failed',
    'Global failure',
  ];
  return `${classes[Math.floor(status / 100) - 1] ?? 'Unknown class'} (not registered).`;
}

function describeHeader(cursor: Cursor): Described | undefined {
  const { header } = cursor;
  if (header === undefined) return undefined;
  const description = headerDescription(header.canonical);
  const compact = headerFacts(header.canonical)?.compact;
  if (description === undefined) {
    const isOwn = /^(?:X-|P-)/i.test(header.canonical);
    const text = isOwn
      ? 'A header field of a vendor or network; other programs ignore it.'
      : 'Not a registered header field; programs that do not know it ignore it.';
    return { text: `${inlineCode(header.canonical)}\n\n${text}`, place: header.name };
  }
  const who =
    { both: 'Requests and responses', requests: 'Requests', responses: 'Responses' }[description.who] ?? '';
  const text = [
    `**${header.canonical}**${compact === undefined ? '' : ` (compact form \`${compact}\`)`}`,
    description.purpose,
    `${who}. ${rfcInWords(description.rfc)}`,
  ].join('\n\n');
  return { text, place: header.name };
}

function describeValue(cursor: Cursor): Described | undefined {
  const { header, offset } = cursor;
  if (header === undefined) return undefined;
  const value = valueAt(header, offset);
  const kind = headerFacts(header.canonical)?.kind;
  if (kind === 'via') {
    const hop = parseVia(value);
    const parameter = parameterAt(hop.parameters, offset);
    if (parameter !== undefined) return parameterDescription(parameter);
    const port = hop.port === undefined ? '' : `:${hop.port.text}`;
    return {
      text: `One hop: sent over ${inlineCode(hop.transport.text)} by ${inlineCode(`${hop.host.text}${port}`)}. The response comes back this way.`,
      place: value,
    };
  }
  if (holdsAddresses(header)) {
    const address: NameAddress = parseAddress(value);
    const parameter = parameterAt(address.parameters, offset);
    if (parameter !== undefined) return parameterDescription(parameter);
    if (contains(address.uri.source, offset) && address.uri.scheme !== '') {
      const identity = identitiesOf(cursor.message).filter(found => found.from === header.canonical);
      return uriDescription(address.uri, offset, identity.map(found => found.meaning).join(' '));
    }
    return describeHeader(cursor);
  }
  const word = wordAt(cursor.message, offset);
  if (word === undefined) return describeHeader(cursor);
  const isParameter = cursor.message.source.text.slice(word.end).trimStart().startsWith('=');
  const meaning = isParameter ? parameterMeaning(word.text) : undefined;
  if (meaning !== undefined) return { text: `**${word.text}**\n\n${meaning}`, place: word };
  if (/^(?:CSeq|Allow|RAck)$/.test(header.canonical)) {
    const method = methodFacts(word.text);
    if (method !== undefined)
      return { text: `**${word.text}**\n\n${method.meaning} (${rfcInWords(method.rfc)})`, place: word };
  }
  return describeHeader(cursor);
}

function parameterAt(parameters: readonly Parameter[], offset: number): Parameter | undefined {
  return parameters.find(parameter => contains(parameter, offset));
}

function parameterDescription(parameter: Parameter): Described {
  const meaning =
    parameterMeaning(parameter.name.text) ??
    'A parameter that is not registered; programs that do not know it ignore it.';
  return { text: `${inlineCode(parameter.name.text)}\n\n${meaning}`, place: parameter };
}

function uriDescription(uri: SipUri, offset: number, meaning: string): Described {
  const parameter = parameterAt(uri.parameters, offset);
  if (parameter !== undefined) return parameterDescription(parameter);
  const rows: string[] = [];
  const row = (name: string, piece: Piece | undefined): void => {
    if (piece === undefined) return;
    const plain = unescapeUri(piece.text);
    rows.push(`- ${name}: ${inlineCode(piece.text)}${plain === piece.text ? '' : ` (${inlineCode(plain)})`}`);
  };
  row(uri.scheme === 'tel' ? 'number' : 'user', uri.user);
  row('host', uri.host);
  row('port', uri.port);
  for (const found of uri.parameters)
    row(`parameter ${found.name.text.replace(/\W/g, '')}`, found.value ?? found.name);
  return {
    text: [meaning, rows.join('\n')].filter(part => part !== '').join('\n\n') || inlineCode(uri.source.text),
    place: uri.source,
  };
}

function describeSdp(cursor: Cursor): Described | undefined {
  const description = sessionDescription(cursor.entry.message);
  const line = description?.lines.find(candidate => contains(candidate.source, cursor.offset));
  if (line === undefined) return undefined;
  const meaning = sdpLineMeaning(line.type);
  if (meaning === undefined) return undefined;
  const attribute = line.type === 'a' ? /^[\w-]+/.exec(line.value.text.trim())?.[0] : undefined;
  const about = attribute === undefined ? undefined : sdpAttributeMeaning(attribute);
  const media = line.type === 'm' ? description?.media.find(stream => stream.line === line) : undefined;
  const codecs =
    media?.codecs.map(codec => `- ${inlineCode(`${codec.payload} ${codec.name}`)}`).join('\n') ?? '';
  return {
    text: [`\`${line.type}=\` ${about ?? meaning}`, codecs].filter(part => part !== '').join('\n\n'),
    place: line.source,
  };
}
