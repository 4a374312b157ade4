import { messageFacts } from '../../../../sip/dialog/messageFacts.ts';
import { afterRequest } from '../../../../sip/knownDialog.ts';
import type { SipMessage } from '../../../../sip/message.ts';
import { doubtHeadline } from '../matching/advice/headlineDoubt.ts';
import { identityUses } from '../matching/advice/identityUse.ts';
import { nearMisses } from '../matching/advice/nearMisses.ts';
import { proposedChanges } from '../matching/advice/proposedChanges.ts';
import { securityRemarks } from '../matching/advice/securityRemarks.ts';
import type { RequestCourse } from '../matching/caller/checkCaller.ts';
import { deviceSecret } from '../matching/credentials.ts';
import { findCall } from '../matching/dialog/findCall.ts';
import type { KnownCall } from '../matching/dialog/knownCall.ts';
import { followRequest } from '../matching/followRequest.ts';
import { isUserless } from '../matching/invite/destination.ts';
import type { BareExplanation, MatchingExplanation } from '../matching/matchingExplanation.ts';
import type { MatchingInput } from '../matching/matchingInput.ts';
import { assumeSameFile } from '../matching/realtime.ts';
import { followRegister } from '../matching/register/registerMatching.ts';
import { knownMethod } from '../matching/requestShape.ts';
import { requestUriOf } from '../matching/requestUri.ts';
import { newSipTrail } from '../matching/trail.ts';
import { assumedBranch } from '../model/assumedBranch.ts';
import type { SipConf } from '../model/model.ts';

/**
 * What chan_sip does with a request, and which lines decide it. Measured on branch 20; older branches follow their source code.
 */
export function explainMatching(model: SipConf, input: MatchingInput): MatchingExplanation {
  return explainWithCalls(model, input).explanation;
}

/** The same, with the calls and subscriptions known afterward; `input.calls` has the earlier ones. */
export function explainWithCalls(
  model: SipConf,
  input: MatchingInput,
): { readonly explanation: MatchingExplanation; readonly calls: readonly KnownCall[] } {
  const { message, calls = [] } = input;
  const trail = newSipTrail(model);
  assumeBranch(model, trail);
  assumeSameFile(model, trail);
  const isRegister = knownMethod(message) === 'REGISTER' && findCall(message, calls, model).kind !== 'call';
  if (isRegister) {
    const explanation = withAdvice(model, input, ofRegister(model, input, trail), trail);
    return { explanation, calls };
  }
  const { course, explanation } = ofRequest(model, input, trail);
  const { call, endsCall = false } = course;
  if (call === undefined) return { explanation: withAdvice(model, input, explanation, trail), calls };
  const others = calls.filter(({ first }) => first !== call.first);
  const isNew = !explanation.withinCall;
  const after = isNew ? call : afterRequest(call, messageFacts(message));
  return {
    explanation: isNew
      ? withAdvice(model, input, explanation, trail)
      : { ...explanation, nearMisses: [], changes: [], remarks: [], identities: [] },
    calls: endsCall ? others : [...others, after],
  };
}

/** What is derived from the outcome. It does not apply to requests within calls, for which no device is looked up. */
function withAdvice(
  model: SipConf,
  input: MatchingInput,
  explanation: BareExplanation,
  trail: ReturnType<typeof newSipTrail>,
): MatchingExplanation {
  doubtHeadline(model, input, explanation, trail);
  const { doubts, assumptions } = trail;
  const condition = doubts.length === 0 ? '' : `Unless ${doubts.join(', or ')}: `;
  return {
    ...explanation,
    sentence: `${condition}${explanation.sentence}`,
    assumptions,
    nearMisses: nearMisses(model, input, explanation),
    changes: proposedChanges(model, input, explanation),
    remarks: securityRemarks(model, input, explanation),
    identities: identityUses(model, input, explanation),
  };
}

function ofRequest(
  model: SipConf,
  input: MatchingInput,
  trail: ReturnType<typeof newSipTrail>,
): { readonly course: RequestCourse; readonly explanation: BareExplanation } {
  const course = followRequest(model, input, trail);
  const { first } = course;
  const lookupName = course.lookup.name ?? null;
  const matched = course.device?.name ?? null;
  const firstMatched = first.device?.name ?? null;
  const isSame = firstMatched === matched && first.by === course.by;
  const explanation: BareExplanation = {
    method: methodOf(input.message),
    outcome: course.outcome,
    sentence: `${course.sentence}${refusalAfterPassword(model, input, course)}`,
    matched,
    by: course.by,
    lookupName,
    firstLookup: isSame ? null : { matched: firstMatched, by: first.by, name: first.lookup.name ?? null },
    authResult: course.authResult,
    codes: course.codes,
    firstCode: course.codes[0] ?? null,
    finalCode: course.codes.at(-1) ?? null,
    challenge: course.challenge,
    context: course.context,
    exten: course.exten,
    withinCall: isOfKnownCall(course, input),
    extenLookedUp: course.exten !== null && isUserless(requestUriOf(input.message)) ? 's' : course.exten,
    answerSdp: course.answerSdp,
    registration: null,
    steps: trail.steps,
    assumptions: trail.assumptions,
  };
  return { course, explanation };
}

/** A challenge is not the end: what the right password leads to, if that is a refusal. */
function refusalAfterPassword(
  model: SipConf,
  input: MatchingInput,
  { outcome, device }: RequestCourse,
): string {
  if (outcome !== 'challenged' || device === undefined || input.answer !== undefined) return '';
  const { isHash, line } = deviceSecret(device);
  if (isHash || line === undefined) return '';
  const answer = { username: device.name, password: line.value };
  const { codes, sentence } = followRequest(model, { ...input, answer }, newSipTrail(model));
  return (codes.at(-1) ?? 0) < 400 || codes.at(-1) === 401
    ? ''
    : ` With the right password, the reply is ${sentence}`;
}

function ofRegister(
  model: SipConf,
  input: MatchingInput,
  trail: ReturnType<typeof newSipTrail>,
): BareExplanation {
  const course = followRegister(model, input, trail);
  return {
    method: 'REGISTER',
    outcome: course.outcome,
    sentence: course.sentence,
    matched: course.device?.name ?? null,
    by: course.by,
    lookupName: course.lookup.name ?? null,
    firstLookup: null,
    authResult: course.authResult,
    codes: course.codes,
    firstCode: course.codes[0] ?? null,
    finalCode: course.codes.at(-1) ?? null,
    challenge: course.challenge,
    context: null,
    exten: null,
    withinCall: false,
    extenLookedUp: null,
    answerSdp: null,
    registration: course.result,
    steps: trail.steps,
    assumptions: trail.assumptions,
  };
}

function assumeBranch(model: SipConf, trail: ReturnType<typeof newSipTrail>): void {
  const assumed = assumedBranch(model);
  if (assumed !== undefined) trail.assume(assumed);
}

function isOfKnownCall({ call }: RequestCourse, { calls = [] }: MatchingInput): boolean {
  return call !== undefined && calls.some(({ first }) => first === call.first);
}

function methodOf(message: SipMessage): string {
  const { startLine } = message;
  return knownMethod(message) ?? (startLine.kind === 'request' ? startLine.method.text : '');
}
