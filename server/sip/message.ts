import { endOfAnyLine, lineEndings } from '../text/lines.ts';
import { remembered } from '../text/remembered.ts';
import { type NameAddress, parseAddress } from './address.ts';
import { type HeaderFacts, headerFacts } from './headers.ts';
import {
  isToken,
  isWhite,
  type Piece,
  slicePiece,
  splitPiece,
  trimPiece,
  unfold,
  wholePiece,
} from './piece.ts';
import { parseUri, type SipUri } from './uri.ts';
import { parseVia, type ViaHop } from './via.ts';

/** `INVITE sip:bob@example.com SIP/2.0` */
export interface RequestLine {
  readonly kind: 'request';
  readonly source: Piece;
  /** As written; methods are case-sensitive. */
  readonly method: Piece;
  readonly uri: Piece;
  readonly version: Piece;
}

/** `SIP/2.0 401 Unauthorized` */
export interface StatusLine {
  readonly kind: 'status';
  readonly source: Piece;
  readonly version: Piece;
  readonly code: Piece;
  /** The code as a number; 0 if it is not a number. */
  readonly status: number;
  readonly reason: Piece;
}

/** A first line that is neither. */
export interface UnknownStartLine {
  readonly kind: 'unknown';
  readonly source: Piece;
}

export type StartLine = RequestLine | StatusLine | UnknownStartLine;

/** One header field, with its continuation lines. */
export interface Header {
  /** The whole field with its continuation lines and its line ending. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** As written. */
  readonly name: Piece;
  /** The usual spelling of the name: compact forms expanded, case fixed; unknown names as written. */
  readonly canonical: string;
  /** What is known about the field by its name. */
  readonly facts: HeaderFacts | undefined;
  /** The trimmed value; line folds are kept, so that offsets hold. `headerText` unfolds it. */
  readonly value: Piece;
  /** Its parsed value, remembered after the first use: a dozen rules need the same addresses. */
  values?: readonly Piece[];
  addresses?: readonly NameAddress[];
  hops?: readonly ViaHop[];
}

/**
 * A SIP message as found. Every character between `start` and `end` belongs to leading empty lines, the start line,
 * one header field, one broken line, the empty line, or the body.
 */
export interface SipMessage {
  readonly source: Piece;
  readonly start: number;
  readonly end: number;
  readonly startLine: StartLine;
  readonly headers: readonly Header[];
  /** Lines among the header fields that have no colon or no name. */
  readonly brokenLines: readonly Piece[];
  /** Everything after the empty line. `declaredBody` (body.ts) cuts it at Content-Length. */
  readonly body: Piece;
  /** False when the text ends before the empty line. */
  readonly hasEmptyLine: boolean;
}

/**
 * Reads one SIP message (RFC 3261 section 7). Never fails; takes time linear in the length. Lines may end in CR LF, LF
 * or CR. Problems of the message are not reported here: see `messageProblems` (problems.ts).
 */
export function parseMessage(text: string | Piece): SipMessage {
  const source = typeof text === 'string' ? wholePiece(text) : text;
  const end = source.text.length;
  let position = 0;
  // RFC 3261 section 7.5: empty lines before the start line are ignored.
  while (position < end && (source.text[position] === '\r' || source.text[position] === '\n')) position++;
  const start = position;
  const endOfLine = lineEndings(source.text);
  const firstEnd = endOfLine(source.text, position);
  const startLine = startLineOf(trimPiece(source, start, firstEnd));
  position = firstEnd;
  const headers: Header[] = [];
  const brokenLines: Piece[] = [];
  let bodyStart = end;
  let hasEmptyLine = false;
  while (position < end) {
    const lineStart = position;
    position = endOfLine(source.text, lineStart);
    if (isEmptyLine(source.text, lineStart, position)) {
      hasEmptyLine = true;
      bodyStart = position;
      break;
    }
    position = continuationEnd(source.text, position);
    const text = source.text.slice(lineStart, position);
    const parts = fieldParts(text);
    if (parts === NO_FIELD) brokenLines.push(trimPiece(source, lineStart, position));
    else headers.push(new Field(text, source.start + lineStart, parts));
  }
  return {
    source,
    start: source.start + start,
    end: source.end,
    startLine,
    headers,
    brokenLines,
    body: slicePiece(source, bodyStart),
    hasEmptyLine,
  };
}

