import type { SipMessage } from '../../../../sip/message.ts';
import { isAtLeast } from '../../config/branch.ts';
import type { Setting } from '../../config/entry.ts';
import { deviceAccess, deviceInsecure, deviceNat, deviceTransports } from '../model/deviceState.ts';
import type { Device, SipConf } from '../model/model.ts';
import { type AddressedDevice, devicePart, devicesAt, loadedDevice } from './addressTable.ts';
import type { LookupName } from './lookupName.ts';
import type { FoundBy } from './matchingExplanation.ts';
import type { MatchingInput } from './matchingInput.ts';
import { assumeRealtime } from './realtime.ts';
import { requestUriOf } from './requestUri.ts';
import { readServerUri, terminated } from './serverUri.ts';
import { skippedSection } from './skippedSection.ts';
import type { SipTrail } from './trail.ts';

/** The result of the search for the device of an INVITE. */
export interface DeviceSearch {
  readonly device: Device | undefined;
  readonly by: FoundBy | null;
}

/** check_peer_ok: first by name among users and friends, then by address among peers and friends. */
export function findInviteDevice(
  lookup: LookupName,
  model: SipConf,
  input: MatchingInput,
  trail: SipTrail,
): DeviceSearch {
  const name = lookup.name ?? '';
  const named = findByName(name, lookup.header, model, input, trail);
  if (named !== undefined) {
    trail.add(
      'Device by address',
      'skipped',
      'Not needed: the device was found by name, which has precedence over the address.',
    );
    return { device: named, by: 'name' };
  }
  const search = findByAddress(model, input, trail);
  assumeRealtime(
    {
      name: model.device(name.toLowerCase()) === undefined ? name : undefined,
      address: search.device === undefined ? input.source.address : undefined,
    },
    model,
    trail,
  );
  return search;
}

/** Names are copied into a buffer of 80 bytes before they are compared. */
const NAME_LENGTH = 79;

/** The device with a name that may make calls: case-sensitive, except in 1.4. */
export function deviceNamed(name: string, model: SipConf): Device | undefined {
  const shown = name.slice(0, NAME_LENGTH);
  const device = loadedDevice(model, shown.toLowerCase());
  if (device === undefined) return undefined;
  return device.name === shown || !isAtLeast(model.branch, '1.6.2') ? device : undefined;
}

function findByName(
  name: string,
  header: string,
  model: SipConf,
  input: MatchingInput,
  trail: SipTrail,
): Device | undefined {
  const title = 'Device by name';
  const found = deviceNamed(name, model);
  const device = devicePart(found, 'user', model) ?? found;
  if (device === undefined) {
    const other = model.device(name.toLowerCase());
    if (other === undefined) {
      const skipped = skippedSection(name, model);
      const detail = skipped?.reason ?? `No section in this configuration is named "${name}".`;
      trail.add(title, 'failed', detail, { entry: skipped?.entry, header });
    } else if (other.name === name) {
      const detail = `The server dropped "${name}" while loading sip.conf, because of one of its lines.`;
      trail.add(title, 'failed', detail, { entry: other.entries.at(-1), header });
    } else {
      const detail = `Names are case-sensitive: "${name}" is not "${other.name}".`;
      trail.add(title, 'failed', detail, { entry: other.entries.at(-1), header });
    }
    return undefined;
  }
  const type = lastTypeLine(device);
  const entry = device.entries.at(-1);
  if (!device.isUser) {
    const detail = `"${name}" has type=peer, and peers are never found by the name in an INVITE.`;
    trail.add(title, 'failed', detail, { entry, lines: [type], header });
    return undefined;
  }
  if (!isAtLeast(model.branch, '1.6.2')) {
    const access = deviceAccess(device, input.source.address, model);
    if (!access.isAllowed) {
      const detail = `"${device.name}" counts as not found: ${access.detail}`;
      trail.add(title, 'failed', detail, { lines: access.lines, beside: access.beside, header });
      return undefined;
    }
  }
  const kind = device.isPeer ? 'friend' : 'user';
  trail.add(
    title,
    'decided',
    `[${device.name}] is a ${kind} with exactly this name. Address, port and transport do not matter here.`,
    { entry, lines: [type], header },
  );
  return device;
}

/** The line that makes a device what it is. */
export function lastTypeLine(device: Device): Setting | undefined {
  return device.last('type');
}

/** One pass over the devices with an address. */
interface Pass {
  readonly title: string;
  readonly by: FoundBy;
  readonly callback: string | undefined;
  readonly accepts: (candidate: AddressedDevice) => boolean;
  readonly evidence: (candidate: AddressedDevice) => readonly (Setting | undefined)[];
  readonly reason: string;
}

/** find_peer with only an address. */
export function findByAddress(model: SipConf, input: MatchingInput, trail: SipTrail): DeviceSearch {
  const { source } = input;
  const row = devicesAt(source.address, model, input);
  if (row.length === 0) {
    const detail = `No device has the address ${source.address}: no \`host\` resolves to it, and no device registered from it.`;
    trail.add('Device by address', 'failed', detail);
    return { device: undefined, by: null };
  }
  for (const pass of passesOf(model, input)) {
    const { callback } = pass;
    const eligible =
      callback === undefined
        ? row
        : row.filter(
            ({ device }) => device.last('callbackextension')?.value.toLowerCase() === callback.toLowerCase(),
          );
    // If no device requests this extension, the two passes are not worth a step.
    if (callback !== undefined && eligible.length === 0) continue;
    const hit = eligible.find(candidate => pass.accepts(candidate));
    if (hit === undefined) {
      const names = eligible
        .map(({ device }) => `"${device.name}"`)
        .slice(0, 5)
        .join(', ');
      trail.add(
        pass.title,
        'failed',
        `Of the devices at ${source.address} (${names}) none has ${pass.reason}.`,
        {
          lines: eligible.slice(0, 5).flatMap(({ host }) => [host.addressLine, host.portLine]),
        },
      );
      continue;
    }
    const { device, host, registration } = hit;
    const first =
      eligible.length > 1 ? ' It comes first in the search order, and the first match ends the search.' : '';
    const place =
      registration === undefined
        ? `its host is ${source.address}`
        : `it registered from ${registration.address}:${registration.port}`;
    trail.add(
      pass.title,
      'decided',
      `[${device.name}] matches: ${place}, and it has ${pass.reason}.${first}`,
      {
        entry: device.entries.at(-1),
        lines: [registration === undefined ? host.addressLine : host.hostLine, ...pass.evidence(hit)],
      },
    );
    return { device, by: pass.by };
  }
  return { device: undefined, by: null };
}

