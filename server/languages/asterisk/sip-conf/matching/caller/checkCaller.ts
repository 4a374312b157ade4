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
import { matchedDevice, type Round, type RoundResult, type RoundState, stopped } from './round.ts';

/** The outcome of one request, or of a request and its repetition with credentials. */
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
  /** The media state of an accepted call. */
  readonly media?: MediaDialog | undefined;
  /** The call or subscription that the request belongs to. */
  readonly call?: KnownCall | undefined;
  /** True when the request ends that call. */
  readonly endsCall?: boolean | undefined;
}

/**
 * check_user_full for a request that opens a dialog, twice when the client answers a challenge. `proceed` is what the method
 * does with an accepted caller.
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
      'With pedantic=yes, the repeated request belongs to the challenge only if its Request-URI is equal, and a URI that does not begin with sip: or sips: never is. Every answer therefore gets a new challenge.';
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

/** A request that ends before any device is looked up. */
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

/** The second lookup can differ only when it uses credentials. */
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

/** One request, from its From header to a reply. `before`: the same request without credentials, whose lookup is reused. */
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
      sentence: '503: the From header has no host, which the server refuses whatever the configuration.',
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
    const detail = 'The From header has no host after the @ (or is a tel: URI without a context): 503.';
    trail.add(title, 'failed', detail, { header });
    return;
  }
  if (header !== 'From') {
    const detail = `match_auth_username=yes: the user name in ${header}, "${lookup.name}", replaces the name in From before anything is verified.`;
    trail.add(title, 'passed', detail, { header, lines: [model.general.last('match_auth_username')] });
    return;
  }
  const parts = [
    `"${lookup.name}", ${lookup.isHost ? 'the host of From, because it has no user part' : 'the user part of From'}.`,
  ];
  if (!lookup.hasScheme) parts.push('The scheme is unknown, so the text is used as written.');
  if (lookup.raw !== lookup.name && !lookup.isHost)
    parts.push(`Written as "${lookup.raw}"; escapes are decoded.`);
  if (!lookup.isHost) parts.push(`The host "${lookup.host}" and the display name do not matter.`);
  trail.add(title, 'passed', parts.join(' '), { header });
}

function withFake(search: DeviceSearch, { model }: Round): DeviceSearch {
  const isFake = search.device === undefined && !allowsGuests(model) && hidesNames(model);
  return isFake ? { device: undefined, by: 'fake' } : search;
}

/** In 1.4, the lists of devices found by address are only for REGISTER. */
function checksAccess({ by }: DeviceSearch, model: SipConf): boolean {
  return by === 'name' || isAtLeast(model.branch, '1.6.2');
}

function acceptGuest({ model, trail }: RoundState): void {
  const line = model.general.last('allowguest');
  const detail = `No device matches, and guests are accepted (${line === undefined ? 'allowguest=yes is the default' : `allowguest=${line.value}`}), so no password is required.`;
  trail.add('Guests', 'decided', detail, { lines: [line] });
}

function refuseGuest(state: RoundState): RoundResult {
  const { model, trail } = state;
  const detail =
    'No device matches, guests are refused, and unknown names are not hidden (alwaysauthreject=no): 403 immediately. Anyone guessing names can tell which ones exist.';
  trail.add('Guests', 'failed', detail, {
    lines: [model.general.last('allowguest'), model.general.last('alwaysauthreject')],
  });
  return stopped(state, 'rejected', '403: no device matches, and guests are refused.', 'secret-failed', 403);
}

function refuseByAccessList(state: RoundState, device: Device): RoundResult {
  const sentence = `403: ${matchedDevice(state.search, device)}, but its access list refuses ${state.input.source.address}.`;
  return stopped(state, 'rejected', sentence, 'acl-failed', 403);
}
