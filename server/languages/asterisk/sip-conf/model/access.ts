import type { Setting } from '../../config/entry.ts';
import type { Question } from '../../config/lines.ts';
import { parseAcl } from '../../values/address.ts';
import type { Device } from './model.ts';

/** What the permit and deny lines of a device come to (ast_apply_acl: the last match wins, no match means allowed). */
export interface AccessSummary {
  readonly lines: readonly Setting[];
  /** An address that no line matches in particular is let in. */
  readonly admitsStrangers: boolean;
  /** The line that admits every address, where one does. */
  readonly opening: Setting | undefined;
  /** Nobody at all is let in. */
  readonly admitsNobody: boolean;
}

/** Adds up the permit and deny lines of a device; only networks of all addresses are told apart from others. */
export function accessSummary(device: Device): AccessSummary {
  const lines = device.filter(addressRule);
  let admitsStrangers = true;
  let admitsSome = true;
  let opening: Setting | undefined;
  for (const line of lines) {
    const { option, value } = line;
    if (value === '') continue;
    for (const item of parseAcl(value, true)) {
      // A line that the server cannot read drops the device, so there is nothing to add up.
      if (item.fault !== undefined)
        return { lines: [], admitsStrangers: true, opening: undefined, admitsNobody: false };
      const isPermit = (option.key === 'permit') !== item.isNegated;
      const isEverybody = item.bits === 0;
      if (isEverybody) {
        admitsStrangers = isPermit;
        admitsSome = isPermit;
        opening = isPermit ? line : undefined;
      } else if (isPermit) admitsSome = true;
    }
  }
  return { lines, admitsStrangers, opening, admitsNobody: !admitsSome };
}

const addressRule: Question = {
  which: 'last',
  fits: ({ option }) => option.key === 'permit' || option.key === 'deny',
};

/** True when an access list of the device keeps strangers out; a named list is trusted to do so. */
export function restrictsAddresses(device: Device): boolean {
  return device.all('acl').some(setting => setting.value !== '') || !accessSummary(device).admitsStrangers;
}

/** True when someone may log in as the device from anywhere: it is found by its name, or it registers. */
export function canLogIn(device: Device): boolean {
  return device.isUser || hasDynamicHost(device);
}

/**
 * True when this server itself logs in with the secret, as to a provider: then the secret belongs to the realm and user name
 * of the other side, and is as good as they made it.
 */
export function logsInWithSecret(device: Device): boolean {
  return device.isPeer && !hasDynamicHost(device) && (device.last('remotesecret')?.value ?? '') === '';
}

function hasDynamicHost(device: Device): boolean {
  return device.isPeer && device.last('host')?.value.toLowerCase() === 'dynamic';
}
