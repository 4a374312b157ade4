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
import { parseUriText, sameUri } from '../uri.ts';
import { readChallenge } from './answer.ts';
import { digestAlgorithm, hashOfAlgorithm, userHash } from './digest.ts';
import { type DigestServer, serverRefusals } from './digestServers.ts';

/**
 * What the hash of credentials does not tell: how they fit the challenge before them, the request around them and the
 * server. `messages[index]` is the message that holds them.
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
  const before = messages.slice(Math.max(0, index - MOST_AROUND), index);
  return [
    ...challengeNotes(credentials, message, before),
    ...reuseNotes(credentials, message, before),
    ...staleNotes(message, messages.slice(index + 1, index + MOST_AROUND)),
    ...uriNotes(credentials, message),
    ...userhashNotes(credentials, username),
    ...quotingNotes(credentials),
    ...repetitionNotes(credentials),
    ...serverNotes(credentials, server),
  ];
}

/** So many messages before and behind are looked at, so that a long log takes time in proportion. */
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
    const isOther = before
      .filter(other => isSameCall(other, message))
      .flatMap(messageChallenges)
      .some(found => digestParameter(found, 'realm') === realm);
    return isOther ? ['The nonce is not that of the challenge before it.'] : [];
  }
  const notes: string[] = [];
  if (!sameAlgorithm(challenge.algorithmWord, word)) {
    const asked = challenge.algorithmWord ?? 'MD5 (no algorithm word)';
    notes.push(`The challenge asks for ${asked}, the answer uses ${word ?? 'MD5'}: the server refuses it.`);
  }
  const realm = digestParameter(credentials, 'realm') ?? '';
  if (challenge.realm !== realm) {
    notes.push(`The challenge names the realm “${challenge.realm}”, the answer “${realm}”.`);
  }
  const qop = qopValues(credentials)[0];
  if (qop !== undefined && challenge.qop.length === 0) {
    notes.push(
      'The answer uses qop though the challenge offers none: a server without qop computes another hash.',
    );
  } else if (qop !== undefined && !challenge.qop.includes(qop)) {
    notes.push(`The answer uses qop=${qop}, the challenge offers ${challenge.qop.join(', ')}.`);
  } else if (qop === undefined && challenge.qop.length > 0) {
    notes.push(
      `The challenge offers qop=${challenge.qop.join(',')}, the answer uses none: many servers refuse that.`,
    );
  }
  if (challenge.opaque !== digestParameter(credentials, 'opaque')) {
    notes.push('The answer must carry the opaque of the challenge unchanged.');
  }
  const wanted = fitting.header.canonical === 'Proxy-Authenticate' ? 'Proxy-Authorization' : 'Authorization';
  if (credentials.header.canonical !== wanted) {
    notes.push(
      `${fitting.header.canonical} is answered with ${wanted}, not with ${credentials.header.canonical}.`,
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
  return [`${what} A server that takes a nonce only once answers with a new challenge.`];
}

function staleNotes(message: SipMessage, behind: readonly SipMessage[]): string[] {
  const answer = behind.find(other => other.startLine.kind === 'status' && isSameRequest(other, message));
  const stale = answer && messageChallenges(answer).some(found => readChallenge(found)?.stale === true);
  if (!stale) return [];
  return [
    'The server answered stale=true: the password was right, the nonce too old. The client must try the new one.',
  ];
}

function uriNotes(credentials: AuthenticationHeader, message: SipMessage): string[] {
  const written = digestParameter(credentials, 'uri');
  const target = requestUri(message);
  if (written === undefined || target === undefined) return [];
  if (sameUri(parseUriText(written), target)) return [];
  return [
    `The uri “${written}” differs from the Request-URI “${target.source.text}”: a proxy may have changed it, but some servers refuse that.`,
  ];
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
  return ['The hash of the user name in the header is that of another user or another realm.'];
}

/** RFC 3261 section 25.1: in credentials these three are bare. */
function quotingNotes(credentials: AuthenticationHeader): string[] {
  const quoted = ['algorithm', 'qop', 'nc'].filter(name => isParameterQuoted(credentials, name));
  if (quoted.length === 0) return [];
  return [
    `The value of ${quoted.join(' and ')} stands in quotes; the grammar has none there, and strict servers refuse it.`,
  ];
}

function repetitionNotes({ parameters }: AuthenticationHeader): string[] {
  const names = parameters.map(({ name }) => name.text.toLowerCase());
  const repeated = new Set(names.filter((name, index) => names.indexOf(name) < index));
  return [...repeated].map(
    name =>
      `The parameter ${name.slice(0, 40)} stands there twice; the first one was taken, servers may take the other.`,
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
