import { codeFacts } from '../../../../sip/facts.ts';
import { programOf } from '../../../../sip/identity.ts';
import { addressesNamed } from '../../../../sip/message.ts';
import { isPrivateAddress } from '../../../../sip/sdp.ts';
import type { TraceStep } from '../../../callFlow.ts';
import { arrowLabel, headerIn } from '../../model/describe.ts';
import type { TraceEntry } from '../../model/entry.ts';
import { sipMessage, type TraceInParts } from '../../model/model.ts';
import { bareHost, copiesOf, isAddress, timesSentOf } from './lookups.ts';
import { step } from './step.ts';

/** Requests within a call that fail without a refusal of the call itself: ACK, PRACK, CANCEL, BYE, and transfers. */
export function withinCallSteps(trace: TraceInParts, entries: readonly TraceEntry[]): TraceStep[] {
  return [
    ...lostAck(trace, entries),
    ...missingPrack(trace, entries),
    ...refusedEnd(entries),
    ...unacknowledgedRefusal(trace, entries),
    ...failedTransfer(entries),
  ];
}

function isAcceptance({ facts }: TraceEntry): boolean {
  return facts.cseqMethod === 'INVITE' && Math.floor((facts.status ?? 0) / 100) === 2;
}

/** RFC 3261 section 13.3.1.4: the called side repeats its answer until the ACK arrives, and then ends the call. */
function lostAck(trace: TraceInParts, entries: readonly TraceEntry[]): TraceStep[] {
  const answer = entries.find(isAcceptance);
  const ack = entries.find(
    ({ index, facts }) =>
      facts.method === 'ACK' && index > (answer?.index ?? Infinity) && facts.cseq === answer?.facts.cseq,
  );
  if (answer === undefined || ack === undefined) return [];
  const copies = copiesOf(trace, entries, answer);
  const later = copies.filter(({ index }) => index > ack.index);
  const times = timesSentOf(trace, [answer, ...later]) - 1;
  if (times < 2) return [];
  // Callers send an ACK for each answer, so the last one may have arrived while the answer is still repeated.
  const isOnTime = entries.some(
    ({ index, facts }) =>
      facts.method === 'ACK' && facts.cseq === answer.facts.cseq && index > (later.at(-1)?.index ?? 0),
  );
  if (isOnTime && times < MANY_REPEATS) return [];
  const target = bareHost(trace.flow.arrows[ack.index]?.to);
  const [contact] = addressesNamed(sipMessage(answer.message), 'Contact');
  const named = contact === undefined ? '' : contact.uri.source.text;
  const sender = trace.flow.arrows[answer.index]?.from ?? 'The called side';
  const where = isPrivateAddress(target)
    ? `It goes to ${target}, a private address${named.includes(target) ? ` that the answer gives in its Contact (${named})` : ''}: the called side must put an address there that the caller can reach (Asterisk: externaddr or external_signaling_address).`
    : target !== '' && isAddress(target) && target !== bareHost(trace.flow.arrows[answer.index]?.from)
      ? `It goes to ${target}, but the answer came from ${sender}: check the Contact and Record-Route of the answer, which say where the ACK goes.`
      : 'A firewall or NAT may drop it, or its Request-URI, Route and tags do not fit the answer: compare them with its Contact, Record-Route and tags.';
  return [
    step(
      'ACK does not arrive',
      'failed',
      `The caller sends an ACK (#${ack.index}), but ${sender} repeats its answer (#${answer.index}) ${times} more times, so the ACK does not reach it, and it ends the call after 32 seconds (RFC 3261 section 13.3.1.4). ${where}`,
      ack.index,
      'Request-URI',
    ),
  ];
}

/** An answer is repeated so often within 16 seconds (RFC 3261 section 13.3.1.4). */
const MANY_REPEATS = 6;

