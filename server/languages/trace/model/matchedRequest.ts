import { digestParameter, messageChallenges } from '../../../sip/authentication.ts';
import {
  addressesNamed,
  firstAddress,
  firstHeader,
  headerText,
  messageCSeq,
  parseMessage,
  requestUri,
  type SipMessage,
  viaHops,
} from '../../../sip/message.ts';
import type { PacketSource } from '../../../sip/packetSource.ts';
import { canonicalAddress, SIP_TRANSPORTS, sourceFromVia, viaSource } from '../../../sip/packetSource.ts';
import { findParameter } from '../../../sip/parameters.ts';
import { decodedUser, portNumber } from '../../../sip/uri.ts';
import type { Registration } from '../../explainQuestion.ts';
import { parseTrace, type TraceTree } from '../reading/parser.ts';

/** A request of a trace, with the server's state according to the messages before it. */
export interface MatchedRequest {
  readonly text: string;
  /** Line of its start line in the file, from 0. */
  readonly line: number;
  readonly source: PacketSource | undefined;
  readonly registrations: readonly Registration[];
  /** Of the challenge that came before in its dialog. */
  readonly nonce: string | undefined;
  /** The messages of its call and the registrations before it, then the message itself and its responses. */
  readonly story: string;
}

interface Placed {
  readonly message: SipMessage;
  readonly text: string;
  readonly line: number;
  readonly lastLine: number;
  readonly source: PacketSource | undefined;
}

/** The INVITE or REGISTER at a line of a trace or a log; also any other message, so that it can be described. */
export function requestAt(text: string, line: number): MatchedRequest | undefined {
  const placed = placedMessages(text);
  return matchedAt(
    placed,
    placed.findLastIndex(found => found.line <= line && line <= found.lastLine),
  );
}

/** The request whose lines are nearest to a line; of two equally near, the one above. */
export function nearestRequest(text: string, line: number): MatchedRequest | undefined {
  const placed = placedMessages(text);
  let nearest = -1;
  let least = Number.POSITIVE_INFINITY;
  for (const [index, { message, line: first, lastLine }] of placed.entries()) {
    const distance = Math.max(first - line, line - lastLine, 0);
    if (message.startLine.kind !== 'request' || distance >= least) continue;
    nearest = index;
    least = distance;
  }
  return matchedAt(placed, nearest);
}

/** A request of a trace by its number, as `trace --format json` counts messages, or why there is none. */
export type NumberedRequest =
  | {
      readonly kind: 'request';
      readonly request: MatchedRequest;
      readonly method: string;
      readonly index: number;
      /** Messages of the trace. */
      readonly count: number;
    }
  | { readonly kind: 'response'; readonly startLine: string }
  | { readonly kind: 'none'; readonly count: number };

/** The request with a number; without one, the first INVITE or REGISTER, or else the first request. */
export function requestNumbered(tree: TraceTree, wanted: number | undefined): NumberedRequest {
  const placed = placedIn(tree);
  const index = wanted ?? firstToExplain(placed);
  const found = placed[index];
  const request = matchedAt(placed, index);
  if (found === undefined || request === undefined) return { kind: 'none', count: placed.length };
  const { startLine } = found.message;
  if (startLine.kind !== 'request')
    return { kind: 'response', startLine: found.text.split(/[\r\n]/)[0] ?? '' };
  return { kind: 'request', request, method: startLine.method.text, index, count: placed.length };
}

function firstToExplain(placed: readonly Placed[]): number {
  const methods = placed.map(({ message: { startLine } }) =>
    startLine.kind === 'request' ? startLine.method.text : undefined,
  );
  const opening = methods.findIndex(method => method === 'INVITE' || method === 'REGISTER');
  return opening >= 0 ? opening : methods.findIndex(method => method !== undefined);
}

function matchedAt(placed: readonly Placed[], index: number): MatchedRequest | undefined {
  const found = placed[index];
  if (found === undefined) return undefined;
  return {
    text: found.text,
    line: found.line,
    source: found.source,
    registrations: registrationsIn(placed.slice(0, index)),
    nonce: nonceBefore(placed.slice(0, index), found.message),
    story: storyOf(placed, index),
  };
}

/** The most messages of a story. */
const storyLimit = 40;

/** A capture next to a proxy has each request twice: only the first counts. */
function storyOf(placed: readonly Placed[], index: number): string {
  const chosen = placed[index];
  if (chosen === undefined) return '';
  const callId = headerText(firstHeader(chosen.message, 'Call-ID'));
  const nextRequest = placed.findIndex(
    ({ message }, at) => at > index && message.startLine.kind === 'request',
  );
  const seen = new Set([callAndCseq(chosen.message)]);
  const parts = placed.slice(0, nextRequest < 0 ? undefined : nextRequest).filter(one => {
    if (one === chosen) return true;
    const { startLine } = one.message;
    const isOfCall = headerText(firstHeader(one.message, 'Call-ID')) === callId;
    if (startLine.kind !== 'request') return isOfCall;
    const cseq = callAndCseq(one.message);
    if ((!isOfCall && startLine.method.text !== 'REGISTER') || seen.has(cseq)) return false;
    seen.add(cseq);
    return true;
  });
  if (parts.length < 2) return chosen.text;
  return parts
    .slice(-storyLimit)
    .map(({ text }) => text.trimEnd())
    .join('\r\n\r\n')
    .concat('\r\n\r\n');
}

