import { parseAuthentications } from '../../../../sip/authentication.ts';
import { type Header, headerAddresses, headerHops, headerValues } from '../../../../sip/message.ts';
import { type Parameter, parseParameters } from '../../../../sip/parameters.ts';
import { type Piece, slicePiece, splitPiece } from '../../../../sip/piece.ts';
import type { Kept } from './kept.ts';
import { DURATION, keepInParameters, unquotedPiece } from './keptInParameters.ts';
import { keepInUri } from './keptInUri.ts';
import {
  LOG_WORDS,
  METHODS,
  PARAMETER_NAMES,
  PRODUCTS,
  REASON_WORDS,
  SCHEMES_OF_CREDENTIALS,
  TOKENS,
  TRANSPORTS,
  type Vocabulary,
  WARNING_WORDS,
} from './vocabulary.ts';

/** Keeps what is standard in the value of a header field; nothing of a field that is not standard. */
export function keepInHeader(header: Header, kept: Kept): void {
  const keep = VALUES.get(header.canonical);
  if (keep !== undefined) {
    keep(header, kept);
    return;
  }
  switch (header.facts?.kind) {
    case 'address':
    case 'addresses':
      keepInAddresses(header, kept);
      break;
    case 'via':
      keepInHops(header, kept);
      break;
    case 'authentication':
      keepInCredentials(header, kept);
      break;
    case 'pairs':
      keepInAuthentication(parseParameters(header.value, ','), kept);
      break;
    case 'list':
    case 'value':
      for (const value of headerValues(header)) keepInValue(value, NONE, kept);
  }
}

/** Version numbers with at most three parts: four may be an address. */
const VERSION = /(?<=[\s/-])v?\d{1,2}\.\d{1,3}(?:\.\d{1,3})?(?![\w.])/g;

type Keep = (header: Header, kept: Kept) => void;

const NONE: Vocabulary = new Set();

const duration: Keep = (header, kept) => kept.ifLike(header.value, DURATION);
const number: Keep = (header, kept) => kept.ifLike(header.value, /^\d{1,10}$/);
const tokens =
  (...vocabularies: readonly Vocabulary[]): Keep =>
  (header, kept) => {
    for (const value of headerValues(header)) keepInValue(value, vocabularies[0] ?? NONE, kept);
  };

