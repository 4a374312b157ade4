import { appendAll } from '../../../../../text/longLists.ts';
import { isAtLeast } from '../../../config/branch.ts';
import type { Setting } from '../../../config/entry.ts';
import {
  deviceHost,
  deviceInsecure,
  deviceNat,
  deviceTransports,
  droppingLine,
} from '../../model/deviceState.ts';
import type { Device, SipConf } from '../../model/model.ts';
import { type AddressedDevice, devicesAt, devicesWithoutAddress, loadedDevice } from '../addressTable.ts';
import { lastTypeLine, mayUse } from '../findDevice.ts';
import type { BareExplanation, NearMiss } from '../matchingExplanation.ts';
import type { MatchingInput } from '../matchingInput.ts';
import { skippedSection } from '../skippedSection.ts';
import { configurationLines } from '../trail.ts';

/** Maximum number of devices; nobody reads more. */
const MOST_MISSES = 12;

/** Devices that almost matched: with nearly the same name, or at the same address, and what each of them lacks. */
export function nearMisses(model: SipConf, input: MatchingInput, explanation: BareExplanation): NearMiss[] {
  const misses = nameMisses(model, input, explanation);
  if (explanation.method === 'INVITE' && explanation.by === 'name')
    appendAll(misses, shadowedByName(model, input, explanation));
  if (explanation.method === 'INVITE' && explanation.by !== 'name')
    appendAll(misses, [
      ...addressMisses(model, input, explanation),
      ...hostMisses(model, input, explanation),
    ]);
  return misses.slice(0, MOST_MISSES);
}

function nameMisses(
  model: SipConf,
  input: MatchingInput,
  { lookupName, matched, method }: BareExplanation,
): NearMiss[] {
  if (lookupName === null || matched === lookupName) return [];
  const written = model.device(lookupName.toLowerCase());
  if (written === undefined)
    return [...templateMiss(model, lookupName), ...(matched === null ? calledByName(model, lookupName) : [])];
  const loaded = loadedDevice(model, lookupName.toLowerCase());
  const device = loaded ?? written;
  const miss = (reason: string, ...lines: readonly (Setting | undefined)[]): NearMiss[] => [
    { device: device.name, reason, config: placesOf(model, device, lines) },
  ];
  const dropping = loaded === undefined ? droppingLine(written, model) : undefined;
  if (dropping !== undefined)
    return miss(
      `would match by name, but the server dropped it while loading: ${dropping.option.name}=${dropping.value} is invalid`,
      dropping,
    );
  if (device.name !== lookupName && isAtLeast(model.branch, '1.6.2'))
    return miss(`would match by name, but names are case-sensitive: the message has "${lookupName}"`);
  if (method === 'INVITE' && !device.isUser) {
    const { hostLine } = deviceHost(device, model, input.hosts);
    const reason = 'has this name, but type=peer is matched only by address, never by the name in an INVITE';
    return miss(reason, lastTypeLine(device), hostLine);
  }
  if (method === 'REGISTER' && !device.isPeer)
    return miss('has this name, but type=user cannot register', lastTypeLine(device));
  return [];
}

/** A section with that name is not a device. */
function templateMiss(model: SipConf, name: string): NearMiss[] {
  const skipped = skippedSection(name, model);
  if (skipped === undefined) return [];
  const config = configurationLines(model, [{ place: skipped.entry.place, line: 0 }]);
  return [{ device: name, reason: skipped.reason, config }];
}

/** Devices that the server calls by that name: only the name of the section counts for what they send. */
function calledByName(model: SipConf, name: string): NearMiss[] {
  return model.allDevices.flatMap((device): NearMiss[] => {
    const line = device.last('defaultuser');
    if (line?.value !== name) return [];
    const reason = `has ${line.option.name}=${name}, but devices are found by the name of their section, so the phone must send "${device.name}"`;
    return [{ device: device.name, reason, config: placesOf(model, device, [line]) }];
  });
}

