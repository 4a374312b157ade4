import type { SdpFacts } from '../../../../../sip/sdpFacts.ts';
import type { ServerDomains } from '../../model/domains.ts';
import type { Device, SipConf } from '../../model/model.ts';
import type { challengeRealm } from '../credentials.ts';
import type { DeviceSearch } from '../findDevice.ts';
import type { LookupName } from '../lookupName.ts';
import type { AuthResult, ChallengeSent, MatchingOutcome } from '../matchingExplanation.ts';
import type { MatchingInput } from '../matchingInput.ts';
import type { MediaDialog } from '../media/mediaDialog.ts';
import type { SipTrail } from '../trail.ts';

/** What is the same for the first request and its repetition. */
export interface Round {
  readonly model: SipConf;
  readonly input: MatchingInput;
  readonly trail: SipTrail;
  readonly domains: ServerDomains;
  readonly realm: string;
  readonly realmLines: ReturnType<typeof challengeRealm>['lines'];
  readonly realmHeader: string | undefined;
  /** What the method does once the caller is accepted. */
  readonly proceed: (state: RoundState) => RoundResult;
}

/** The outcome of one of the requests. */
export interface RoundResult {
  readonly search: DeviceSearch;
  readonly lookup: LookupName;
  readonly outcome: MatchingOutcome;
  readonly sentence: string;
  readonly authResult: AuthResult;
  readonly codes: readonly number[];
  readonly challenge: ChallengeSent | null;
  readonly context: string | null;
  readonly exten: string | null;
  readonly answerSdp: SdpFacts | null;
  /** The media state of an accepted call. */
  readonly media?: MediaDialog | undefined;
}

/** One of the requests, once its device is known. */
export interface RoundState extends Round {
  readonly lookup: LookupName;
  readonly search: DeviceSearch;
}

export function stopped(
  state: RoundState,
  outcome: MatchingOutcome,
  sentence: string,
  authResult: AuthResult,
  code: number,
): RoundResult {
  return {
    search: state.search,
    lookup: state.lookup,
    outcome,
    sentence,
    authResult,
    codes: [code],
    challenge: null,
    context: null,
    exten: null,
    answerSdp: null,
  };
}

export function matchedDevice({ by }: DeviceSearch, device: Device): string {
  const how =
    by === 'name'
      ? 'by name'
      : by === 'ip' || by === 'callback-ip'
        ? 'by address only'
        : 'by address and port';
  return `${deviceName(device)} was found ${how}`;
}

function deviceName(device: Device): string {
  const kind = device.isUser && device.isPeer ? 'friend' : device.isUser ? 'user' : 'peer';
  return `${kind} ${device.name}`;
}

/** The accepted caller, as the subject or object of a sentence. */
export function callerName({ search: { device } }: RoundState): string {
  return device === undefined ? 'a guest' : deviceName(device);
}

/** The accepted caller and how it was found, before a "but". */
export function callerFound({ search }: RoundState): string {
  return search.device === undefined ? 'a guest' : matchedDevice(search, search.device);
}