const VALUES: ReadonlyMap<string, Keep> = new Map<string, Keep>([
  ...['Expires', 'Min-Expires', 'Max-Forwards', 'Max-Breadth', 'Flow-Timer'].map((name): [string, Keep] => [
    name,
    duration,
  ]),
  ['Content-Length', number],
  ['RSeq', number],
  [
    'Reason',
    (header, kept) => {
      kept.places(header.value, /(?<=^|,\s{0,8})(?:Q\.850|SIP)(?=\s*(?:;|$))/gi);
      for (const value of headerValues(header)) keepInValue(value, TOKENS, kept);
    },
  ],
  ['CSeq', (header, kept) => keepInSequence(header, /^\s*\d{1,10}(?=\s|$)/g, kept)],
  ['RAck', (header, kept) => keepInSequence(header, /^\d{1,10}(?=\s|$)|(?<=^\S+\s+)\d{1,10}(?=\s|$)/g, kept)],
  ['Date', (header, kept) => keepInDate(header, kept)],
  [
    'Timestamp',
    (header, kept) => kept.ifLike(header.value, /^\d{1,8}(?:\.\d{0,9})?(?:\s+\d{0,8}(?:\.\d{0,9})?)?$/),
  ],
  ['MIME-Version', (header, kept) => kept.ifLike(header.value, /^\d\.\d$/)],
  ['Allow', (header, kept) => kept.words(header.value, METHODS)],
  ...['Session-Expires', 'Min-SE', 'Retry-After'].map((name): [string, Keep] => [
    name,
    (header, kept) => {
      kept.places(header.value, /^\s*(\d{1,8})(?=\s*(?:[;(]|$))/g);
      keepInValue(header.value, NONE, kept);
    },
  ]),
  [
    'Warning',
    (header, kept) => {
      for (const value of headerValues(header)) keepInWarning(value, kept);
    },
  ],
  ...[
    'Supported',
    'Require',
    'Proxy-Require',
    'Unsupported',
    'Event',
    'Allow-Events',
    'Accept',
    'Accept-Encoding',
    'Content-Type',
    'Content-Disposition',
    'Content-Encoding',
    'Privacy',
    'Priority',
    'Subscription-State',
    'Refer-Sub',
    'Answer-Mode',
    'Request-Disposition',
    'Recv-Info',
    'Info-Package',
    'Accept-Contact',
    'Reject-Contact',
    'Security-Client',
    'Security-Server',
    'Security-Verify',
    'P-Access-Network-Info',
  ].map((name): [string, Keep] => [name, tokens(TOKENS)]),
  ...['User-Agent', 'Server'].map((name): [string, Keep] => [
    name,
    (header, kept) => {
      kept.words(header.value, PRODUCTS);
      kept.places(header.value, VERSION);
    },
  ]),
  ...['Call-Info', 'Alert-Info', 'Error-Info'].map((name): [string, Keep] => [
    name,
    (header, kept) => {
      for (const value of headerValues(header)) {
        const uri = /<([^>]*)>?/.exec(value.text);
        if (uri !== null)
          keepInUri(slicePiece(value, uri.index + 1, uri.index + 1 + (uri[1] ?? '').length), kept);
        keepInValue(value, NONE, kept);
      }
    },
  ]),
]);

/**
 * One value and its parameters: words of the value that are in the vocabulary, names and standard values of the
 * parameters.
 */
function keepInValue(value: Piece, vocabulary: Vocabulary, kept: Kept): void {
  const [first, ...rest] = splitPiece(value, ';');
  if (first === undefined) return;
  const equals = first.text.indexOf('=');
  if (vocabulary.size > 0) kept.words(first, vocabulary);
  else if (equals > 0 && !/[\s<"]/.test(first.text.slice(0, equals)))
    kept.words(slicePiece(first, 0, equals), PARAMETER_NAMES);
  keepInParameters(
    rest.flatMap(part => parseParameters(part)),
    kept,
  );
}

function keepInAddresses(header: Header, kept: Kept): void {
  for (const address of headerAddresses(header)) {
    keepInUri(address.uri.source, kept);
    keepInParameters(address.parameters, kept);
  }
}

function keepInHops(header: Header, kept: Kept): void {
  for (const hop of headerHops(header)) {
    kept.ifLike(hop.protocol, /^SIP$/i);
    kept.ifLike(hop.version, /^\d{1,2}\.\d{1,2}$/);
    kept.words(hop.transport, TRANSPORTS);
    kept.ifLike(hop.port, /^\d{1,5}$/);
    keepInParameters(hop.parameters, kept);
  }
}

function keepInCredentials(header: Header, kept: Kept): void {
  for (const { scheme, parameters } of parseAuthentications(header.value)) {
    kept.words(scheme, SCHEMES_OF_CREDENTIALS);
    keepInAuthentication(parameters, kept);
  }
}

function keepInAuthentication(parameters: readonly Parameter[], kept: Kept): void {
  keepInParameters(parameters, kept);
  for (const { name, value } of parameters) {
    if (value !== undefined && name.text.toLowerCase() === 'uri') keepInUri(unquotedPiece(value), kept);
  }
}

/** Code, agent and text (RFC 3261 section 20.43); of the agent, only the port, since its name may be any word. */
function keepInWarning(value: Piece, kept: Kept): void {
  kept.places(value, /^(\d{3})(?=\s)/g);
  kept.places(value, /^\d{3}\s{1,8}[^\s",]{1,255}:(\d{1,5})(?=\s)/g);
  const quote = value.text.indexOf('"');
  if (quote >= 0) kept.freeWords(slicePiece(value, quote), WARNING_WORDS, REASON_WORDS, LOG_WORDS);
}

function keepInSequence(header: Header, numbers: RegExp, kept: Kept): void {
  kept.places(header.value, numbers);
  kept.words(header.value, METHODS);
}

const DATE =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d [A-Z]{2,4}$/i;
const DATE_WORDS: Vocabulary = new Set(
  'mon tue wed thu fri sat sun jan feb mar apr may jun jul aug sep oct nov dec gmt utc'.split(' '),
);

function keepInDate(header: Header, kept: Kept): void {
  if (DATE.test(header.value.text)) kept.whole(header.value);
  else {
    kept.words(header.value, DATE_WORDS);
    kept.places(header.value, /(?<![\w.@])\d{1,2}(?![\w.@])/g);
  }
}
