import { type Branch, isAtLeast } from '../../config/branch.ts';
import { parseRegister } from '../facts/registerLine.ts';
import type { DeviceHost } from './deviceState.ts';
import type { Device, SipConf } from './model.ts';

/** The register line that build_peer creates from a device with `callbackextension`; undefined for any other device. */
export function callbackRegisterLine(device: Device, branch: Branch): string | undefined {
  const value = (name: string): string => device.last(name)?.value ?? '';
  const extension = value('callbackextension');
  if (extension === '') return undefined;
  const user = value('defaultuser');
  const host = value('host').toLowerCase() === 'dynamic' ? '' : value('host');
  const secret = value('remotesecret') || value('secret');
  const credentials = isAtLeast(branch, '16')
    ? `${value('fromuser') || user}:${secret}:${user}`
    : `${user}:${secret}`;
  return `${device.name}?${credentials}@${host}/${extension}`;
}

/** True if this server registers with the server behind a device: with `callbackextension`, or a register line for its host or name. */
export function registersWith(device: Device, { address, unknownName }: DeviceHost, model: SipConf): boolean {
  if ((device.last('callbackextension')?.value ?? '') !== '') return true;
  const host = (address ?? unknownName)?.toLowerCase();
  return model.general.all('register').some(({ value }) => {
    const line = parseRegister(value, model.branch);
    const registered = line.host?.value.toLowerCase();
    if (line.peer?.value.toLowerCase() === device.key) return true;
    return registered !== undefined && (registered === host || registered === device.key);
  });
}
