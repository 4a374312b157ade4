import type { TraceExplanation, TraceStep } from '../../callFlow.ts';
import { stateInWords } from '../model/describe.ts';
import type { TraceDialog } from '../model/flow.ts';
import type { Trace } from '../model/model.ts';
import { answerSteps } from './explanation/answers.ts';
import { authenticationSteps } from './explanation/authentication.ts';
import { requestSteps } from './explanation/beginning.ts';
import { changeSteps } from './explanation/changes.ts';
import { endSteps } from './explanation/ending.ts';
import { legSteps } from './explanation/legs.ts';
import { mediaSteps } from './explanation/media.ts';
import { rtpSteps } from './explanation/rtp.ts';

/** Explains one dialog of a trace: what was requested, who refused it and why, and what looks wrong even though it worked. */
export function explainDialog(trace: Trace, dialog: TraceDialog): TraceExplanation {
  const steps = [...ownSteps(trace, dialog), ...legSteps(trace, dialog)];
  return { callId: dialog.callId, outcome: dialog.state, steps };
}

/** What the messages of a dialog say by themselves; nothing that other legs say is a failure of this one. */
function ownSteps(trace: Trace, dialog: TraceDialog): TraceStep[] {
  const entries = dialog.messages.flatMap(index => trace.entries[index] ?? []);
  return [
    ...requestSteps(trace, dialog, entries),
    ...authenticationSteps(trace, dialog),
    ...answerSteps(trace, dialog, entries),
    ...changeSteps(trace, entries),
    ...endSteps(trace, entries),
    ...mediaSteps(trace, entries),
    ...rtpSteps(trace, entries),
  ];
}

/** The explanation as lines of plain text. */
export function explanationText(explanation: TraceExplanation): string[] {
  return explanation.steps.map(found => {
    const where = found.message === null ? '' : `#${found.message} `;
    return `${where}${found.title}: ${found.detail}`.replace(/[\u0000-\u001f\u007f-\u009f]/g, '?');
  });
}

/** One sentence about what went wrong in a dialog; undefined when nothing did. */
export function failureInBrief(trace: Trace, dialog: TraceDialog): string | undefined {
  return failuresInBrief(trace, dialog)[0];
}

/** What went wrong in a dialog in a few sentences, the decisive one first; empty if nothing did. */
export function failuresInBrief(trace: Trace, dialog: TraceDialog): string[] {
  const isGood =
    /^(?:established|terminated|registered|unregistered|subscribed|answered|cancelled|ringing|unknown)$/.test(
      dialog.state,
    );
  const steps = ownSteps(trace, dialog);
  const failed = steps.filter(found => found.verdict === 'failed');
  if (isGood) return failed.slice(0, MOST_SENTENCES).map(inBrief);
  const refused = failed.find(found => found.header === 'Authorization');
  const decisive = steps.find(found => found.verdict === 'decided') ?? refused ?? failed.at(-1);
  if (decisive === undefined) return [`The exchange ended here: ${stateInWords(dialog.state)}.`];
  // It adds nothing that a client gives up after a refusal, or repeats a message that gets no response.
  const others = failed.filter(
    found => found !== decisive && found.title !== 'Retransmissions' && found.header !== 'WWW-Authenticate',
  );
  return [decisive, ...others].slice(0, MOST_SENTENCES).map(inBrief);
}

const MOST_SENTENCES = 3;

function inBrief(found: TraceStep): string {
  return `${found.title}: ${found.detail}`;
}
