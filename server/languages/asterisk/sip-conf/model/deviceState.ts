import type { SipTransport } from '../../../../sip/packetSource.ts';
import { canonicalAddress } from '../../../../sip/packetSource.ts';
import { applyAccessLists, badRuleIsFatal } from '../../companions/accessList.ts';
import { isAtLeast } from '../../config/branch.ts';
import type { Setting } from '../../config/entry.ts';
import type { Question } from '../../config/lines.ts';
import { parseAcl, splitHostPort } from '../../values/address.ts';
import { parsePort } from '../../values/integers.ts';
import { isFalse, isTrue } from '../../values/truth.ts';
import type { Device, General, SipConf } from './model.ts';
import { effective } from './model.ts';

/** The address of a device according to its `host` and `port`. */
export interface DeviceHost {
  readonly isDynamic: boolean;
  /** Undefined for hosts without an address. */
  readonly address: string | undefined;
  readonly port: number;
  /** The line that decides whether the device is dynamic. */
  readonly hostLine: Setting | undefined;
  /** The line that set the address; the same one as long as there is only one. */
  readonly addressLine: Setting | undefined;
  readonly portLine: Setting | undefined;
  /** A host name that only a name server can resolve. */
  readonly unknownName: string | undefined;
}

/**
 * build_peer, section by section: a `host` line with an address discards the port of an earlier section with the same
 * name; `defaultip` does not count.
 */
export function deviceHost(
  device: Device,
  model: SipConf,
  hosts: ReadonlyMap<string, string> | undefined,
): DeviceHost {
  if (hosts !== undefined) return hostOf(device, model, hosts);
  const { general } = model;
  const known = hostsWithoutNames.get(device);
  if (known?.general === general) return known.host;
  const host = hostOf(device, model, undefined);
  hostsWithoutNames.set(device, { general, host });
  return host;
}

/** Rules compare all devices after every keystroke. A device and a [general] that change are new objects. */
const hostsWithoutNames = new WeakMap<Device, { readonly general: General; readonly host: DeviceHost }>();

function hostOf(device: Device, model: SipConf, hosts: ReadonlyMap<string, string> | undefined): DeviceHost {
  let isDynamic = false;
  let address: string | undefined;
  let unknownName: string | undefined;
  let port: number | undefined;
  let hostLine: Setting | undefined;
  let addressLine: Setting | undefined;
  let portLine: Setting | undefined;
  for (const entry of device.entries) {
    const lastHost = model.lineFor(entry, anyHost);
    const portSetting = model.lineFor(entry, anyPort);
    if (!isDynamic && model.lineFor(entry, dynamicHost) !== undefined) {
      address = undefined;
      unknownName = undefined;
      addressLine = undefined;
      port = undefined;
    }
    if (lastHost !== undefined) {
      hostLine = lastHost;
      isDynamic = isDynamicHost(lastHost);
    }
    // The section is read completely before the name is looked up, so a later `host=dynamic` does not undo it.
    const looked = model.lineFor(entry, namedHost);
    const resolved = looked === undefined ? {} : resolve(looked.value, hosts);
    // When the lookup fails, the address of an earlier section stays in force.
    if (resolved.address !== undefined || resolved.unknownName !== undefined) {
      address = resolved.address;
      unknownName = resolved.unknownName;
      addressLine = looked;
      port = undefined;
      portLine = undefined;
    }
    const value = portSetting === undefined ? undefined : parsePort(portSetting.value);
    // The port of a dynamic device belongs to its `defaultip`.
    if (value === undefined || isDynamic) continue;
    portLine = portSetting;
    port = value;
  }
  const [primary] = deviceTransports(device, model).allowed;
  return {
    isDynamic,
    address,
    port: port ?? (primary === 'tls' ? 5061 : 5060),
    hostLine,
    addressLine: addressLine ?? hostLine,
    portLine,
    unknownName,
  };
}

const anyHost: Question = { which: 'last', fits: ({ option }) => option.key === 'host' };
const anyPort: Question = { which: 'last', fits: ({ option }) => option.key === 'port' };
const anyTransport: Question = { which: 'last', fits: ({ option }) => option.key === 'transport' };
const dynamicHost: Question = { which: 'last', fits: line => anyHost.fits(line) && isDynamicHost(line) };
const namedHost: Question = { which: 'last', fits: line => anyHost.fits(line) && !isDynamicHost(line) };

function isDynamicHost({ value }: Setting): boolean {
  return value.toLowerCase() === 'dynamic';
}

