import type { Location } from 'vscode-languageserver-types';
import { withoutSecrets } from '../../../text/secrets.ts';
import {
  alone,
  groupOf,
  type InventoryGroup,
  type InventoryItem,
  type InventoryPlace,
  withoutEmpty,
} from '../../inventory.ts';
import type { Setting } from '../model/groups.ts';
import { effective, type FlexisipModel, isModuleOn, lineOf, list } from '../model/model.ts';
import { columns } from './cursor.ts';

/** The modules of a flexisip.conf, its transports, its domains and the peers that it trusts. */
export function inventoryOf(model: FlexisipModel): InventoryGroup[] {
  return withoutEmpty([
    groupOf('modules', 'Modules', moduleItems(model)),
    groupOf('transports', 'Transports', wordItems(model, 'global', 'transports', 'transport')),
    groupOf('domains', 'Domains', domainItems(model)),
    groupOf('trusted', 'Trusted Peers', [
      ...wordItems(model, 'module::Authentication', 'trusted-hosts', 'access'),
      ...wordItems(model, 'module::DoSProtection', 'white-list', 'access'),
    ]),
  ]);
}

function moduleItems(model: FlexisipModel): InventoryItem[] {
  return [...model.groups.values()].flatMap(({ name, parts }) => {
    const [first] = parts;
    const header = first === undefined ? undefined : model.tree.sections[first]?.header;
    if (first === undefined || header === undefined || !/^module::/i.test(name)) return [];
    const place = (part: number): Location => {
      const start = model.starts[part] ?? 0;
      const lines = model.tree.sections[part]?.lines.length ?? 1;
      return {
        uri: model.uri,
        range: { start: { line: start, character: 0 }, end: { line: start + lines - 1, character: 0 } },
      };
    };
    const line = model.starts[first] ?? 0;
    return [
      {
        kind: 'module' as const,
        label: name.replace(/^module::/i, ''),
        detail: isModuleOn(model, name) ? '' : 'disabled',
        place: { uri: model.uri, range: columns(line, header.nameStart, header.nameEnd) },
        extent: parts.map(place),
        related: () => [],
      },
    ];
  });
}

/** The words of a list that stands in the file. */
function wordItems(
  model: FlexisipModel,
  section: string,
  key: string,
  kind: 'transport' | 'access',
): InventoryItem[] {
  const { setting } = effective(model, section, key);
  if (setting === undefined) return [];
  const place = placeOf(model, setting);
  return list(model, section, key).map(({ text }) => ({
    kind,
    label: withoutSecrets(text),
    detail: '',
    ...alone(place),
  }));
}

const domainLists = [
  { section: 'module::Authentication', key: 'auth-domains', detail: 'users must authenticate' },
  { section: 'module::Registrar', key: 'reg-domains', detail: 'users may register' },
] as const;

/** The domains that are named, with the lists that name them. */
function domainItems(model: FlexisipModel): InventoryItem[] {
  const naming = new Map<string, InventoryPlace[]>();
  for (const { section, key, detail } of domainLists) {
    const { setting } = effective(model, section, key);
    if (setting === undefined) continue;
    const place = placeOf(model, setting);
    for (const { text } of list(model, section, key)) {
      const places = naming.get(text) ?? [];
      naming.set(text, [...places, { kind: 'domain', label: key, detail, place }]);
    }
  }
  return [...naming].flatMap(([label, places]) => {
    const [first] = places;
    if (first === undefined) return [];
    const detail = places.map(place => place.detail).join(', ');
    const extent = places.map(({ place }) => place);
    return [{ kind: 'domain' as const, label, detail, place: first.place, extent, related: () => places }];
  });
}

function placeOf(model: FlexisipModel, setting: Setting): Location {
  const range = columns(lineOf(model, setting), setting.entry.keyStart, setting.entry.keyEnd);
  return { uri: model.uri, range };
}
