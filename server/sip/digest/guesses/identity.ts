import { credentialsUsername, digestParameter, messageChallenges } from '../../authentication.ts';
import { firstAddress, requestUri } from '../../message.ts';
import { unescapeUri } from '../../uri.ts';
import type { Assumption } from '../verifyAssumption.ts';
import { distinct, type Guess, type GuessSources, hostsOf, quoted } from './guess.ts';

/** Other user names and realms: the parts of HA1 besides the password. */
export function identityGuesses(assumption: Assumption, sources: GuessSources): Guess[] {
  return [...usernameGuesses(assumption, sources), ...realmGuesses(assumption, sources)];
}

function usernameGuesses(assumption: Assumption, { credentials, message }: GuessSources): Guess[] {
  const { username } = assumption;
  const written = credentialsUsername(credentials) ?? username;
  const local = username.split('@')[0] ?? username;
  const fields = ['From', 'To', 'Contact', 'P-Preferred-Identity', 'P-Asserted-Identity'];
  const uris = [...fields.map(name => firstAddress(message, name)?.uri), requestUri(message)];
  const hosts = hostsOf(message);
  const candidates = [
    written,
    local,
    ...[assumption.realm, ...hosts].map(host => `${local}@${host}`),
    ...uris.flatMap(uri =>
      uri?.user === undefined ? [] : [uri.user.text, unescapeUri(uri.user.text), uri.source.text],
    ),
    unescapeUri(username),
    username.replace(/\\([\s\S])/g, '$1'),
    username.toLowerCase(),
    username.toUpperCase(),
    `${username.slice(0, 1).toUpperCase()}${username.slice(1)}`,
    username.trim(),
    ...hosts.map(host => `sip:${local}@${host}`),
    `sip:${username}`,
    `"${username}"`,
    '',
  ];
  return distinct(candidates, username).map(other => ({
    part: 'username',
    what: `the user name ${quoted(other)} instead of ${quoted(username)}`,
    advice: usernameAdvice(username, other),
    change: { username: other },
  }));
}

function usernameAdvice(username: string, other: string): string {
  if (other.includes('@') && !username.includes('@')) {
    return 'The hash was computed with a user name that includes the domain. Store the hash in that form (OpenSIPS up to 3.1: ha1b), or set the user name without the domain in the phone.';
  }
  if (!other.includes('@') && username.includes('@')) {
    return 'The hash was computed with the user name without its domain. The phone and the server must use the same form.';
  }
  return 'The client hashed a different user name than the one that is looked up.';
}

function realmGuesses(assumption: Assumption, { message, realms, before }: GuessSources): Guess[] {
  const { realm, username } = assumption;
  const domain = username.split('@')[1];
  const candidates = [
    ...realms,
    ...before.flatMap(messageChallenges).flatMap(found => digestParameter(found, 'realm') ?? []),
    ...hostsOf(message),
    ...(domain === undefined ? [] : [domain]),
    'asterisk',
    realm.toLowerCase(),
    realm.toUpperCase(),
    `${realm.slice(0, 1).toUpperCase()}${realm.slice(1)}`,
    realm.replace(/\\([\s\S])/g, '$1'),
    realm.trim(),
    `"${realm}"`,
    '',
  ];
  return distinct(candidates, realm).map(other => ({
    part: 'realm',
    what: `the realm ${quoted(other)} instead of ${quoted(realm)}`,
    advice:
      'The realm is part of the stored hash. The client and the server must hash the realm of the challenge.',
    change: { realm: other },
  }));
}
