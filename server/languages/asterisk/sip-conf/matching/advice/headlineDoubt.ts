import { deviceNat } from '../../model/deviceState.ts';
import type { SipConf } from '../../model/model.ts';
import { devicesWithoutAddress, loadedDevice, registrationOf } from '../addressTable.ts';
import type { BareExplanation } from '../matchingExplanation.ts';
import type { MatchingInput } from '../matchingInput.ts';
import type { SipTrail } from '../trail.ts';

/** Notes what the search for the device could not know: how host names resolve, and from where a device registered. */
export function doubtHeadline(
  model: SipConf,
  input: MatchingInput,
  explanation: BareExplanation,
  trail: SipTrail,
): void {
  const { method, matched, by, lookupName } = explanation;
  if (method === 'REGISTER' || lookupName === null) return;
  const { address, transport } = input.source;
  if (matched === null) {
    const [named] = devicesWithoutAddress(model, input, address, 1).filter(
      ({ host }) => host.unknownName !== undefined,
    );
    const host = named?.host.unknownName;
    if (named === undefined || host === undefined) return;
    trail.assume(
      `${host}, the host of ${named.device.name}, is assumed not to resolve to ${address}, because names are not looked up here. If it does resolve to it, the device is found by address.`,
      `${host}, the host of ${named.device.name}, resolves to ${address}`,
    );
    return;
  }
  const device = loadedDevice(model, matched.toLowerCase());
  const isStream = transport === 'tcp' || transport === 'tls';
  if (device === undefined || by !== 'ip' || !isStream || registrationOf(device, input) === undefined) return;
  if (!deviceNat(device, model).isAutomatic) return;
  trail.assume(
    `${device.name} is assumed to have registered without NAT. With nat=auto_force_rport, the default, a device that registers from behind NAT gets force_rport, and is then found only by the exact port it registered from.`,
    `NAT was detected when ${device.name} registered`,
  );
}