/** RFC 3262 section 3: a reliable provisional response is repeated until a PRACK arrives. */
function missingPrack(trace: TraceInParts, entries: readonly TraceEntry[]): TraceStep[] {
  const isSeen = (method: string) => entries.some(({ facts }) => facts.method === method);
  // A capture of responses only shows no PRACK either.
  if (isSeen('PRACK') || !isSeen('INVITE') || entries.some(isAcceptance)) return [];
  const reliable = entries.find(
    ({ facts, message }) =>
      facts.status !== undefined &&
      facts.status > 100 &&
      facts.status < 200 &&
      headerIn(message, 'RSeq') !== undefined,
  );
  if (reliable === undefined) return [];
  const number = headerIn(reliable.message, 'RSeq');
  const copies = copiesOf(trace, entries, reliable).filter(
    ({ message }) => headerIn(message, 'RSeq') === number,
  );
  const times = timesSentOf(trace, copies);
  if (times < 3) return [];
  return [
    step(
      'No PRACK',
      'failed',
      `${arrowLabel(reliable)} (#${reliable.index}) is sent reliably (100rel) ${times} times, and no PRACK follows. The call fails after 32 seconds (RFC 3262 section 3). Either the response or the PRACK is lost, because Contact or Record-Route names an address that cannot be reached, or the caller offers 100rel without supporting it: turn 100rel off on one side.`,
      reliable.index,
      'RSeq',
    ),
  ];
}

/** A CANCEL or BYE that the other side refuses: for that side, the call goes on. */
function refusedEnd(entries: readonly TraceEntry[]): TraceStep[] {
  const steps: TraceStep[] = [];
  for (const method of ['CANCEL', 'BYE']) {
    const refusal = entries.find(({ facts }) => facts.cseqMethod === method && facts.status === 481);
    const request = entries.find(
      ({ facts }) =>
        facts.method === method &&
        facts.cseqText === refusal?.facts.cseqText &&
        facts.branch === refusal?.facts.branch,
    );
    if (refusal === undefined || request === undefined) {
      const other = method === 'BYE' ? otherRefusal(entries) : undefined;
      if (other !== undefined) steps.push(other);
      continue;
    }
    if (entries.some(other => endsBefore(other, request, refusal))) continue;
    const cause = method === 'CANCEL' ? cancelDiffers(entries, request) : tagsDiffer(entries, request);
    // Without a cause, both sides may have hung up at once.
    if (cause === undefined) continue;
    const effect = method === 'CANCEL' ? 'The phone rings on.' : 'For the other side, the call goes on.';
    const detail = `${arrowLabel(refusal)} (#${refusal.index}) refuses the ${method} (#${request.index}). ${cause} ${effect}`;
    steps.push(
      step(`${method} refused`, 'failed', detail, request.index, method === 'CANCEL' ? 'Via' : 'To'),
    );
  }
  return steps;
}

/** A BYE that is refused for another reason than its dialog, and not sent again with success. */
function otherRefusal(entries: readonly TraceEntry[]): TraceStep | undefined {
  const ends = entries.filter(({ facts }) => facts.cseqMethod === 'BYE' && facts.status !== undefined);
  const refusal = ends.find(({ facts }) => (facts.status ?? 0) >= 400 && facts.challenges.length === 0);
  const isAccepted = ends.some(({ facts }) => Math.floor((facts.status ?? 0) / 100) === 2);
  if (refusal === undefined || isAccepted) return undefined;
  const meaning = codeFacts(String(refusal.facts.status))?.meaning ?? '';
  return step(
    'BYE refused',
    'failed',
    `${arrowLabel(refusal)} (#${refusal.index}) refuses the BYE. ${meaning} For the other side, the call may go on.`,
    refusal.index,
    'Request-URI',
  );
}

/** RFC 3261 section 17.2.1: a refusal is repeated until its ACK arrives. */
function unacknowledgedRefusal(trace: TraceInParts, entries: readonly TraceEntry[]): TraceStep[] {
  const refusal = entries.find(
    ({ index, facts }) =>
      facts.cseqMethod === 'INVITE' &&
      (facts.status ?? 0) >= 300 &&
      trace.flow.arrows[index]?.repeats === undefined,
  );
  if (refusal === undefined) return [];
  const copies = copiesOf(trace, entries, refusal);
  const times = timesSentOf(trace, copies);
  const isSeen = entries.some(
    ({ index, facts }) =>
      facts.method === 'ACK' && facts.cseq === refusal.facts.cseq && index > refusal.index,
  );
  // A capture of one direction shows no ACK either.
  const hasRequest = entries.some(({ facts }) => facts.method === 'INVITE');
  if (times < 3 || isSeen || !hasRequest) return [];
  return [
    step(
      'No ACK',
      'failed',
      `${arrowLabel(refusal)} (#${refusal.index}) is sent ${times} times, and no ACK arrives. The ACK takes the way of the INVITE (RFC 3261 section 17.1.1.3): either the response does not reach the caller, because its topmost Via does not lead back there, or the ACK is lost.`,
      refusal.index,
      'Via',
    ),
  ];
}

