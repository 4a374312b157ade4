import type { SdpFacts } from '../../../../../sip/sdpFacts.ts';
import { isAtLeast } from '../../../config/branch.ts';
import { isTrue } from '../../../values/truth.ts';
import { deviceAccess } from '../../model/deviceState.ts';
import { serverDomains } from '../../model/domains.ts';
import type { Device, SipConf } from '../../model/model.ts';
import { type Credentials, challengeRealm, messageCredentials } from '../credentials.ts';
import type { KnownCall } from '../dialog/knownCall.ts';
import { type DeviceSearch, findInviteDevice } from '../findDevice.ts';
import { inviteLookupName, isPedantic, type LookupName } from '../lookupName.ts';
import type { AuthResult, ChallengeSent, FoundBy, MatchingOutcome } from '../matchingExplanation.ts';
import type { MatchingInput } from '../matchingInput.ts';
import type { MediaDialog } from '../media/mediaDialog.ts';
import { allowsGuests, canBeCompared, hidesNames } from '../settings.ts';
import type { SipTrail } from '../trail.ts';
import { authenticate } from './authentication.ts';
import { describe, type Round, type RoundResult, type RoundState, stopped } from './round.ts';

/** What came of one request, or of one and its repetition with credentials. */
export interface RequestCourse {
  readonly outcome: MatchingOutcome;
  readonly sentence: string;
  readonly device: Device | undefined;
  readonly by: FoundBy | null;
  readonly lookup: LookupName;
  readonly first: {
    readonly device: Device | undefined;
    readonly by: FoundBy | null;
    readonly lookup: LookupName;
  };
  readonly authResult: AuthResult;
  readonly codes: readonly number[];
  readonly challenge: ChallengeSent | null;
  readonly context: string | null;
  readonly exten: string | null;
  readonly answerSdp: SdpFacts | null;
  /** What a call that was let in keeps about its media. */
  readonly media?: MediaDialog | undefined;
  /** The call or subscription that the request belongs to. */
  readonly call?: KnownCall | undefined;
  /** True when that call is over afterward. */
  readonly endsCall?: boolean | undefined;
}

/**
 * check_user_full for a request that opens a dialog, twice when the client answers a challenge. `proceed` is what the method
 * does with a caller who is let in.
 */
export function checkCaller(
  model: SipConf,
  input: MatchingInput,
  trail: SipTrail,
  proceed: Round['proceed'],
): RequestCourse {
  const { message } = input;
  const domains = serverDomains(model);
  const { realm, lines, header } = challengeRealm(message, model, domains);
  const round: Round = {
    model,
    input,
    trail,
    domains,
    realm,
    realmLines: lines,
    realmHeader: header,
    proceed,
  };
  const result = followRound(round, messageCredentials(input, model), undefined);
  const first = { device: result.search.device, by: result.search.by, lookup: result.lookup };
  const challenge = result.challenge;
  if (challenge === null || input.answer === undefined) return courseOf(result, first, [], challenge);
  const isRecognized = !isAtLeast(model.branch, '1.8') || !isPedantic(model) || canBeCompared(message);
  if (!isRecognized) {
    const detail =
      'With pedantic=yes the repeated request belongs to the challenge only when its Request-URI compares equal, and one that does not begin with sip: or sips: never does. So every answer gets a new challenge.';
    trail.add('Answer', 'failed', detail, { lines: [model.general.last('pedantic')] });
    if (isSameLookup(model)) return courseOf(result, first, result.codes, challenge);
  }
  const answered = followRound(
    round,
    { kind: 'answer', answer: input.answer, isRecognized },
    isSameLookup(model) ? result : undefined,
  );
  return courseOf(answered, first, result.codes, challenge);
}

/** A request that comes to its end before any device is looked for. */
export function endedEarly(
  model: SipConf,
  input: MatchingInput,
  end: Pick<RequestCourse, 'outcome' | 'sentence' | 'codes'> & Partial<RequestCourse>,
): RequestCourse {
  const lookup = inviteLookupName(input.message, model, undefined);
  const nobody = { device: undefined, by: null, lookup };
  return {
    ...nobody,
    lookup: { ...lookup, name: undefined },
    first: nobody,
    authResult: 'dont-know',
    challenge: null,
    context: null,
    exten: null,
    answerSdp: null,
    ...end,
  };
}

/** The second lookup can only differ when credentials take part in it. */
function isSameLookup(model: SipConf): boolean {
  return !isTrue(model.general.last('match_auth_username')?.value ?? 'no');
}

