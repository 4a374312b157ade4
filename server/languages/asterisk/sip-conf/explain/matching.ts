import type { SipMessage } from '../../../../sip/message.ts';
import { headlineDoubt } from '../matching/advice/headlineDoubt.ts';
import { identityUses } from '../matching/advice/identityUse.ts';
import { nearMisses } from '../matching/advice/nearMisses.ts';
import { proposedChanges } from '../matching/advice/proposedChanges.ts';
import { securityRemarks } from '../matching/advice/securityRemarks.ts';
import { followRequest } from '../matching/followRequest.ts';
import { isUserless } from '../matching/invite/destination.ts';
import type { BareExplanation, MatchingExplanation } from '../matching/matchingExplanation.ts';
import type { MatchingInput } from '../matching/matchingInput.ts';
import { followRegister } from '../matching/register/registerMatching.ts';
import { knownMethod } from '../matching/requestShape.ts';
import { requestUriOf } from '../matching/requestUri.ts';
import { newSipTrail } from '../matching/trail.ts';
import type { SipConf } from '../model/model.ts';

/**
 * What chan_sip does with a request, and which lines decide it. Measured on branch 20; for older branches as their sources say.
 */
export function explainMatching(model: SipConf, input: MatchingInput): MatchingExplanation {
  const trail = newSipTrail(model);
  const isRegister = knownMethod(input.message) === 'REGISTER';
  const explanation = isRegister ? ofRegister(model, input, trail) : ofRequest(model, input, trail);
  const doubt = headlineDoubt(model, input, explanation, trail);
  return {
    ...explanation,
    ...(doubt === undefined ? {} : { sentence: doubt, assumptions: trail.assumptions }),
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
): BareExplanation {
  const course = followRequest(model, input, trail);
  const { first } = course;
  const lookupName = course.lookup.name ?? null;
  const matched = course.device?.name ?? null;
  const firstMatched = first.device?.name ?? null;
  const isSame = firstMatched === matched && first.by === course.by;
  return {
    method: methodOf(input.message),
    outcome: course.outcome,
    sentence: course.sentence,
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
    extenLookedUp: course.exten !== null && isUserless(requestUriOf(input.message)) ? 's' : course.exten,
    answerSdp: course.answerSdp,
    registration: null,
    steps: trail.steps,
    assumptions: trail.assumptions,
  };
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
    extenLookedUp: null,
    answerSdp: null,
    registration: course.result,
    steps: trail.steps,
    assumptions: trail.assumptions,
  };
}

function methodOf(message: SipMessage): string {
  const { startLine } = message;
  return knownMethod(message) ?? (startLine.kind === 'request' ? startLine.method.text : '');
}
