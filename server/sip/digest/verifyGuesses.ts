import { type AuthenticationHeader, credentialsUsername } from '../authentication.ts';
import { contentLength, offsetOfByte } from '../body.ts';
import { firstAddress, requestUri, type SipMessage } from '../message.ts';
import { SIP_METHODS } from '../methods.ts';
import { unescapeUri } from '../uri.ts';
import { computeHa1, DIGEST_ALGORITHMS, hashOfAlgorithm, hexLength, isSessionAlgorithm } from './digest.ts';
import type { Assumption } from './verifyAssumption.ts';

/** What the guesses are taken from besides the assumption. */
export interface GuessSources {
  readonly credentials: AuthenticationHeader;
  readonly message: SipMessage;
  readonly realms: readonly string[];
}

/** One or two changes of an assumption, with what to say when they make a response match. */
export interface Guess {
  /** What it changes; two guesses about one part cannot be used together. */
  readonly part: string;
  readonly what: string;
  readonly advice: string;
  readonly change: Partial<Assumption>;
}

/** Every change that is tried, likely ones first within a part. */
export function allGuesses(assumption: Assumption, received: string, sources: GuessSources): Guess[] {
  return [
    ...methodGuesses(assumption),
    ...('password' in assumption.secret
      ? [...usernameGuesses(assumption, sources), ...realmGuesses(assumption, sources)]
      : []),
    ...qopGuesses(assumption, sources),
    ...uriGuesses(assumption, sources),
    ...algorithmGuesses(assumption, received),
    ...secretGuesses(assumption),
    ...counterGuesses(assumption),
  ];
}

function methodGuesses({ method }: Assumption): Guess[] {
  const guess = (other: string): Guess => ({
    part: 'method',
    what: `the method ${other} in place of ${method}`,
    advice: methodAdvice(method, other),
    change: { method: other },
  });
  const others = method === 'ACK' || method === 'CANCEL' ? ['INVITE', ...SIP_METHODS] : SIP_METHODS;
  const spellings = [...others, method.toUpperCase(), method.toLowerCase(), ''];
  return [...new Set(spellings)].filter(other => other !== method).map(guess);
}

function methodAdvice(method: string, other: string): string {
  if (other === 'INVITE' && (method === 'ACK' || method === 'CANCEL')) {
    return `${withArticle(method)} repeats the credentials of its INVITE, made for the method INVITE: that is usual, and servers can challenge no ${method}.`;
  }
  if (other === '') return 'That is the form of rspauth, which a server sends in Authentication-Info.';
  return 'The client hashed another method than the one it sent.';
}

function withArticle(method: string): string {
  return /^[AEIO]/.test(method) ? `An ${method}` : `A ${method}`;
}

function usernameGuesses(assumption: Assumption, { credentials, message }: GuessSources): Guess[] {
  const { username } = assumption;
  const written = credentialsUsername(credentials) ?? username;
  const local = username.split('@')[0] ?? username;
  const from = firstAddress(message, 'From')?.uri;
  const to = firstAddress(message, 'To')?.uri;
  const hosts = hostsOf(message);
  const candidates = [
    written,
    local,
    ...[assumption.realm, ...hosts].map(host => `${local}@${host}`),
    ...[from, to].flatMap(uri =>
      uri?.user === undefined ? [] : [uri.user.text, unescapeUri(uri.user.text)],
    ),
    unescapeUri(username),
    username.replace(/\\([\s\S])/g, '$1'),
    username.toLowerCase(),
    ...hosts.map(host => `sip:${local}@${host}`),
    `"${username}"`,
  ];
  return distinct(candidates, username).map(other => ({
    part: 'username',
    what: `the user name ${quoted(other)} in place of ${quoted(username)}`,
    advice: usernameAdvice(username, other),
    change: { username: other },
  }));
}

function usernameAdvice(username: string, other: string): string {
  if (other.includes('@') && !username.includes('@')) {
    return 'The hash was made with a user name with domain: store the hash of that form (OpenSIPS up to 3.1: ha1b), or set the bare user name in the phone.';
  }
  if (!other.includes('@') && username.includes('@')) {
    return 'The hash was made with the user name without its domain: phone and server must use the same form.';
  }
  return 'The client hashed another user name than the one that is looked up.';
}

