import { parseAuthentications } from '../../../sip/authentication.ts';
import { answerQop, formatAnswer, preferredChallenge, readChallenge } from '../../../sip/digest/answer.ts';
import { computeHa1, hashOfAlgorithm } from '../../../sip/digest/digest.ts';
import { wholePiece } from '../../../sip/piece.ts';
import type { ScriptModel } from '../model/model.ts';
import type { StepRecord } from '../run/record.ts';
import { runScript } from '../run/run.ts';
import type { Account, Scenario, SentMessage } from '../run/scenario.ts';

/** What the server does when the client answers the challenge to message `index`: the same message with the next
 * CSeq number and the credentials of an account, after all messages up to that one. Undefined if there was no
 * challenge or account, or if the messages already contain an answer.
 */
export function runWithAnswer(
  model: ScriptModel,
  scenario: Scenario,
  index: number,
  record: StepRecord,
  answers: readonly (string | undefined)[],
): StepRecord | undefined {
  const sent = scenario.messages[index];
  const reply = record.replies.findLast(({ code }) => code === 401 || code === 407);
  const { account, realms } = accountFor(scenario.accounts ?? [], sent?.text ?? '');
  if (sent === undefined || reply === undefined || account?.password === undefined) return undefined;
  const name = reply.code === 401 ? 'Authorization' : 'Proxy-Authorization';
  if (new RegExp(`^${name}[ \\t]*:`, 'im').test(sent.text)) return undefined;
  const value = credentialsFor(reply.text, sent.text, account, realms);
  if (value === undefined) return undefined;
  const messages = [...scenario.messages.slice(0, index + 1), answered(sent, `${name}: ${value}`)];
  return runScript(model, { ...scenario, messages }, answers).steps[index + 1];
}

/** The account of the caller: the one named in From, or the first. */
function accountFor(
  accounts: readonly Account[],
  text: string,
): { readonly account: Account | undefined; readonly realms: ReadonlySet<string> } {
  const user = /^(?:From|f)[ \t]*:[^\r\n]*?sips?:([^@;>\s]+)@/im.exec(text)?.[1];
  const account = accounts.find(({ username }) => username === user) ?? accounts[0];
  return { account, realms: new Set(account?.realm === undefined ? [] : [account.realm]) };
}

function credentialsFor(
  reply: string,
  request: string,
  account: Account,
  realms: ReadonlySet<string>,
): string | undefined {
  const written = [...reply.matchAll(/^(?:WWW|Proxy)-Authenticate:[ \t]*(.*?)\r?$/gim)].map(
    ([, value = '']) => value,
  );
  const challenges = written
    .flatMap(value => parseAuthentications(wholePiece(value)))
    .map(readChallenge)
    .filter(challenge => challenge !== undefined);
  const challenge = preferredChallenge(challenges);
  const [, method, uri] = /^(\S+) (\S+)/.exec(request) ?? [];
  if (challenge?.algorithm === undefined || method === undefined || uri === undefined) return undefined;
  if (realms.size > 0 && !realms.has(challenge.realm)) return undefined;
  const { algorithm, realm, nonce, opaque } = challenge;
  const qop = answerQop(challenge) ?? undefined;
  const { username, password = '' } = account;
  const body = request.slice((/\r?\n\r?\n/.exec(request)?.index ?? request.length) + 4);
  return formatAnswer({
    username,
    realm,
    ha1: computeHa1(hashOfAlgorithm(algorithm), username, realm, password),
    algorithm,
    method,
    uri,
    nonce,
    opaque,
    writeAlgorithm: challenge.algorithmWord !== undefined,
    cnonce: '0a4f113b',
    ...(qop === undefined ? {} : { qop, nc: '00000001', body }),
  }).header;
}

/** A client sends a new transaction: another branch, the next number, and its credentials (RFC 3261 section 22.2). */
function answered(sent: SentMessage, header: string): SentMessage {
  const text = sent.text
    .replace(/(;[ \t]*branch=)([^;,\s]+)/i, '$1$2a')
    .replace(
      /^(CSeq[ \t]*:[ \t]*)(\d+)/im,
      (_, name: string, number: string) => `${name}${Number(number) + 1}`,
    );
  const end = /\r?\n\r?\n/.exec(text);
  if (end === null) return { ...sent, text };
  return { ...sent, text: `${text.slice(0, end.index)}\r\n${header}${text.slice(end.index)}` };
}
