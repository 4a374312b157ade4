import {
  type AuthenticationHeader,
  credentialsUsername,
  digestParameter,
  isDigest,
  messageCredentials,
  parseAuthentications,
  qopValues,
} from '../authentication.ts';
import { declaredBody } from '../body.ts';
import { headersNamed, messageMethod, type SipMessage } from '../message.ts';
import { SIP_METHODS } from '../methods.ts';
import {
  type DigestAlgorithm,
  digestAlgorithm,
  hashOfAlgorithm,
  hexLength,
  isAkaAlgorithm,
} from './digest.ts';
import type { DigestServer } from './digestServers.ts';
import { type Assumption, computeResponse } from './verifyAssumption.ts';
import { explainMismatch, whatWasTried } from './verifyExplanation.ts';
import type { GuessSources } from './verifyGuesses.ts';
import { credentialsNotes, isAccepted, messagesBefore } from './verifyNotes.ts';

/** What the server has stored for the user. */
export type Secret = { readonly password: string } | { readonly ha1: string };

export interface VerifyOptions {
  readonly secret: Secret;
  /** The user name that the secret belongs to; by default the one in the header. */
  readonly username?: string | undefined;
  /** Other realms that may be correct, such as that of an open configuration. */
  readonly realms?: readonly string[] | undefined;
  /** Also reports what this server refuses. */
  readonly server?: DigestServer | undefined;
  /** How many changes are combined to find out why a response does not match; by default 2. */
  readonly changes?: 1 | 2 | undefined;
}

/** The result for one Authorization or Proxy-Authorization. Contains no secret. */
export interface Verification {
  /** `Authorization` or `Proxy-Authorization`. */
  readonly header: string;
  readonly username: string | null;
  readonly realm: string | null;
  /** The word in the header, or MD5 if it has none. */
  readonly algorithm: string;
  readonly method: string | null;
  readonly uri: string | null;
  readonly verdict: 'match' | 'mismatch' | 'cannot-check';
  /** The expected response; null if it cannot be computed. */
  readonly computed: string | null;
  readonly received: string;
  /** What would make it match, if found; otherwise why it cannot be checked. */
  readonly reasons: readonly string[];
  /** Other useful facts that the hash does not show, such as a nonce that was used twice. */
  readonly notes: readonly string[];
  /** Offset of the header field in the text. */
  readonly start: number;
  readonly end: number;
}

/** Checks every Authorization and Proxy-Authorization of consecutive messages. */
export function verifyMessages(messages: readonly SipMessage[], options: VerifyOptions): Verification[] {
  let mismatches = 0;
  return messages.flatMap((message, index) => {
    const changes = mismatches < MOST_THOROUGH ? options.changes : 1;
    const found = verifyMessage(message, { ...options, changes }, messages, index);
    mismatches += found.filter(verification => verification.verdict === 'mismatch').length;
    return found;
  });
}

/** A log with a wrong password in every message is not worth a long search for each of them. */
const MOST_THOROUGH = 25;

/**
 * Checks the credentials of one message. `conversation` holds the messages around it, this one at `index`: challenges
 * before it and the response after it are used.
 */
export function verifyMessage(
  message: SipMessage,
  options: VerifyOptions,
  conversation: readonly SipMessage[] = [message],
  index = 0,
): Verification[] {
  const before = messagesBefore(conversation, index);
  const found = messageCredentials(message).map(credentials => {
    const outcome = verifyCredentials(credentials, message, options, before);
    const notes = credentialsNotes(credentials, conversation, index, options.server, options.username);
    const isStrange = outcome.verdict === 'mismatch' && isAccepted(conversation, index);
    return {
      ...outcome,
      notes: isStrange ? [ACCEPTED_ANYWAY, ...notes] : notes,
      start: credentials.header.start,
      end: credentials.header.end,
    };
  });
  return [...found, ...withoutScheme(message)].sort((a, b) => a.start - b.start);
}

const ACCEPTED_ANYWAY =
  'The server accepted this request. Either the client and the server use a different password, hash or user than the one given here, or the server did not check the response.';

/** Header fields without a scheme: without the word Digest, the rest has no meaning. */
function withoutScheme(message: SipMessage): Verification[] {
  return ['Authorization', 'Proxy-Authorization']
    .flatMap(name => headersNamed(message, name))
    .filter(({ value }) => parseAuthentications(value).length === 0)
    .map(({ canonical, start, end }) => ({
      header: canonical,
      username: null,
      realm: null,
      algorithm: 'MD5',
      method: messageMethod(message) ?? null,
      uri: null,
      verdict: 'cannot-check',
      computed: null,
      received: '',
      reasons: ['The header has no scheme. It must start with the word Digest.'],
      notes: [],
      start,
      end,
    }));
}

type Outcome = Omit<Verification, 'notes' | 'start' | 'end'>;

