import { addressTag } from '../../../../sip/address.ts';
import { firstAddress, firstHeader, headerText, type SipMessage } from '../../../../sip/message.ts';
import type { SipConf } from '../model/model.ts';
import { isPedantic } from './lookupName.ts';
import type { MatchingOutcome } from './matchingExplanation.ts';
import { requestUriOf } from './requestUri.ts';
import type { SipTrail } from './trail.ts';

/** determine_firstline_parts: only the version may follow the URI. */
export function hasBrokenRequestLine(message: SipMessage, trail: SipTrail): boolean {
  const fault = requestLineFault(message);
  if (fault === undefined) return false;
  const detail = `There is ${fault}, so the server cannot read the first line and sends no reply.`;
  trail.add('First line', 'failed', detail);
  return true;
}

/** The sentence for a request whose first line the server cannot read. */
export function brokenRequestLine(message: SipMessage): string {
  return `No reply: there is ${requestLineFault(message) ?? 'an error in the first line'}.`;
}

function requestLineFault(message: SipMessage): string | undefined {
  const { startLine } = message;
  if (/\s/.test(requestUriOf(message).trim())) return 'a space in the Request-URI';
  return startLine.kind === 'request' && startLine.version.text.toUpperCase() !== 'SIP/2.0'
    ? `a version other than SIP/2.0 (${startLine.version.text})`
    : undefined;
}

/** A request that ends before any device is looked up. */
export interface EarlyEnd {
  readonly outcome: MatchingOutcome;
  readonly sentence: string;
  readonly codes: readonly number[];
}

/** The name of the method as find_sip_method reads it: case-insensitive; undefined for an unknown one. */
export function knownMethod(message: SipMessage): string | undefined {
  const { startLine } = message;
  const name = startLine.kind === 'request' ? startLine.method.text.toUpperCase() : '';
  return METHODS.has(name) ? name : undefined;
}

/** Methods of chan_sip, and whether a request of one may open a dialog (sip_methods). */
const METHODS: ReadonlyMap<string, boolean> = new Map([
  ['REGISTER', true],
  ['OPTIONS', true],
  ['NOTIFY', true],
  ['INVITE', true],
  ['REFER', true],
  ['SUBSCRIBE', true],
  ['MESSAGE', true],
  ['PUBLISH', true],
  ['ACK', false],
  ['PRACK', false],
  ['BYE', false],
  ['UPDATE', false],
  ['INFO', false],
  ['CANCEL', false],
  ['PING', false],
]);

/** What find_call checks before it looks for a call: the first line, and headers that every request needs. */
export function endedByShape(message: SipMessage, model: SipConf, trail: SipTrail): EarlyEnd | undefined {
  if (hasBrokenRequestLine(message, trail))
    return { outcome: 'no-reply', sentence: brokenRequestLine(message), codes: [] };
  return endedByMissingHeader(message, knownMethod(message), model, trail);
}

/** What find_call and handle_incoming do with a request outside any call before they handle its method. */
export function endedOutsideOfCalls(
  message: SipMessage,
  model: SipConf,
  trail: SipTrail,
): EarlyEnd | undefined {
  const method = knownMethod(message);
  const to = firstAddress(message, 'To');
  const hasTag = to !== undefined && addressTag(to) !== undefined;
  const opensDialog = method === undefined || METHODS.get(method) === true;
  if (method === 'ACK') {
    const detail = 'An ACK that does not belong to a call on this server is ignored.';
    trail.add('Dialog', 'failed', detail);
    return { outcome: 'no-reply', sentence: 'No reply: an ACK never gets a reply.', codes: [] };
  }
  if (method === 'PING') {
    trail.add('Method', 'failed', 'The server does not support PING: 501 Not Implemented.');
    return { outcome: 'rejected', sentence: '501: PING is not supported.', codes: [501] };
  }
  // An INVITE with a tag is explained further: it may belong to an established call.
  if (method === 'INVITE' || method === 'SUBSCRIBE' || (opensDialog && !(hasTag && isPedantic(model))))
    return undefined;
  const why = opensDialog
    ? 'To has a tag, so the request belongs to a dialog'
    : `${method} belongs to an established call or to a pending request`;
  const assumption = 'The server is assumed not to know the dialog of the request.';
  trail.assume(assumption);
  const detail = `${why}. ${assumption} The reply is 481 Call/Transaction Does Not Exist, before any device is looked up.`;
  trail.add('Dialog', 'failed', detail, { header: 'To' });
  const sentence = '481: the request belongs to an unknown dialog.';
  return { outcome: 'rejected', sentence, codes: [481] };
}

