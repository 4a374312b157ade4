import { codeFacts } from '../../../../sip/facts.ts';
import { programOf } from '../../../../sip/identity.ts';
import { firstHeader, headerText } from '../../../../sip/message.ts';
import { isWebMedia } from '../../../../sip/offerAnswer.ts';
import { speechCodecs } from '../../../../sip/sdp.ts';
import type { TraceStep } from '../../../callFlow.ts';
import { judgeMessage } from '../../check/check.ts';
import { arrowLabel, sessionDescription } from '../../model/describe.ts';
import type { TraceEntry } from '../../model/entry.ts';
import type { TraceDialog } from '../../model/flow.ts';
import { sipMessage, type TraceInParts } from '../../model/model.ts';
import { mergedRequest } from './forks.ts';
import { step } from './step.ts';

/** The final responses in the dialog, except for challenges. */
export function answerSteps(
  trace: TraceInParts,
  dialog: TraceDialog,
  entries: readonly TraceEntry[],
): TraceStep[] {
  const steps: TraceStep[] = [];
  const seen = new Set<string>();
  for (const entry of entries) {
    const status = entry.facts.status ?? 0;
    if (status < 300 || status === 401 || status === 407) continue;
    if (entry.facts.cseqMethod !== dialog.method) continue;
    // The same refusal passes several hops: it is described once, where it was made.
    const key = `${entry.facts.cseqText} ${status}`;
    if (seen.has(key)) continue;
    seen.add(key);
    // All three have their own steps, which also cover what follows.
    if (status === 491 || status === 422 || status === 423) continue;
    steps.push(refusalStep(trace, dialog, entry, entries));
  }
  if (steps.length === 0 && dialog.state === 'ringing') {
    const ringing = entries.findLast(entry => (entry.facts.status ?? 0) >= 180);
    steps.push(
      step(
        'Ringing',
        'skipped',
        'The phone rings, but nobody answers in this trace.',
        ringing?.index ?? null,
      ),
    );
  }
  if (steps.length === 0 && dialog.state === 'trying') {
    steps.push(
      step(
        'Stuck',
        'failed',
        'A server has the request (100 Trying) but reports nothing more: the phone does not answer, or cannot be reached at its registered address.',
        entries.findLast(entry => entry.facts.status === 100)?.index ?? null,
      ),
    );
  }
  return steps;
}

function refusalStep(
  trace: TraceInParts,
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
  const hint = hintFor(trace, dialog, entry, entries);
  const isLater = entries.some(
    other =>
      other.index < entry.index &&
      other.facts.cseqMethod === 'INVITE' &&
      Math.floor((other.facts.status ?? 0) / 100) === 2 &&
      // Another branch of a forked INVITE has the same number.
      (other.facts.cseq !== entry.facts.cseq || other.facts.fromTag !== entry.facts.fromTag),
  );
  if (isLater && dialog.method === 'INVITE') {
    const ends = entry.facts.status === 481 || entry.facts.status === 408;
    return step(
      `re-INVITE refused with ${arrowLabel(entry)}`,
      'failed',
      `${who} refuses a change to the established call (#${entry.index}); ${ends ? 'this ends the call (RFC 3261 section 14.1).' : 'the call continues as before that re-INVITE (RFC 3261 section 14.1).'} ${facts?.meaning ?? ''}${said}${hint.text}`.trim(),
      entry.index,
      reason !== undefined ? 'Reason' : warning !== undefined ? 'Warning' : hint.header,
    );
  }
  return step(
    arrowLabel(entry),
    'decided',
    `${who} sent this response. ${facts?.meaning ?? ''}${said}${hint.text}`.trim(),
    entry.index,
    reason !== undefined ? 'Reason' : warning !== undefined ? 'Warning' : hint.header,
  );
}

/** What else is known about a refusal: a space followed by a sentence, and the header that it comes from. */
interface Hint {
  readonly text: string;
  readonly header: string | null;
}

