import {
  type AuthenticationHeader,
  credentialsUsername,
  digestParameter,
  isParameterQuoted,
  messageChallenges,
  messageCredentials,
  qopValues,
} from '../authentication.ts';
import { messageMethod, requestUri, type SipMessage } from '../message.ts';
import { isSameCall, isSameRequest } from '../transaction.ts';
import { readChallenge } from './answer.ts';
import { answerFaults, type ComparedDigest, digestUriFault, nonceDamage } from './answerFaults.ts';
import { digestAlgorithm, hashOfAlgorithm, userHash } from './digest.ts';
import { type DigestServer, serverRefusals } from './digestServers.ts';

/**
 * What the hash of credentials does not show: how they match the challenge before them, the request around them and the
 * server. `messages[index]` is the message that contains them.
 */
export function credentialsNotes(
  credentials: AuthenticationHeader,
  messages: readonly SipMessage[],
  index: number,
  server: DigestServer | undefined,
  username: string | undefined,
): string[] {
  const message = messages[index];
  if (message === undefined) return [];
  const before = messagesBefore(messages, index);
  const behind = messages.slice(index + 1, index + MOST_AROUND);
  return [
    ...challengeNotes(credentials, message, before),
    ...reuseNotes(credentials, message, before),
    ...staleNotes(credentials, message, before, behind),
    ...uriNotes(credentials, message),
    ...userhashNotes(credentials, username),
    ...quotingNotes(credentials),
    ...repetitionNotes(credentials),
    ...serverNotes(credentials, server),
  ];
}

/** The messages before one that are used, oldest first. */
export function messagesBefore(messages: readonly SipMessage[], index: number): readonly SipMessage[] {
  return messages.slice(Math.max(0, index - MOST_AROUND), index);
}

/** True if the response to the request shows that the server accepted the credentials. */
export function isAccepted(messages: readonly SipMessage[], index: number): boolean {
  const message = messages[index];
  if (message === undefined) return false;
  return messages.slice(index + 1, index + MOST_AROUND).some(other => {
    const line = other.startLine;
    return line.kind === 'status' && line.status >= 200 && line.status < 300 && isSameRequest(other, message);
  });
}

/** How many messages before and after are used, so that the time stays proportional to the length of a log. */
const MOST_AROUND = 500;

/** The challenge with the same nonce, compared with the answer. */
function challengeNotes(
  credentials: AuthenticationHeader,
  message: SipMessage,
  before: readonly SipMessage[],
): string[] {
  const nonce = digestParameter(credentials, 'nonce');
  const word = digestParameter(credentials, 'algorithm');
  const offered = before
    .flatMap(messageChallenges)
    .filter(found => digestParameter(found, 'nonce') === nonce);
  const fitting =
    offered.find(found => sameAlgorithm(digestParameter(found, 'algorithm'), word)) ?? offered[0];
  const challenge = fitting && readChallenge(fitting);
  if (fitting === undefined || challenge === undefined) {
    const realm = digestParameter(credentials, 'realm');
    const others = before
      .filter(other => isSameCall(other, message))
      .flatMap(messageChallenges)
      .filter(found => digestParameter(found, 'realm') === realm);
    return others.length === 0 ? [] : [strangeNonce(nonce ?? '', others)];
  }
  const ofResponse = offered.filter(found => sameAlgorithm(digestParameter(found, 'algorithm'), word));
  const notes = answerFaults(
    comparedDigest(credentials),
    (ofResponse.length > 0 ? ofResponse : offered).map(comparedDigest),
  ).map(fault => fault.text);
  const wanted = fitting.header.canonical === 'Proxy-Authenticate' ? 'Proxy-Authorization' : 'Authorization';
  if (credentials.header.canonical !== wanted) {
    notes.push(
      `${fitting.header.canonical} must be answered with ${wanted}, not with ${credentials.header.canonical}.`,
    );
  }
  return notes;
}

function sameAlgorithm(a: string | undefined, b: string | undefined): boolean {
  return (a ?? 'MD5').toLowerCase() === (b ?? 'MD5').toLowerCase();
}

/** A nonce may be used again only with a higher nc; a retransmission has the same CSeq. */
function reuseNotes(
  credentials: AuthenticationHeader,
  message: SipMessage,
  before: readonly SipMessage[],
): string[] {
  if (['ACK', 'CANCEL'].includes(messageMethod(message) ?? '')) return [];
  const nonce = digestParameter(credentials, 'nonce');
  const nc = digestParameter(credentials, 'nc');
  const twice = before.some(
    other =>
      !isSameRequest(other, message) &&
      messageCredentials(other).some(
        found =>
          found.header.canonical === credentials.header.canonical &&
          digestParameter(found, 'nonce') === nonce &&
          digestParameter(found, 'nc') === nc,
      ),
  );
  if (!twice) return [];
  const what = nc === undefined ? 'This nonce was used before.' : `This nonce was used before with nc=${nc}.`;
  return [`${what} A server that accepts a nonce only once responds with a new challenge.`];
}

