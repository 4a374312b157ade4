import type { Device, SipConf } from './model.ts';

/** What compares every device with the others does so up to this many of them: it runs after every keystroke. */
const MOST_DEVICES = 2000;

/** All devices in the order of the file; undefined when there are too many to look at all of them again and again. */
export function allDevices(model: SipConf): readonly Device[] | undefined {
  if (model.names.size > MOST_DEVICES) return undefined;
  return [...model.deviceKeys()].flatMap(key => {
    const device = model.device(key);
    return device === undefined ? [] : [device];
  });
}
