import type { Branch } from '../../config/branch.ts';
import { restrictsAddresses } from '../../sip-conf/model/access.ts';
import { deviceHost, deviceInsecure } from '../../sip-conf/model/deviceState.ts';
import type { Device } from '../../sip-conf/model/model.ts';
import type { Course } from '../course.ts';

/** A password or an access list stops unknown callers. */
export function isGuarded(device: Device, branch: Branch): boolean {
  const secrets = ['secret', 'md5secret'].some(name => (device.last(name)?.value ?? '') !== '');
  return secrets || restrictsAddresses(device, branch);
}

/** insecure=invite of a device that registers has no counterpart. */
export function asksInSpiteOfInsecure(device: Device, { model }: Course): boolean {
  return deviceInsecure(device, model).invite && deviceHost(device, model, undefined).isDynamic;
}
