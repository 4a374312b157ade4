import { digestParameter, messageChallenges } from '../../authentication.ts';
import { findParameter } from '../../parameters.ts';
import type { Assumption } from '../verifyAssumption.ts';
import { type Guess, type GuessSources, quoted } from './guess.ts';

/**
 * Other qualities of protection. Two things can go wrong: the text that is hashed (RFC 7616 section 3.4.1 hashes the single
 * value that is sent), and whether the body is part of HA2 (section 3.4.3: only with auth-int).
 */
export function qopGuesses(assumption: Assumption, sources: GuessSources): Guess[] {
  const { qop, hashesBody, nc } = assumption;
  const guesses: Guess[] = [];
  const add = (what: string, advice: string, change: Partial<Assumption>) =>
    guesses.push({ part: 'qop', what, advice, change });
  const named = qop === undefined ? 'no qop' : `qop=${qop}`;
  if (qop !== undefined) {
    const advice =
      'The client sends a qop but computes the older RFC 2069 form. It must use one or the other.';
    add(`no qop instead of ${named}`, advice, { qop: undefined, hashesBody: false });
    if (hashesBody) {
      add(`no qop but the body hashed, instead of ${named}`, advice, { qop: undefined });
    }
  }
  for (const word of hashedWords(sources)) {
    for (const withBody of [word === 'auth-int', word !== 'auth-int']) {
      if (word === qop && withBody === hashesBody) continue;
      const change = { qop: word, hashesBody: withBody };
      const what = `${wordInWords(word, withBody)} instead of ${named}`;
      add(what, qopAdvice(assumption, word, withBody), change);
      if (qop === undefined && nc === '') {
        add(`${wordInWords(word, withBody)} and nc=00000001 instead of ${named}`, NOT_NAMED, {
          ...change,
          nc: '00000001',
        });
      }
    }
  }
  return guesses;
}

/** What clients are known to hash as qop: the words, lists of them, and the values in the headers. */
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
  const hashed = isUsual ? '' : withBody ? ' with the body hashed' : ' with the body not hashed';
  if (word === '') return `an empty qop${hashed}`;
  return /^[\w-]+$/.test(word) ? `qop=${word}${hashed}` : `the text ${quoted(word)} hashed as qop${hashed}`;
}

const NOT_NAMED =
  'The client computes the response with qop but does not send it. It must send qop, nc and cnonce.';

function qopAdvice({ qop, hashesBody }: Assumption, word: string, withBody: boolean): string {
  if (qop === undefined) return NOT_NAMED;
  const rule = 'The hash uses the single value in the header (RFC 7616 section 3.4.1)';
  if (word.includes(',')) {
    return `The client hashed the whole list and sent qop=${qop}: the password is correct; the client has a bug. ${rule}.`;
  }
  if (word === qop) {
    return withBody
      ? 'The client hashed the body although it sends qop=auth.'
      : 'The client did not hash the body.';
  }
  if (word.toLowerCase().replaceAll('"', '') === qop) {
    return `The client hashed the word with different letter case or quotes than it sent: the password is correct; the client has a bug. ${rule}.`;
  }
  if (word === '') return `The client sends qop=${qop} but hashed an empty text instead. ${rule}.`;
  const body = withBody === hashesBody ? '' : withBody ? ' and the body' : ' and no body';
  return `The client hashed the word ${word}${body} but sent qop=${qop}: the password is correct; the client has a bug. ${rule}.`;
}