function realmGuesses(assumption: Assumption, { message, realms }: GuessSources): Guess[] {
  const { realm, username } = assumption;
  const domain = username.split('@')[1];
  const candidates = [
    ...realms,
    ...hostsOf(message),
    ...(domain === undefined ? [] : [domain]),
    'asterisk',
    realm.toLowerCase(),
    realm.replace(/\\([\s\S])/g, '$1'),
    realm.trim(),
    `"${realm}"`,
    '',
  ];
  return distinct(candidates, realm).map(other => ({
    part: 'realm',
    what: `the realm ${quoted(other)} in place of ${quoted(realm)}`,
    advice: 'The realm is part of the stored hash: client and server must hash the one of the challenge.',
    change: { realm: other },
  }));
}

function hostsOf(message: SipMessage): string[] {
  const uris = [firstAddress(message, 'From')?.uri, firstAddress(message, 'To')?.uri, requestUri(message)];
  return [...new Set(uris.flatMap(uri => uri?.host?.text ?? []))];
}

function qopGuesses(assumption: Assumption, { message }: GuessSources): Guess[] {
  const { qop, body, nc, cnonce } = assumption;
  const guesses: Guess[] = [];
  const add = (what: string, advice: string, change: Partial<Assumption>) =>
    guesses.push({ part: 'qop', what, advice, change });
  if (qop !== undefined) {
    const advice = 'The client names a qop but computes the older form of RFC 2069: it must do one of both.';
    add(`no qop in place of qop=${qop}`, advice, { qop: undefined });
  } else {
    const advice = 'The client computes with qop but does not name it: it must write qop, nc and cnonce.';
    add('qop=auth in place of no qop', advice, { qop: 'auth' });
    if (nc === '')
      add('qop=auth and nc=00000001 in place of no qop', advice, { qop: 'auth', nc: '00000001' });
  }
  if (qop !== 'auth' && cnonce !== '' && qop !== undefined) {
    add('qop=auth in place of auth-int', 'The client left the body out of the hash.', { qop: 'auth' });
  }
  if (qop === 'auth-int') {
    for (const [other, name] of bodyForms(body, message)) {
      const advice =
        'The body was changed on the way, or by the editor or log that shows it: auth-int breaks then.';
      add(name, advice, { body: other });
    }
  } else if (qop === 'auth') {
    const advice = 'The client hashed the body though it names qop=auth.';
    add('qop=auth-int in place of auth', advice, { qop: 'auth-int' });
  }
  return guesses;
}

function bodyForms(body: string, message: SipMessage): (readonly [string, string])[] {
  const whole = message.body.text;
  const wire = withLineEnds(whole, '\r\n');
  const onWire = 'CR LF at the ends of line of the body';
  const forms: (readonly [string, string])[] = [
    [wire.slice(0, offsetOfByte(wire, contentLength(message) ?? Number.POSITIVE_INFINITY)), onWire],
    [wire, onWire],
    [withLineEnds(body, '\n'), 'LF at the ends of line of the body'],
    [`${wire.replace(/(?:\r\n)+$/, '')}\r\n`, 'one CR LF at the end of the body'],
    [wire.replace(/(?:\r\n)+$/, ''), 'no end of line at the end of the body'],
    [whole, 'all that follows the header fields as the body'],
    ['', 'an empty body'],
  ];
  return forms.filter(
    ([form], index) => form !== body && forms.findIndex(([other]) => other === form) === index,
  );
}

function withLineEnds(text: string, end: string): string {
  return text.replace(/\r\n|\r|\n/g, end);
}

function uriGuesses({ uri, realm }: Assumption, { message }: GuessSources): Guess[] {
  const target = requestUri(message)?.source.text;
  const bare = (text: string) => text.replace(/[;?].*$/s, '');
  const candidates = [
    ...(target === undefined ? [] : [target, bare(target)]),
    bare(uri),
    bare(uri).replace(/:\d+$/, ''),
    `${bare(uri)}:5060`,
    uri.replace(/^<(.*)>$/s, '$1'),
    `<${uri}>`,
    unescapeUri(uri),
    ...hostsOf(message).map(host => `sip:${host}`),
    `sip:${realm}`,
    uri.replace(/^sips?:/i, ''),
    uri.replace(/^sip:/i, 'sips:'),
    uri.replace(/^sips:/i, 'sip:'),
    '',
  ];
  return distinct(candidates, uri).map(other => ({
    part: 'uri',
    what: `the uri ${quoted(other)} in place of ${quoted(uri)}`,
    advice:
      other === target
        ? 'The client hashed the Request-URI but wrote another uri into the header.'
        : 'The client hashed another uri than the one in its header.',
    change: { uri: other },
  }));
}