/** The device that the address would have found if the name in From were not the name of another device. */
function shadowedByName(
  model: SipConf,
  input: MatchingInput,
  { matched, lookupName }: BareExplanation,
): NearMiss[] {
  const row = devicesAt(input.source.address, model, input);
  const hit = row.find(candidate => lackOf(candidate, model, input).reason === undefined);
  if (hit === undefined || hit.device.name === matched) return [];
  const reason = `would match by address, but the name "${lookupName ?? ''}" in From is the name of a device, which has precedence over the address`;
  return [{ device: hit.device.name, reason, config: placesOf(model, hit.device, [hit.host.addressLine]) }];
}

function addressMisses(model: SipConf, input: MatchingInput, { matched }: BareExplanation): NearMiss[] {
  const row = devicesAt(input.source.address, model, input);
  const winner = row.findIndex(({ device }) => device.name === matched);
  return row.flatMap((candidate, index): NearMiss[] => {
    if (index === winner) return [];
    const { reason, lines } = lackOf(candidate, model, input);
    const last =
      winner >= 0 && reason === undefined
        ? `"${matched ?? ''}" comes before it in the search order, and the first match ends the search`
        : undefined;
    const told = reason ?? last;
    if (told === undefined) return [];
    return [
      {
        device: candidate.device.name,
        reason: `would match by address, but ${told}`,
        config: placesOf(model, candidate.device, [candidate.host.addressLine, ...lines]),
      },
    ];
  });
}

/** Why a device at the right address does not match; nothing when it matches. */
function lackOf(
  candidate: AddressedDevice,
  model: SipConf,
  input: MatchingInput,
): { readonly reason: string | undefined; readonly lines: readonly (Setting | undefined)[] } {
  const { port, transport } = input.source;
  const { device, host, registration } = candidate;
  const transports = deviceTransports(device, model);
  if (!mayUse(candidate, model, input)) {
    const reason = `it may use ${transports.allowed.join(', ').toUpperCase()}, but the message came over ${transport.toUpperCase()}`;
    return { reason, lines: [transports.line] };
  }
  if (candidate.port === port) return { reason: undefined, lines: [] };
  const expected = registration === undefined ? `${candidate.port}` : `the registered ${candidate.port}`;
  // Up to branch 11, a device that may not use the connection is compared by port, as with UDP.
  if (transport === 'udp' || !transports.allowed.includes(transport)) {
    const insecure = deviceInsecure(device, model);
    if (insecure.port) return { reason: undefined, lines: [] };
    const reason = `the source port ${port} is not ${expected} and insecure=port is not set`;
    return { reason, lines: [host.portLine, insecure.line] };
  }
  if (!host.isDynamic || !isAtLeast(model.branch, '13')) return { reason: undefined, lines: [] };
  const nat = deviceNat(device, model);
  if (transport === 'tcp' || transport === 'tls') {
    if (!nat.isForced) return { reason: undefined, lines: [] };
    return {
      reason: `the source port ${port} is not ${expected}, which nat=force_rport requires`,
      lines: [nat.line],
    };
  }
  return { reason: `the source port ${port} is not ${expected}, which WebSocket requires`, lines: [] };
}

function placesOf(
  model: SipConf,
  device: Device,
  lines: readonly (Setting | undefined)[],
): NearMiss['config'] {
  const entry = device.entries.at(-1);
  return configurationLines(model, [
    entry === undefined ? undefined : { place: entry.place, line: 0 },
    ...lines,
  ]);
}

/** Hosts that are names, which only a name server could resolve; and hosts that are invalid as written. */
function hostMisses(model: SipConf, input: MatchingInput, { matched }: BareExplanation): NearMiss[] {
  if (matched !== null) return [];
  const { address } = input.source;
  return devicesWithoutAddress(model, input, address, MOST_MISSES).map(({ device, host }) => ({
    device: device.name,
    reason:
      host.unknownName === undefined
        ? `has host=${host.hostLine?.value ?? ''}, but a host line accepts neither a port nor a mask, so it has no address`
        : `matches by address if ${host.unknownName} resolves to ${address}; the workbench does not look up names`,
    config: placesOf(model, device, [host.hostLine]),
  }));
}
