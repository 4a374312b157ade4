import { messageFacts } from '../../../../sip/dialog/messageFacts.ts';
import type { Step } from '../../../../sip/explanation.ts';
import { parseAddress } from '../../../../sip/ipAddress.ts';
import { afterRequest, newDialog } from '../../../../sip/knownDialog.ts';
import { firstHeader, headersNamed, headerText, type SipMessage } from '../../../../sip/message.ts';
import { applyAccessLists } from '../../companions/accessList.ts';
import type { Setting } from '../../config/entry.ts';
import { isTrue } from '../../values/truth.ts';
import { effectOfCase } from '../facts/exactNames.ts';
import { optionFacts } from '../facts/facts.ts';
import type { PjsipConf } from '../model/model.ts';
import type { PjsipObject } from '../model/object.ts';
import { mayListen } from '../model/transports.ts';
import {
  answered,
  authenticate,
  type Challenge,
  type Credentials,
  carriedCredentials,
  strangerChallenges,
} from './authentication.ts';
import { answerInCall } from './dialog/inCall.ts';
import { findCall, type KnownCall } from './dialog/knownCall.ts';
import type { IdentifiedBy } from './identifiedBy.ts';
import { identify } from './identifiers.ts';
import { newPjsipTrail, optionOf, type PjsipTrail, type RequestInput } from './input.ts';
import { answerInvite, hasToTag } from './invite.ts';
import { earlyRefusal } from './messageFilter.ts';
import { answerMethod, type Reply } from './methods.ts';
import { hasOtherMethod, partsOf, unreadable, uriText } from './readable.ts';
import { answerRegister } from './register.ts';
import { splitContacts } from './splitContacts.ts';

/** What chan_pjsip does with one request; the fields of the command line's JSON. */
export interface PjsipExplanation {
  readonly method: string;
  readonly matched: string | null;
  readonly by: IdentifiedBy | null;
  /** The identify section that matched. */
  readonly identify: string | null;
  readonly outcome:
    | 'accepted'
    | 'challenged'
    | 'refused'
    | 'refused-after-answer'
    | 'registered'
    | 'no-reply';
  readonly sentence: string;
  /** All replies in order, including those to the answers to challenges. */
  readonly codes: readonly number[];
  readonly firstCode: number | null;
  readonly finalCode: number | null;
  readonly challenge: Challenge | null;
  readonly challenges: readonly Challenge[];
  readonly context: string | null;
  readonly exten: string | null;
  /** True for a request within a call or subscription that earlier messages opened. */
  readonly withinCall: boolean;
  /** For a REGISTER, the contacts of all addresses of record afterward: `AOR/URI`, in alphabetical order. */
  readonly contactsAfter: readonly string[] | null;
  readonly steps: readonly Step[];
  readonly assumptions: readonly string[];
}

/** Follows a request, and the client's answers to challenges, through identification, access lists, authentication and beyond. */
export function followRequest(model: PjsipConf, input: RequestInput): PjsipExplanation {
  return followWithState(model, input).explanation;
}

/** What the server did with a request, and what it knows afterward. */
export interface Followed {
  readonly explanation: PjsipExplanation;
  readonly calls: readonly KnownCall[];
  readonly contacts: RequestInput['contacts'];
}

