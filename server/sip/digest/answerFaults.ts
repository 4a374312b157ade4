import { appendAll } from '../../text/longLists.ts';
import { beginningWithoutSecrets } from '../../text/secrets.ts';
import { parseUriText, sameUri } from '../uri.ts';

/** The parts of a challenge or answer that can be compared without a password; values as in the message. */
export interface ComparedDigest {
  readonly realm: string | undefined;
  readonly nonce: string | undefined;
  readonly uri?: string | undefined;
  readonly algorithm: string | undefined;
  readonly qop: string | undefined;
  readonly nc?: string | undefined;
  readonly cnonce?: string | undefined;
  readonly opaque?: string | undefined;
}

export type AnswerFaultKind =
  | 'realm'
  | 'nonce'
  | 'algorithm'
  | 'qop'
  | 'qop-missing'
  | 'parameters'
  | 'opaque';

/** Why an answer cannot match its challenge, whatever the password is. */
export interface AnswerFault {
  readonly kind: AnswerFaultKind;
  /** One sentence, with its source. */
  readonly text: string;
}

/**
 * Compares an answer with the challenges in one response (RFC 7616 section 3.4, RFC 8760 section 2.4). Empty when
 * nothing is found. `nonces` are those of other challenges of the call.
 */
export function answerFaults(
  answer: ComparedDigest,
  offered: readonly ComparedDigest[],
  nonces: readonly string[] = [],
): AnswerFault[] {
  const faults: AnswerFault[] = [];
  const add = (kind: AnswerFaultKind, text: string) => faults.push({ kind, text });
  const ofRealm = offered.filter(challenge => challenge.realm === answer.realm);
  if (ofRealm.length === 0 && offered.length > 0) {
    const [asked] = offered;
    add(
      'realm',
      `The answer has the realm "${answer.realm ?? ''}", but the challenge has "${asked?.realm ?? ''}".`,
    );
  }
  const compared = ofRealm.length > 0 ? ofRealm : offered;
  const fitting = compared.filter(challenge => challenge.nonce === answer.nonce);
  if (compared.length > 0 && fitting.length === 0) {
    add('nonce', nonceFault(answer.nonce ?? '', compared, nonces));
  }
  const asked = fitting.length > 0 ? fitting : compared;
  const word = (answer.algorithm ?? 'MD5').toLowerCase();
  const sameAlgorithm = asked.filter(challenge => (challenge.algorithm ?? 'MD5').toLowerCase() === word);
  if (asked.length > 0 && sameAlgorithm.length === 0) {
    const words = [...new Set(asked.map(challenge => challenge.algorithm ?? 'MD5 (no algorithm word)'))];
    add(
      'algorithm',
      `The answer uses the algorithm ${answer.algorithm ?? 'MD5'}, which was not offered: the challenge offers ${words.join(' or ')}.`,
    );
  }
  const challenge = sameAlgorithm[0] ?? asked[0];
  if (challenge !== undefined) appendAll(faults, qopFaults(answer, challenge));
  appendAll(faults, parameterFaults(answer));
  if (challenge?.opaque !== undefined && challenge.opaque !== answer.opaque) {
    const what = answer.opaque === undefined ? 'omits' : 'changes';
    add(
      'opaque',
      `The answer ${what} the opaque of the challenge, but must return it unchanged (RFC 7616 section 3.4).`,
    );
  }
  return faults;
}

function qopFaults(answer: ComparedDigest, challenge: ComparedDigest): AnswerFault[] {
  const words = wordsOf(challenge.qop);
  const [word] = wordsOf(answer.qop);
  if (answer.qop === undefined) {
    if (words.length === 0) return [];
    const text = `The challenge offers qop=${words.join(',')}, but the answer uses none: many servers refuse that (RFC 7616 section 3.4).`;
    return [{ kind: 'qop-missing', text }];
  }
  if (wordsOf(answer.qop).length > 1) {
    const text = `The answer contains the list qop="${answer.qop}", but must choose one value (RFC 7616 section 3.4).`;
    return [{ kind: 'qop', text }];
  }
  if (words.length === 0) {
    const text = `The answer uses qop=${word ?? ''} although the challenge offers none: a server without qop computes a different hash.`;
    return [{ kind: 'qop', text }];
  }
  if (word === undefined || !words.includes(word)) {
    const text = `The answer uses qop=${word ?? ''}, which was not offered: the challenge offers ${words.join(', ')}.`;
    return [{ kind: 'qop', text }];
  }
  return [];
}

