import type { AuthenticationRound } from '../../../sip/dialog.ts';
import type { Explanation, Step, Verdict } from '../../../sip/explanation.ts';
import { codeFacts } from '../../../sip/facts.ts';
import { programOf } from '../../../sip/identity.ts';
import { firstHeader, headerText } from '../../../sip/message.ts';
import { isPrivateAddress, speechCodecs } from '../../../sip/sdp.ts';
import { arrowLabel, outcomeInWords, sessionDescription, stateInWords } from '../model/describe.ts';
import type { TraceEntry } from '../model/entry.ts';
import type { TraceDialog } from '../model/flow.ts';
import { hostOf } from '../model/lanes.ts';
import { sipMessage, type Trace } from '../model/model.ts';

/** One thing that happened to a call or registration, with the message that shows it. */
export interface TraceStep extends Step {
  /** Index of the message; null when the step is about something that is missing. */
  readonly message: number | null;
}

/** Why a call or registration went as it went. `outcome` is the state of the dialog. */
export interface TraceExplanation extends Explanation {
  readonly callId: string;
  readonly steps: readonly TraceStep[];
}

/** Explains one dialog of a trace: what was asked, who refused it and why, and what looks wrong although it worked. */
export function explainDialog(trace: Trace, dialog: TraceDialog): TraceExplanation {
  const entries = dialog.messages.flatMap(index => trace.entries[index] ?? []);
  const steps = [
    ...requestSteps(trace, dialog, entries),
    ...dialog.authentication.map((round, number) =>
      authenticationStep(round, dialog.authentication[number - 1]),
    ),
    ...answerSteps(trace, dialog, entries),
    ...endSteps(trace, entries),
    ...mediaSteps(trace, entries),
  ];
  return { callId: dialog.callId, outcome: dialog.state, steps };
}

/** The explanation as lines of plain text. */
export function explanationText(explanation: TraceExplanation): string[] {
  return explanation.steps.map(found => {
    const where = found.message === null ? '' : `#${found.message} `;
    return `${where}${found.title}: ${found.detail}`.replace(/[\u0000-\u001f\u007f-\u009f]/g, '?');
  });
}

function step(
  title: string,
  verdict: Verdict,
  detail: string,
  message: number | null,
  header: string | null = null,
): TraceStep {
  return { title, verdict, detail, config: [], header, message };
}

function requestSteps(trace: Trace, dialog: TraceDialog, entries: readonly TraceEntry[]): TraceStep[] {
  const first = entries.find(entry => entry.facts.method === dialog.method);
  if (first === undefined)
    return [step('Beginning', 'skipped', 'The trace does not show how this began.', null)];
  const arrow = trace.flow.arrows[first.index];
  const times = entries.filter(
    entry => entry.index === first.index || trace.flow.arrows[entry.index]?.repeats === first.index,
  ).length;
  const isAnswered = trace.flow.arrows.some(
    other => other.dialog === arrow?.dialog && (trace.entries[other.index]?.facts.status ?? 0) > 0,
  );
  if (trace.entries.every(entry => entry.facts.status === undefined)) {
    return [
      step(
        'One direction',
        'skipped',
        'No message of this trace is an answer: it may have been recorded in one direction only.',
        first.index,
      ),
    ];
  }
  if (!isAnswered) {
    return [
      step(
        'No answer',
        'decided',
        `${dialog.method} goes to ${arrow?.to ?? 'the server'}${times > 1 ? ` ${times} times` : ''}, and nothing comes back in this trace. The address is wrong, the server does not run, or a firewall drops the packets. What the other side sends back may also go to a wrong place: look at Via and its rport.`,
        first.index,
        'Via',
      ),
    ];
  }
  return times > 2
    ? [
        step(
          'Retransmissions',
          'failed',
          `${dialog.method} is sent ${times} times: packets are lost on the way, or the server is slow.`,
          first.index,
        ),
      ]
    : [];
}

