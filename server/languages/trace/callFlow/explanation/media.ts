import { contentLength } from '../../../../sip/body.ts';
import { firstHeader } from '../../../../sip/message.ts';
import { isPrivateMedia, isZero, type MediaFault, offerAnswerFaults } from '../../../../sip/offerAnswer.ts';
import { isPrivateAddress, type SdpMedia, type SessionDescription } from '../../../../sip/sdp.ts';
import type { TraceStep } from '../../../callFlow.ts';
import { sessionDescription } from '../../model/describe.ts';
import type { TraceEntry } from '../../model/entry.ts';
import { sipMessage, type TraceInParts } from '../../model/model.ts';
import { bareHost, isAddress, messageAfter, messageAt, messagesBy } from './lookups.ts';
import { step } from './step.ts';

/** The media in the offers and answers of a call (RFC 3264): codecs, ports, encryption, directions, addresses. */
export function mediaSteps(trace: TraceInParts, entries: readonly TraceEntry[]): TraceStep[] {
  return [...exchangeSteps(trace, entries), ...addressSteps(trace, entries), ...holdSteps(trace, entries)];
}

interface Described {
  readonly entry: TraceEntry;
  readonly description: SessionDescription;
}

/** Each offer with its answer (RFC 3261 section 13.2.1); the same exchange at several hops is described once. */
function exchangeSteps(trace: TraceInParts, entries: readonly TraceEntry[]): TraceStep[] {
  const steps: TraceStep[] = [];
  const seen = new Set<string>();
  const usesInfo = entries.some(entry => entry.facts.method === 'INFO');
  const add = (offer: TraceEntry, found: TraceStep, kind: string) => {
    const key = `${offer.facts.cseqText} ${offer.facts.fromTag} ${kind}`;
    if (seen.has(key)) return;
    seen.add(key);
    steps.push(found);
  };
  for (const exchange of exchangesOf(trace, entries)) {
    if (exchange.kind === 'unanswered') {
      add(exchange.offer, exchange.step, 'no answer');
      continue;
    }
    const { offer, answer } = exchange;
    const names = { offer: `offer (#${offer.entry.index})`, answer: `answer (#${answer.entry.index})` };
    for (const fault of offerAnswerFaults(offer.description, answer.description, names)) {
      if (fault.kind === 'dtmf' && usesInfo) continue;
      const isOnHold = isHold(offer.entry);
      if (isOnHold && fault.kind === 'one-way') continue;
      // On hold no side waits for media, so directions that do not match harm little.
      const isMinor = fault.isMinor || (isOnHold && fault.kind === 'direction');
      add(offer.entry, faultStep({ ...fault, isMinor }, answer.entry), `${fault.kind} ${fault.text.length}`);
    }
  }
  return steps;
}

type Exchange =
  | { readonly kind: 'answered'; readonly offer: Described; readonly answer: Described }
  /** An offer that must have an answer but has none, with the step that reports it. */
  | { readonly kind: 'unanswered'; readonly offer: TraceEntry; readonly step: TraceStep };

function* exchangesOf(trace: TraceInParts, entries: readonly TraceEntry[]): Generator<Exchange> {
  const { arrows } = trace.flow;
  const byIndex = new Map(entries.map(entry => [entry.index, entry]));
  const acks = messagesBy(entries, entry => (entry.facts.method === 'ACK' ? dialogSide(entry) : undefined));
  const early = earlyDescriptions(trace, entries);
  for (const response of entries) {
    const { status = 0, cseqMethod } = response.facts;
    if (status < 200 || status > 299 || arrows[response.index]?.repeats !== undefined) continue;
    if (cseqMethod !== 'INVITE' && cseqMethod !== 'UPDATE') continue;
    const request = byIndex.get(arrows[response.index]?.answers ?? -1);
    if (request === undefined) continue;
    const offer = described(request);
    const answer = described(response);
    if (offer !== undefined && answer !== undefined) yield { kind: 'answered', offer, answer };
    else if (offer !== undefined) {
      const missing = missingAnswer(early.byRequestText, request, response);
      if (missing !== undefined) yield { kind: 'unanswered', offer: request, step: missing };
      const given = early.byRequest.get(request.index);
      if (given !== undefined) yield { kind: 'answered', offer, answer: given };
    } else if (cseqMethod === 'INVITE') {
      const late =
        answer === undefined
          ? missingOffer(early.byRequestText, request, response)
          : lateExchange(acks, request, answer);
      if (late !== undefined) yield late;
    }
  }
  if (entries.some(isAcceptedInvite)) return;
  // A call that was never answered: uses the early media.
  for (const request of entries) {
    if (request.facts.method !== 'INVITE' || arrows[request.index]?.repeats !== undefined) continue;
    const offer = described(request);
    const given = early.byRequest.get(request.index);
    if (offer !== undefined && given !== undefined) yield { kind: 'answered', offer, answer: given };
  }
}