/** RFC 7616 section 3.4: with qop, nc and cnonce are required; the session algorithms also hash cnonce. */
function parameterFaults({ qop, nc, cnonce, algorithm }: ComparedDigest): AnswerFault[] {
  const missing: string[] = [];
  const isSession = algorithm?.toLowerCase().endsWith('-sess') === true;
  if (qop !== undefined && nc === undefined) missing.push('nc');
  if ((qop !== undefined || isSession) && cnonce === undefined) missing.push('cnonce');
  if (missing.length === 0) return [];
  const because = qop !== undefined ? 'it uses qop' : `${algorithm ?? ''} hashes it`;
  const text = `The answer has no ${missing.join(' and no ')} although ${because} (RFC 7616 section 3.4).`;
  return [{ kind: 'parameters', text }];
}

function wordsOf(qop: string | undefined): string[] {
  return (qop ?? '')
    .split(',')
    .map(word => word.trim().toLowerCase())
    .filter(word => word !== '');
}

function nonceFault(nonce: string, challenges: readonly ComparedDigest[], others: readonly string[]): string {
  for (const challenge of challenges) {
    const damage = nonceDamage(nonce, challenge.nonce ?? '');
    if (damage !== undefined) return damage;
  }
  if (others.includes(nonce)) return 'The answer uses the nonce of another challenge of this call.';
  return 'The answer does not use the nonce of the challenge.';
}

/** How a nonce was damaged in the answer; undefined if it is simply a different one. */
export function nonceDamage(sent: string, given: string): string | undefined {
  if (sent === given || given === '') return undefined;
  const because = 'The nonce must be returned unchanged: the server does not recognize this one.';
  if (sent === '') return `The nonce of the answer is empty. ${because}`;
  if (sent.replaceAll(' ', '+') === given.replaceAll(' ', '+')) {
    return `The nonce of the answer is that of the challenge with a plus sign (+) turned into a space, or vice versa. ${because}`;
  }
  if (percentDecoded(sent) === percentDecoded(given)) {
    return `The nonce of the answer is that of the challenge with its %xx escapes changed. ${because}`;
  }
  if (percentDecoded(sent.replaceAll('+', ' ')) === percentDecoded(given.replaceAll('+', ' '))) {
    return `The nonce of the answer is that of the challenge with plus signs (+), spaces and %xx escapes changed. ${because}`;
  }
  if (sent.toLowerCase() === given.toLowerCase()) {
    return `The nonce of the answer differs from that of the challenge in upper and lower case. ${because}`;
  }
  const bare = (text: string) => text.replace(/[\s"'\\]/g, '');
  if (bare(sent) === bare(given)) {
    return `The nonce of the answer is that of the challenge with quotes, backslashes or spaces added or removed. ${because}`;
  }
  if (sent.replace(/=+$/, '') === given.replace(/=+$/, '')) {
    return `The nonce of the answer is that of the challenge with the equal signs at its end changed. ${because}`;
  }
  if (given.startsWith(sent)) {
    return `The nonce of the answer ends after ${sent.length} of ${given.length} characters. ${because}`;
  }
  if (sent.startsWith(given)) {
    return `The nonce of the answer is that of the challenge with more text after it. ${because}`;
  }
  return undefined;
}

/**
 * How the `uri` of an answer differs from the Request-URI (RFC 3261 section 22.4: they are the same); undefined when it
 * does not.
 */
export function digestUriFault(uri: string, requestUri: string): string | undefined {
  const written = uri.trim();
  if (written === requestUri && !written.includes('<')) return undefined;
  if (/^<.*>$/s.test(written)) {
    return `The uri "${shown(written)}" is in angle brackets, but must be written without them (RFC 3261 section 25.1); strict servers refuse the brackets. The client added them.`;
  }
  if (/^"?[^"<>]*"?\s*<.*>/s.test(written)) {
    return `The uri "${shown(written)}" is a complete address, but must be only the Request-URI (RFC 3261 section 25.1).`;
  }
  if (sameUri(parseUriText(written), parseUriText(requestUri.replace(/^<(.*)>$/s, '$1')))) return undefined;
  return `The uri "${shown(uri)}" differs from the Request-URI "${shown(requestUri)}": the client computed the response for another request, or a proxy changed the Request-URI; some servers refuse this (RFC 3261 section 22.4).`;
}

function shown(text: string): string {
  return beginningWithoutSecrets(text, 80);
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