function verifyCredentials(
  credentials: AuthenticationHeader,
  message: SipMessage,
  options: VerifyOptions,
  before: readonly SipMessage[],
): Outcome {
  const word = digestParameter(credentials, 'algorithm');
  const algorithm = digestAlgorithm(word);
  const received = digestParameter(credentials, 'response') ?? '';
  const shown = {
    header: credentials.header.canonical,
    username: credentialsUsername(credentials) ?? null,
    realm: digestParameter(credentials, 'realm') ?? null,
    algorithm: word ?? 'MD5',
    method: messageMethod(message) ?? null,
    uri: digestParameter(credentials, 'uri') ?? null,
    received,
  };
  const obstacles = cannotCheck(credentials, algorithm, options);
  if (obstacles.length > 0 || algorithm === undefined) {
    return { ...shown, verdict: 'cannot-check', computed: null, reasons: obstacles };
  }
  const assumption = whatTheHeaderSays(credentials, algorithm, message, options);
  const sources = { credentials, message, realms: options.realms ?? [], before };
  if (shown.method === null) return { ...shown, ...withoutMethod(assumption, received, sources) };
  const computed = computeResponse(assumption);
  if (computed === received) return { ...shown, verdict: 'match', computed, reasons: [] };
  const found = [
    ...lengthReasons(algorithm, received),
    ...explainMismatch(assumption, received, sources, options.changes),
  ];
  return {
    ...shown,
    verdict: 'mismatch',
    computed,
    reasons: found.length > 0 ? found : [whatWasTried(assumption, received, sources, options.changes)],
  };
}

function lengthReasons(algorithm: DigestAlgorithm, received: string): string[] {
  const digits = hexLength(hashOfAlgorithm(algorithm));
  if (received.startsWith('"')) return ['The response has no closing quote.'];
  if (!/^[0-9a-f]*$/i.test(received))
    return ['The response contains characters other than hexadecimal digits.'];
  if (received.length === digits) return [];
  return [`The response has ${received.length} digits, but ${algorithm} has ${digits}.`];
}

/** A selection without a request line and CSeq: tries the methods. */
function withoutMethod(
  assumption: Assumption,
  received: string,
  sources: GuessSources,
): Pick<Outcome, 'method' | 'verdict' | 'computed' | 'reasons'> {
  for (const method of SIP_METHODS) {
    const computed = computeResponse({ ...assumption, method });
    if (computed === received) return { method, verdict: 'match', computed, reasons: [] };
  }
  for (const method of SIP_METHODS) {
    const guess = { ...assumption, method };
    const reasons = explainMismatch(guess, received, sources, 1);
    if (reasons.length > 0) return { method, verdict: 'mismatch', computed: computeResponse(guess), reasons };
  }
  const what =
    'The text has no request line, and the response does not match with any of the methods that were tried.';
  return { method: null, verdict: 'cannot-check', computed: null, reasons: [what] };
}

function whatTheHeaderSays(
  credentials: AuthenticationHeader,
  algorithm: DigestAlgorithm,
  message: SipMessage,
  options: VerifyOptions,
): Assumption {
  const qop = qopValues(credentials)[0];
  return {
    algorithm,
    username: options.username ?? credentialsUsername(credentials) ?? '',
    realm: digestParameter(credentials, 'realm') ?? '',
    secret: options.secret,
    method: messageMethod(message) ?? '',
    uri: digestParameter(credentials, 'uri') ?? '',
    nonce: digestParameter(credentials, 'nonce') ?? '',
    qop: qop === 'auth' || qop === 'auth-int' ? qop : undefined,
    hashesBody: qop === 'auth-int',
    nc: digestParameter(credentials, 'nc') ?? '',
    cnonce: digestParameter(credentials, 'cnonce') ?? '',
    body: declaredBody(message).text,
    latin1: false,
    upperCaseHa1: false,
    upperCaseHa2: false,
  };
}

/** Why the response cannot be computed; empty if it can. */
function cannotCheck(
  credentials: AuthenticationHeader,
  algorithm: DigestAlgorithm | undefined,
  { secret, username }: VerifyOptions,
): string[] {
  if (!isDigest(credentials)) {
    return [`The scheme is ${credentials.scheme.text.slice(0, 40)}; only Digest can be checked.`];
  }
  const missing = ['realm', 'nonce', 'uri', 'response'].filter(
    name => digestParameter(credentials, name) === undefined,
  );
  const found: string[] = [];
  if (missing.length > 0) found.push(`The header has no ${missing.join(', no ')}.`);
  if (credentialsUsername(credentials) === undefined) found.push('The header has no username.');
  if (algorithm === undefined) {
    const word = digestParameter(credentials, 'algorithm') ?? '';
    found.push(
      isAkaAlgorithm(word)
        ? `The algorithm ${word.slice(0, 40)} computes the response from the key of a SIM card, not from a password.`
        : `The algorithm ${word.slice(0, 40)} is not a SIP digest algorithm; servers refuse it.`,
    );
    return found;
  }
  const qop = qopValues(credentials)[0];
  if (qop !== undefined && qop !== 'auth' && qop !== 'auth-int') {
    found.push(`The qop ${qop.slice(0, 40)} is unknown; the known values are auth and auth-int.`);
  }
  const hash = hashOfAlgorithm(algorithm);
  if ('ha1' in secret && secret.ha1.length !== hexLength(hash)) {
    const digits = hexLength(hash);
    found.push(
      `The header uses ${algorithm}, whose HA1 has ${digits} digits, but the given one has ${secret.ha1.length}.`,
    );
  }
  const hashed = digestParameter(credentials, 'userhash')?.toLowerCase() === 'true';
  if (hashed && username === undefined && 'password' in secret) {
    found.push(
      'The header contains a hash of the user name (userhash=true). Enter the plain user name as well.',
    );
  }
  return found;
}
