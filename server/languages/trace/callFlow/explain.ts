import type { TraceExplanation, TraceStep } from '../../callFlow.ts';
import { stateInWords } from '../model/describe.ts';
import type { TraceEntry } from '../model/entry.ts';
import type { TraceDialog } from '../model/flow.ts';
import type { TraceInParts } from '../model/model.ts';
import { answerSteps } from './explanation/answers.ts';
import { authenticationSteps } from './explanation/authentication.ts';
import { requestSteps } from './explanation/beginning.ts';
import { changeSteps } from './explanation/changes.ts';
import { endSteps } from './explanation/ending.ts';
import { forkSteps } from './explanation/forks.ts';
import { legSteps } from './explanation/legs.ts';
import { mediaSteps } from './explanation/media.ts';
import { routeSteps } from './explanation/routes.ts';
import { rtpSteps } from './explanation/rtp.ts';
import { step } from './explanation/step.ts';
import { withinCallSteps } from './explanation/withinCall.ts';

/** Explains one dialog of a trace: what was requested, who refused it and why, and what looks wrong even though it worked. */
export function explainDialog(trace: TraceInParts, dialog: TraceDialog): TraceExplanation {
  const { call, talk, media } = ownSteps(trace, dialog);
  const steps = [...call, ...talk, ...media, ...legSteps(trace, dialog)];
  return { callId: dialog.callId, outcome: dialog.state, steps };
}

/** What the messages of a dialog say by themselves; nothing that other legs say is a failure of this one. */
interface OwnSteps {
  /** How it began, was refused, accepted and ended. */
  readonly call: readonly TraceStep[];
  /** What the two sides agreed on and changed. */
  readonly talk: readonly TraceStep[];
  /** The media in a capture. */
  readonly media: readonly TraceStep[];
}

function ownSteps(trace: TraceInParts, dialog: TraceDialog): OwnSteps {
  const entries = dialog.messages.flatMap(index => trace.entries[index] ?? []);
  const call = [
    ...requestSteps(trace, dialog, entries),
    ...authenticationSteps(trace, dialog, entries),
    ...answerSteps(trace, dialog, entries),
  ];
  if (entries.every(isAlone)) return { call, talk: [], media: [] };
  return {
    call: [...call, ...endSteps(trace, entries)],
    talk: [
      ...forkSteps(trace, entries),
      ...withinCallSteps(trace, entries),
      ...routeSteps(trace, entries),
      ...changeSteps(trace, entries),
      ...mediaSteps(trace, entries),
    ],
    media: rtpSteps(trace, entries),
  };
}

/** True for a request, and responses to it, about which only its beginning and its refusal can say something. */
function isAlone({ facts }: TraceEntry): boolean {
  const method = facts.cseqMethod;
  if (method !== 'OPTIONS' && method !== 'REGISTER' && method !== 'MESSAGE') return false;
  return facts.method === undefined
    ? facts.status !== 423 && facts.status !== 491 && facts.status !== 422
    : facts.method === method;
}

/** The explanation as lines of plain text. */
export function explanationText(explanation: TraceExplanation): string[] {
  return explanation.steps.map(found => {
    const where = found.message === null ? '' : `#${found.message} `;
    return `${where}${found.title}: ${found.detail}`.replace(/[\u0000-\u001f\u007f-\u009f]/g, '?');
  });
}

/** A dialog in a few sentences each. */
export interface Brief {
  /** What went wrong, the decisive sentence first; empty if nothing did. */
  readonly failures: readonly string[];
  /** What is no fault, but explains what is heard: holds, changes that crossed, addresses behind NAT. */
  readonly notes: readonly string[];
  /** The media in a capture, unless among the failures. */
  readonly media: readonly string[];
}

export function inBrief(trace: TraceInParts, dialog: TraceDialog): Brief {
  const { call, talk, media } = ownSteps(trace, dialog);
  const failures = failuresAmong(dialog, [...call, ...talk, ...media]);
  return {
    failures: failures.map(sentence),
    notes: talk.filter(({ verdict }) => verdict === 'skipped').map(sentence),
    media: media
      .filter(found => !failures.includes(found))
      .map(({ title, detail }) => `${title === 'RTP' ? '' : `${title}: `}${detail}`),
  };
}

function failuresAmong(dialog: TraceDialog, steps: readonly TraceStep[]): readonly TraceStep[] {
  const isGood =
    /^(?:established|terminated|registered|unregistered|subscribed|answered|cancelled|ringing|unknown)$/.test(
      dialog.state,
    );
  const failed = distinct(steps.filter(found => found.verdict === 'failed'));
  if (isGood) return failed.slice(0, MOST_SENTENCES);
  const refused = failed.find(found => found.header === 'Authorization');
  const decisive = steps.find(found => found.verdict === 'decided') ?? refused ?? failed.at(-1);
  if (decisive === undefined) {
    return [step('The exchange ended here', 'decided', `${stateInWords(dialog.state)}.`, null)];
  }
  // It adds nothing that a client gives up after a refusal, or repeats a message that gets no response.
  const others = failed.filter(
    found => found !== decisive && found.title !== 'Retransmissions' && found.header !== 'WWW-Authenticate',
  );
  return [decisive, ...others].slice(0, MOST_SENTENCES);
}

/** Each round of a login that is tried again and again says the same. */
function distinct(steps: readonly TraceStep[]): readonly TraceStep[] {
  const said = new Set<string>();
  return steps.filter(found => {
    const isNew = !said.has(sentence(found));
    said.add(sentence(found));
    return isNew;
  });
}

const MOST_SENTENCES = 3;

function sentence({ title, detail }: TraceStep): string {
  return `${title}: ${detail}`;
}