function staleNotes(
  credentials: AuthenticationHeader,
  message: SipMessage,
  before: readonly SipMessage[],
  behind: readonly SipMessage[],
): string[] {
  const answer = behind.find(other => other.startLine.kind === 'status' && isSameRequest(other, message));
  const stale = answer && messageChallenges(answer).some(found => readChallenge(found)?.stale === true);
  if (!stale) return [];
  const nonce = digestParameter(credentials, 'nonce') ?? '';
  const isDamaged = before
    .filter(other => isSameCall(other, message))
    .flatMap(messageChallenges)
    .some(found => nonceDamage(nonce, digestParameter(found, 'nonce') ?? '') !== undefined);
  return [
    isDamaged
      ? 'The server responded with stale=true: it does not recognize the damaged nonce. This says nothing about the password.'
      : 'The server responded with stale=true: the password was correct, but the nonce was too old. The client must try the new nonce.',
  ];
}

function strangeNonce(nonce: string, others: readonly AuthenticationHeader[]): string {
  for (const other of others) {
    const damage = nonceDamage(nonce, digestParameter(other, 'nonce') ?? '');
    if (damage !== undefined) return damage;
  }
  return 'The nonce is not that of the challenge before it.';
}

function comparedDigest(found: AuthenticationHeader): ComparedDigest {
  const value = (name: string) => digestParameter(found, name);
  return {
    realm: value('realm'),
    nonce: value('nonce'),
    uri: value('uri'),
    algorithm: value('algorithm'),
    qop: value('qop'),
    nc: value('nc'),
    cnonce: value('cnonce'),
    opaque: value('opaque'),
  };
}

function uriNotes(credentials: AuthenticationHeader, message: SipMessage): string[] {
  const written = digestParameter(credentials, 'uri');
  const target = requestUri(message);
  if (written === undefined || target === undefined) return [];
  const fault = digestUriFault(written, target.source.text);
  return fault === undefined ? [] : [fault];
}

function userhashNotes(credentials: AuthenticationHeader, username: string | undefined): string[] {
  if (digestParameter(credentials, 'userhash')?.toLowerCase() !== 'true' || username === undefined) return [];
  const algorithm = digestAlgorithm(digestParameter(credentials, 'algorithm'));
  if (algorithm === undefined) return [];
  const expected = userHash(
    hashOfAlgorithm(algorithm),
    username,
    digestParameter(credentials, 'realm') ?? '',
  );
  if (expected === credentialsUsername(credentials)?.toLowerCase()) return [];
  return ['The hash of the user name in the header belongs to another user or realm.'];
}

/** RFC 3261 section 25.1: in credentials, three values are unquoted, the others are in quotes. */
function quotingNotes(credentials: AuthenticationHeader): string[] {
  const notes: string[] = [];
  const quoted = ['algorithm', 'qop', 'nc'].filter(name => isParameterQuoted(credentials, name));
  if (quoted.length > 0) {
    notes.push(
      `The value of ${quoted.join(' and ')} is in quotes, but the grammar does not allow them, and strict servers refuse it.`,
    );
  }
  const bare = ['username', 'realm', 'nonce', 'uri', 'response', 'cnonce', 'opaque'].filter(
    name => digestParameter(credentials, name) !== undefined && !isParameterQuoted(credentials, name),
  );
  if (bare.length > 0) {
    notes.push(
      `The value of ${bare.join(' and ')} has no quotes, but the grammar requires them, and strict servers refuse it.`,
    );
  }
  return notes;
}

function repetitionNotes({ parameters }: AuthenticationHeader): string[] {
  const names = parameters.map(({ name }) => name.text.toLowerCase());
  const repeated = new Set(names.filter((name, index) => names.indexOf(name) < index));
  return [...repeated].map(
    name =>
      `The parameter ${name.slice(0, 40)} occurs twice; the first one was used, but servers may use the other.`,
  );
}

function serverNotes(credentials: AuthenticationHeader, server: DigestServer | undefined): string[] {
  const algorithmWord = digestParameter(credentials, 'algorithm');
  const algorithm = digestAlgorithm(algorithmWord);
  if (server === undefined || algorithm === undefined) return [];
  const response = digestParameter(credentials, 'response') ?? '';
  return serverRefusals(server, {
    algorithmWord,
    algorithm,
    qop: qopValues(credentials).length > 0,
    response,
  });
}