/** The passes in the order of the branch. */
function passesOf(model: SipConf, input: MatchingInput): Pass[] {
  const { port, transport } = input.source;
  const isStream = transport !== 'udp';
  const portLines = ({ host, registration }: AddressedDevice): readonly (Setting | undefined)[] =>
    registration === undefined ? [host.portLine] : [];
  const exact: Omit<Pass, 'by' | 'callback'> = {
    title: 'Device by address and port',
    accepts: candidate => candidate.port === port && mayUse(candidate, model, input),
    evidence: portLines,
    reason: `the port ${port} and may use ${transport.toUpperCase()}`,
  };
  const insecureLine = ({ device }: AddressedDevice): readonly (Setting | undefined)[] =>
    isStream ? [deviceTransports(device, model).line] : [deviceInsecure(device, model).line];
  const loose: Omit<Pass, 'by' | 'callback'> = {
    title: 'Device by address only',
    accepts: candidate => mayUse(candidate, model, input) && acceptsAnyPort(candidate, model, input),
    evidence: insecureLine,
    reason: isStream
      ? `a source port that does not matter with ${transport.toUpperCase()}`
      : 'insecure=port, so its source port does not matter',
  };
  if (!isAtLeast(model.branch, '1.6.2')) {
    return [
      {
        title: 'Device by address',
        by: 'ip-port',
        callback: undefined,
        accepts: candidate => candidate.port === port || deviceInsecure(candidate.device, model).port,
        evidence: candidate => [...portLines(candidate), deviceInsecure(candidate.device, model).line],
        reason: `the port ${port} or insecure=port`,
      },
    ];
  }
  if (!isAtLeast(model.branch, '13')) {
    // The transports of the device only decide whether its port counts.
    const isFree = (candidate: AddressedDevice): boolean =>
      (transport === 'tcp' || transport === 'tls') && allows(candidate, model, input);
    const oldExact = {
      ...exact,
      accepts: (candidate: AddressedDevice) => isFree(candidate) || candidate.port === port,
      reason: isStream
        ? `the transport ${transport.toUpperCase()}, where ports do not matter, or the port ${port}`
        : `the port ${port}`,
    };
    const oldLoose = {
      ...loose,
      accepts: ({ device }: AddressedDevice) => deviceInsecure(device, model).port,
      evidence: ({ device }: AddressedDevice) => [deviceInsecure(device, model).line],
      reason: 'insecure=port, so its source port does not matter',
    };
    return withCallback(model, input.message, [
      { ...oldExact, kind: 'ip-port' },
      { ...oldLoose, kind: 'ip' },
    ]);
  }
  return withCallback(model, input.message, [
    { ...exact, kind: 'ip-port' },
    { ...loose, kind: 'ip' },
  ]);
}

/** First with the condition that `callbackextension` is the called extension, then without it. */
function withCallback(
  model: SipConf,
  message: SipMessage,
  passes: readonly (Omit<Pass, 'by' | 'callback'> & { readonly kind: 'ip-port' | 'ip' })[],
): Pass[] {
  const callback = isAtLeast(model.branch, '11') ? calledUser(message) : '';
  const wish = passes.map(({ kind, ...pass }): Pass => {
    const reason = `callbackextension=${callback} and ${pass.reason}`;
    const by = kind === 'ip' ? 'callback-ip' : 'callback-ip-port';
    const title = `${pass.title}, with callback extension`;
    const evidence: Pass['evidence'] = candidate => [
      candidate.device.last('callbackextension'),
      ...pass.evidence(candidate),
    ];
    return { ...pass, title, by, callback, evidence, reason };
  });
  const plain = passes.map(({ kind, ...pass }): Pass => ({ ...pass, by: kind, callback: undefined }));
  return callback === '' ? plain : [...wish, ...plain];
}

/** The user part of the Request-URI as the search uses it: escapes are kept, and it ends at the first semicolon. */
export function calledUser(message: SipMessage): string {
  return readServerUri(terminated(requestUriOf(message)), ['sip:', 'sips:', 'tel:'], false).user;
}

/** True when the transport of the packet does not prevent the device from being found; up to 11, no transport does. */
export function mayUse(candidate: AddressedDevice, model: SipConf, input: MatchingInput): boolean {
  return !isAtLeast(model.branch, '13') || allows(candidate, model, input);
}

function allows({ device }: AddressedDevice, model: SipConf, input: MatchingInput): boolean {
  return deviceTransports(device, model).allowed.includes(input.source.transport);
}

/** peer_ipcmp_cb_full, second pass. */
export function acceptsAnyPort(candidate: AddressedDevice, model: SipConf, input: MatchingInput): boolean {
  const { transport } = input.source;
  if (transport === 'udp') return deviceInsecure(candidate.device, model).port;
  if (!candidate.host.isDynamic) return true;
  if (transport === 'ws' || transport === 'wss') return false;
  return !deviceNat(candidate.device, model).isForced;
}
