import { appendAll } from '../text/longLists.ts';
import { notedTexts } from '../text/remembered.ts';
import { parseAddress } from './address.ts';
import { bodyLengths, lengthIn } from './body.ts';
import {
  firstHeader,
  type Header,
  headerAddresses,
  headerHops,
  headerText,
  parseCSeq,
  type SipMessage,
  type StartLine,
  valuesNamed,
} from './message.ts';
import { SIP_METHODS } from './methods.ts';
import { afterQuoted, isQuoted, type Piece, type SyntaxProblem } from './piece.ts';
import { isBlank } from './plainText.ts';
import { parseUri } from './uri.ts';

/**
 * The problems of one message according to RFC 3261, in order of position: a stable code, one sentence, and the place.
 * The message is checked alone, without dialogs and transactions. `headers` are those whose values are checked:
 * by default all.
 */
export function messageProblems(
  message: SipMessage,
  headers: readonly Header[] = message.headers,
): SyntaxProblem[] {
  const problems: SyntaxProblem[] = [];
  appendAll(problems, startLineProblems(message));
  for (const line of message.brokenLines) {
    const what = 'This line is neither a header field nor a continuation of one.';
    problems.push(problem('header-without-colon', what, line));
  }
  appendAll(problems, missingHeaders(message));
  appendAll(problems, repeatedHeaders(message));
  for (const header of headers) appendAll(problems, valueProblems(header));
  appendAll(problems, cseqProblems(message));
  appendAll(problems, contactProblems(message));
  appendAll(problems, lengthProblems(message));
  return problems.length < 2 ? problems : problems.sort((a, b) => a.start - b.start);
}

function startLineProblems(message: SipMessage): readonly SyntaxProblem[] {
  const line = message.startLine;
  const isSpaced = isBlank(message.source.text.charCodeAt(line.source.end - message.source.start));
  if (!isSpaced && goodStartLines.has(line.source.text)) return NONE;
  const problems = problemsOfStartLine(line, isSpaced);
  if (problems.length === 0) goodStartLines.add(line.source.text);
  return problems;
}

/** Start lines without problems: most occur in many messages. */
const goodStartLines = notedTexts(1024);

/** `isSpaced`: a space or tab is behind it. */
function problemsOfStartLine(line: StartLine, isSpaced: boolean): SyntaxProblem[] {
  if (line.kind === 'unknown') {
    const what =
      'This is neither a request line (`METHOD uri SIP/2.0`) nor a status line (`SIP/2.0 code reason`).';
    return [problem('bad-start-line', what, line.source)];
  }
  const problems: SyntaxProblem[] = [];
  if (!/^SIP\/2\.0$/i.test(line.version.text)) {
    problems.push(problem('bad-version', 'The only version of SIP is `SIP/2.0`.', line.version));
  }
  if (line.kind === 'status') {
    if (line.code.text.length !== 3 || line.status < 100 || line.status > 699) {
      problems.push(problem('bad-status', 'A status code has three digits, from 100 to 699.', line.code));
    }
    return problems;
  }
  if (isKnownMethodInOtherCase(line.method.text)) {
    problems.push(
      problem('method-case', 'Methods are case-sensitive and must be in capital letters.', line.method),
    );
  }
  if (line.uri.text.startsWith('<')) {
    const what = 'The Request-URI must not be in angle brackets.';
    problems.push(problem('request-uri-in-brackets', what, line.uri));
  } else {
    const uri = parseUri(line.uri);
    appendAll(problems, uri.problems);
    if (uri.headers.length > 0) {
      const what = 'A Request-URI must not have header fields after `?` (RFC 3261 section 19.1.1).';
      problems.push(problem('request-uri-headers', what, line.uri));
    }
  }
  const between = line.version.start - line.uri.end + (line.uri.start - line.method.end);
  if (between !== 2 || isSpaced) {
    const what = 'The parts of a request line must be separated by exactly one space, with none at the end.';
    problems.push(problem('request-line-spaces', what, line.source));
  }
  return problems;
}

function isKnownMethodInOtherCase(method: string): boolean {
  return !SIP_METHODS.includes(method) && SIP_METHODS.includes(method.toUpperCase());
}

/** RFC 3261 section 8.1.1: every request has these six; a response has all except Max-Forwards (section 8.2.6.2). */
function missingHeaders({ startLine, headers }: SipMessage): readonly SyntaxProblem[] {
  if (startLine.kind === 'unknown') return NONE;
  const missing = (startLine.kind === 'request' ? OF_REQUEST : OF_ALL).filter(
    name => !headers.some(({ canonical }) => canonical === name),
  );
  return missing.map(name => ({
    ...problem('missing-header', `The header field ${name} is missing.`, startLine.source),
    header: name,
  }));
}

const OF_ALL = ['Via', 'From', 'To', 'Call-ID', 'CSeq'];
const OF_REQUEST = [...OF_ALL, 'Max-Forwards'];

function repeatedHeaders(message: SipMessage): readonly SyntaxProblem[] {
  const seen = new Set<string>();
  const problems: SyntaxProblem[] = [];
  for (const header of message.headers) {
    if (header.facts?.once !== true) continue;
    if (seen.has(header.canonical)) {
      const what = `A message can have only one ${header.canonical}; servers differ in which one they use.`;
      problems.push(problem('repeated-header', what, header.name));
    }
    seen.add(header.canonical);
  }
  return problems;
}

