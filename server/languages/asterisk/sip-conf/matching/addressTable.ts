import { canonicalAddress } from '../../../../sip/packetSource.ts';
import type { Registration } from '../../../explainQuestion.ts';
import { isAtLeast } from '../../config/branch.ts';
import type { Entry } from '../../config/entry.ts';
import { splitHostPort } from '../../values/address.ts';
import { createdDevice, createsDevices } from '../model/createdDevice.ts';
import { type DeviceHost, deviceHost, droppingLine, droppingSetting } from '../model/deviceState.ts';
import type { Device, SipConf } from '../model/model.ts';
import { deviceFrom, isSpecial, typeSetting } from '../model/model.ts';
import type { MatchingInput } from './matchingInput.ts';

/** A device in the list of an address. */
export interface AddressedDevice {
  readonly device: Device;
  readonly host: DeviceHost;
  readonly port: number;
  /** The registration that put it there; undefined for a static host. */
  readonly registration: Registration | undefined;
}

/**
 * A device as loaded; undefined when there is none, or when the server dropped it. A line that drops a device discards
 * everything from the sections up to there; a later section with the same name starts over.
 */
export function loadedDevice(model: SipConf, key: string): Device | undefined {
  const device = model.device(key);
  if (device === undefined || droppingLine(device, model) === undefined) return device;
  let entries: Entry[] = [];
  let lists = new Set<string>();
  for (const entry of device.entries) {
    if (droppingSetting(model.settingsOf(entry), model, lists) === undefined) entries.push(entry);
    else {
      entries = [];
      lists = new Set();
    }
  }
  return entries.length === 0 ? undefined : deviceFrom(model, device.name, key, entries);
}

/**
 * The device as one of the two kinds. In 1.4, users and peers are in two tables, so sections with one name but different
 * kinds are unrelated; later they are one device. Undefined when it is not of that kind.
 */
export function devicePart(
  device: Device | undefined,
  kind: 'user' | 'peer',
  model: SipConf,
): Device | undefined {
  if (device === undefined) return undefined;
  const isOfKind = kind === 'user' ? device.isUser : device.isPeer;
  if (!isOfKind) return undefined;
  if (isAtLeast(model.branch, '1.6.2') || device.entries.length === 1) return device;
  const entries = device.entries.filter(entry => {
    const type = typeSetting(model, entry)?.value.toLowerCase();
    return type === kind || type === 'friend';
  });
  const { name, key, isUser, isPeer } = device;
  return deviceFrom(model, name, key, entries, { isUser, isPeer });
}

/**
 * The devices that have an address, in the order in which the server finds them: static ones in file order, then
 * registered ones in the order of their latest registration. Only devices whose type includes peer.
 */
export function devicesAt(address: string, model: SipConf, input: MatchingInput): AddressedDevice[] {
  const wanted = canonicalAddress(address) ?? address;
  const row: AddressedDevice[] = [];
  for (const key of candidates(model).get(wanted) ?? []) addStatic(row, key, wanted, model, input);
  // Names with an address in the question, and localhost.
  for (const key of candidates(model).get('') ?? []) addStatic(row, key, wanted, model, input);
  row.sort((a, b) => orderOf(a.device, model) - orderOf(b.device, model));
  for (const registration of latestRegistrations(input.registrations)) {
    if (canonicalAddress(registration.address) !== wanted) continue;
    const device = devicePart(loadedDevice(model, registration.name.toLowerCase()), 'peer', model);
    if (device === undefined || device.name !== registration.name) {
      if (!createsDevices(model)) continue;
      const created = createdDevice(registration.name);
      row.push({ device: created, host: CREATED_HOST, port: registration.port, registration });
      continue;
    }
    const host = deviceHost(device, model, input.hosts);
    if (!host.isDynamic) continue;
    row.push({ device, host, port: registration.port, registration });
  }
  // In 1.4, there is one list of all devices, and each new one is added at the front.
  if (!isAtLeast(model.branch, '1.6.2'))
    row.sort((a, b) => orderOf(b.device, model) - orderOf(a.device, model));
  return row;
}

/** The host of a device that a REGISTER created: it has no lines. */
const CREATED_HOST: DeviceHost = {
  isDynamic: true,
  address: undefined,
  port: 0,
  hostLine: undefined,
  addressLine: undefined,
  portLine: undefined,
  unknownName: undefined,
};

/** The registration in force of a device, if it is known. */
export function registrationOf(device: Device, input: MatchingInput): Registration | undefined {
  return input.registrations.findLast(registration => registration.name === device.name);
}

/** The last registration of each name, in the order of these registrations. */
function latestRegistrations(registrations: readonly Registration[]): Registration[] {
  const latest = new Map<string, Registration>();
  for (const registration of registrations) {
    // Set anew, so that it stands behind those that were made before.
    latest.delete(registration.name);
    latest.set(registration.name, registration);
  }
  return [...latest.values()];
}