function hintFor(
  trace: TraceInParts,
  dialog: TraceDialog,
  entry: TraceEntry,
  entries: readonly TraceEntry[],
): Hint {
  const request =
    entries.findLast(
      other =>
        other.index < entry.index &&
        other.facts.method !== undefined &&
        other.facts.cseqText === entry.facts.cseqText,
    ) ?? entries.find(other => other.facts.method === dialog.method);
  switch (entry.facts.status) {
    case 403:
      return forbiddenHint(dialog, request, entries);
    case 400:
      return { text: problemsOf(request), header: null };
    case 404:
      return notFoundHint(request);
    case 408:
      return {
        text: ' The next hop did not respond in time. Find the message that got no response.',
        header: null,
      };
    case 480:
      return { text: ` Check whether ${request?.facts.toUser ?? 'the user'} is registered.`, header: 'To' };
    case 481:
      return {
        text: ' This server has no dialog with these tags and Call-ID: it may have ended, or the request went to another server.',
        header: 'Call-ID',
      };
    case 482:
    case 483: {
      const merged = entry.facts.status === 482 ? mergedRequest(trace, entries) : undefined;
      if (merged !== undefined) return { text: ` ${merged}`, header: 'Via' };
      return {
        text: ' The request loops: a server does not recognize a domain as its own, or two servers send the request to each other.',
        header: 'Via',
      };
    }
    case 486:
    case 600:
      return { text: '', header: null };
    case 488:
    case 606:
      return mediaHint(request, entry);
    default:
      return { text: '', header: null };
  }
}

/** What is wrong with a request that the server calls a bad one. */
function problemsOf(request: TraceEntry | undefined): string {
  const found = request === undefined ? [] : judgeMessage(request);
  const [first] = found.filter(({ rule }) => rule.severity === 'error' || rule.severity === 'warning');
  return first === undefined || request === undefined
    ? ''
    : ` The request (#${request.index}) has a problem that can be the reason: ${first.finding.message}`;
}

function notFoundHint(request: TraceEntry | undefined): Hint {
  if (request?.facts.method === 'REGISTER') {
    const name = request.facts.toUser ?? 'the user in To';
    const text = ` The server has no user or address of record "${name}" (chan_pjsip: no aor with this name in aors of the endpoint; chan_sip: an unknown device or domain).`;
    return { text, header: 'To' };
  }
  const uri = request?.facts.requestUri ?? 'the Request-URI';
  if (request?.facts.method === 'OPTIONS')
    return {
      text: ` The server looked up ${uri} in its dialplan. To see whether it is reachable, any response is enough.`,
      header: 'Request-URI',
    };
  return {
    text: ` The server looked up ${uri}: the number is not in the dialplan (context), or the user is not registered.`,
    header: 'Request-URI',
  };
}

function forbiddenHint(
  dialog: TraceDialog,
  request: TraceEntry | undefined,
  entries: readonly TraceEntry[],
): Hint {
  const replayed = usedBefore(request, entries);
  if (replayed !== undefined) return { text: replayed, header: 'Authorization' };
  const refused = dialog.authentication.find(round => round.outcome === 'refused');
  if (refused !== undefined)
    return {
      text:
        refused.mistake === undefined
          ? ' It follows an answer to a challenge, so it means a wrong password or user name.'
          : ' It follows an answer that does not fit the challenge.',
      header: 'Authorization',
    };
  return (request?.facts.answers.length ?? 0) > 0
    ? {
        text: ' The request has credentials, but the challenge that they answer is not in this trace. Either the login was refused, or the caller is not allowed to do this.',
        header: 'Authorization',
      }
    : {
        text: ' No credentials were involved: the server does not allow this for the address or the number of the caller.',
        header: 'From',
      };
}

