import { deviceHost } from '../../model/deviceState.ts';
import type { Device, SipConf } from '../../model/model.ts';
import { registrationOf } from '../addressTable.ts';
import type { challengeRealm } from '../credentials.ts';
import { deviceNamed } from '../findDevice.ts';
import type { LookupName } from '../lookupName.ts';
import type {
  AuthResult,
  ChallengeSent,
  FoundBy,
  MatchingOutcome,
  RegistrationResult,
} from '../matchingExplanation.ts';
import type { MatchingInput } from '../matchingInput.ts';
import type { SipTrail } from '../trail.ts';

/** The outcome of one REGISTER, or of a REGISTER and its repetition with credentials. */
export interface RegisterCourse {
  readonly outcome: MatchingOutcome;
  readonly sentence: string;
  readonly device: Device | undefined;
  readonly by: FoundBy | null;
  readonly lookup: LookupName;
  readonly authResult: AuthResult;
  readonly codes: readonly number[];
  readonly challenge: ChallengeSent | null;
  readonly result: RegistrationResult;
}

/** One REGISTER on its way through the server. */
export interface RegisterRequest {
  readonly model: SipConf;
  readonly input: MatchingInput;
  readonly trail: SipTrail;
  readonly lookup: LookupName;
  readonly realm: string;
  readonly realmLines: ReturnType<typeof challengeRealm>['lines'];
  readonly realmHeader: string | undefined;
}

export function joinAddress(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

export function ended(
  request: RegisterRequest,
  device: Device | undefined,
  by: FoundBy | null,
  authResult: AuthResult,
  codes: readonly number[],
  reason: string,
  sentence: string,
): RegisterCourse {
  const code = codes.at(-1) ?? 0;
  const isIn = code === 200;
  return {
    outcome: isIn ? 'accepted-device' : authResult === 'ok' ? 'passed-auth-then-refused' : 'rejected',
    sentence,
    device: by === 'fake' ? undefined : device,
    by,
    lookup: request.lookup,
    authResult,
    codes,
    challenge: null,
    result: resultOf(request, device, reason, null, null, undefined),
  };
}

/** The state of the device with that name afterward; `address` undefined: unchanged. */
export function resultOf(
  request: RegisterRequest,
  device: Device | undefined,
  reason: string,
  expires: string | null,
  contact: string | null,
  address: string | undefined,
): RegistrationResult {
  const { model, lookup } = request;
  const named = deviceNamed(lookup.name ?? '', model);
  const known = device ?? (named?.isPeer === true ? named : undefined);
  const isCreated = device === undefined && address !== undefined;
  const exists = known !== undefined || isCreated;
  return {
    finalReason: reason,
    expiresGranted: expires,
    contactInResponse: contact,
    deviceExistsAfter: exists,
    addressAfter: !exists ? null : (address ?? (known === undefined ? '(null)' : addressOf(known, request))),
  };
}

/** What the server shows for a device that the request did not change. */
export function stateOf(
  device: Device,
  request: RegisterRequest,
): Pick<RegistrationResult, 'deviceExistsAfter' | 'addressAfter'> {
  return { deviceExistsAfter: true, addressAfter: addressOf(device, request) };
}

/** The address of a device before the request. */
export function addressOf(
  device: Device,
  { model, input }: Pick<RegisterRequest, 'model' | 'input'>,
): string {
  const host = deviceHost(device, model, input.hosts);
  const registration = registrationOf(device, input);
  if (host.isDynamic && registration !== undefined)
    return joinAddress(registration.address, registration.port);
  return host.address === undefined ? '(null)' : joinAddress(host.address, host.port);
}