/** The offer in a 2xx to an INVITE without one, with the answer in the ACK. */
function lateExchange(
  acks: ReturnType<typeof messagesBy>,
  request: TraceEntry,
  offer: Described,
): Exchange | undefined {
  const response = offer.entry;
  const ack = messageAfter(acks.get(dialogSide(response)) ?? [], response.index);
  if (ack === undefined) return undefined;
  const answer = described(ack);
  if (answer !== undefined) return { kind: 'answered', offer, answer };
  if (!mayLackBody(ack)) return undefined;
  const text = `The INVITE (#${request.index}) has no session description, so the ${response.facts.status} (#${response.index}) makes the offer; the ACK (#${ack.index}) must answer it, but has no session description (RFC 3261 section 13.2.1). No media can flow.`;
  return {
    kind: 'unanswered',
    offer: response,
    step: step('No answer to the offer', 'failed', text, ack.index, 'SDP'),
  };
}

/** RFC 3261 section 13.2.1: without an offer in the INVITE, the first reliable response makes it. */
function missingOffer(
  byRequestText: EarlyDescriptions['byRequestText'],
  request: TraceEntry,
  response: TraceEntry,
): Exchange | undefined {
  const isKnown =
    byRequestText.has(request.facts.cseqText) || !mayLackBody(request) || !mayLackBody(response);
  if (isKnown) return undefined;
  const text = `Neither the INVITE (#${request.index}) nor the ${response.facts.status} (#${response.index}) that accepts it has a session description (SDP). Without an offer in the INVITE, the answering side must make it (RFC 3261 section 13.2.1). No media can flow.`;
  return {
    kind: 'unanswered',
    offer: request,
    step: step('No offer', 'failed', text, response.index, 'SDP'),
  };
}

function isAcceptedInvite({ facts }: TraceEntry): boolean {
  return facts.cseqMethod === 'INVITE' && Math.floor((facts.status ?? 0) / 100) === 2;
}

function faultStep(fault: MediaFault, answer: TraceEntry): TraceStep {
  const isHeard = fault.isMinor && fault.kind !== 'dtmf';
  return step(TITLES[fault.kind], isHeard ? 'skipped' : 'failed', fault.text, answer.index, 'SDP');
}

const TITLES: Readonly<Record<MediaFault['kind'], string>> = {
  lines: 'Streams do not match',
  kind: 'Streams do not match',
  refused: 'Stream refused',
  profile: 'Encryption does not match',
  family: 'IPv4 and IPv6',
  codec: 'No codec in common',
  keys: 'Keys do not match',
  direction: 'Directions do not match',
  'one-way': 'One-way media',
  dtmf: 'DTMF',
  'no-media': 'No media',
};

