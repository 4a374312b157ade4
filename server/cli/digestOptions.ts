import { Option } from 'commander';
import { parseAuthentications } from '../sip/authentication.ts';
import { answerQop, type Challenge, preferredChallenge, readChallenge } from '../sip/digest/answer.ts';
import {
  type DigestAlgorithm,
  digestAlgorithm,
  hashOfAlgorithm,
  isSessionAlgorithm,
  type QualityOfProtection,
} from '../sip/digest/digest.ts';
import {
  checkAlgorithm,
  checkHa1,
  checkMethod,
  checkNonceCount,
  checkPassword,
  checkRealm,
  checkUsername,
  type InputProblem,
} from '../sip/digest/digestInput.ts';
import type { DigestServer } from '../sip/digest/digestServers.ts';
import type { Account } from '../sip/digest/storedForms.ts';
import { wholePiece } from '../sip/piece.ts';
import { appendAll } from '../text/longLists.ts';
import { type Io, readBytes, readPassword, UsageError } from './io.ts';

/** The options of `digest` as commander gives them. */
export interface DigestOptions {
  readonly username?: string;
  readonly realm?: string;
  readonly domain?: string;
  readonly password?: string;
  readonly passwordStdin?: boolean;
  readonly passwordEnv?: string;
  readonly ha1?: string;
  readonly algorithm?: string;
  readonly challenge?: string;
  readonly method?: string;
  readonly uri?: string;
  readonly nonce?: string;
  readonly opaque?: string;
  readonly qop?: QualityOfProtection;
  readonly nc?: string;
  readonly cnonce?: string;
  readonly body?: string;
  readonly userhash?: boolean;
  readonly extendedUsername?: boolean;
  readonly proxy?: boolean;
  readonly server?: DigestServer;
  readonly format?: 'text' | 'json';
}

/** What to compute, after validation. */
export interface DigestRequestInput extends Account {
  readonly algorithm: DigestAlgorithm;
  readonly headerName: 'Authorization' | 'Proxy-Authorization';
  readonly server: DigestServer | undefined;
  readonly notes: readonly string[];
  readonly request: {
    readonly method: string | undefined;
    readonly uri: string | undefined;
    readonly nonce: string | undefined;
    readonly opaque: string | undefined;
    readonly qop: QualityOfProtection | undefined;
    readonly nc: string;
    readonly cnonce: string | undefined;
    readonly body: Uint8Array | undefined;
    readonly userhash: boolean;
    readonly extendedUsername: boolean;
  };
}

/** Reads and checks the options; throws `UsageError` with a sentence about an invalid option. */
export async function readDigestRequest(
  io: Io,
  options: DigestOptions,
  makeCnonce: () => string,
): Promise<DigestRequestInput> {
  const challenge = readChallengeOption(options.challenge, options.algorithm);
  const { username } = options;
  const realm = options.realm ?? challenge?.realm;
  if (username === undefined) throw new UsageError('--username is missing');
  if (realm === undefined) throw new UsageError('--realm is missing, and there is no --challenge with one');
  if (options.algorithm !== undefined) notesOrRefusal(checkAlgorithm(options.algorithm));
  const algorithm = digestAlgorithm(options.algorithm) ?? 'MD5';
  const chosen = options.algorithm === undefined ? (challenge?.algorithm ?? algorithm) : algorithm;
  if (options.body === '-' && options.passwordStdin === true) {
    throw new UsageError('--body - and --password-stdin both need standard input');
  }
  const notes = notesOrRefusal([...checkUsername(username), ...checkRealm(realm)]);
  const secret = await readSecret(io, options, chosen);
  appendAll(notes, [
    ...secret.notes,
    ...(options.nc === undefined ? [] : notesOrRefusal(checkNonceCount(options.nc))),
    ...(options.method === undefined ? [] : notesOrRefusal(checkMethod(options.method))),
  ]);
  const nonce = options.nonce ?? challenge?.nonce;
  if (nonce !== undefined) requireTarget(options, chosen);
  const qop = options.qop ?? offeredQop(challenge);
  const needsCnonce = nonce !== undefined && (qop !== undefined || isSessionAlgorithm(chosen));
  return {
    username,
    realm,
    domain: options.domain,
    secret: secret.secret,
    algorithm: chosen,
    headerName:
      options.proxy || isProxyChallenge(options.challenge) ? 'Proxy-Authorization' : 'Authorization',
    server: options.server,
    notes,
    request: {
      method: options.method,
      uri: options.uri,
      nonce,
      opaque: options.opaque ?? challenge?.opaque,
      qop,
      nc: options.nc ?? '00000001',
      cnonce: options.cnonce ?? (needsCnonce ? makeCnonce() : undefined),
      body: options.body === undefined ? undefined : await readBytes(io, options.body),
      userhash: options.userhash === true,
      extendedUsername: options.extendedUsername === true,
    },
  };
}

