import type { SdpMedia } from '../../../../sip/sdp.ts';
import type { TraceStep } from '../../../callFlow.ts';
import { type RtpStream, rtpLine } from '../../capture/rtp.ts';
import { sessionDescription } from '../../model/describe.ts';
import type { TraceEntry } from '../../model/entry.ts';
import type { TraceInParts } from '../../model/model.ts';
import { step } from './step.ts';

/** The media in a capture, linked to the SDP lines that announced its destination: loss, jitter, silence, one-way media. */
export function rtpSteps(trace: TraceInParts, entries: readonly TraceEntry[]): TraceStep[] {
  const { all, byDestination } = streamsOf(trace);
  if (all.length === 0) return [];
  const announced = announcedIn(trace, entries);
  if (announced.length === 0) return [];
  const span = spanOf(trace, entries);
  const found = announced.map(place => ({
    place,
    streams: (byDestination.get(place.endpoint) ?? []).filter(
      stream => span === undefined || (stream.until >= span.from && stream.from <= span.until),
    ),
  }));
  const end = endOf(trace, entries);
  const steps = found.flatMap(({ place, streams }) => streams.map(stream => streamStep(stream, place, end)));
  const isAnswered = entries.some(
    ({ facts }) => facts.cseqMethod === 'INVITE' && Math.floor((facts.status ?? 0) / 100) === 2,
  );
  if (!isAnswered) return steps;
  const reached = found.filter(({ streams }) => streams.length > 0);
  const missed = found.filter(
    ({ place, streams }) => streams.length === 0 && !reached.some(other => other.place.side === place.side),
  );
  const [heard] = reached;
  const [without] = missed;
  if (without === undefined) return steps;
  if (heard === undefined) {
    const text = `The capture has RTP from other calls, but none to ${announced.map(({ endpoint }) => endpoint).join(' or ')}, which this call announced: no media flowed, or it did not pass the place where the capture was made.`;
    return [...steps, step('No RTP', 'skipped', text, without.place.message, 'SDP')];
  }
  const [returned] = heard.streams.flatMap(stream => returnedTo(trace, stream) ?? []);
  if (returned !== undefined) {
    const text = `${heard.place.endpoint} sends media back to ${returned.destination}, where it comes from, and not to ${without.place.endpoint}, which #${without.place.message} announced: ${returned.packets} packets in ${(returned.until - returned.from).toFixed(1)} s, ${returned.lost} lost. This is usual behind NAT (symmetric RTP, RFC 4961).`;
    return [...steps, step('RTP', 'passed', text, without.place.message, 'SDP')];
  }
  const text = `Media arrives at ${heard.place.endpoint} (announced by #${heard.place.message}), but none at ${without.place.endpoint} (announced by #${without.place.message}) in this capture: ${without.place.side} hears nothing. Either the other side sends it elsewhere or not at all (NAT, firewall, private address), or the capture was made at a place that it does not pass.`;
  return [...steps, step('One-way RTP', 'failed', text, without.place.message, 'SDP')];
}

/** The stream from the destination of another one to its source. */
function returnedTo(trace: TraceInParts, { source, destination }: RtpStream): RtpStream | undefined {
  return streamsOf(trace)
    .byDestination.get(source)
    ?.find(stream => stream.source === destination);
}

/** When a call ended whose media nobody changed after it began; undefined for any other one. */
function endOf(trace: TraceInParts, entries: readonly TraceEntry[]): number | undefined {
  const bye = entries.find(({ facts }) => facts.method === 'BYE');
  const isChanged = entries.some(
    ({ facts }) => (facts.method === 'INVITE' || facts.method === 'UPDATE') && facts.toTag !== undefined,
  );
  return bye === undefined || isChanged ? undefined : trace.flow.arrows[bye.index]?.seconds;
}

/** A port at which a message of a call requests media. */
interface Announced {
  readonly endpoint: string;
  readonly media: SdpMedia;
  readonly message: number;
  /** Who sent the message. */
  readonly side: string;
}

