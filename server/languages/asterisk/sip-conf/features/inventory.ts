import type { Location } from 'vscode-languageserver-types';
import {
  alone,
  groupOf,
  type InventoryGroup,
  type InventoryItem,
  type InventoryPlace,
  withoutEmpty,
} from '../../../inventory.ts';
import { lineRange } from '../../config/columns.ts';
import type { Setting } from '../../config/entry.ts';
import {
  dialplanPlaces,
  headerPlace,
  templatesGroup,
  templatesOf,
  wholeSection,
} from '../../editing/inventory.ts';
import { parseRegister } from '../facts/registerLine.ts';
import { deviceHost } from '../model/deviceState.ts';
import { serverDomains } from '../model/domains.ts';
import { type Device, effective, type SipConf } from '../model/model.ts';
import { registerLinesFor, registersWith } from '../model/registrations.ts';

/** The devices of a sip.conf by whether they register, what this server registers with, its domains and templates. */
export function inventoryOf(model: SipConf): InventoryGroup[] {
  const fixed = new Set(model.allDevices.filter(device => hasFixedAddress(device, model)));
  const registering = model.allDevices.filter(device => !fixed.has(device));
  return withoutEmpty([
    devicesGroup(model, 'devices', 'Devices', registering),
    devicesGroup(model, 'trunks', 'Trunks and Fixed Addresses', [...fixed]),
    groupOf('registrations', 'Registrations with Other Servers', registrationItems(model)),
    groupOf('domains', 'Domains', domainItems(model)),
    templatesGroup(model, 'device'),
  ]);
}

/** It can be called without registering first. */
function hasFixedAddress(device: Device, model: SipConf): boolean {
  return device.isPeer && !deviceHost(device, model, undefined).isDynamic;
}

function devicesGroup(model: SipConf, id: string, title: string, devices: readonly Device[]): InventoryGroup {
  return {
    id,
    title,
    keys: devices.map(({ key }) => key),
    item: key => {
      const device = model.device(key);
      return device && deviceItem(model, device);
    },
  };
}

function deviceItem(model: SipConf, device: Device): InventoryItem | undefined {
  const last = device.entries.at(-1);
  if (last === undefined) return undefined;
  return {
    kind: hasFixedAddress(device, model) ? 'trunk' : 'device',
    label: device.name,
    get detail() {
      return detailOf(model, device);
    },
    place: headerPlace(model, last),
    extent: device.entries.map(entry => wholeSection(model, entry)),
    device: device.name,
    isAccount: true,
    related: () => relatedTo(model, device),
  };
}

/** What must happen before it can be called, and where its calls go. */
function detailOf(model: SipConf, device: Device): string {
  const host = deviceHost(device, model, undefined);
  const role = device.isUser ? (device.isPeer ? 'friend' : 'user') : 'peer';
  const written = host.address ?? host.unknownName;
  const where = !device.isPeer
    ? 'calls only'
    : host.isDynamic
      ? 'must register here'
      : written === undefined
        ? 'no address'
        : `at ${written}`;
  const context = effective(device, model.general, 'context')?.value;
  return [
    role,
    where,
    ...(registersWith(device, host, model) ? ['this server registers there'] : []),
    ...(context === undefined ? [] : [`context ${context}`]),
  ].join(', ');
}

function relatedTo(model: SipConf, device: Device): InventoryPlace[] {
  const host = deviceHost(device, model, undefined);
  return [
    ...templatesOf(model, device.entries),
    ...registerLinesFor(device, host, model).map(line => ({
      kind: 'registration' as const,
      label: 'register',
      detail: 'this server registers there',
      place: lineOf(model, line),
    })),
    ...dialplanPlaces(model, 'SIP', device.name),
  ];
}

function registrationItems(model: SipConf): InventoryItem[] {
  return model.general.all('register').map(line => {
    const { accepted, user, host, port, extension } = parseRegister(line.value, model.branch);
    const label = accepted ? `${user?.value ?? ''}@${host?.value ?? ''}` : 'register';
    const detail = accepted ? `port ${port}, calls go to ${extension}` : 'ignored';
    return { kind: 'registration', label, detail, ...alone(lineOf(model, line)) };
  });
}

function domainItems(model: SipConf): InventoryItem[] {
  return serverDomains(model).domains.map(({ name, context, line }) => ({
    kind: 'domain',
    label: name,
    detail: context === '' ? '' : `context ${context}`,
    ...alone(lineOf(model, line)),
  }));
}

function lineOf(model: SipConf, setting: Setting): Location {
  const { start, end } = setting.option;
  return { uri: setting.place.file, range: lineRange(model.lineOf(setting), start, end) };
}
