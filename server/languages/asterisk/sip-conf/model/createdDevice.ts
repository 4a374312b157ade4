import { isAtLeast } from '../../config/branch.ts';
import { linesOf } from '../../config/lines.ts';
import { isTrue } from '../../values/truth.ts';
import type { Device, SipConf } from './model.ts';

/** True when a REGISTER for an unknown name creates a device (autocreatepeer). */
export function createsDevices(model: SipConf): boolean {
  const value = model.general.last('autocreatepeer')?.value ?? 'no';
  return isTrue(value) || (value.toLowerCase() === 'persist' && isAtLeast(model.branch, '11'));
}

/** temp_peer: a peer with host=dynamic, the settings of [general], and no password. */
export function createdDevice(name: string): Device {
  return {
    name,
    key: name.toLowerCase(),
    entries: [],
    lines: linesOf([], [], false),
    settings: [],
    isUser: false,
    isPeer: true,
    find: () => undefined,
    last: () => undefined,
    all: () => [],
    filter: () => [],
  };
}
