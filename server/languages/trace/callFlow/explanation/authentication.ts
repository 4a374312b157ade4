import type { AuthenticationRound } from '../../../../sip/dialog/authenticationRounds.ts';
import type { Verdict } from '../../../../sip/explanation.ts';
import type { TraceStep } from '../../../callFlow.ts';
import { outcomeInWords } from '../../model/describe.ts';
import type { TraceEntry } from '../../model/entry.ts';
import type { TraceDialog } from '../../model/flow.ts';
import type { TraceInParts } from '../../model/model.ts';
import { lossOf } from './lostResponses.ts';
import { step } from './step.ts';

/** The challenges of a dialog, and the outcome of each. */
export function authenticationSteps(
  trace: TraceInParts,
  dialog: TraceDialog,
  entries: readonly TraceEntry[],
): TraceStep[] {
  return dialog.authentication.map((round, number) => roundStep(trace, dialog, entries, round, number));
}

function roundStep(
  trace: TraceInParts,
  dialog: TraceDialog,
  entries: readonly TraceEntry[],
  round: AuthenticationRound,
  number: number,
): TraceStep {
  const before = dialog.authentication[number - 1];
  const isRepeated = before?.outcome === 'refused' && before.realm === round.realm;
  const verdict: Verdict =
    round.outcome === 'accepted'
      ? 'passed'
      : round.outcome === 'refused' || round.outcome === 'unanswered' || round.outcome === 'unclear'
        ? 'failed'
        : 'skipped';
  const realm = round.realm === undefined ? '' : ` of realm "${round.realm}"`;
  const advice = {
    accepted: '',
    refused:
      round.mistake === undefined
        ? ' Compare the user name and the realm with the configuration of the server, then check the password.'
        : ' This can be the only reason, with the right password as well: correct it first.',
    stale: ' This is not a refusal: the client answers the new nonce.',
    unanswered: isRepeated
      ? ' It follows a refused answer: the client gave up.'
      : unansweredAdvice(trace, dialog, entries, round),
    unclear: '',
    pending: '',
  }[round.outcome];
  return step(
    `Challenge${realm}`,
    verdict,
    `${outcomeInWords(round)}${round.username === undefined ? '' : ` as "${round.username}"`}. ${round.reason}${advice}`,
    round.answer ?? round.challenge,
    round.outcome === 'unanswered' ? 'WWW-Authenticate' : 'Authorization',
  );
}

/** A client that logged in before has a password; it does not answer another nonce. */
function unansweredAdvice(
  trace: TraceInParts,
  dialog: TraceDialog,
  entries: readonly TraceEntry[],
  round: AuthenticationRound,
): string {
  const response = trace.entries[round.challenge];
  const loss = response && lossOf(trace, entries, response);
  if (loss !== undefined) return ` ${loss}`;
  const challenged = response?.facts;
  const request = trace.flow.arrows[round.challenge]?.answers;
  const facts = request === undefined ? undefined : trace.entries[request]?.facts;
  const answers = facts?.answers ?? [];
  const own = answers.find(given => given.realm === round.realm) ?? answers[0];
  const challenge = challenged?.challenges.find(given => given.realm === round.realm);
  if (own !== undefined) {
    const stale = challenge?.isStale === true ? ' with stale=true' : '';
    const because =
      challenge?.isStale === true
        ? 'The nonce was too old, but the password is correct: the client must send the request again with the new nonce (RFC 7616 section 3.3).'
        : 'Either the nonce was too old and the server did not send stale=true, or the login was refused. A client should try again with the new nonce; this one does not (RFC 7616 section 3.3).';
    const login = loginBefore(trace, dialog, round);
    const tries = challenge?.isStale === true ? staleInARow(dialog, round) : 0;
    if (tries > 1) {
      return ` The server called ${tries} answers in a row too old, although the client always answered the latest nonce: its nonces expire too soon, or several servers answer that do not share them, or the client sends the answer too late. The password is not the cause.`;
    }
    const known =
      login === undefined ? '' : ` It logged in before (#${login}), so it has a user name and a password.`;
    return ` The request (#${request}) had credentials with another nonce, and the server responds with a new nonce${stale}.${known} ${because}`;
  }
  const login = loginBefore(trace, dialog, round);
  if (login !== undefined) {
    return ` The client logged in before (#${login}), so it has a user name and a password: it does not answer this nonce. Check in the client why it gives up (RFC 7616 section 3.3).`;
  }
  return ' In this trace, the client never answers a challenge: it has no user name or password for this realm, or does not support the algorithm.';
}

/** How many answers directly before a challenge were refused for the age of their nonce. */
function staleInARow(dialog: TraceDialog, round: AuthenticationRound): number {
  const before = dialog.authentication.filter(
    other => other.challenge < round.challenge && other.realm === round.realm,
  );
  return before.length - 1 - before.findLastIndex(other => other.outcome !== 'stale');
}

/** Index of an earlier message whose credentials were accepted for the same user, in this dialog or another one. */
function loginBefore(
  trace: TraceInParts,
  dialog: TraceDialog,
  round: AuthenticationRound,
): number | undefined {
  const inDialog = dialog.authentication.find(
    other => other.outcome === 'accepted' && other.challenge < round.challenge,
  );
  if (inDialog !== undefined) return inDialog.answer ?? undefined;
  const user = trace.entries[round.challenge]?.facts.fromUser;
  const first = loginsOf(trace).get(`${user} ${round.realm}`);
  return first !== undefined && first < round.challenge ? first : undefined;
}

/** The first accepted login by user and realm. */
function loginsOf(trace: TraceInParts): ReadonlyMap<string, number> {
  const known = logins.get(trace);
  if (known !== undefined) return known;
  const found = new Map<string, number>();
  for (const { authentication } of trace.eachDialog()) {
    for (const { outcome, answer, realm } of authentication) {
      if (outcome !== 'accepted' || answer === null) continue;
      const key = `${trace.entries[answer]?.facts.fromUser} ${realm}`;
      if (answer < (found.get(key) ?? Number.POSITIVE_INFINITY)) found.set(key, answer);
    }
  }
  logins.set(trace, found);
  return found;
}

const logins = new WeakMap<TraceInParts, ReadonlyMap<string, number>>();