/** RFC 7616 section 3.4: the nonce count grows with every request, so that a server can tell a replay. */
function usedBefore(request: TraceEntry | undefined, entries: readonly TraceEntry[]): string | undefined {
  const [answer] = request?.facts.answers ?? [];
  if (request === undefined || answer?.nc === undefined || answer.nonce === undefined) return undefined;
  const earlier = entries.find(
    ({ index, facts }) =>
      index < request.index &&
      facts.cseqText !== request.facts.cseqText &&
      facts.answers.some(({ nonce, nc }) => nonce === answer.nonce && nc === answer.nc),
  );
  return earlier === undefined
    ? undefined
    : ` It has the nonce count ${answer.nc}, which #${earlier.index} already used with the same nonce. A server that counts takes it for a replay (RFC 7616 section 3.4): the client must increase nc with every request.`;
}

function mediaHint(request: TraceEntry | undefined, entry: TraceEntry): Hint {
  const web = plainToBrowser(request, entry);
  if (web !== undefined) return { text: ` ${web}`, header: 'Content-Type' };
  const offered = offeredCodecs(request);
  const other = offeredKinds(request);
  if (offered.length === 0 && other.length > 0) {
    const text = other.includes('image')
      ? ' The offer is a fax over T.38 (image): the other side does not support it, or it is turned off there (Asterisk: t38pt_udptl, t38_udptl). The fax then goes on in the audio.'
      : ` The offer has no audio, only ${other.join(' and ')}.`;
    return { text, header: 'Content-Type' };
  }
  const profiles = offeredProfiles(request);
  return {
    text:
      offered.length > 0
        ? ` The offer has ${offered.join(', ')} as ${profiles.join(', ')}. Allow one of these codecs on the other side, or offer another one. Also compare encryption (RTP/AVP versus RTP/SAVP).`
        : ' The offer has no usable stream: the port is 0, or there is no SDP.',
    header: 'Content-Type',
  };
}

/** The kinds of streams that are offered. */
function offeredKinds(request: TraceEntry | undefined): string[] {
  const description = request && sessionDescription(request.message);
  const media = description?.media.filter(stream => stream.port !== 0) ?? [];
  return [...new Set(media.map(({ kind }) => kind))];
}

function offeredCodecs(request: TraceEntry | undefined): string[] {
  const description = request && sessionDescription(request.message);
  const media = description?.media.filter(stream => stream.port !== 0) ?? [];
  return [...new Set(media.flatMap(speechCodecs))];
}

function offeredProfiles(request: TraceEntry | undefined): string[] {
  const description = request && sessionDescription(request.message);
  const media = description?.media.filter(stream => stream.port !== 0) ?? [];
  return [...new Set(media.map(stream => stream.protocol))];
}

/** A browser accepts only DTLS-SRTP (RFC 8827 section 6.5), which matters before any codec. */
function plainToBrowser(request: TraceEntry | undefined, refusal: TraceEntry): string | undefined {
  const description = request && sessionDescription(request.message);
  const media = description?.media.filter(stream => stream.port !== 0) ?? [];
  if (request === undefined || media.length === 0 || media.some(isWebMedia)) return undefined;
  const uri = request.facts.requestUri ?? '';
  const program = programOf(sipMessage(refusal.message)) ?? '';
  const isBrowser =
    /\.invalid\b|;transport=wss?\b/i.test(uri) ||
    /^WSS?$/i.test(request.message.context.transport ?? '') ||
    /JsSIP|SIP\.js|sipML5|WebRTC|browser/i.test(program) ||
    /SIP\/2\.0\/WSS?\b/i.test(headerText(firstHeader(sipMessage(request.message), 'Via')) ?? '');
  if (!isBrowser) return undefined;
  const profiles = offeredProfiles(request).join(', ');
  return `The called side is a browser (WebSocket), and a browser accepts only media encrypted with DTLS-SRTP (RFC 8827 section 6.5), but the offer has ${profiles} without a fingerprint. Enable WebRTC for this device (UDP/TLS/RTP/SAVPF, DTLS, ICE; in Asterisk \`webrtc=yes\`) before you look at codecs.`;
}