function courseOf(
  result: RoundResult,
  first: RequestCourse['first'],
  earlier: readonly number[],
  challenge: ChallengeSent | null,
): RequestCourse {
  const { search, codes, ...rest } = result;
  return { ...rest, ...search, first, codes: [...earlier, ...codes], challenge };
}

/** One request from its From to a reply. `before`: the same request without credentials, whose lookup stays as it was. */
function followRound(round: Round, credentials: Credentials, before: RoundResult | undefined): RoundResult {
  const { model, input, trail } = round;
  const answered = credentials.kind === 'answer' ? credentials.answer.username : undefined;
  const lookup = before?.lookup ?? inviteLookupName(input.message, model, answered);
  if (before === undefined) explainName(lookup, answered !== undefined, trail, model);
  if (lookup.name === undefined) {
    return {
      search: { device: undefined, by: null },
      lookup,
      outcome: 'rejected',
      sentence: '503: the From header names no host, which the server refuses whatever else is set.',
      authResult: 'dont-know',
      codes: [503],
      challenge: null,
      context: null,
      exten: null,
      answerSdp: null,
    };
  }
  const search = before?.search ?? withFake(findInviteDevice(lookup, model, input, trail), round);
  const state: RoundState = { ...round, lookup, search };
  if (search.device === undefined && search.by === null) {
    if (!allowsGuests(model)) return refuseGuest(state);
    if (before === undefined) acceptGuest(state);
    return state.proceed(state);
  }
  if (before === undefined && search.device !== undefined && checksAccess(search, model)) {
    const access = deviceAccess(search.device, input.source.address, model);
    trail.add(
      'Access list',
      access.isAllowed ? (access.hasList ? 'passed' : 'skipped') : 'failed',
      access.detail,
      {
        lines: access.lines,
        beside: access.beside,
      },
    );
    if (!access.isAllowed) return refuseByAccessList(state, search.device);
  }
  return authenticate(state, credentials, before !== undefined);
}

function explainName(lookup: LookupName, isRepeated: boolean, trail: SipTrail, model: SipConf): void {
  const title = isRepeated ? 'Name looked up, with credentials' : 'Name looked up';
  const { header } = lookup;
  if (lookup.name === undefined) {
    const detail = 'The From header has no host behind the @ (or is a tel: URI without a context): 503.';
    trail.add(title, 'failed', detail, { header });
    return;
  }
  if (header !== 'From') {
    const detail = `match_auth_username=yes: the user name of ${header}, "${lookup.name}", takes the place of the name in From, before anything is verified.`;
    trail.add(title, 'passed', detail, { header, lines: [model.general.last('match_auth_username')] });
    return;
  }
  const parts = [
    `"${lookup.name}", ${lookup.isHost ? 'the host of From, because it has no user part' : 'the user part of From'}.`,
  ];
  if (!lookup.hasScheme) parts.push('The scheme is not known; the text is used as it is.');
  if (lookup.raw !== lookup.name && !lookup.isHost)
    parts.push(`Written as "${lookup.raw}"; escapes are resolved.`);
  if (!lookup.isHost) parts.push(`The host "${lookup.host}" and the display name play no role.`);
  trail.add(title, 'passed', parts.join(' '), { header });
}

function withFake(search: DeviceSearch, { model }: Round): DeviceSearch {
  const isFake = search.device === undefined && !allowsGuests(model) && hidesNames(model);
  return isFake ? { device: undefined, by: 'fake' } : search;
}

/** In 1.4 the lists of devices found by address are for REGISTER only. */
function checksAccess({ by }: DeviceSearch, model: SipConf): boolean {
  return by === 'name' || isAtLeast(model.branch, '1.6.2');
}

function acceptGuest({ model, trail }: RoundState): void {
  const line = model.general.last('allowguest');
  const detail = `No device matches, and guests are welcome (${line === undefined ? 'allowguest=yes is the default' : `allowguest=${line.value}`}): no password is asked for.`;
  trail.add('Guests', 'decided', detail, { lines: [line] });
}

function refuseGuest(state: RoundState): RoundResult {
  const { model, trail } = state;
  const detail =
    'No device matches, guests are refused, and unknown names need not be hidden (alwaysauthreject=no): 403 at once. So names can be told apart from outside.';
  trail.add('Guests', 'failed', detail, {
    lines: [model.general.last('allowguest'), model.general.last('alwaysauthreject')],
  });
  return stopped(state, 'rejected', '403: no device matches, and guests are refused.', 'secret-failed', 403);
}

function refuseByAccessList(state: RoundState, device: Device): RoundResult {
  const sentence = `403: ${describe(state.search, device)}, but its access list refuses ${state.input.source.address}.`;
  return stopped(state, 'rejected', sentence, 'acl-failed', 403);
}