/** RFC 3261 section 13.2.1: the answer to an offer in the INVITE must be in the 2xx. */
function missingAnswer(
  byRequestText: EarlyDescriptions['byRequestText'],
  request: TraceEntry,
  response: TraceEntry,
): TraceStep | undefined {
  if (request.facts.method !== 'INVITE' && request.facts.method !== 'UPDATE') return undefined;
  if (!mayLackBody(response)) return undefined;
  const reliable = byRequestText.get(request.facts.cseqText)?.entry;
  const isReliable =
    reliable !== undefined && firstHeader(sipMessage(reliable.message), 'RSeq') !== undefined;
  if (isReliable) return undefined;
  const early =
    reliable === undefined
      ? 'No media can flow, or the caller ends the call.'
      : `One is in the ${reliable.facts.status} (#${reliable.index}), which is not sent reliably (no RSeq): some phones do not accept it as the answer, and then neither side hears anything.`;
  return step(
    'No answer to the offer',
    'failed',
    `The INVITE (#${request.index}) offers media, but the ${response.facts.status} (#${response.index}) that accepts the call has no session description (SDP), which must contain the answer (RFC 3261 section 13.2.1, RFC 3264 section 5). ${early}`.replace(
      'The INVITE',
      `The ${request.facts.method}`,
    ),
    response.index,
    'SDP',
  );
}

/** False for a message whose body the log does not show. */
function mayLackBody(entry: TraceEntry): boolean {
  if (entry.message.cut !== undefined) return false;
  const message = sipMessage(entry.message);
  if ((contentLength(message) ?? 0) > 0) return false;
  return firstHeader(message, 'Content-Type') === undefined || contentLength(message) === 0;
}

/** The first session description of each request in its provisional responses, by the number and by the CSeq of the request. */
interface EarlyDescriptions {
  readonly byRequest: ReadonlyMap<number, Described>;
  readonly byRequestText: ReadonlyMap<string | undefined, Described>;
}

function earlyDescriptions({ flow }: TraceInParts, entries: readonly TraceEntry[]): EarlyDescriptions {
  const byRequest = new Map<number, Described>();
  const byRequestText = new Map<string | undefined, Described>();
  for (const entry of entries) {
    const { status = 0, cseqText } = entry.facts;
    const found = status > 100 && status < 200 ? described(entry) : undefined;
    if (found === undefined) continue;
    const request = flow.arrows[entry.index]?.answers;
    if (request !== undefined && !byRequest.has(request)) byRequest.set(request, found);
    if (!byRequestText.has(cseqText)) byRequestText.set(cseqText, found);
  }
  return { byRequest, byRequestText };
}

/** The side of a dialog that sent a request, with its number: the ACK of a 2xx has those of the INVITE. */
function dialogSide({ facts }: TraceEntry): string {
  return `${facts.cseq} ${facts.fromTag}`;
}

function described(entry: TraceEntry): Described | undefined {
  const description = sessionDescription(entry.message);
  return description === undefined ? undefined : { entry, description };
}

/** Addresses at which one side cannot receive media. */
function addressSteps(trace: TraceInParts, entries: readonly TraceEntry[]): TraceStep[] {
  const steps: TraceStep[] = [];
  const seen = new Set<string>();
  for (const entry of entries) {
    if (!carriesOffer(entry)) continue;
    const arrow = trace.flow.arrows[entry.index];
    for (const media of sessionDescription(entry.message)?.media ?? []) {
      if (!isPrivateMedia(media)) continue;
      const problem = privateProblem(media, bareHost(arrow?.from), bareHost(arrow?.to), arrow?.from ?? '');
      if (problem === undefined || seen.has(problem.detail)) continue;
      seen.add(problem.detail);
      steps.push(step(media.kind, problem.verdict, problem.detail, entry.index, 'SDP'));
    }
  }
  return steps;
}