/** Every header field of that name, whatever its spelling (`v`, `VIA` and `Via` are one name). */
export function headersNamed(message: SipMessage, name: string): Header[] {
  return message.headers.filter(isNamed(name));
}

/** The first header field of that name. */
export function firstHeader(message: SipMessage, name: string): Header | undefined {
  return message.headers.find(isNamed(name));
}

/** A known name has one canonical spelling, so that only unknown ones must be compared case-insensitively. */
function isNamed(name: string): (header: Header) => boolean {
  const facts = headerFacts(name);
  if (facts !== undefined) return header => header.facts === facts;
  const lower = name.toLowerCase();
  return header => header.canonical.toLowerCase() === lower;
}

/** The value as one line; undefined for an absent header. */
export function headerText(header: Header | undefined): string | undefined {
  return header === undefined ? undefined : unfold(header.value.text);
}

/**
 * The values of a header field: split at commas if its grammar allows a list (RFC 3261 section 7.3.1), otherwise the single
 * value. Empty values of a list are skipped.
 */
export function headerValues(header: Header): readonly Piece[] {
  if (header.values === undefined) {
    const kind = header.facts?.kind;
    const isList = kind === 'addresses' || kind === 'via' || kind === 'list';
    header.values = isList ? valuesOfList(header.value) : [header.value];
  }
  return header.values;
}

function valuesOfList(list: Piece): readonly Piece[] {
  if (list.text === '') return [];
  return list.text.includes(',') ? splitPiece(list, ',').filter(value => value.text !== '') : [list];
}

/** The addresses of one From, To, Contact, Route or similar field, in order. */
export function headerAddresses(header: Header): readonly NameAddress[] {
  header.addresses ??= headerValues(header).map(parseAddress);
  return header.addresses;
}

/** The hops of one Via header field. */
export function headerHops(header: Header): readonly ViaHop[] {
  header.hops ??= headerValues(header).map(parseVia);
  return header.hops;
}

/** All values of all header fields of that name, in order. */
export function valuesNamed(message: SipMessage, name: string): Piece[] {
  return headersNamed(message, name).flatMap(headerValues);
}

/** The addresses of From, To, Contact, Route and similar fields, in order. */
export function addressesNamed(message: SipMessage, name: string): NameAddress[] {
  return headersNamed(message, name).flatMap(headerAddresses);
}

/** The first address of a header field; undefined when the message has none. */
export function firstAddress(message: SipMessage, name: string): NameAddress | undefined {
  const header = firstHeader(message, name);
  return header && headerAddresses(header)[0];
}

/** The Via hops, topmost first. */
export function viaHops(message: SipMessage): ViaHop[] {
  return headersNamed(message, 'Via').flatMap(headerHops);
}

/** Number and method of a CSeq; the number is undefined when it is not one below 2^31 (RFC 3261 section 8.1.1.5). */
export interface CSeq {
  readonly number: number | undefined;
  readonly numberPiece: Piece;
  readonly method: Piece;
}

export function messageCSeq(message: SipMessage): CSeq | undefined {
  const header = firstHeader(message, 'CSeq');
  return header && parseCSeq(header.value);
}

/** Reads the value of a CSeq. */
export function parseCSeq(value: Piece): CSeq {
  const space = value.text.search(/\s/);
  const split = space < 0 ? value.text.length : space;
  const numberPiece = slicePiece(value, 0, split);
  const number = /^\d{1,10}$/.test(numberPiece.text) ? Number(numberPiece.text) : undefined;
  return {
    number: number !== undefined && number < 2 ** 31 ? number : undefined,
    numberPiece,
    method: trimPiece(value, split),
  };
}

/** The method of a request, or of the request that a response answers (from its CSeq); undefined if unknown. */
export function messageMethod(message: SipMessage): string | undefined {
  if (message.startLine.kind === 'request') return message.startLine.method.text;
  return messageCSeq(message)?.method.text || undefined;
}

/** The Request-URI of a request. */
export function requestUri(message: SipMessage): SipUri | undefined {
  return message.startLine.kind === 'request' ? parseUri(message.startLine.uri) : undefined;
}

/** True when a line, trimmed, is a request line or status line of SIP. */
export function isStartLine(line: string): boolean {
  return parseStartLine(trimPiece(wholePiece(line))).kind !== 'unknown';
}