/** True if a request crossed what ended the call or its INVITE, or was accepted when it was sent before. */
function endsBefore({ index, facts }: TraceEntry, request: TraceEntry, refusal: TraceEntry): boolean {
  const { cseq, cseqText, cseqMethod, branch } = request.facts;
  if (facts.method === 'BYE') return index < request.index && facts.cseqText !== cseqText;
  if (index > refusal.index || (facts.status ?? 0) < 200) return false;
  if (facts.cseqMethod === cseqMethod)
    return facts.cseqText === cseqText && facts.branch === branch && facts.status !== 481;
  return cseqMethod === 'CANCEL'
    ? facts.cseqMethod === 'INVITE' && facts.cseq === cseq
    : facts.status === 487;
}

/** RFC 3261 section 9.1: a CANCEL has the topmost Via, the Request-URI and the number of the request that it cancels. */
function cancelDiffers(entries: readonly TraceEntry[], cancel: TraceEntry): string | undefined {
  const invites = entries.filter(({ index, facts }) => facts.method === 'INVITE' && index < cancel.index);
  const invite = invites.findLast(({ facts }) => facts.cseq === cancel.facts.cseq) ?? invites.at(-1);
  if (invite === undefined) return undefined;
  const begin = 'It is matched to the INVITE by Via branch and CSeq (RFC 3261 section 9.1):';
  if (invite.facts.cseq !== cancel.facts.cseq)
    return `${begin} its CSeq is ${cancel.facts.cseq}, but that of the INVITE (#${invite.index}) is ${invite.facts.cseq}.`;
  if (!invites.some(({ facts }) => facts.branch === cancel.facts.branch))
    return `${begin} its branch is not that of the INVITE (#${invite.index}).`;
  return 'That server no longer has the INVITE, or the CANCEL took another way than the INVITE.';
}

/** RFC 3261 section 12.2.1.1: requests within a call have its tags. */
function tagsDiffer(entries: readonly TraceEntry[], request: TraceEntry): string | undefined {
  const answers = entries.filter(isAcceptance);
  const known = new Set(answers.flatMap(({ facts }) => [facts.fromTag, facts.toTag]));
  if (answers.length === 0) return undefined;
  const { fromTag, toTag } = request.facts;
  if (toTag === undefined)
    return 'It has no tag in To, so it belongs to no call (RFC 3261 section 12.2.1.1).';
  const wrong = !known.has(toTag) ? 'To' : !known.has(fromTag) ? 'From' : undefined;
  return wrong === undefined
    ? undefined
    : `Its tag in ${wrong} is not the one of the answer (#${answers[0]?.index}), so it belongs to no call (RFC 3261 section 12.2.1.1).`;
}

/** RFC 3515: the side that was asked to call the target reports in NOTIFY how that went. */
function failedTransfer(entries: readonly TraceEntry[]): TraceStep[] {
  const report = entries.findLast(({ facts }) => facts.method === 'NOTIFY');
  const refer = entries.findLast(
    ({ index, facts }) => facts.method === 'REFER' && index < (report?.index ?? 0),
  );
  if (refer === undefined) return [];
  const target = headerIn(refer.message, 'Refer-To');
  const to = target === undefined ? '' : ` to ${target}`;
  const line =
    report === undefined
      ? undefined
      : /^SIP\/2\.0 ([3-6]\d\d[^\r\n]*)/i.exec(sipMessage(report.message).body.text.trimStart())?.[1];
  if (report === undefined || line === undefined) return [];
  const program = programOf(sipMessage(report.message));
  const who = program === undefined ? 'the other side' : program;
  const rest = entries.some(({ facts }) => facts.method === 'BYE') ? '' : ' The first call remains.';
  return [
    step(
      'Transfer failed',
      'failed',
      `The transfer (#${refer.index})${to} was accepted, but ${who} reports ${line.trim()} (#${report.index}) from the target.${rest} Look for the refusal in the call to the target.`,
      report.index,
      'Content-Type',
    ),
  ];
}
