import type { Conversation } from '../../server/languages/traces.ts';
import {
  type AuthenticationHeader,
  messageChallenges,
  messageCredentials,
} from '../../server/sip/authentication.ts';
import { type Challenge, preferredChallenge, readChallenge } from '../../server/sip/digest/answer.ts';
import { isAkaAlgorithm } from '../../server/sip/digest/digest.ts';
import { firstAddress, messageMethod, requestUri, type SipMessage } from '../../server/sip/message.ts';
import { isSameRequest } from '../../server/sip/transaction.ts';
import { decodedUser } from '../../server/sip/uri.ts';

/** A challenge that can be answered, with what the surrounding text shows about the next request. */
export interface ChallengeSeed {
  readonly challenge: Challenge;
  readonly headerName: 'Authorization' | 'Proxy-Authorization';
  /** User of the From or To; the digest user name is often the same. */
  readonly username: string | undefined;
  readonly method: string | undefined;
  /** Request-URI of the request that was challenged. */
  readonly uri: string | undefined;
  /** Body of that request, for auth-int. */
  readonly body: string;
}

/**
 * Every challenge of the selected message that we can answer, the topmost first; those of the next message if it is
 * the request that is challenged.
 */
export function challengeSeeds({ messages, index }: Conversation): ChallengeSeed[] {
  const meant = messages[index];
  if (meant === undefined) return [];
  const challenged = messageChallenges(meant).length > 0 ? meant : answerTo(messages, index);
  if (challenged === undefined) return [];
  const request = messages.findLast(
    other => other.startLine.kind === 'request' && isSameRequest(other, challenged),
  );
  const from = firstAddress(challenged, 'From')?.uri ?? firstAddress(challenged, 'To')?.uri;
  return messageChallenges(challenged).flatMap(found => {
    const challenge = readChallenge(found);
    if (challenge === undefined || preferredChallenge([challenge]) === undefined) return [];
    return [
      {
        challenge,
        headerName: headerNameFor(found),
        username: from === undefined ? undefined : decodedUser(from),
        method: messageMethod(challenged),
        uri: request === undefined ? undefined : requestUri(request)?.source.text,
        body: request?.body.text ?? '',
      },
    ];
  });
}

/** A sentence about what makes a challenge unanswerable; undefined without a challenge. */
export function unanswerable({ messages, index }: Conversation): string | undefined {
  const meant = messages[index];
  const challenges = meant === undefined ? [] : messageChallenges(meant);
  if (challenges.length === 0) return undefined;
  const read = challenges.flatMap(found => readChallenge(found) ?? []);
  const word = read.find(challenge => challenge.algorithm === undefined)?.algorithmWord;
  if (word !== undefined) {
    const what = isAkaAlgorithm(word)
      ? 'needs the key of a SIM card, not a password'
      : 'is not a SIP digest algorithm';
    return `The algorithm ${word.slice(0, 40)} of this challenge ${what}.`;
  }
  if (read.length === 0) return 'This challenge has no Digest scheme, no realm or no nonce.';
  return 'This challenge offers no known qop; the known values are auth and auth-int.';
}

/** Index of the selected message, or of one in the text, that has credentials; undefined if none has. */
export function indexWithCredentials({ messages, index }: Conversation): number | undefined {
  const meant = messages[index];
  if (meant !== undefined && messageCredentials(meant).length > 0) return index;
  const next = messages.findIndex((other, at) => at > index && messageCredentials(other).length > 0);
  return next < 0 ? undefined : next;
}

function answerTo(messages: readonly SipMessage[], index: number): SipMessage | undefined {
  const request = messages[index];
  if (request === undefined) return undefined;
  return messages.find(
    (other, at) => at > index && isSameRequest(other, request) && messageChallenges(other).length > 0,
  );
}

function headerNameFor(challenge: AuthenticationHeader): ChallengeSeed['headerName'] {
  return challenge.header.canonical === 'Proxy-Authenticate' ? 'Proxy-Authorization' : 'Authorization';
}