function resolve(
  value: string,
  hosts: ReadonlyMap<string, string> | undefined,
): { address?: string | undefined; unknownName?: string } {
  const [name = ''] = value.split(';');
  const { host, port } = splitHostPort(name);
  // A port is not allowed here, and the lookup fails.
  if (port !== undefined) return {};
  const literal = canonicalAddress(host);
  if (literal !== undefined) return { address: literal };
  const known = host.toLowerCase() === 'localhost' ? '127.0.0.1' : hosts?.get(host.toLowerCase());
  if (known !== undefined) return { address: canonicalAddress(known) };
  return /^[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?\.?$/i.test(host) && /[a-z]/i.test(host)
    ? { unknownName: host }
    : {};
}

/** Transports that a device may use, the preferred one first. */
export interface DeviceTransports {
  readonly allowed: readonly SipTransport[];
  readonly line: Setting | undefined;
}

/** Only the last section with a name sets the allowed transports; without a line there, [general] does. */
export function deviceTransports(device: Device, model: SipConf): DeviceTransports {
  const { general } = model;
  if (!isAtLeast(model.branch, '1.6.2')) return { allowed: ['udp'], line: undefined };
  const entry = device.entries.at(-1);
  const own = entry === undefined ? undefined : model.lineFor(entry, anyTransport);
  const listed = own === undefined ? [] : readTransports(own.value, general);
  if (listed.length > 0) return { allowed: listed, line: own };
  const line = general.last('transport');
  const common = line === undefined ? [] : readTransports(line.value, general);
  return common.length > 0 ? { allowed: common, line } : { allowed: ['udp'], line: own };
}

function readTransports(value: string, general: General): SipTransport[] {
  const tcpLine = general.last('tcpenable');
  const hasTcp = tcpLine !== undefined && !isFalse(tcpLine.value);
  const hasTls = isTrue(general.last('tlsenable')?.value ?? 'no');
  return value.split(',').flatMap((word): SipTransport[] => {
    const text = word.trimStart().toLowerCase();
    if (text.startsWith('udp')) return ['udp'];
    if (text.startsWith('wss')) return ['wss'];
    if (text.startsWith('ws')) return ['ws'];
    if (text.startsWith('tcp')) return hasTcp ? ['tcp'] : [];
    if (text.startsWith('tls')) return hasTls ? ['tls'] : [];
    return [];
  });
}

/** How a device uses the source address of packets. */
export interface DeviceNat {
  /** Always the packet's address. */
  readonly isForced: boolean;
  /** The packet's address when the Via has a different host. */
  readonly isAutomatic: boolean;
  readonly line: Setting | undefined;
}

export function deviceNat(device: Device | undefined, model: SipConf): DeviceNat {
  const line = device === undefined ? model.general.last('nat') : effective(device, model.general, 'nat');
  if (!isAtLeast(model.branch, '1.8')) {
    const text = line?.value.toLowerCase() ?? 'no';
    return { isForced: text === 'yes' || text === 'route' || isTrue(text), isAutomatic: false, line };
  }
  if (!isAtLeast(model.branch, '11')) {
    const words = line?.value.toLowerCase().split(',') ?? ['force_rport'];
    return { isForced: words.includes('yes') || words.includes('force_rport'), isAutomatic: false, line };
  }
  if (line === undefined) return { isForced: false, isAutomatic: true, line };
  return { ...readNat(line.value), line };
}

/** sip_parse_nat_option. */
function readNat(value: string): { isForced: boolean; isAutomatic: boolean } {
  let isForced = false;
  let isAutomatic = false;
  for (const word of value.toLowerCase().split(',')) {
    if (isFalse(word)) return { isForced: false, isAutomatic: false };
    if (word === 'yes') return { isForced: true, isAutomatic: false };
    if (word === 'force_rport' && !isAutomatic) isForced = true;
    else if (word === 'auto_force_rport') {
      isAutomatic = true;
      isForced = false;
    }
  }
  return { isForced, isAutomatic };
}

/** The checks that `insecure` turns off. */
export interface DeviceInsecure {
  readonly port: boolean;
  readonly invite: boolean;
  readonly line: Setting | undefined;
}

export function deviceInsecure(device: Device, model: SipConf): DeviceInsecure {
  const line = effective(device, model.general, 'insecure');
  const value = line?.value.toLowerCase() ?? '';
  if (!isAtLeast(model.branch, '1.6.2')) {
    if (value === 'very') return { port: true, invite: true, line };
    if (isTrue(value)) return { port: true, invite: false, line };
  }
  if (value === '' || isFalse(value)) return { port: false, invite: false, line };
  const words = value.split(',');
  return { port: words.includes('port'), invite: words.includes('invite'), line };
}

/** A line that makes chan_sip drop the whole device while loading; undefined when there is none. */
export function droppingLine(device: Device, model: SipConf): Setting | undefined {
  return device.find(mayDrop) === undefined ? undefined : droppingSetting(device.settings, model, new Set());
}

/** Most devices have no such line. */
const mayDrop: Question = {
  which: 'last',
  fits: ({ option: { key }, value }) =>
    /^(contact|directmedia)?acl$/.test(key) ||
    isBadRule(key, value) ||
    (key === 'host' && value === '') ||
    key === 'defaultip',
};

/** The same for the lines of one more section; it adds named lists to `seen`. */
export function droppingSetting(
  settings: readonly Setting[],
  model: SipConf,
  seen: Set<string>,
): Setting | undefined {
  const isStrict = badRuleIsFatal(model.branch);
  const lookedUp = settings.findLast(
    ({ option, value }) => option.key === 'host' && value.toLowerCase() !== 'dynamic',
  );
  for (const setting of settings) {
    const { key } = setting.option;
    const { value } = setting;
    if (setting === lookedUp && value === '') return setting;
    if (isStrict && isBadRule(key, value)) return setting;
    if (value === '') continue;
    if (isStrict && /^(contact|directmedia)?acl$/.test(key)) {
      for (const name of value.split(',')) {
        const word = `${key} ${name.trimStart().toLowerCase()}`;
        if (seen.has(word)) return setting;
        seen.add(word);
      }
    }
    if (key === 'defaultip' && (/[\s,/]/.test(value) || splitHostPort(value).port !== undefined))
      return setting;
  }
  return undefined;
}

/** An empty value is skipped, except in the lists for direct media. */
function isBadRule(key: string, value: string): boolean {
  const kind = /^(contact|directmedia)?(permit|deny)$/.exec(key);
  if (kind === null || (value === '' && kind[1] !== 'directmedia')) return false;
  return parseAcl(value, true).some(item => item.fault !== undefined);
}

/** What the permit, deny and acl lines of a device decide about an address. */
export function deviceAccess(
  device: Device,
  address: string,
  model: SipConf,
): ReturnType<typeof applyAccessLists> {
  return applyAccessLists(device.settings, '', address, model);
}