/** Peers whose host is a name with an unknown address, or an invalid text that begins with `address`, in file order. */
export function devicesWithoutAddress(
  model: SipConf,
  input: MatchingInput,
  address: string,
  most: number,
): { readonly device: Device; readonly host: DeviceHost }[] {
  const found: { device: Device; host: DeviceHost }[] = [];
  for (const key of candidates(model).get('') ?? []) {
    if (found.length >= most) break;
    const device = loadedDevice(model, key);
    if (device === undefined || !device.isPeer) continue;
    const host = deviceHost(device, model, input.hosts);
    const isMeant =
      host.address === undefined && splitHostPort(host.hostLine?.value.split('/')[0] ?? '').host === address;
    if (host.unknownName !== undefined || isMeant) found.push({ device, host });
  }
  return found;
}

function addStatic(
  row: AddressedDevice[],
  key: string,
  wanted: string,
  model: SipConf,
  input: MatchingInput,
): void {
  const device = devicePart(loadedDevice(model, key), 'peer', model);
  if (device === undefined) return;
  const host = deviceHost(device, model, input.hosts);
  if (host.isDynamic && registrationOf(device, input) !== undefined) return;
  if (host.address === wanted) row.push({ device, host, port: host.port, registration: undefined });
}

/** users.conf is read before sip.conf, so its devices come first. */
function orderOf(device: Device, model: SipConf): number {
  const entry = device.entries.at(-1);
  if (entry === undefined) return 0;
  return model.users?.settingsOf(entry) === undefined ? entry.ordinal : entry.ordinal - BEFORE_ALL;
}

const BEFORE_ALL = 1e9;

type Candidates = ReadonlyMap<string, readonly string[]>;

const indexes = new WeakMap<SipConf, { readonly project: SipConf['project']; readonly index: Candidates }>();

/**
 * Lowercase names of devices that may be at an address because of a `host` line of their own, of a parent or of an appended
 * section; under '' those with a host name. Computed in one pass over all lines, kept until the files change.
 */
function candidates(model: SipConf): Candidates {
  // The same files are read in another way by another branch, so the index belongs to the model.
  const known = indexes.get(model);
  if (known?.project === model.project) return known.index;
  const index = buildIndex(model);
  indexes.set(model, { project: model.project, index });
  return index;
}

function buildIndex(model: SipConf): Candidates {
  const index = new Map<string, string[]>();
  const known = new Map<Entry, ReadonlySet<string>>();
  const ofUsers = new Set<string>();
  for (const [key, entries] of model.users?.entries ?? []) {
    const lines = entries.flatMap(entry => [...model.settingsOf(entry)]);
    const hosts = lines.filter(({ option }) => option.key === 'host').map(({ value }) => hostKey(value));
    for (const host of new Set(hosts.filter(found => found !== undefined))) {
      ofUsers.add(`${key}\n${host}`);
      const row = index.get(host);
      if (row === undefined) index.set(host, [key]);
      else row.push(key);
    }
  }
  for (const [key, bucket] of model.namesInOrder) {
    if (isSpecial(key)) continue;
    for (const host of hostsOfAll(bucket, model, known)) {
      const row = index.get(host);
      if (row === undefined) index.set(host, [key]);
      else if (row.at(-1) !== key && !ofUsers.has(`${key}\n${host}`)) row.push(key);
    }
  }
  return index;
}

/** The key of a host in the index; undefined for a host without an address. */
function hostKey(value: string): string | undefined {
  const host = value.toLowerCase();
  if (host === 'dynamic' || host === '') return undefined;
  return canonicalAddress(host.split(';')[0] ?? '') ?? '';
}

/** Most names have one section, and most sections have no address: these cost nothing. */
function hostsOfAll(
  bucket: readonly Entry[],
  model: SipConf,
  known: Map<Entry, ReadonlySet<string>>,
): ReadonlySet<string> {
  const [only] = bucket;
  if (only !== undefined && bucket.length === 1) return hostsOf(only, model, known, 0);
  return new Set(bucket.flatMap(entry => [...hostsOf(entry, model, known, 0)]));
}

const NONE: ReadonlySet<string> = new Set();

/** Deeper inheritance is not followed. */
const MAX_DEPTH = 64;

function hostsOf(
  entry: Entry,
  model: SipConf,
  known: Map<Entry, ReadonlySet<string>>,
  depth: number,
): ReadonlySet<string> {
  let hosts: Set<string> | undefined;
  for (const { place, from, until } of entry.pieces) {
    const { lines } = place.section;
    for (let index = from; index < until; index++) {
      const line = lines[index];
      if (line?.kind !== 'option' || line.key !== 'host') continue;
      const host = hostKey(line.value);
      if (host === undefined) continue;
      hosts ??= new Set();
      hosts.add(host);
    }
  }
  if (depth < MAX_DEPTH) {
    for (const name of entry.parents) {
      const parent = model.parentOf(entry, name);
      if (parent === undefined) continue;
      for (const family of model.names.get(parent.key) ?? []) {
        let inherited = known.get(family);
        if (inherited === undefined) {
          // Against sections that inherit from each other in a circle.
          known.set(family, NONE);
          inherited = hostsOf(family, model, known, depth + 1);
          known.set(family, inherited);
        }
        if (inherited.size === 0) continue;
        hosts ??= new Set();
        for (const host of inherited) hosts.add(host);
      }
    }
  }
  return hosts ?? NONE;
}
