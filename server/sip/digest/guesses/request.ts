import { addressesNamed, requestUri } from '../../message.ts';
import { SIP_METHODS } from '../../methods.ts';
import { unescapeUri } from '../../uri.ts';
import { DIGEST_ALGORITHMS, hashOfAlgorithm, hexLength } from '../digest.ts';
import type { Assumption } from '../verifyAssumption.ts';
import { distinct, type Guess, type GuessSources, hostsOf, quoted } from './guess.ts';

export function methodGuesses({ method }: Assumption): Guess[] {
  const guess = (other: string): Guess => ({
    part: 'method',
    what: `the method ${other} instead of ${method}`,
    advice: methodAdvice(method, other),
    change: { method: other },
  });
  const others = method === 'ACK' || method === 'CANCEL' ? ['INVITE', ...SIP_METHODS] : SIP_METHODS;
  const spellings = [...others, method.toUpperCase(), method.toLowerCase(), ''];
  return [...new Set(spellings)].filter(other => other !== method).map(guess);
}

function methodAdvice(method: string, other: string): string {
  if (other === 'INVITE' && (method === 'ACK' || method === 'CANCEL')) {
    return `${withArticle(method)} repeats the credentials of its INVITE, which were computed for the method INVITE. This is normal: servers cannot challenge it.`;
  }
  if (other === '') return 'This is the form of rspauth, which a server sends in Authentication-Info.';
  return 'The client hashed a different method than the one it sent.';
}

function withArticle(method: string): string {
  return /^[AEIO]/.test(method) ? `An ${method}` : `A ${method}`;
}

export function uriGuesses({ uri, realm }: Assumption, { message }: GuessSources): Guess[] {
  const target = requestUri(message)?.source.text;
  const bare = (text: string) => text.replace(/[;?].*$/s, '');
  const addressed = ['To', 'From', 'Contact', 'Route'].flatMap(name =>
    addressesNamed(message, name).map(address => address.uri.source.text),
  );
  const candidates = [
    ...(target === undefined ? [] : [target, bare(target), target.toLowerCase(), unescapeUri(target)]),
    bare(uri),
    bare(uri).replace(/:\d+$/, ''),
    `${bare(uri)}:5060`,
    uri.replace(/^<(.*)>$/s, '$1'),
    `<${uri}>`,
    unescapeUri(uri),
    uri.toLowerCase(),
    uri.trim(),
    `"${uri}"`,
    ...addressed,
    ...addressed.map(bare),
    ...hostsOf(message).map(host => `sip:${host}`),
    `sip:${realm}`,
    uri.replace(/^sips?:/i, ''),
    uri.replace(/^sip:/i, 'sips:'),
    uri.replace(/^sips:/i, 'sip:'),
    '/',
    '',
  ];
  return distinct(candidates, uri).map(other => ({
    part: 'uri',
    what: `the uri ${quoted(other)} instead of ${quoted(uri)}`,
    advice:
      other === target
        ? 'The client hashed the Request-URI but wrote a different uri in the header.'
        : 'The client hashed a different uri than the one in its header.',
    change: { uri: other },
  }));
}

export function algorithmGuesses({ algorithm, secret }: Assumption, received: string): Guess[] {
  const hash = hashOfAlgorithm(algorithm);
  return DIGEST_ALGORITHMS.filter(other => {
    if (other === algorithm || hexLength(hashOfAlgorithm(other)) !== received.length) return false;
    return 'password' in secret || hashOfAlgorithm(other) === hash;
  }).map(other => ({
    part: 'algorithm',
    what: `the algorithm ${other} instead of ${algorithm}`,
    advice: 'The client used a different algorithm than the one in its header.',
    change: { algorithm: other },
  }));
}