function valueProblems(header: Header): readonly SyntaxProblem[] {
  const kind = header.facts?.kind;
  if (kind === 'address' || kind === 'addresses') {
    return headerAddresses(header).flatMap(address => address.problems);
  }
  if (kind === 'via') return headerHops(header).flatMap(hop => hop.problems);
  if (kind === 'authentication') return quoteProblems(header.value);
  const range = NUMBER_RANGES.get(header.canonical);
  if (range !== undefined) {
    const text = /^\d+/.exec(header.value.text)?.[0] ?? '';
    const rest = header.value.text.slice(text.length).trim();
    const isNumber = text !== '' && (rest === '' || rest.startsWith(';') || rest.startsWith('('));
    if (!isNumber || text.length > 10 || Number(text) > range) {
      const what = `${header.canonical} must be a whole number from 0 to ${range}.`;
      return [problem('bad-number', what, header.value)];
    }
  }
  if (header.canonical === 'Date' && !/ GMT$/.test(header.value.text)) {
    return [problem('bad-date', 'A Date must end in GMT; other time zones are not allowed.', header.value)];
  }
  return NONE;
}

/** RFC 3261 section 25.1 delta-seconds, Max-Forwards (section 20.22) and Content-Length. */
const NUMBER_RANGES: ReadonlyMap<string, number> = new Map([
  ['Content-Length', 2 ** 32 - 1],
  ['Expires', 2 ** 32 - 1],
  ['Max-Forwards', 255],
  ['Min-Expires', 2 ** 32 - 1],
  ['Retry-After', 2 ** 32 - 1],
]);

function quoteProblems(value: Piece): SyntaxProblem[] {
  let position = value.text.indexOf('"');
  while (position >= 0) {
    const after = afterQuoted(value.text, position);
    if (!isQuoted(value.text.slice(position, after))) {
      const place = { start: value.start + position, end: value.end };
      return [problem('unclosed-quote', 'This quote has no closing quote.', place)];
    }
    position = value.text.indexOf('"', after);
  }
  return [];
}

function cseqProblems(message: SipMessage): readonly SyntaxProblem[] {
  const header = firstHeader(message, 'CSeq');
  const line = message.startLine;
  const method = line.kind === 'request' ? line.method.text : undefined;
  if (header === undefined || isGoodSequence(header.value.text, method)) return NONE;
  const cseq = parseCSeq(header.value);
  const problems: SyntaxProblem[] = [];
  if (cseq.number === undefined) {
    problems.push(problem('bad-cseq', 'CSeq must start with a number below 2147483648.', cseq.numberPiece));
  }
  if (cseq.method.text === '' && cseq.number !== undefined) {
    problems.push(problem('bad-cseq', 'CSeq must end with the method of the request.', cseq.numberPiece));
  } else if (method !== undefined && cseq.method.text !== '' && cseq.method.text !== method) {
    const what = 'The method in CSeq must be the method of the request line.';
    problems.push(problem('cseq-method', what, cseq.method));
  }
  return problems;
}

/** Nearly all: a number of a few digits, and the method of the request. */
function isGoodSequence(value: string, method: string | undefined): boolean {
  const found = /^\d{1,9} ([A-Z]+)$/.exec(value)?.[1];
  return found !== undefined && (method === undefined || found === method);
}

/**
 * RFC 3261 section 10.2.2: `*` must be the only contact, in a REGISTER with Expires 0; section 8.1.1.8: INVITE has one
 * Contact.
 */
function contactProblems(message: SipMessage): readonly SyntaxProblem[] {
  const line = message.startLine;
  if (line.kind !== 'request') return NONE;
  const { text: method } = line.method;
  if (method !== 'INVITE' && method !== 'REGISTER') return NONE;
  const contacts = valuesNamed(message, 'Contact');
  if (method === 'INVITE') {
    if (contacts.length > 0) return NONE;
    const missing = problem('missing-header', 'An INVITE must have a Contact.', line.source);
    return [{ ...missing, header: 'Contact' }];
  }
  const star = contacts.find(value => value.text.startsWith('*') && parseAddress(value).wildcard);
  if (star === undefined) return NONE;
  const expires = headerText(firstHeader(message, 'Expires'));
  if (contacts.length === 1 && expires !== undefined && Number(expires) === 0) return NONE;
  const what = '`Contact: *` removes all bindings: it must be the only Contact, with `Expires: 0`.';
  return [problem('contact-wildcard', what, star)];
}

function lengthProblems(message: SipMessage): readonly SyntaxProblem[] {
  const header = firstHeader(message, 'Content-Length');
  const declared = lengthIn(header?.value.text);
  if (declared === undefined || header === undefined) return NONE;
  const { asWritten, withCrLf } = bodyLengths(message);
  if (declared === asWritten || declared === withCrLf) return NONE;
  // Text files end in a line ending that the message did not have.
  if (differsByLastLineEnds(message, declared)) return NONE;
  const what = `Content-Length is ${declared} bytes, but the body has ${asWritten}.`;
  return [problem(declared > asWritten ? 'body-too-short' : 'body-too-long', what, header.value)];
}

function differsByLastLineEnds(message: SipMessage, declared: number): boolean {
  const { asWritten, withCrLf } = bodyLengths(message);
  const tail = /[\r\n]*$/.exec(message.body.text.slice(-16))?.[0] ?? '';
  const bareTail = tail.match(/\r(?!\n)|(?<!\r)\n/g)?.length ?? 0;
  const within = (length: number, slack: number) => declared <= length && declared >= length - slack;
  return within(asWritten, tail.length) || within(withCrLf, tail.length + bareTail);
}

const NONE: readonly never[] = [];

function problem(code: string, message: string, place: { start: number; end: number }): SyntaxProblem {
  return { code, message, start: place.start, end: place.end };
}
