import { appendAll } from '../text/longLists.ts';
import { type Parameter, parameterValue, parseParameters } from './parameters.ts';
import {
  afterQuoted,
  isQuoted,
  type Piece,
  type SyntaxProblem,
  slicePiece,
  trimPiece,
  unfold,
  unquote,
} from './piece.ts';
import { parseUri, type SipUri } from './uri.ts';

/** A name-addr or addr-spec with the parameters of its header field (RFC 3261 section 20.10). */
export interface NameAddress {
  readonly source: Piece;
  /** As written, with its quotes; absent when there is none. `displayName` returns its meaning. */
  readonly display: Piece | undefined;
  /** True if the URI is in angle brackets. */
  readonly bracketed: boolean;
  /** True for `Contact: *`. */
  readonly wildcard: boolean;
  readonly uri: SipUri;
  /** Parameters of the header field, such as `tag` or `expires`: not those of the URI. */
  readonly parameters: readonly Parameter[];
  readonly problems: readonly SyntaxProblem[];
}

/**
 * Reads one value of From, To, Contact, Route and similar fields. Without angle brackets, everything after the first `;`
 * belongs to the header field, not to the URI (RFC 3261 section 20).
 */
export function parseAddress(value: Piece): NameAddress {
  const source = trimPiece(value);
  const problems: SyntaxProblem[] = [];
  const open = openingBracket(source.text);
  if (open >= 0) return bracketedAddress(source, open, problems);
  if (source.text.startsWith('"')) {
    const unclosed = !isQuoted(source.text.slice(0, afterQuoted(source.text, 0)));
    const message = unclosed
      ? 'The display name has no closing quote.'
      : 'A display name must be followed by the URI in angle brackets.';
    problems.push({ code: unclosed ? 'unclosed-quote' : 'name-without-address', message, ...place(source) });
  }
  const semicolon = source.text.indexOf(';');
  const uriPiece = trimPiece(semicolon < 0 ? source : slicePiece(source, 0, semicolon));
  const uri = parseUri(uriPiece);
  const wildcard = uriPiece.text === '*';
  if (!wildcard) appendAll(problems, uri.problems);
  if (/[?,]/.test(uriPiece.text) && uri.headers.length > 0) {
    const message = 'A URI with `?` must be in angle brackets (RFC 3261 section 20.10).';
    problems.push({ code: 'address-needs-brackets', message, ...place(uriPiece) });
  }
  const parameters = semicolon < 0 ? [] : parseParameters(slicePiece(source, semicolon + 1));
  return { source, display: undefined, bracketed: false, wildcard, uri, parameters, problems };
}

/** The display name, unquoted and unfolded; undefined if there is none. */
export function displayName(address: NameAddress): string | undefined {
  return address.display === undefined ? undefined : unquote(unfold(address.display.text));
}

/** The `tag` parameter of a From or To; undefined when there is none. */
export function addressTag(address: NameAddress): string | undefined {
  return parameterValue(address.parameters, 'tag');
}

function bracketedAddress(source: Piece, open: number, problems: SyntaxProblem[]): NameAddress {
  const display = trimPiece(source, 0, open);
  const close = source.text.indexOf('>', open);
  const inner = slicePiece(source, open + 1, close < 0 ? source.text.length : close);
  if (close < 0) {
    problems.push({ code: 'unclosed-bracket', message: 'The `<` has no closing `>`.', ...place(inner) });
  }
  const uri = parseUri(trimPiece(inner));
  appendAll(problems, uri.problems);
  if (display.text !== '' && !isQuoted(display.text) && !isPlainDisplayName(display.text)) {
    const message =
      "A display name with characters other than letters, digits and `-.!%*_+'~ must be in quotes.";
    problems.push({ code: 'display-name-needs-quotes', message, ...place(display) });
  }
  const tail = trimPiece(close < 0 ? slicePiece(source, source.text.length) : slicePiece(source, close + 1));
  const parameters = tail.text.startsWith(';') ? parseParameters(slicePiece(tail, 1)) : [];
  if (tail.text !== '' && !tail.text.startsWith(';')) {
    const message = 'Only parameters that start with `;` can follow the `>`.';
    problems.push({ code: 'text-after-address', message, ...place(tail) });
  }
  return {
    source,
    display: display.text === '' ? undefined : display,
    bracketed: true,
    wildcard: false,
    uri,
    parameters,
    problems,
  };
}

/** The offset of the first `<` outside a quoted string; -1 when there is none. */
function openingBracket(text: string): number {
  let position = 0;
  while (position < text.length) {
    if (text[position] === '<') return position;
    position = text[position] === '"' ? afterQuoted(text, position) : position + 1;
  }
  return -1;
}

/** `*(token LWS)` of the grammar; non-ASCII bytes are accepted, as every known server does. */
function isPlainDisplayName(text: string): boolean {
  return /^[A-Za-z0-9\-.!%*_+`'~\s\u0080-\uffff]+$/.test(text);
}

function place(piece: Piece): { start: number; end: number } {
  return { start: piece.start, end: piece.end };
}