/** The same, with the calls, subscriptions and contacts known afterward; `input` has the earlier ones. */
export function followWithState(model: PjsipConf, input: RequestInput): Followed {
  const { message, calls = [], contacts: before } = input;
  const { startLine } = message;
  const method = startLine.kind === 'request' ? startLine.method.text.toUpperCase() : '';
  const call = reasonForSilence(model, input, method) === undefined ? findCall(message, calls) : undefined;
  if (call === undefined) {
    const course = followOutside(model, input, method);
    const opened = openedBy(course, method, message);
    const { registered } = course;
    const contacts =
      registered === undefined ? before : new Map(before).set(registered.aor, registered.contacts);
    const contactsAfter = method === 'REGISTER' ? contactsOf(model, contacts) : null;
    const explanation = { ...explanationOf(course, method, false), contactsAfter };
    return { explanation, calls: opened === undefined ? calls : [...calls, opened], contacts };
  }
  const trail = newPjsipTrail(model);
  const early = filtered(model, input, method, trail);
  if (early !== undefined)
    return { explanation: explanationOf(early, method, true), calls, contacts: before };
  const { endsCall = false, ...reply } = answerInCall(call, method, model, input, trail);
  const { endpoint, by, identify } = call;
  const course: Course = {
    ...reply,
    challenges: [],
    answeredCount: 0,
    found: { endpoint, by, identify },
    trail,
  };
  const others = calls.filter(other => other !== call);
  return {
    explanation: explanationOf(course, method, true),
    calls: endsCall ? others : [...others, afterRequest(call, messageFacts(message))],
    contacts: before,
  };
}

/** All contacts, from the file and from registrations: `AOR/URI`, in alphabetical order. */
function contactsOf(model: PjsipConf, registered: RequestInput['contacts']): string[] {
  const found = model.loaded('aor').flatMap(aor => {
    const fixed = aor.settings
      .filter(({ option }) => option.key === 'contact')
      .flatMap(({ value }) => value.split(',').map(uri => uri.trim()))
      .filter(uri => uri !== '');
    return [...fixed, ...(registered.get(aor.name) ?? [])].map(uri => `${aor.name}/${uri}`);
  });
  return [...new Set(found)].sort();
}

/** What the server keeps of a request that opened a call or a subscription. */
function openedBy(
  { codes, found, context, exten }: Course,
  method: string,
  message: SipMessage,
): KnownCall | undefined {
  if (codes.at(-1) !== 200 || found === undefined || (method !== 'INVITE' && method !== 'SUBSCRIBE'))
    return undefined;
  const event = (headerText(firstHeader(message, 'Event')) ?? '').split(';')[0]?.trim() ?? '';
  return { ...newDialog(message, method), ...found, context, exten, event };
}

function followOutside(model: PjsipConf, input: RequestInput, method: string): Course {
  const trail = newPjsipTrail(model);
  const dropped = reasonForSilence(model, input, method);
  if (dropped !== undefined) {
    trail.add('Message', 'failed', `${dropped} Asterisk sends no reply.`);
    return { trail, codes: [], challenges: [], answeredCount: 0 };
  }
  const early = filtered(model, input, method, trail);
  if (early !== undefined) return early;
  if (method === 'BYE' || method === 'CANCEL') {
    trail.add(method, 'decided', 'It does not belong to a known call: 481, without any authentication.');
    return { trail, codes: [481], challenges: [], answeredCount: 0 };
  }
  return followRounds(model, input, method, trail);
}

/** What happens before the server looks for a call or an endpoint. */
function filtered(
  model: PjsipConf,
  input: RequestInput,
  method: string,
  trail: PjsipTrail,
): Course | undefined {
  if (globalAccess(model, input, trail))
    return { trail, codes: method === 'ACK' ? [] : [403], challenges: [], answeredCount: 0 };
  const refusal = earlyRefusal(input, method);
  if (refusal === undefined) return undefined;
  trail.add('Message', 'failed', refusal.detail, { header: refusal.header });
  return { trail, codes: [refusal.code], challenges: [], answeredCount: 0 };
}

/** The outcome of a request, with the steps that led to it. */
interface Course {
  readonly trail: PjsipTrail;
  readonly codes: readonly number[];
  readonly challenges: readonly Challenge[];
  /** Number of challenges that were answered. */
  readonly answeredCount: number;
  readonly found?:
    | {
        readonly endpoint: PjsipObject;
        readonly by: IdentifiedBy;
        readonly identify: PjsipObject | undefined;
      }
    | undefined;
  readonly context?: string | undefined;
  readonly exten?: string | undefined;
  readonly registered?: Reply['registered'];
}

