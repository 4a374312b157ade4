import { readReplaces, replacedDialog } from '../../../../sip/knownDialog.ts';
import {
  firstHeader,
  type Header,
  headersNamed,
  headerText,
  type SipMessage,
} from '../../../../sip/message.ts';
import { isFalse, isTrue } from '../../values/truth.ts';
import type { PjsipConf } from '../model/model.ts';
import type { PjsipObject } from '../model/object.ts';
import { findDestination } from './destination.ts';
import { optionOf, type PjsipTrail, type RequestInput, settingOf } from './input.ts';
import { brokenBody, judgeOffer } from './media.ts';
import { hasOtherMethod, partsOf, uriText } from './readable.ts';
import type { Reply } from './reply.ts';

/** What happens to an INVITE once the caller is accepted. */
export function answerInvite(
  model: PjsipConf,
  endpoint: PjsipObject,
  input: RequestInput,
  trail: PjsipTrail,
): Reply {
  const refusal = refusalOf(endpoint, input);
  if (refusal !== undefined) {
    trail.add('Request', 'failed', refusal.detail, { header: refusal.header, object: endpoint });
    return { codes: [refusal.code] };
  }
  const replaces = headersNamed(input.message, 'Replaces');
  if (replaces.length > 0) return replaceCall(replaces, input, trail);
  const context = optionOf(endpoint, 'context', 'default');
  const destination = findDestination(model, endpoint, context, input, trail);
  const { exten } = destination;
  if (destination.kind !== 'found')
    return { codes: [destination.kind === 'partial' ? 484 : 404], context, exten };
  return answerOffer(endpoint, input, trail, { context, exten });
}

interface Refusal {
  readonly code: number;
  readonly detail: string;
  readonly header: string;
}

/** Why the request itself is refused, before the extension is looked up. */
function refusalOf(endpoint: PjsipObject, input: RequestInput): Refusal | undefined {
  const { message, source } = input;
  if (hasToTag(message))
    return { code: 481, detail: 'The To header has the tag of an unknown call: 481.', header: 'To' };
  if (hasOtherMethod(message))
    return { code: 500, detail: 'The CSeq header has a different method: 500.', header: 'CSeq' };
  if ((headerText(firstHeader(message, 'Contact')) ?? '').trim() === '*')
    return { code: 400, detail: 'There is no usable Contact header: 400.', header: 'Contact' };
  if (isInsecure(message))
    return {
      code: 480,
      detail: 'The Request-URI is a sips: URI, but the Contact or the last Record-Route is not secure: 480.',
      header: 'Contact',
    };
  const body = brokenBody(message, source.transport);
  if (body !== undefined) return { code: body.code, detail: body.detail, header: 'Content-Type' };
  // Of several Require or Supported headers, pjproject looks at the first.
  const required = optionTags(headerText(firstHeader(message, 'Require')) ?? '');
  const unknown = required.find(tag => !SUPPORTED.has(tag));
  if (unknown !== undefined) {
    const detail = `The request requires the SIP extension "${unknown}", which Asterisk does not support: 420.`;
    return { code: 420, detail, header: 'Require' };
  }
  const supported = optionTags(headerText(firstHeader(message, 'Supported')) ?? '');
  if (optionOf(endpoint, '100rel', 'yes').toLowerCase() === 'required' && !supported.includes('100rel'))
    return {
      code: 421,
      detail: '100rel=required is set, but the Supported header does not include 100rel: 421.',
      header: 'Supported',
    };
  const timers = timerRefusal(endpoint, message);
  return timers === undefined
    ? undefined
    : { code: timers.code, detail: timers.detail, header: 'Session-Expires' };
}

/** A call for a sips: URI needs secure hops (pjsip_inv_verify_request3). */
function isInsecure(message: SipMessage): boolean {
  const { startLine } = message;
  if (startLine.kind !== 'request' || partsOf(startLine.uri.text).scheme !== 'sips') return false;
  const contact = uriText(headerText(firstHeader(message, 'Contact')) ?? '');
  if (partsOf(contact).scheme !== 'sips') return true;
  const route = headerText(firstHeader(message, 'Record-Route'));
  if (route === undefined) return false;
  const uri = uriText(route);
  return partsOf(uri).scheme !== 'sips' && !/;transport=tls(;|$)/i.test(uri);
}

