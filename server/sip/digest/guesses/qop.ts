import { digestParameter, messageChallenges } from '../../authentication.ts';
import { findParameter } from '../../parameters.ts';
import type { Assumption } from '../verifyAssumption.ts';
import { type Guess, type GuessSources, quoted } from './guess.ts';

/**
 * Other qualities of protection. Two things can go wrong: the text that is hashed (RFC 7616 section 3.4.1 hashes the one
 * value that is sent), and whether the body enters HA2 (section 3.4.3: with auth-int only).
 */
export function qopGuesses(assumption: Assumption, sources: GuessSources): Guess[] {
  const { qop, hashesBody, nc } = assumption;
  const guesses: Guess[] = [];
  const add = (what: string, advice: string, change: Partial<Assumption>) =>
    guesses.push({ part: 'qop', what, advice, change });
  const named = qop === undefined ? 'no qop' : `qop=${qop}`;
  if (qop !== undefined) {
    const advice = 'The client names a qop but computes the older form of RFC 2069: it must do one of both.';
    add(`no qop in place of ${named}`, advice, { qop: undefined, hashesBody: false });
    if (hashesBody) {
      add(`no qop but the body hashed, in place of ${named}`, advice, { qop: undefined });
    }
  }
  for (const word of hashedWords(sources)) {
    for (const withBody of [word === 'auth-int', word !== 'auth-int']) {
      if (word === qop && withBody === hashesBody) continue;
      const change = { qop: word, hashesBody: withBody };
      const what = `${wordInWords(word, withBody)} in place of ${named}`;
      add(what, qopAdvice(assumption, word, withBody), change);
      if (qop === undefined && nc === '') {
        add(`${wordInWords(word, withBody)} and nc=00000001 in place of ${named}`, NOT_NAMED, {
          ...change,
          nc: '00000001',
        });
      }
    }
  }
  return guesses;
}

/** What clients are known to put into the hash as qop: the words, lists of them, and whatever stands in the headers. */
function hashedWords({ credentials, before }: GuessSources): string[] {
  const nonce = digestParameter(credentials, 'nonce');
  const offered = before
    .flatMap(messageChallenges)
    .filter(found => digestParameter(found, 'nonce') === nonce)
    .flatMap(found => digestParameter(found, 'qop') ?? []);
  const written = findParameter(credentials.parameters, 'qop')?.value?.text;
  const sent = written === undefined ? [] : [written, written.replaceAll('"', '')];
  const plain = ['auth', 'auth-int'];
  const lists = ['auth,auth-int', 'auth-int,auth', 'auth, auth-int', 'auth-int, auth'];
  const spelled = [...plain, ...offered].flatMap(word => [word.toUpperCase(), word.toLowerCase()]);
  const quotedWords = [...plain, ...offered].map(word => `"${word}"`);
  const spaceless = offered.map(word => word.replaceAll(' ', ''));
  return [
    ...new Set([...plain, ...offered, ...sent, ...spaceless, ...lists, ...spelled, ...quotedWords, '']),
  ];
}

function wordInWords(word: string, withBody: boolean): string {
  const isUsual = withBody === (word === 'auth-int');
  const hashed = isUsual ? '' : withBody ? ' with the body hashed' : ' with the body left out';
  if (word === '') return `an empty qop${hashed}`;
  return /^[\w-]+$/.test(word) ? `qop=${word}${hashed}` : `the text ${quoted(word)} hashed as qop${hashed}`;
}

const NOT_NAMED = 'The client computes with qop but does not name it: it must write qop, nc and cnonce.';

function qopAdvice({ qop, hashesBody }: Assumption, word: string, withBody: boolean): string {
  if (qop === undefined) return NOT_NAMED;
  const rule = 'The hash takes the one value that the header sends (RFC 7616 section 3.4.1)';
  if (word.includes(',')) {
    return `The client hashed the whole list and sent qop=${qop}: the password is right, the client is at fault. ${rule}.`;
  }
  if (word === qop) {
    return withBody
      ? 'The client hashed the body though it names qop=auth.'
      : 'The client left the body out of the hash.';
  }
  if (word.toLowerCase().replaceAll('"', '') === qop) {
    return `The client hashed the word with other letters or quotes than it sent: the password is right, the client is at fault. ${rule}.`;
  }
  if (word === '') return `The client names qop=${qop} but hashed nothing in its place. ${rule}.`;
  const body = withBody === hashesBody ? '' : withBody ? ', and the body,' : ', and no body,';
  return `The client hashed the word ${word}${body} but sent qop=${qop}: the password is right, the client is at fault. ${rule}.`;
}
