import { type Branch, isAtLeast } from '../../config/branch.ts';
import type { Setting } from '../../config/entry.ts';
import { parseRegister } from '../facts/registerLine.ts';
import type { DeviceHost } from './deviceState.ts';
import type { Device, General, SipConf } from './model.ts';

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

type RegisterLines = ReadonlyMap<string, readonly Setting[]>;

/** By what they register with, in lowercase: the device that a line names, and its host. */
function registerLines(model: SipConf): RegisterLines {
  let lines = linesOf.get(model.general);
  if (lines === undefined) {
    lines = readLines(model);
    linesOf.set(model.general, lines);
  }
  return lines;
}

/** The lines are read once for all devices. */
const linesOf = new WeakMap<General, RegisterLines>();

function readLines({ general, users, branch }: SipConf): RegisterLines {
  const lines = new Map<string, Setting[]>();
  const written = general.all('register').map(line => ({ text: line.value, from: [line] }));
  for (const { text, from } of [...written, ...(users?.registerLines ?? [])]) {
    const { peer, host } = parseRegister(text, branch);
    const [setting] = from;
    if (setting === undefined) continue;
    for (const name of new Set([peer?.value.toLowerCase(), host?.value.toLowerCase()])) {
      if (name === undefined) continue;
      const same = lines.get(name);
      if (same === undefined) lines.set(name, [setting]);
      else same.push(setting);
    }
  }
  return lines;
}

/** The register lines that name a device or its host; for one that users.conf makes, the line of `registersip`. */
export function registerLinesFor(
  { key }: Device,
  { address, unknownName }: DeviceHost,
  model: SipConf,
): readonly Setting[] {
  const lines = registerLines(model);
  const host = (address ?? unknownName)?.toLowerCase();
  const names = host === undefined ? [key] : [key, host];
  return [...new Set(names.flatMap(name => lines.get(name) ?? []))];
}

/** True if this server registers with the server behind a device: a line of the device says so, or a register line. */
export function registersWith(device: Device, host: DeviceHost, model: SipConf): boolean {
  return (
    (device.last('callbackextension')?.value ?? '') !== '' || registerLinesFor(device, host, model).length > 0
  );
}