const SUPPORTED: ReadonlySet<string> = new Set([
  '100rel',
  'timer',
  'replaces',
  'norefersub',
  'outbound',
  'path',
]);

/** An INVITE that replaces another call (RFC 3891). */
function replaceCall(replaces: readonly Header[], input: RequestInput, trail: PjsipTrail): Reply {
  const asked = readReplaces(headerText(replaces[0]) ?? '');
  const call = replaces.length > 1 ? undefined : replacedDialog(input.calls ?? [], asked);
  const code =
    replaces.length > 1 ? 400 : call === undefined ? 481 : asked.isEarlyOnly && call.isAnswered ? 486 : 200;
  const details = {
    200: 'The call in Replaces exists: this one replaces it.',
    400: 'There are several Replaces headers: 400.',
    481: 'The call in Replaces does not exist: 481.',
    486: 'The call in Replaces is answered, but early-only requires one that is still ringing: 486 Busy Here.',
  };
  trail.add('Replaces', code === 200 ? 'decided' : 'failed', details[code], { header: 'Replaces' });
  return { codes: [100, code] };
}

/** What happens to the offer, once the extension is found. */
function answerOffer(
  endpoint: PjsipObject,
  { message, source }: RequestInput,
  trail: PjsipTrail,
  goal: Pick<Reply, 'context' | 'exten'>,
): Reply {
  const offer = judgeOffer(endpoint, message, source.transport);
  const lines = ['allow', 'media_encryption', 'use_avpf'].map(key => settingOf(endpoint, key));
  if (offer.kind === 'refused') {
    trail.add('Media', 'failed', offer.detail, { lines, header: 'Content-Type' });
    return { codes: [100, 488] };
  }
  const detail =
    offer.kind === 'accepted' ? offer.detail : 'The request has no offer; Asterisk sends its own.';
  trail.add('Media', offer.kind === 'accepted' ? 'passed' : 'skipped', detail, { lines });
  if (offer.kind === 'accepted' && offer.late !== undefined) {
    const detail = `${offer.late}: 488 once the call is answered.`;
    trail.add('Answer', 'failed', detail, { header: 'Content-Type' });
    return { codes: [100, 488], ...goal };
  }
  return { codes: [100, 200], ...goal };
}

/** The To header has a tag, so the request belongs to a dialog. */
export function hasToTag(message: SipMessage): boolean {
  const text = headerText(firstHeader(message, 'To')) ?? '';
  return /;\s*tag\s*=\s*[^\s;]/i.test(text.replace(/<[^>]*>/, ''));
}

/** The words of a list of option tags, in lowercase. */
export function optionTags(text: string): string[] {
  return text.split(',').flatMap(word => (word.trim() === '' ? [] : [word.trim().toLowerCase()]));
}

/** pjsip_timer_process_req */
export function timerRefusal(
  endpoint: PjsipObject,
  message: SipMessage,
): { readonly code: 421 | 422; readonly detail: string } | undefined {
  const mode = optionOf(endpoint, 'timers', 'yes');
  if (isFalse(mode)) return undefined;
  const supported = optionTags(headerText(firstHeader(message, 'Supported')) ?? '');
  if (mode.toLowerCase() === 'required' && !supported.includes('timer'))
    return {
      code: 421,
      detail: 'timers=required is set, but the Supported header does not include timer: 421.',
    };
  const interval = firstHeader(message, 'Session-Expires');
  if (interval === undefined) return undefined;
  const seconds = Number.parseInt(headerText(interval) ?? '', 10);
  const own = Number.parseInt(optionOf(endpoint, 'timers_min_se', '90'), 10);
  const theirs = Number.parseInt(headerText(firstHeader(message, 'Min-SE')) ?? '0', 10) || 0;
  const least = Math.max(own, theirs);
  if (seconds >= least || !(isTrue(mode) || mode !== '')) return undefined;
  return {
    code: 422,
    detail: `Session-Expires is ${seconds}, below the minimum of ${least}: 422.`,
  };
}
