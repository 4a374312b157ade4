import { offerAnswerFaults } from '../../../../sip/offerAnswer.ts';
import type { SessionDescription } from '../../../../sip/sdp.ts';
import { sessionDescription } from '../../model/describe.ts';
import type { DialogFlow } from '../../model/flow.ts';
import { EXAMPLE_SDP, exampleMessage, exampleResponse } from '../exampleMessage.ts';
import type { DialogRule } from '../rule.ts';

const HEADERS = { CSeq: '1 INVITE', 'Content-Type': 'application/sdp' };
const INVITE = exampleMessage({
  startLine: 'INVITE sip:bob@example.com SIP/2.0',
  headers: { ...HEADERS, Contact: '<sip:alice@192.0.2.10>' },
  body: EXAMPLE_SDP,
});
const answer = (media: readonly string[]): string =>
  exampleResponse('SIP/2.0 200 OK', {
    headers: { ...HEADERS, Contact: '<sip:bob@192.0.2.20>' },
    body: [...EXAMPLE_SDP.slice(0, 5), ...media],
  });

export const answerDoesNotFitOffer: DialogRule = {
  code: 'sip-trace/answer-does-not-fit-offer',
  severity: 'warning',
  family: 'media',
  title: 'Answer that does not match the media offer',
  why: 'An answer takes streams, profile and codecs from the offer (RFC 3264 section 6). If it has none of the offered codecs, encrypts what was offered unencrypted, or refuses the stream with port 0, the call is established without audio.',
  fix: 'Allow one codec and the same encryption on both sides; an answer has the same m= lines as the offer, in the same order.',
  bad: INVITE + answer(['m=audio 49180 RTP/AVP 18', 'a=rtpmap:18 G729/8000']),
  good: INVITE + answer(EXAMPLE_SDP.slice(5)),
  on: 'dialog',
  *check({ messages }) {
    const seen = new Set<string>();
    for (const exchange of exchangesIn(messages)) {
      const { facts } = exchange.offerer;
      for (const fault of offerAnswerFaults(exchange.offer, exchange.answer, NAMES)) {
        // One-way media may be intended, and a call on hold has directions that do not match.
        const isWanted =
          fault.kind === 'one-way' || (fault.kind === 'direction' && facts.toTag !== undefined);
        // The same exchange at the next hop adds nothing.
        const key = `${facts.cseqText} ${facts.fromTag} ${fault.kind}`;
        if (fault.isMinor || isWanted || seen.has(key)) continue;
        seen.add(key);
        const { source } = exchange.answer.media[0]?.line ?? {};
        yield {
          number: exchange.answerNumber,
          start: source?.start ?? 0,
          end: source?.end ?? exchange.answerer.facts.startLine.length,
          message: fault.text,
          related: [{ number: exchange.offerNumber, message: 'the offer' }],
        };
      }
    }
  },
};

const NAMES = { offer: 'offer', answer: 'answer' };

type Messages = DialogFlow['messages'];

interface Exchange {
  readonly offerNumber: number;
  readonly offerer: Messages[number];
  readonly offer: SessionDescription;
  readonly answerNumber: number;
  readonly answerer: Messages[number];
  readonly answer: SessionDescription;
}

const NEGOTIATING: ReadonlySet<string | undefined> = new Set(['INVITE', 'UPDATE', 'ACK']);

/** Each offer with its answer (RFC 3261 section 13.2.1): request and 2xx, or 2xx and ACK. */
function* exchangesIn(messages: Messages): Generator<Exchange> {
  const withOffer = new Map<string, number>();
  for (const [number, found] of messages.entries()) {
    const { facts } = found;
    if (found.repeats !== undefined || !NEGOTIATING.has(facts.cseqMethod)) continue;
    const isAck = facts.method === 'ACK';
    if (!isAck && (facts.status === undefined || facts.status < 200 || facts.status > 299)) continue;
    const acknowledged = `${facts.cseq} ${facts.fromTag}`;
    const offerNumber = isAck ? withOffer.get(acknowledged) : found.answers;
    const offerer = offerNumber === undefined ? undefined : messages[offerNumber];
    if (offerNumber === undefined || offerer === undefined) continue;
    const answer = sessionDescription(found.message);
    if (answer === undefined) continue;
    const offer = sessionDescription(offerer.message);
    if (offer !== undefined) {
      yield { offerNumber, offerer, offer, answerNumber: number, answerer: found, answer };
    } else if (!isAck) withOffer.set(acknowledged, number);
  }
}
