import type { Device, SipConf } from './model.ts';

/** Maximum number of devices for rules that compare every device with the others, because they run after every keystroke. */
export const MOST_DEVICES = 2000;

/** All devices in reading order; undefined when there are too many to compare repeatedly. */
export function allDevices(model: SipConf): readonly Device[] | undefined {
  if (model.names.size + (model.users?.entries.size ?? 0) > MOST_DEVICES) return undefined;
  return model.allDevices;
}