function privateProblem(
  media: SdpMedia,
  from: string,
  to: string,
  name: string,
): { readonly detail: string; readonly verdict: 'failed' | 'skipped' } | undefined {
  const address = media.address ?? '';
  const isNotReachable = isPublic(to) || !isAddress(to);
  if (isPublic(from)) {
    if (isAddress(to) && isPrivateAddress(to)) return undefined;
    const detail = `${from} wants to receive ${media.kind} at ${address}, a private address (${rangeOf(address)}). Media sent there is lost, and this side hears nothing. Set its public address, or let the server relay the media and send it back to where it comes from.`;
    return { detail, verdict: 'failed' };
  }
  if (!isPublic(to) || !isNotReachable) return undefined;
  if (isAddress(from)) {
    const detail = `${from} wants to receive ${media.kind} at the private address ${address} (${rangeOf(address)}), and the other side ${to} is public. This works only if a device in between (NAT, a session border controller) rewrites the address, or if the other side ignores it and sends media back to where it comes from.`;
    return { detail, verdict: 'skipped' };
  }
  const detail = `${name} wants to receive ${media.kind} at ${address}, a private address (${rangeOf(address)}). The other side is at the public address ${to} and cannot reach it, so ${name} hears nothing (one-way audio). Set the public address of ${name} for media (Asterisk: external_media_address or externaddr, with the local networks).`;
  return { detail, verdict: 'failed' };
}

function rangeOf(address: string): string {
  if (/^100\./.test(address)) return 'RFC 6598, inside the network of a provider';
  if (/^127\.|^::1$/.test(address)) return 'only inside the host itself';
  if (/^169\.254\./.test(address)) return 'link-local, RFC 3927';
  if (/^fe[89ab][0-9a-f]:/i.test(address)) return 'link-local, RFC 4291';
  return address.includes(':') ? 'RFC 4193' : 'RFC 1918';
}

function isPublic(host: string): boolean {
  return isAddress(host) && !isPrivateAddress(host);
}

/** Calls that begin without media, and calls that are put on hold. */
function holdSteps(trace: TraceInParts, entries: readonly TraceEntry[]): TraceStep[] {
  const steps: TraceStep[] = [];
  const seen = new Set<string>();
  for (const entry of entries) {
    if (!carriesOffer(entry) || trace.flow.arrows[entry.index]?.repeats !== undefined) continue;
    for (const media of sessionDescription(entry.message)?.media ?? []) {
      if (media.port === 0) continue;
      const said = noMedia(media);
      if (said === undefined) {
        if (isChange(trace, entries, entry) && media.direction === 'sendonly' && media.kind === 'audio') {
          const text = `${trace.flow.arrows[entry.index]?.from ?? 'One side'} puts the call on hold (#${entry.index}, sendonly): the other side hears at most music.`;
          if (!seen.has('hold')) steps.push(step('Hold', 'skipped', text, entry.index, 'SDP'));
          seen.add('hold');
        }
        continue;
      }
      const isLater = isChange(trace, entries, entry);
      const key = `${said} ${isLater}`;
      if (seen.has(key)) continue;
      seen.add(key);
      steps.push(
        isLater
          ? step('Hold', 'skipped', `The call is put on hold (#${entry.index}). ${said}`, entry.index, 'SDP')
          : step(media.kind, 'failed', said, entry.index, 'SDP'),
      );
    }
  }
  return steps;
}

function noMedia(media: SdpMedia): string | undefined {
  if (isZero(media)) {
    return 'The address is 0.0.0.0: the call is on hold in the old way (RFC 2543), and no media flows.';
  }
  return media.direction === 'inactive' ? 'The stream is inactive: no media flows.' : undefined;
}

/** True for an offer, or the answer to it, inside an established call. */
function isChange(trace: TraceInParts, entries: readonly TraceEntry[], entry: TraceEntry): boolean {
  const request =
    entry.facts.method === undefined ? messageAt(entries, trace.flow.arrows[entry.index]?.answers) : entry;
  return request !== undefined && isHold(request);
}

/** A request with a tag in To is inside a dialog. */
function isHold({ facts }: TraceEntry): boolean {
  return facts.method !== undefined && facts.method !== 'ACK' && facts.toTag !== undefined;
}

function carriesOffer({ facts }: TraceEntry): boolean {
  return facts.cseqMethod === 'INVITE' || facts.cseqMethod === 'ACK' || facts.cseqMethod === 'UPDATE';
}
