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

/** What stays the same from the first request to its repetition. */
export interface Round {
  readonly model: SipConf;
  readonly input: MatchingInput;
  readonly trail: SipTrail;
  readonly domains: ServerDomains;
  readonly realm: string;
  readonly realmLines: ReturnType<typeof challengeRealm>['lines'];
  readonly realmHeader: string | undefined;
  /** What the method does once the caller is let in. */
  readonly proceed: (state: RoundState) => RoundResult;
}

/** What came of one of the requests. */
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
  /** What a call that is let in keeps about its media. */
  readonly media?: MediaDialog | undefined;
}

/** One of the requests, once it is known whom it was matched with. */
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

export function describe({ by }: DeviceSearch, device: Device): string {
  const kind = device.isUser && device.isPeer ? 'friend' : device.isUser ? 'user' : 'peer';
  const how =
    by === 'name'
      ? 'by name'
      : by === 'ip' || by === 'callback-ip'
        ? 'by address alone'
        : 'by address and port';
  return `${kind} ${device.name} was found ${how}`;
}

/** Who was let in, for a sentence. */
export function callerName(state: RoundState): string {
  return state.search.device === undefined ? 'a guest' : describe(state.search, state.search.device);
}
