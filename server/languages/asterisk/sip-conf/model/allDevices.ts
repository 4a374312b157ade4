import type { Device, SipConf } from './model.ts';

/** Maximum number of devices for rules that compare every device with the others, because they run after every keystroke. */
const MOST_DEVICES = 2000;

/** All devices in file order; undefined when there are too many to compare repeatedly. */
export function allDevices(model: SipConf): readonly Device[] | undefined {
  if (model.names.size > MOST_DEVICES) return undefined;
  return [...model.deviceKeys()].flatMap(key => {
    const device = model.device(key);
    return device === undefined ? [] : [device];
  });
}