/** Reads a first line; white space inside the Request-URI is tolerated and stays in it. */
export function parseStartLine(line: Piece): StartLine {
  const status = /^(SIP\/\d+\.\d+)([ \t]+)(\d+)(?=[ \t]|$)/i.exec(line.text);
  if (status !== null) {
    const version = status[1] ?? '';
    const gap = status[2] ?? '';
    const digits = status[3] ?? '';
    return {
      kind: 'status',
      source: line,
      version: slicePiece(line, 0, version.length),
      code: slicePiece(line, version.length + gap.length, version.length + gap.length + digits.length),
      status: digits.length <= 9 ? Number(digits) : 0,
      reason: trimPiece(line, version.length + gap.length + digits.length),
    };
  }
  const methodEnd = line.text.search(/\s/);
  let versionStart = line.text.length;
  while (versionStart > 0 && !isWhite(line.text.charCodeAt(versionStart - 1))) versionStart--;
  const version = slicePiece(line, versionStart);
  const method = slicePiece(line, 0, Math.max(methodEnd, 0));
  const uri = trimPiece(line, method.text.length, versionStart);
  if (!isToken(method.text) || uri.text === '' || !/^SIP\/\d+\.\d+$/i.test(version.text)) {
    return { kind: 'unknown', source: line };
  }
  return { kind: 'request', source: line, method, uri, version };
}

/** Most start lines occur in many messages. */
function startLineOf(line: Piece): StartLine {
  return line.start === 0 ? startLineOfText(line.text) : parseStartLine(line);
}

const startLineOfText = remembered(text => parseStartLine(wholePiece(text)), 1024);

/** A header field at its place. Its name and value are cut out when they are asked for. */
class Field implements Header {
  values?: readonly Piece[];
  addresses?: readonly NameAddress[];
  hops?: readonly ViaHop[];
  private piece: Piece | undefined;

  constructor(
    readonly text: string,
    readonly start: number,
    private readonly parts: FieldParts,
  ) {}

  get end(): number {
    return this.start + this.text.length;
  }

  get name(): Piece {
    return this.part(this.parts.nameStart, this.parts.nameEnd);
  }

  get canonical(): string {
    return this.parts.canonical;
  }

  get facts(): HeaderFacts | undefined {
    return this.parts.facts;
  }

  get value(): Piece {
    this.piece ??= this.part(this.parts.valueStart, this.parts.valueEnd);
    return this.piece;
  }

  private part(from: number, to: number): Piece {
    return { text: this.text.slice(from, to), start: this.start + from, end: this.start + to };
  }
}

/** Where the parts of a header field are in its text. */
interface FieldParts extends Pick<Header, 'canonical' | 'facts'> {
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly valueStart: number;
  readonly valueEnd: number;
}

/** Most fields occur in several messages. */
const fieldParts = remembered((text): FieldParts => {
  const colon = text.indexOf(':');
  if (colon <= 0) return NO_FIELD;
  const field = wholePiece(text);
  const name = trimPiece(field, 0, colon);
  if (name.text === '' || /\s/.test(name.text)) return NO_FIELD;
  const facts = headerFacts(name.text);
  const value = trimPiece(field, colon + 1);
  return {
    canonical: facts?.name ?? name.text,
    facts,
    nameStart: name.start,
    nameEnd: name.end,
    valueStart: value.start,
    valueEnd: value.end,
  };
});

/** For lines that have no colon or no name. */
const NO_FIELD: FieldParts = {
  canonical: '',
  facts: undefined,
  nameStart: 0,
  nameEnd: 0,
  valueStart: 0,
  valueEnd: 0,
};

/** The offset after the continuation lines that start at `start`: lines that start with white space. */
function continuationEnd(text: string, start: number): number {
  let position = start;
  while (position < text.length && isBlank(text.charCodeAt(position))) {
    const next = endOfAnyLine(text, position);
    if (isEmptyLine(text, position, next)) break;
    position = next;
  }
  return position;
}

/**
 * True for the line that ends the header fields. Strictly, a line of spaces continues the field before it; but
 * text that went through an editor or a web page often has such a line instead of the empty one, so it counts as
 * empty unless a header field or a continuation follows.
 */
function isEmptyLine(text: string, start: number, end: number): boolean {
  let position = start;
  while (position < end && isWhite(text.charCodeAt(position))) position++;
  if (position < end) return false;
  if (!isBlank(text.charCodeAt(start))) return true;
  const next = text.slice(end, end + 80);
  return !/^(?:[A-Za-z][A-Za-z0-9\-.]*[ \t]*:|[ \t]+[^\s])/.test(next);
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}
