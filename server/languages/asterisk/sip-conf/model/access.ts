import type { AccessListKind } from '../../companions/accessList.ts';
import { type AccessSummary, summaryOf } from '../../companions/accessSummary.ts';
import { type Branch, isAtLeast } from '../../config/branch.ts';
import type { Question } from '../../config/lines.ts';
import type { AppliedLines, Device } from './model.ts';

/** The combined effect of a device's permit and deny lines. */
export function accessSummary(device: AppliedLines, kind: AccessListKind = ''): AccessSummary {
  return summaryOf(device.filter(kind === '' ? addressRule : contactRule), kind);
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
export function restrictsAddresses(device: Device, branch: Branch): boolean {
  return hasNamedList(device, '', branch) || !accessSummary(device).admitsStrangers;
}

/** True when lists of acl.conf must allow an address as well (ast_apply_acl asks each list; since 11). */
export function hasNamedList(lines: AppliedLines, kind: AccessListKind, branch: Branch): boolean {
  return isAtLeast(branch, '11') && lines.all(`${kind}acl`).some(({ value }) => value !== '');
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
