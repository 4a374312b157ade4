import { parseAcl } from './address.ts';
import type { Setting } from './entry.ts';
import type { Device } from './model.ts';

/** What the permit and deny lines of a device come to (ast_apply_acl: the last match wins, no match means allowed). */
export interface AccessSummary {
  readonly lines: readonly Setting[];
  /** An address that no line matches in particular is let in. */
  readonly admitsStrangers: boolean;
  /** Nobody at all is let in. */
  readonly admitsNobody: boolean;
}

/** Adds up the permit and deny lines of a device; only networks of all addresses are told apart from others. */
export function accessSummary(device: Device): AccessSummary {
  const lines = device.settings.filter(({ option }) => option.key === 'permit' || option.key === 'deny');
  let admitsStrangers = true;
  let admitsSome = true;
  for (const { option, value } of lines) {
    if (value === '') continue;
    for (const item of parseAcl(value, true)) {
      // A line that the server cannot read drops the device, so there is nothing to add up.
      if (item.fault !== undefined) return { lines: [], admitsStrangers: true, admitsNobody: false };
      const isPermit = (option.key === 'permit') !== item.isNegated;
      const isEverybody = item.bits === 0;
      if (isEverybody) {
        admitsStrangers = isPermit;
        admitsSome = isPermit;
      } else if (isPermit) admitsSome = true;
    }
  }
  return { lines, admitsStrangers, admitsNobody: !admitsSome };
}

/** True when an access list of the device keeps strangers out; a named list is trusted to do so. */
export function restrictsAddresses(device: Device): boolean {
  return device.all('acl').some(setting => setting.value !== '') || !accessSummary(device).admitsStrangers;
}