function algorithmGuesses({ algorithm, secret }: Assumption, received: string): Guess[] {
  const hash = hashOfAlgorithm(algorithm);
  return DIGEST_ALGORITHMS.filter(other => {
    if (other === algorithm || hexLength(hashOfAlgorithm(other)) !== received.length) return false;
    return 'password' in secret || hashOfAlgorithm(other) === hash;
  }).map(other => ({
    part: 'algorithm',
    what: `the algorithm ${other} in place of ${algorithm}`,
    advice: 'The client computed with another algorithm than it names.',
    change: { algorithm: other },
  }));
}

function secretGuesses({ algorithm, username, realm, secret, latin1 }: Assumption): Guess[] {
  const hash = hashOfAlgorithm(algorithm);
  const guesses: Guess[] = [
    {
      part: 'ha1 case',
      what: 'the HA1 in upper case',
      advice: 'A stored hash in upper case was used as text: md5secret of Asterisk must be in lower case.',
      change: { upperCaseHa1: true },
    },
  ];
  const add = (what: string, advice: string, change: Partial<Assumption>) =>
    guesses.push({ part: 'secret', what, advice, change });
  if ('ha1' in secret) {
    const advice =
      'One side hashes what is already a hash (OpenSIPS: calculate_ha1 with a column of hashes).';
    add('the hash taken as if it were the password', advice, { secret: { password: secret.ha1 } });
    return guesses;
  }
  const { password } = secret;
  add('an empty password', 'The client has no password set.', { secret: { password: '' } });
  if (password.trim() !== password) {
    const advice = 'The password that was given has spaces around it.';
    add('the password without the spaces around it', advice, { secret: { password: password.trim() } });
  }
  for (const end of ['\n', '\r\n', ' ']) {
    const advice = 'The other side stores an end of line or a space behind the password.';
    add('white space behind the password', advice, { secret: { password: password + end } });
  }
  if (unescapeUri(password) !== password) {
    const advice = 'The password holds %xx escapes that one side resolves.';
    add('the escapes of the password resolved', advice, { secret: { password: unescapeUri(password) } });
  }
  if (/^[0-9a-f]+$/i.test(password) && password.length === hexLength(hash)) {
    const advice = 'What was given as password is the stored hash (HA1).';
    add('the password taken as HA1', advice, { secret: { ha1: password.toLowerCase() } });
  }
  const ha1 = computeHa1(hash, username, realm, password);
  const twice = 'One side hashes what is already a hash (OpenSIPS: calculate_ha1 with a column of hashes).';
  add('the hash taken as if it were the password', twice, { secret: { password: ha1 } });
  if (!latin1 && isBeyondAscii(`${username}${realm}${password}`)) {
    const advice = 'The client hashes Latin-1 bytes; digest in SIP is made of UTF-8.';
    guesses.push({ part: 'encoding', what: 'the texts as Latin-1', advice, change: { latin1: true } });
  }
  return guesses;
}

function counterGuesses({ qop, nc, cnonce, algorithm }: Assumption): Guess[] {
  if (qop === undefined && !isSessionAlgorithm(algorithm)) return [];
  const digits = nc.toLowerCase();
  const counters = distinct(
    [digits, digits.padStart(8, '0'), digits.replace(/^0+/, ''), '00000001', '1', `"${nc}"`, ''],
    nc,
  );
  return [
    ...counters.map(other => ({
      part: 'nc',
      what: `nc ${quoted(other)} in place of ${quoted(nc)}`,
      advice: 'The counter is hashed as it is sent: eight hexadecimal digits.',
      change: { nc: other },
    })),
    ...distinct(['', `"${cnonce}"`, cnonce.replace(/\\([\s\S])/g, '$1')], cnonce).map(other => ({
      part: 'cnonce',
      what: `the cnonce ${quoted(other)} in place of ${quoted(cnonce)}`,
      advice: 'The cnonce is hashed as it stands between the quotes.',
      change: { cnonce: other },
    })),
  ];
}

function isBeyondAscii(text: string): boolean {
  // Only characters that Latin-1 has: others cannot have been sent so.
  return /[\u0080-\u00ff]/.test(text) && /^[\x00-\xff]*$/.test(text);
}

function distinct(candidates: readonly string[], except: string): string[] {
  return [...new Set(candidates)].filter(candidate => candidate !== except);
}

function quoted(text: string): string {
  const shown = text.length > 80 ? `${text.slice(0, 80)}…` : text;
  return `“${shown}”`;
}
