import { beginningWithoutSecrets } from '../../../text/secrets.ts';
import type { AuthenticationHeader } from '../../authentication.ts';
import { firstAddress, requestUri, type SipMessage } from '../../message.ts';
import type { Assumption } from '../verifyAssumption.ts';

/** The sources of the guesses besides the assumption. */
export interface GuessSources {
  readonly credentials: AuthenticationHeader;
  readonly message: SipMessage;
  readonly realms: readonly string[];
  /** The messages before the one with the credentials, oldest first: their challenges are used. */
  readonly before: readonly SipMessage[];
}

/** One change of an assumption, with the text to show if it makes a response match. */
export interface Guess {
  /** What it changes; two guesses about the same part cannot be used together. */
  readonly part: string;
  readonly what: string;
  readonly advice: string;
  readonly change: Partial<Assumption>;
  /** Too unlikely to be tried together with another change. */
  readonly isAlone?: true;
}

/** The hosts in From, To and the Request-URI, each once. */
export function hostsOf(message: SipMessage): string[] {
  const uris = [firstAddress(message, 'From')?.uri, firstAddress(message, 'To')?.uri, requestUri(message)];
  return [...new Set(uris.flatMap(uri => uri?.host?.text ?? []))];
}

export function distinct(candidates: readonly string[], except: string): string[] {
  return [...new Set(candidates)].filter(candidate => candidate !== except);
}

/** A value of the message in quotes, truncated if it is long. Never for a password. */
export function quoted(text: string): string {
  return `“${beginningWithoutSecrets(text, 80)}”`;
}
