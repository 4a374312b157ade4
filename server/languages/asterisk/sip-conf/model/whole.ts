import { isReadWhole, isSectionWhole } from '../../config/unread.ts';
import type { Device, SipConf } from './model.ts';
import { realtimeLine } from './realtime.ts';

/** True when nothing is unknown about the lines of [general]. */
export function isGeneralWhole(model: SipConf): boolean {
  const { entry } = model.general;
  return entry === undefined ? isReadWhole(model) : isSectionWhole(model, entry);
}

/** True when nothing is unknown about the lines of a device, inherited ones included. */
export function isDeviceWhole(model: SipConf, device: Device): boolean {
  const { users } = model;
  return device.entries.every(entry =>
    users?.settingsOf(entry) === undefined ? isSectionWhole(model, entry) : users.conf.isComplete,
  );
}

/** True when a device that was not found does not exist: everything was read, and no database has devices. */
export function areDevicesKnown(model: SipConf): boolean {
  return (
    isReadWhole(model) &&
    model.stops.length === 0 &&
    model.users?.conf.isComplete !== false &&
    realtimeLine(model) === undefined
  );
}
