import {
  type InventoryGroup,
  type InventoryItem,
  type InventoryKind,
  type InventoryPlace,
  withoutEmpty,
} from '../../../inventory.ts';
import {
  dialplanPlaces,
  headerPlace,
  templatesGroup,
  templatesOf,
  wholeSection,
} from '../../editing/inventory.ts';
import type { PjsipConf } from '../model/model.ts';
import { lastValue, type PjsipObject } from '../model/object.ts';

/** The endpoints of a pjsip.conf by whether they register, with everything else that a server is made of. */
export function inventoryOf(model: PjsipConf): InventoryGroup[] {
  const endpoints = model.firstOfEach('endpoint');
  const fixed = new Set(endpoints.filter(endpoint => isFixed(endpoint, model)));
  const registering = endpoints.filter(endpoint => !fixed.has(endpoint));
  return withoutEmpty([
    objectsGroup(model, 'endpoints', 'Endpoints', 'endpoint', registering),
    objectsGroup(model, 'trunks', 'Trunks and Fixed Addresses', 'endpoint', [...fixed]),
    groupOfType(model, 'registration', 'Registrations with Other Servers'),
    groupOfType(model, 'domain_alias', 'Domains'),
    groupOfType(model, 'transport', 'Transports'),
    groupOfType(model, 'acl', 'Access Lists'),
    templatesGroup(model.conf, 'other'),
  ]);
}

/** It can be called without registering first: an AOR has a contact, or this server registers with it. */
function isFixed({ name, references }: PjsipObject, model: PjsipConf): boolean {
  const aors = references.filter(({ type }) => type === 'aor');
  return (
    aors.some(aor => (lastValue(model.object('aor', aor.name)?.settings ?? [], 'contact') ?? '') !== '') ||
    model.usersOf('endpoint', name).some(({ type }) => type === 'registration')
  );
}

function groupOfType(model: PjsipConf, type: string, title: string): InventoryGroup {
  return objectsGroup(model, type, title, type, model.firstOfEach(type));
}

/** Objects by their names, which are unique for a type; only the first of several with one name is shown. */
function objectsGroup(
  model: PjsipConf,
  id: string,
  title: string,
  type: string,
  objects: readonly PjsipObject[],
): InventoryGroup {
  return {
    id,
    title,
    keys: objects.map(({ name }) => name),
    item: name => {
      const object = model.ofType(type).get(name)?.[0];
      return object && itemOf(object, model);
    },
  };
}

const kinds: Readonly<Record<string, InventoryKind>> = {
  endpoint: 'device',
  registration: 'registration',
  domain_alias: 'domain',
  transport: 'transport',
  acl: 'access',
  identify: 'access',
  auth: 'account',
};

function itemOf(object: PjsipObject, model: PjsipConf): InventoryItem {
  const { type, name, entry } = object;
  const isEndpoint = type === 'endpoint';
  return {
    kind: isEndpoint && isFixed(object, model) ? 'trunk' : (kinds[type] ?? 'other'),
    label: name,
    get detail() {
      return [...(model.isLoaded(object) ? [] : ['not loaded']), ...detailOf(object, model)].join(', ');
    },
    place: headerPlace(model, entry),
    extent: [object, ...(isEndpoint ? partsOf(object, model) : [])].map(part =>
      wholeSection(model, part.entry),
    ),
    ...(isEndpoint ? { device: name, isAccount: true } : {}),
    related: () => relatedTo(object, model),
  };
}

/** The objects that only this endpoint uses. */
function partsOf(endpoint: PjsipObject, model: PjsipConf): PjsipObject[] {
  return referredBy(endpoint, model).filter(
    ({ type, name }) => (type === 'aor' || type === 'auth') && model.usersOf(type, name).length === 1,
  );
}

function referredBy({ references }: PjsipObject, model: PjsipConf): PjsipObject[] {
  const found = references.flatMap(({ type, name }) => model.ofType(type).get(name)?.[0] ?? []);
  return [...new Set(found)];
}

function detailOf(object: PjsipObject, model: PjsipConf): readonly string[] {
  const value = (key: string): string => lastValue(object.settings, key) ?? '';
  switch (object.type) {
    case 'endpoint':
      return [
        isFixed(object, model) ? 'fixed address' : 'must register here',
        ...(value('context') === '' ? [] : [`context ${value('context')}`]),
      ];
    case 'registration':
      return value('server_uri') === '' ? [] : [`with ${value('server_uri')}`];
    case 'domain_alias':
      return value('domain') === '' ? [] : [`for ${value('domain')}`];
    case 'transport':
      return [value('protocol') || 'udp', ...(value('bind') === '' ? [] : [value('bind')])];
    default:
      return [];
  }
}

function relatedTo(object: PjsipObject, model: PjsipConf): InventoryPlace[] {
  const place = ({ type, name, entry }: PjsipObject, detail: string): InventoryPlace => ({
    kind: kinds[type] ?? 'other',
    label: name,
    detail: `${type}, ${detail}`,
    place: headerPlace(model, entry),
  });
  return [
    ...referredBy(object, model).map(other => place(other, 'used here')),
    ...model.usersOf(object.type, object.name).map(other => place(other, 'uses this')),
    ...(object.isMade ? [] : templatesOf(model.conf, [object.entry])),
    ...(object.type === 'endpoint' ? dialplanPlaces(model.conf, 'PJSIP', object.name) : []),
  ];
}