/** Headers that every request needs. A text without several of them is an excerpt, and they are assumed to be present. */
function endedByMissingHeader(
  message: SipMessage,
  method: string | undefined,
  model: SipConf,
  trail: SipTrail,
): EarlyEnd | undefined {
  const missing = ['From', 'To', 'Call-ID', 'CSeq'].filter(name => isMissing(message, name));
  const hasNumber = isMissing(message, 'CSeq') || /^\s*[+-]?\d/.test(textOf(message, 'CSeq'));
  const isExcerpt = missing.length > 1 && !missing.includes('From');
  const fault = !isExcerpt && missing.length > 0 ? missing[0] : hasNumber ? undefined : 'CSeq';
  if (fault !== undefined) {
    const problem = missing.includes(fault)
      ? `There is no ${fault} header`
      : 'CSeq does not begin with a number';
    if (method === 'ACK') return { outcome: 'no-reply', sentence: `No reply: ${problem}.`, codes: [] };
    trail.add(fault, 'failed', `${problem}: 400 Bad Request.`);
    const sentence = `400: ${problem.charAt(0).toLowerCase()}${problem.slice(1)}.`;
    return { outcome: 'rejected', sentence, codes: [400] };
  }
  const noVia = isMissing(message, 'Via');
  if (isExcerpt) assumeRest(message, model, trail, ['To', 'Call-ID', 'CSeq', 'Via']);
  else if (hasNoTag(message, model)) {
    const detail =
      'The From header has no tag. With pedantic=yes, the default, the server ignores the request and sends no reply.';
    trail.add('From', 'failed', detail, { header: 'From', lines: [model.general.last('pedantic')] });
    return { outcome: 'no-reply', sentence: 'No reply: the From header has no tag.', codes: [] };
  } else if (noVia) {
    trail.add('Via', 'failed', 'There is no Via header: the server logs it and sends no reply.');
    return { outcome: 'no-reply', sentence: 'No reply: there is no Via header.', codes: [] };
  }
  return undefined;
}

function hasNoTag(message: SipMessage, model: SipConf): boolean {
  const from = firstAddress(message, 'From');
  return from !== undefined && isPedantic(model) && addressTag(from) === undefined;
}

/** A message without headers that every request needs is often an excerpt, so they are assumed to be present (find_call). */
export function assumeRest(
  message: SipMessage,
  model: SipConf,
  trail: SipTrail,
  needed: readonly string[],
): void {
  const missing = needed.filter(name => isMissing(message, name));
  if (missing.length > 0)
    trail.assume(
      `The message has no ${missing.join(', no ')}, so the server would not look up a device at all. The explanation assumes that the message is an excerpt and is otherwise complete.`,
    );
  if (hasNoTag(message, model))
    trail.assume(
      'The From header has no tag, and with pedantic=yes the server would not reply. The explanation assumes that the tag is present.',
    );
}

export function isMissing(message: SipMessage, header: string): boolean {
  return textOf(message, header) === '';
}

/** The value of the first header with a name; empty when there is none. */
export function textOf(message: SipMessage, header: string): string {
  return headerText(firstHeader(message, header)) ?? '';
}