function authenticationStep(round: AuthenticationRound, before: AuthenticationRound | undefined): TraceStep {
  const isRepeated = before?.outcome === 'refused' && before.realm === round.realm;
  const verdict: Verdict =
    round.outcome === 'accepted'
      ? 'passed'
      : round.outcome === 'refused' || round.outcome === 'unanswered'
        ? 'failed'
        : 'skipped';
  const realm = round.realm === undefined ? '' : ` of realm "${round.realm}"`;
  const advice = {
    accepted: '',
    refused: ' Compare user name and realm with the configuration of the server, then check the password.',
    stale: ' That is not a refusal: the client answers the new nonce.',
    unanswered: isRepeated
      ? ' It follows a refused answer: the client gives up.'
      : ' The client has no user name or password for this realm, or does not know the algorithm.',
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

/** The final answers to the requests of the dialog that are not challenges. */
function answerSteps(trace: Trace, dialog: TraceDialog, entries: readonly TraceEntry[]): TraceStep[] {
  const steps: TraceStep[] = [];
  const seen = new Set<string>();
  for (const entry of entries) {
    const status = entry.facts.status ?? 0;
    if (status < 300 || status === 401 || status === 407) continue;
    if (entry.facts.cseqMethod !== dialog.method) continue;
    // The same refusal passes several hops: it is told once, where it was made.
    const key = `${entry.facts.cseqText} ${status}`;
    if (seen.has(key)) continue;
    seen.add(key);
    steps.push(refusalStep(trace, dialog, entry, entries));
  }
  if (steps.length === 0 && dialog.state === 'ringing') {
    const ringing = entries.findLast(entry => (entry.facts.status ?? 0) >= 180);
    steps.push(
      step('Ringing', 'skipped', 'The phone rings and nobody answers in this trace.', ringing?.index ?? null),
    );
  }
  if (steps.length === 0 && dialog.state === 'trying') {
    steps.push(
      step(
        'Stuck',
        'failed',
        'A server has the request (100 Trying) and reports nothing more: the phone behind it does not answer, or is not reachable at its registered address.',
        entries.findLast(entry => entry.facts.status === 100)?.index ?? null,
      ),
    );
  }
  return steps;
}

function refusalStep(
  trace: Trace,
  dialog: TraceDialog,
  entry: TraceEntry,
  entries: readonly TraceEntry[],
): TraceStep {
  const arrow = trace.flow.arrows[entry.index];
  const message = sipMessage(entry.message);
  const program = programOf(message);
  const who = `${arrow?.from ?? 'the other side'}${program === undefined ? '' : ` (${program})`}`;
  const facts = codeFacts(String(entry.facts.status ?? ''));
  const reason = headerText(firstHeader(message, 'Reason'));
  const warning = headerText(firstHeader(message, 'Warning'));
  const said = [
    reason === undefined ? '' : ` Reason: ${reason}.`,
    warning === undefined ? '' : ` Warning: ${warning}.`,
  ].join('');
  const hint = hintFor(dialog, entry, entries);
  return step(
    arrowLabel(entry),
    'decided',
    `${who} answers so. ${facts?.meaning ?? ''}${said}${hint.text}`.trim(),
    entry.index,
    reason !== undefined ? 'Reason' : warning !== undefined ? 'Warning' : hint.header,
  );
}

function hintFor(
  dialog: TraceDialog,
  entry: TraceEntry,
  entries: readonly TraceEntry[],
): { readonly text: string; readonly header: string | null } {
  const request = entries.find(other => other.facts.method === dialog.method);
  switch (entry.facts.status) {
    case 403: {
      const isRefused = dialog.authentication.some(round => round.outcome === 'refused');
      return isRefused
        ? {
            text: ' It follows an answer to a challenge: here it means a wrong password or user name.',
            header: 'Authorization',
          }
        : {
            text: ' No credentials were involved: the caller may not do this, by its address or its number.',
            header: 'From',
          };
    }
    case 404:
      return {
        text: ` Looked for was ${request?.facts.requestUri ?? 'the Request-URI'}: the number is not in the dial plan (context), or the user is not registered.`,
        header: 'Request-URI',
      };
    case 408:
      return {
        text: ' The next hop did not answer in time; see which message got no response.',
        header: null,
      };
    case 480:
      return { text: ` Check whether ${request?.facts.toUser ?? 'the user'} is registered.`, header: 'To' };
    case 481:
      return {
        text: ' Tags and Call-ID do not name a dialog that this server has: it may have ended, or the request went to another server.',
        header: 'Call-ID',
      };
    case 482:
    case 483:
      return {
        text: ' The request goes round in a loop: a server does not know a domain as its own, or two servers send it to each other.',
        header: 'Via',
      };
    case 486:
    case 600:
      return { text: '', header: null };
    case 488:
    case 606: {
      const offered = offeredCodecs(request);
      return {
        text:
          offered.length > 0
            ? ` Offered was ${offered.join(', ')}: allow one of them on the other side, or offer another. Also compare encryption (RTP/AVP against RTP/SAVP).`
            : ' No usable stream was offered: its port is 0, or there is no SDP.',
        header: 'Content-Type',
      };
    }
    default:
      return { text: '', header: null };
  }
}

function offeredCodecs(request: TraceEntry | undefined): string[] {
  const description = request && sessionDescription(request.message);
  const media = description?.media.filter(stream => stream.port !== 0) ?? [];
  return [...new Set(media.flatMap(speechCodecs))];
}

/** How an established call ended. */
function endSteps(trace: Trace, entries: readonly TraceEntry[]): TraceStep[] {
  const steps: TraceStep[] = [];
  const cancel = entries.find(entry => entry.facts.method === 'CANCEL');
  if (cancel !== undefined) {
    const reason = headerText(firstHeader(sipMessage(cancel.message), 'Reason'));
    steps.push(
      step(
        'CANCEL',
        'decided',
        `The caller takes the call back before it is answered${reason === undefined ? '' : ` (${reason})`}.`,
        cancel.index,
        reason === undefined ? null : 'Reason',
      ),
    );
  }
  const answer = entries.find(
    entry => entry.facts.cseqMethod === 'INVITE' && Math.floor((entry.facts.status ?? 0) / 100) === 2,
  );
  if (answer === undefined) return steps;
  const isAcknowledged = entries.some(entry => entry.facts.method === 'ACK' && entry.index > answer.index);
  const repeated = entries.filter(entry => trace.flow.arrows[entry.index]?.repeats === answer.index).length;
  if (!isAcknowledged) {
    steps.push(
      step(
        'No ACK',
        repeated >= 2 ? 'failed' : 'skipped',
        repeated >= 2
          ? `The answer is sent ${repeated + 1} times and no ACK comes: the call ends after 32 seconds. The ACK goes to Contact and Record-Route of the answer; behind NAT they often hold an address that the caller cannot reach.`
          : 'The trace shows no ACK for the answer.',
        answer.index,
        'Contact',
      ),
    );
  }
  const bye = entries.find(entry => entry.facts.method === 'BYE');
  if (bye !== undefined) {
    const duration =
      (trace.flow.arrows[bye.index]?.seconds ?? Number.NaN) -
      (trace.flow.arrows[answer.index]?.seconds ?? Number.NaN);
    const length = Number.isNaN(duration) ? '' : ` after ${duration.toFixed(1)} s`;
    const isTimer = Math.abs(duration - 32) < 3 && !isAcknowledged;
    steps.push(
      step(
        'BYE',
        'decided',
        `${trace.flow.arrows[bye.index]?.from ?? 'One side'} ends the call${length}${isTimer ? ', because the ACK never came' : ''}.`,
        bye.index,
      ),
    );
  }
  return steps;
}

/** Signs in the SDP that one side will hear nothing. */
function mediaSteps(trace: Trace, entries: readonly TraceEntry[]): TraceStep[] {
  const steps: TraceStep[] = [];
  const seen = new Set<string>();
  for (const entry of entries) {
    if (entry.facts.cseqMethod !== 'INVITE' && entry.facts.cseqMethod !== 'ACK') continue;
    const host = hostOf(trace.flow.arrows[entry.index]?.from ?? '').replace(/^\[|\]$/g, '');
    for (const media of sessionDescription(entry.message)?.media ?? []) {
      const problem = mediaProblem(media, host);
      if (problem === undefined || seen.has(problem)) continue;
      seen.add(problem);
      steps.push(step(`${media.kind}`, 'failed', problem, entry.index, 'SDP'));
    }
  }
  return steps;
}

function mediaProblem(
  media: NonNullable<ReturnType<typeof sessionDescription>>['media'][number],
  host: string,
): string | undefined {
  if (media.port === 0) return undefined;
  const isAddress = /^[\d.]+$|:/.test(host);
  if (
    media.address !== undefined &&
    isAddress &&
    isPrivateAddress(media.address) &&
    !isPrivateAddress(host)
  ) {
    return `${host} asks for its media at ${media.address}, a private address: sent there it is lost, and this side hears nothing.`;
  }
  if (media.address === '0.0.0.0' || media.address === '::')
    return 'The address is 0.0.0.0: the call is on hold in the old way, no media flows.';
  if (media.direction === 'inactive') return 'The stream is inactive: no media flows.';
  return undefined;
}

/** One sentence about what went wrong in a dialog; undefined when nothing did. */
export function failureInBrief(trace: Trace, dialog: TraceDialog): string | undefined {
  const isGood =
    /^(?:established|terminated|registered|unregistered|subscribed|answered|cancelled|ringing|unknown)$/.test(
      dialog.state,
    );
  const { steps } = explainDialog(trace, dialog);
  const failed = steps.filter(found => found.verdict === 'failed');
  if (isGood) return failed[0] && inBrief(failed[0]);
  const refused = failed.find(found => found.header === 'Authorization');
  const decisive = steps.find(found => found.verdict === 'decided') ?? refused ?? failed.at(-1);
  return decisive === undefined ? `The request was ${stateInWords(dialog.state)}.` : inBrief(decisive);
}

function inBrief(found: TraceStep): string {
  return `${found.title}: ${found.detail}`;
}
