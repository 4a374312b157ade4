import { bodyOfLength, declaredBody, lengthIn } from '../../../sip/body.ts';
import type { AuthenticationRound } from '../../../sip/dialog/authenticationRounds.ts';
import type { DialogState } from '../../../sip/dialog/dialogState.ts';
import { firstHeader, headerText, type SipMessage } from '../../../sip/message.ts';
import { partsOf } from '../../../sip/multipart.ts';
import type { Piece } from '../../../sip/piece.ts';
import { type PlainField, plainFields, plainParts } from '../../../sip/plainText.ts';
import { parseSdp, type SessionDescription, sdpSummary } from '../../../sip/sdp.ts';
import { latestResults } from '../../../text/remembered.ts';
import { withoutSecrets } from '../../../text/secrets.ts';
import { mayDescribe, messageText } from '../reading/compact.ts';
import type { TraceMessage } from '../reading/traceMessage.ts';
import type { TraceEntry } from './entry.ts';
import type { FlowInParts, TraceDialog } from './flow.ts';
import { sipMessage } from './model.ts';

/** The label of an arrow: method, or code with reason. */
export function arrowLabel(entry: TraceEntry): string {
  const { facts } = entry;
  if (facts.method !== undefined) return facts.method;
  if (facts.status !== undefined) return `${facts.status} ${facts.reason ?? ''}`.trim();
  return withoutSecrets(facts.startLine).slice(0, 40);
}

/** The media of a message's SDP in a few words; undefined when it carries none. */
export function mediaLabel(entry: TraceEntry): string | undefined {
  const description = sessionDescription(entry.message);
  const summary = description === undefined ? '' : sdpSummary(description);
  return summary === '' ? undefined : summary;
}

/** The session description in a message; undefined when it carries none. */
export function sessionDescription(traced: TraceMessage): SessionDescription | undefined {
  // Most messages have none and need not be read for this.
  if (!mayDescribe(traced)) return undefined;
  const known = described.get(traced);
  if (known !== undefined) return known.description;
  const description = readDescription(traced);
  described.set(traced, { description });
  return description;
}

function readDescription(traced: TraceMessage): SessionDescription | undefined {
  const plain = plainParts(messageText(traced), OF_BODY);
  if (plain === undefined) return descriptionOf(sipMessage(traced));
  const { values, body } = plain;
  const type = values.get('Content-Type') ?? '';
  return descriptionIn(bodyOfLength(body, lengthIn(values.get('Content-Length'))), type);
}

/** The session description in a message that was read. */
export function descriptionOf(message: SipMessage): SessionDescription | undefined {
  const type = headerText(firstHeader(message, 'Content-Type')) ?? '';
  return descriptionIn(declaredBody(message), type);
}

/** The description that a body is, or the first one among its parts, which may have parts as well. */
function descriptionIn(body: Piece, type: string, depth = 0): SessionDescription | undefined {
  if (type === '' || /application\/sdp/i.test(type)) return parseSdp(body);
  if (!/multipart\//i.test(type) || depth > 2) return undefined;
  for (const part of partsOf(body, type)) {
    const found = descriptionIn(
      part.body,
      headerText(firstHeader(part, 'Content-Type')) ?? 'text/plain',
      depth + 1,
    );
    if (found !== undefined) return found;
  }
  return undefined;
}

const OF_BODY: ReadonlySet<string> = new Set(['Content-Type', 'Content-Length']);

const described = latestResults<TraceMessage, { readonly description: SessionDescription | undefined }>(32);

/** The first header field of that name as one line; undefined if the message has none. Does not parse the message. */
export function headerIn(traced: TraceMessage, name: string): string | undefined {
  const plain = plainParts(messageText(traced), new Set([name]));
  return plain === undefined ? headerText(firstHeader(sipMessage(traced), name)) : plain.values.get(name);
}

/** All header fields of a message, in order. */
export function headersIn(traced: TraceMessage): readonly PlainField[] {
  return (
    plainFields(messageText(traced)) ??
    sipMessage(traced).headers.map(header => ({ name: header.canonical, value: headerText(header) ?? '' }))
  );
}

/** The state of a dialog, in words. */
export function stateInWords(state: DialogState): string {
  return STATES[state];
}

/** How an authentication round ended, in words. */
export function outcomeInWords(round: AuthenticationRound): string {
  return OUTCOMES[round.outcome];
}

/** `INVITE 100 -> 200, established`: the title of a dialog. */
export function dialogTitle(dialog: TraceDialog, entries: readonly (TraceEntry | undefined)[]): string {
  const first = entries[dialog.messages[0] ?? 0]?.facts;
  const who = [first?.fromUser, first?.toUser].filter(user => user !== undefined).join(' to ');
  return `${dialog.method}${who === '' ? '' : ` ${who}`}: ${stateInWords(dialog.state)}`;
}

/** `+0.057 s` since the message before in the same selection; '' without time stamps. */
export function gapLabel(flow: FlowInParts, previous: number | undefined, index: number): string {
  const before = previous === undefined ? undefined : flow.arrows[previous]?.seconds;
  const now = flow.arrows[index]?.seconds;
  if (before === undefined || now === undefined) return '';
  const gap = now - before;
  return `${gap < 0 ? '-' : '+'}${Math.abs(gap).toFixed(3)} s`;
}

const STATES: Readonly<Record<DialogState, string>> = {
  challenged: 'stopped at an authentication challenge',
  trying: 'no response beyond 100 Trying',
  ringing: 'rang, not answered in this trace',
  established: 'established',
  terminated: 'ended with BYE',
  cancelled: 'canceled by the caller',
  failed: 'refused',
  registered: 'registered',
  unregistered: 'registration removed',
  subscribed: 'subscribed',
  answered: 'answered',
  'no-response': 'no response seen',
  unknown: 'unknown',
};

const OUTCOMES: Readonly<Record<AuthenticationRound['outcome'], string>> = {
  accepted: 'answered and accepted',
  refused: 'answered and refused',
  stale: 'answered with a nonce that is too old',
  unanswered: 'not answered',
  unclear: 'answered, unclear whether accepted',
  pending: 'answered, no result seen',
};
