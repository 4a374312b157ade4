import type { AccessListKind } from '../../companions/accessList.ts';
import type { Setting } from '../../config/entry.ts';
import type { Question } from '../../config/lines.ts';
import { parseAcl } from '../../values/address.ts';
import type { AppliedLines, Device } from './model.ts';

/** The combined effect of a device's permit and deny lines (ast_apply_acl: the last match wins, no match means allowed). */
export interface AccessSummary {
  readonly lines: readonly Setting[];
  /** An address that no specific line matches is allowed. */
  readonly admitsStrangers: boolean;
  /** The line that allows every address, if there is one. */
  readonly opening: Setting | undefined;
  /** No address is allowed. */
  readonly admitsNobody: boolean;
}

/** Combines the permit and deny lines of a device; it distinguishes only networks of all addresses from others. */
export function accessSummary(device: AppliedLines, kind: AccessListKind = ''): AccessSummary {
  const lines = device.filter(kind === '' ? addressRule : contactRule);
  let admitsStrangers = true;
  let admitsSome = true;
  let opening: Setting | undefined;
  for (const line of lines) {
    const { option, value } = line;
    if (value === '') continue;
    for (const item of parseAcl(value, true)) {
      // A line that the server cannot read drops the device, so there is nothing to combine.
      if (item.fault !== undefined)
        return { lines: [], admitsStrangers: true, opening: undefined, admitsNobody: false };
      const isPermit = (option.key === `${kind}permit`) !== item.isNegated;
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

const contactRule: Question = {
  which: 'last',
  fits: ({ option }) => option.key === 'contactpermit' || option.key === 'contactdeny',
};

/** True when an access list of the device refuses unknown addresses; a named list is assumed to do so. */
export function restrictsAddresses(device: Device): boolean {
  return device.all('acl').some(setting => setting.value !== '') || !accessSummary(device).admitsStrangers;
}

/** True when anyone can try to log in as the device from anywhere: it is found by its name, or it registers. */
export function canLogIn(device: Device): boolean {
  return device.isUser || hasDynamicHost(device);
}

/**
 * True when this server itself logs in with the secret, for example to a provider: the secret then belongs to the realm and
 * user name of the other side, which chose it.
 */
export function logsInWithSecret(device: Device): boolean {
  return device.isPeer && !hasDynamicHost(device) && (device.last('remotesecret')?.value ?? '') === '';
}

function hasDynamicHost(device: Device): boolean {
  return device.isPeer && device.last('host')?.value.toLowerCase() === 'dynamic';
}