/** Only one option with a secret can be used. */
export function secretOption(flags: string, description: string): Option {
  const names = ['password', 'passwordStdin', 'passwordEnv', 'ha1'];
  const option = new Option(flags, description);
  return option.conflicts(names.filter(name => name !== option.attributeName()));
}

/** Throws if the input has an error; returns the notes. */
export function notesOrRefusal(problems: readonly InputProblem[]): string[] {
  const errors = problems.filter(problem => problem.severity === 'error');
  if (errors.length > 0) throw new UsageError(errors.map(problem => problem.message).join(' '));
  return problems.map(problem => problem.message);
}

async function readSecret(
  io: Io,
  options: DigestOptions,
  algorithm: DigestAlgorithm,
): Promise<{ secret: Account['secret']; notes: string[] }> {
  if (options.ha1 !== undefined) {
    const notes = notesOrRefusal(checkHa1(options.ha1, algorithm));
    return { secret: { ha1: { [hashOfAlgorithm(algorithm)]: options.ha1.toLowerCase() } }, notes };
  }
  const password = await readPassword(io, options);
  if (password === undefined) {
    throw new UsageError('add one of --password-stdin, --password-env, --password, --ha1');
  }
  return { secret: { password }, notes: notesOrRefusal(checkPassword(password)) };
}

/** A nonce means that a response is needed, which requires a method and a uri; only a session HA1 does not need them. */
function requireTarget(options: DigestOptions, algorithm: DigestAlgorithm): void {
  const missing = [
    ...(options.method === undefined ? ['--method'] : []),
    ...(options.uri === undefined ? ['--uri'] : []),
  ];
  const sessionOnly = missing.length === 2 && isSessionAlgorithm(algorithm) && options.cnonce !== undefined;
  if (missing.length > 0 && !sessionOnly) {
    throw new UsageError(`an answer also needs ${missing.join(' and ')}`);
  }
}

function readChallengeOption(text: string | undefined, algorithm: string | undefined): Challenge | undefined {
  if (text === undefined) return undefined;
  const values = text
    // A line that starts with a space or tab continues the one above.
    .split(/\r\n(?![ \t])|\r(?![\n \t])|\n(?![ \t])/)
    .map(line => line.replace(/^\s*(?:WWW|Proxy)-Authenticate\s*:/i, ''));
  const challenges = values
    .flatMap(value => parseAuthentications(wholePiece(value)))
    .flatMap(found => readChallenge(found) ?? []);
  if (challenges.length === 0) {
    throw new UsageError('the challenge does not have the form: Digest realm="...", nonce="..."');
  }
  const wanted = digestAlgorithm(algorithm);
  const named = algorithm === undefined ? undefined : challenges.find(found => found.algorithm === wanted);
  const preferred = named ?? preferredChallenge(challenges);
  if (preferred !== undefined) return preferred;
  const word = challenges[0]?.algorithmWord;
  if (word !== undefined && digestAlgorithm(word) === undefined) notesOrRefusal(checkAlgorithm(word));
  throw new UsageError('the challenge offers no known qop; the known values are auth and auth-int');
}

function offeredQop(challenge: Challenge | undefined): QualityOfProtection | undefined {
  return challenge === undefined ? undefined : (answerQop(challenge) ?? undefined);
}

function isProxyChallenge(text: string | undefined): boolean {
  return text !== undefined && /^\s*Proxy-Authenticate\s*:/i.test(text);
}