function announcedIn(trace: TraceInParts, entries: readonly TraceEntry[]): Announced[] {
  const places = new Map<string, Announced>();
  for (const entry of entries) {
    for (const media of sessionDescription(entry.message)?.media ?? []) {
      if (!media.port || media.address === undefined || media.kind !== 'audio') continue;
      if (media.direction === 'inactive' || media.direction === 'sendonly') continue;
      const host = media.address.includes(':') ? `[${media.address}]` : media.address;
      const endpoint = `${host}:${media.port}`;
      const side = trace.flow.arrows[entry.index]?.from ?? '';
      if (!places.has(endpoint)) places.set(endpoint, { endpoint, media, message: entry.index, side });
    }
  }
  return [...places.values()];
}

function streamStep(stream: RtpStream, place: Announced, end: number | undefined): TraceStep {
  const seconds = stream.until - stream.from;
  const share = stream.lost / Math.max(1, stream.lost + stream.packets);
  const codecs = stream.payloads.map(type => nameOf(type, place.media)).join(', ');
  const facts = [
    `${stream.packets} packets in ${seconds.toFixed(1)} s (${codecs})`,
    `${stream.lost} lost (${(share * 100).toFixed(1)} %)`,
    ...(stream.jitter === undefined ? [] : [`jitter up to ${stream.jitter.toFixed(1)} ms`]),
  ];
  const troubles: string[] = [];
  if (share > 0.01) troubles.push('this many lost packets cause audible gaps');
  if ((stream.jitter ?? 0) > 30)
    troubles.push('this much jitter is too much for the jitter buffer of a phone');
  if (stream.packets > 50 && stream.silent / stream.packets > 0.95) {
    troubles.push(
      'nearly all packets contain silence: the sender has no sound to send (microphone, mute, missing music on hold)',
    );
  }
  const early = end === undefined ? 0 : end - stream.until;
  // Comfort noise announces that nothing follows for a while.
  if (early > LONGEST_PAUSE && !stream.payloads.some(isComfortNoise)) {
    troubles.push(
      `the last packet comes ${early.toFixed(1)} s before the call ends: from then on, nothing is heard`,
    );
  }
  const strange = stream.payloads.filter(
    type => !isComfortNoise(type) && !place.media.formats.includes(String(type)),
  );
  if (strange.length > 0) {
    troubles.push(
      `payload type ${strange.join(', ')} is not in the m= line of #${place.message} (${place.media.formats.join(' ')}), so the receiver may not play it`,
    );
  }
  const trouble = troubles.length === 0 ? '' : ` ${capitalized(troubles.join('; '))}.`;
  return step(
    'RTP',
    troubles.length === 0 ? 'passed' : 'failed',
    `${stream.source} to ${stream.destination}, which #${place.message} announced: ${facts.join(', ')}.${trouble}`,
    place.message,
    'SDP',
  );
}

/** In seconds. */
const LONGEST_PAUSE = 5;

function isComfortNoise(type: number): boolean {
  return type === 13 || type === 19;
}

function nameOf(type: number, media: SdpMedia): string {
  return media.codecs.find(codec => codec.payload === String(type))?.name ?? `payload type ${type}`;
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The time span of a call, with a small margin, since ports are reused. */
function spanOf(
  trace: TraceInParts,
  entries: readonly TraceEntry[],
): { from: number; until: number } | undefined {
  const seconds = entries.flatMap(entry => trace.flow.arrows[entry.index]?.seconds ?? []);
  const first = seconds[0];
  if (first === undefined) return undefined;
  const isEnded = entries.some(({ facts }) => facts.method === 'BYE');
  const last = seconds.reduce((most, one) => Math.max(most, one), first);
  return { from: first - 1, until: isEnded ? last + 2 : Number.POSITIVE_INFINITY };
}

interface Streams {
  readonly all: readonly RtpStream[];
  readonly byDestination: ReadonlyMap<string, readonly RtpStream[]>;
}

/** The streams in a trace, which were written there when the capture was read. */
function streamsOf(trace: TraceInParts): Streams {
  const known = streams.get(trace);
  if (known !== undefined) return known;
  const all = trace.others.flatMap(({ block }) => block.lines.flatMap(line => rtpLine(line) ?? []));
  const byDestination = new Map<string, RtpStream[]>();
  for (const stream of all) {
    const list = byDestination.get(stream.destination);
    if (list === undefined) byDestination.set(stream.destination, [stream]);
    else list.push(stream);
  }
  const found = { all, byDestination };
  streams.set(trace, found);
  return found;
}

const streams = new WeakMap<TraceInParts, Streams>();