/** Maximum number of answers that are followed. */
const MAX_ROUNDS = 20;

function followRounds(model: PjsipConf, input: RequestInput, method: string, trail: PjsipTrail): Course {
  let credentials: Credentials | undefined = carriedCredentials(input);
  const codes: number[] = [];
  let first: readonly Challenge[] = [];
  for (let round = 0; ; round++) {
    const found = identify(model, input, credentials, trail);
    const answeredCount = round;
    const result = judge(model, input, method, found, credentials, trail);
    if (result.kind === 'reply') {
      const { reply } = result;
      return { ...reply, codes: [...codes, ...reply.codes], challenges: first, answeredCount, found, trail };
    }
    codes.push(401);
    if (round === 0) first = result.challenges;
    const answer = round < MAX_ROUNDS ? input.answers[round] : undefined;
    const next = answer === undefined ? undefined : answered(answer, result.challenges);
    if (next === undefined) return { trail, codes, challenges: first, answeredCount, found };
    credentials = next;
  }
}

type Judgment =
  | { readonly kind: 'challenge'; readonly challenges: readonly Challenge[] }
  | { readonly kind: 'reply'; readonly reply: Reply };

function judge(
  model: PjsipConf,
  input: RequestInput,
  method: string,
  found: Course['found'],
  credentials: Credentials | undefined,
  trail: PjsipTrail,
): Judgment {
  if (method === 'ACK') return { kind: 'reply', reply: { codes: [] } };
  if (found === undefined) {
    trail.add('Unknown caller', 'decided', 'No endpoint is found: 401, whatever the client answers.', {
      header: 'From',
    });
    return { kind: 'challenge', challenges: strangerChallenges(model) };
  }
  const { endpoint } = found;
  const access = applyAccess(model, endpoint, input, trail);
  if (!access) return { kind: 'challenge', challenges: strangerChallenges(model) };
  const isOpen = method === 'OPTIONS' && isTrue(optionOf(endpoint, 'allow_unauthenticated_options', 'no'));
  if (!isOpen) {
    const result = authenticate(model, endpoint, credentials, input, trail);
    if (result.kind === 'error') return { kind: 'reply', reply: { codes: [500] } };
    if (result.kind === 'challenge') return { kind: 'challenge', challenges: result.challenges };
  }
  if (method === 'INVITE') return { kind: 'reply', reply: answerInvite(model, endpoint, input, trail) };
  if (method === 'REGISTER' && !hasToTag(input.message))
    return { kind: 'reply', reply: answerRegister(model, endpoint, credentials, input, trail) };
  return { kind: 'reply', reply: answerMethod(method, model, endpoint, input, trail) };
}

/** Access lists of the endpoint; a refused caller is treated as an unknown caller. */
function applyAccess(
  model: PjsipConf,
  endpoint: PjsipObject,
  input: RequestInput,
  trail: PjsipTrail,
): boolean {
  const settings = endpoint.settings.map(setting => ({
    ...setting,
    option: { ...setting.option, key: listKey(endpoint.type, setting) },
  }));
  const source = applyAccessLists(settings, '', input.source.address, model.conf);
  if (source.hasList)
    trail.add('Access list', source.isAllowed ? 'passed' : 'failed', source.detail, {
      lines: source.lines,
      beside: source.beside,
    });
  if (!source.isAllowed) return false;
  for (const address of contactAddresses(input)) {
    const contact = applyAccessLists(settings, 'contact', address, model.conf);
    if (contact.hasList)
      trail.add('Contact access list', contact.isAllowed ? 'passed' : 'failed', contact.detail, {
        lines: contact.lines,
        beside: contact.beside,
        header: 'Contact',
      });
    if (!contact.isAllowed) return false;
  }
  return true;
}