function callAndCseq(message: SipMessage): string {
  return ['Call-ID', 'CSeq'].map(name => headerText(firstHeader(message, name)) ?? '').join(' ');
}

function placedMessages(text: string): Placed[] {
  return placedIn(parseTrace(text));
}

function placedIn(tree: TraceTree): Placed[] {
  return tree.blocks.flatMap((block, index) => {
    const start = tree.starts[index] ?? 0;
    return block.messages.map(({ slices, context }) => {
      const whole = slices.map(slice => slice.text).join('');
      const message = parseMessage(whole);
      return {
        message,
        text: whole,
        line: start + (slices[0]?.line ?? 0),
        lastLine: start + (slices.at(-1)?.line ?? 0),
        source: sourceOf(context, message),
      };
    });
  });
}

/** The address that the log shows above the message, otherwise its topmost Via. */
function sourceOf(
  context: { readonly source?: string | undefined; readonly transport?: string | undefined },
  message: SipMessage,
): PacketSource | undefined {
  const via = viaSource(message);
  const match = /^\[?([^\]]+?)\]?:(\d{1,5})$/.exec(context.source ?? '');
  const address = match === null ? undefined : canonicalAddress(match[1] ?? '');
  if (address === undefined) return sourceFromVia(via);
  const word = context.transport?.toLowerCase() ?? via?.transport;
  return {
    address,
    port: Number(match?.[2]),
    transport: SIP_TRANSPORTS.find(known => known === word) ?? 'udp',
  };
}

/** Registrations that a server granted in these messages, in their order; a granted expiry of 0 removes one. */
function registrationsIn(messages: readonly Placed[]): Registration[] {
  let inForce: Registration[] = [];
  messages.forEach(({ message, source }, index) => {
    const { startLine } = message;
    if (startLine.kind !== 'request' || startLine.method.text !== 'REGISTER') return;
    const isGranted = messages
      .slice(index + 1)
      .some(
        ({ message: reply }) =>
          isReply(reply, message) && reply.startLine.kind === 'status' && reply.startLine.status === 200,
      );
    const to = firstAddress(message, 'To');
    const name = to === undefined ? undefined : (decodedUser(to.uri) ?? to.uri.host?.text);
    if (!isGranted || name === undefined) return;
    inForce = inForce.filter(registration => registration.name !== name);
    const stored = contactOf(message, source);
    if (stored !== undefined) inForce.push({ name, ...stored });
  });
  return inForce;
}

/** The packet's source if the client is behind NAT or asks for it (rport), otherwise the Contact. */
function contactOf(
  message: SipMessage,
  source: PacketSource | undefined,
): { readonly address: string; readonly port: number } | undefined {
  const [contact] = addressesNamed(message, 'Contact');
  const expires = headerText(firstHeader(message, 'Expires'));
  const own = contact === undefined ? undefined : findParameter(contact.parameters, 'expires')?.value?.text;
  if (contact === undefined || contact.wildcard || expires === '0' || (expires === undefined && own === '0'))
    return undefined;
  const [via] = viaHops(message);
  const isBehindNat =
    via !== undefined &&
    (findParameter(via.parameters, 'rport') !== undefined ||
      canonicalAddress(via.host.text) !== source?.address);
  const address = canonicalAddress(contact.uri.host?.text ?? '');
  if (source !== undefined && (isBehindNat || address === undefined))
    return { address: source.address, port: source.port };
  return address === undefined ? undefined : { address, port: portNumber(contact.uri.port) ?? 5060 };
}

/** The nonce of the latest challenge to a request of the same Call-ID and Request-URI. */
function nonceBefore(messages: readonly Placed[], request: SipMessage): string | undefined {
  const callId = headerText(firstHeader(request, 'Call-ID'));
  const challenge = messages.findLast(
    ({ message }) =>
      message.startLine.kind === 'status' &&
      (message.startLine.status === 401 || message.startLine.status === 407) &&
      headerText(firstHeader(message, 'Call-ID')) === callId,
  );
  const [found] = challenge === undefined ? [] : messageChallenges(challenge.message);
  return found === undefined || requestUri(request) === undefined
    ? undefined
    : digestParameter(found, 'nonce');
}

function isReply(reply: SipMessage, request: SipMessage): boolean {
  const a = messageCSeq(reply);
  const b = messageCSeq(request);
  return (
    a?.numberPiece.text === b?.numberPiece.text &&
    headerText(firstHeader(reply, 'Call-ID')) === headerText(firstHeader(request, 'Call-ID'))
  );
}