/** The option of an access list that a line counts as. */
function listKey(type: string, { option, value }: Setting): string {
  const facts = option.key.startsWith('contact_') ? optionFacts(type, option.key) : undefined;
  const isDenial = facts !== undefined && effectOfCase(facts, option.name, value) === 'denies';
  return isDenial ? 'deny' : option.key.replace('contact_', 'contact');
}

/** Objects of type acl are applied to every request, before anything else; true when one refuses. */
function globalAccess(model: PjsipConf, input: RequestInput, trail: PjsipTrail): boolean {
  for (const acl of model.loaded('acl')) {
    if (applyAccess(model, acl, input, trail)) continue;
    trail.add('Global access list', 'decided', `The acl "${acl.name}" refuses the request: 403 Forbidden.`, {
      object: acl,
    });
    return true;
  }
  return false;
}

function contactAddresses({ message }: RequestInput): string[] {
  const contacts = headersNamed(message, 'Contact').flatMap(header =>
    splitContacts(headerText(header) ?? ''),
  );
  return contacts.flatMap(contact => {
    const { host } = partsOf(uriText(contact));
    return parseAddress(host) === undefined ? [] : [host];
  });
}

/** Why there is no reply at all. */
function reasonForSilence(model: PjsipConf, input: RequestInput, method: string): string | undefined {
  const reason = unreadable(input.message, input.source.transport);
  if (reason !== undefined) return reason;
  if (model.stop !== undefined) return 'The server refuses the whole pjsip.conf, so it does not listen.';
  const transports = [...model.ofType('transport').values()].flat();
  if (transports.length > 0 && !transports.some(transport => mayListen(model, transport)))
    return 'No transport in the file starts, so the server does not listen.';
  if (model.isWhole && transports.length === 0)
    return 'There is no transport, so the server does not listen.';
  return method === 'OPTIONS' && hasOtherMethod(input.message)
    ? 'The CSeq header has a different method.'
    : undefined;
}

function explanationOf(course: Course, method: string, withinCall: boolean): PjsipExplanation {
  const { codes, challenges, found, answeredCount, trail } = course;
  const final = codes.at(-1) ?? null;
  const outcome = outcomeOf(method, final, answeredCount);
  return {
    method,
    matched: found?.endpoint.name ?? null,
    by: found?.by ?? null,
    identify: found?.identify?.name ?? null,
    outcome,
    sentence: sentenceOf(outcome, method, course),
    codes,
    firstCode: codes[0] ?? null,
    finalCode: final,
    challenge: challenges[0] ?? null,
    challenges,
    context: course.context ?? null,
    exten: course.exten ?? null,
    withinCall,
    contactsAfter: null,
    steps: trail.steps,
    assumptions: trail.assumptions,
  };
}

function outcomeOf(method: string, final: number | null, answeredCount: number): PjsipExplanation['outcome'] {
  if (final === null) return 'no-reply';
  if (final === 401) return answeredCount > 0 ? 'refused-after-answer' : 'challenged';
  if (final >= 200 && final < 300) return method === 'REGISTER' ? 'registered' : 'accepted';
  return 'refused';
}

function sentenceOf(
  outcome: PjsipExplanation['outcome'],
  method: string,
  { codes, found, context, exten }: Course,
): string {
  const who = found === undefined ? 'an unknown caller' : `the endpoint "${found.endpoint.name}"`;
  const final = codes.at(-1) ?? '';
  switch (outcome) {
    case 'no-reply':
      return 'No reply.';
    case 'accepted':
      return exten === undefined
        ? `${final}: the ${method} of ${who} is answered.`
        : `Accepted from ${who}: it goes to ${exten} in context ${context ?? ''}.`;
    case 'registered':
      return `Registered for ${who}.`;
    case 'challenged':
      return found === undefined
        ? '401: no endpoint is found, but the request is challenged anyway.'
        : `401: ${who} is challenged.`;
    case 'refused-after-answer':
      return `401 again: the credentials do not match ${who}.`;
    default:
      return `${final}: the ${method} of ${who} is refused.`;
  }
}
