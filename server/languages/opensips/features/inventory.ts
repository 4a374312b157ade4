import type { CallHierarchyItem, Location } from 'vscode-languageserver-types';
import {
  groupOf,
  type InventoryGroup,
  type InventoryItem,
  type InventoryPlace,
  withoutEmpty,
} from '../../inventory.ts';
import { LoadedModules } from '../model/loadedModules.ts';
import type { PlacedRoute, ScriptModel } from '../model/model.ts';
import { targetsOf } from '../model/parameters.ts';
import type { Place, PlacedItem } from '../model/placed.ts';
import { rangeOf } from '../reading/parser.ts';
import { entryOf, namedByModules } from '../routeMap/routeGraph.ts';
import type { Global } from '../syntax/syntax.ts';
import { type Span, stringValue } from '../syntax/token.ts';
import { incomingCallsOf, itemOf, outgoingCallsOf } from './hierarchy.ts';

/** The routes, sockets, domains and modules of a script. */
export function inventoryOf(model: ScriptModel): InventoryGroup[] {
  return withoutEmpty([
    routesGroup(model),
    groupOf('sockets', 'Sockets', globals(model).flatMap(socketItem)),
    groupOf('domains', 'Domains', globals(model).flatMap(domainItem)),
    groupOf(
      'modules',
      'Modules',
      [...model.modules.values()].map(({ name, place, path }) => ({
        kind: 'module',
        label: name,
        detail: '',
        ...at(place, path, path),
        related: () => parametersOf(model, name),
      })),
    ),
  ]);
}

function routesGroup(model: ScriptModel): InventoryGroup {
  const byModule = namedByModules(model);
  const keys = [...model.routesByName.keys()];
  return {
    id: 'routes',
    title: 'Routes',
    keys,
    item: key => {
      const routes = model.routesByName.get(key);
      const [first] = routes ?? [];
      return first && routeItem(model, first, entryOf(first, byModule));
    },
  };
}

function routeItem(model: ScriptModel, placed: PlacedRoute, entry: string | undefined): InventoryItem {
  const { place, route } = placed;
  const item = itemOf(placed);
  return {
    kind: 'route',
    label: item.name,
    detail: entry ?? '',
    ...at(place, route.name ?? route.keyword, route),
    related: () => relatedTo(model, item),
  };
}

function relatedTo(model: ScriptModel, item: CallHierarchyItem): InventoryPlace[] {
  const at = (other: CallHierarchyItem, detail: string): InventoryPlace => ({
    kind: 'route',
    label: other.name,
    detail,
    place: { uri: other.uri, range: other.selectionRange },
  });
  return [
    ...incomingCallsOf(model, item).map(({ from }) => at(from, 'calls this')),
    ...outgoingCallsOf(model, item).map(({ to }) => at(to, 'called from here')),
  ];
}

function globals(model: ScriptModel): readonly (PlacedItem & { readonly item: Global })[] {
  return model.declarations.flatMap(({ item, ...where }) =>
    item.type === 'global' ? [{ ...where, item }] : [],
  );
}

function socketItem({ place, item }: PlacedItem & { readonly item: Global }): InventoryItem[] {
  const { socket, name } = item;
  if (socket === undefined) return [];
  const port = socket.port === undefined ? '' : `:${socket.port}`;
  const label = `${socket.protocol.text}:${socket.host ?? '*'}${port}`;
  return [{ kind: 'transport', label, detail: '', ...at(place, name, item), related: () => [] }];
}

/** `alias=` names the domains that are the server itself. */
function domainItem({ place, item }: PlacedItem & { readonly item: Global }): InventoryItem[] {
  return (item.hosts ?? []).map(({ protocol, host, port }) => ({
    kind: 'domain',
    label: [protocol, host, port].filter(part => part !== undefined).join(':'),
    detail: 'alias',
    ...at(place, item.name, item),
    related: () => [],
  }));
}

/** The parameters that are set for a module. Values may hold passwords. */
function parametersOf(model: ScriptModel, module: string): InventoryPlace[] {
  const only = new LoadedModules([module]);
  return model.declarations.flatMap(({ place, item }) => {
    if (item.type !== 'modparam' || item.name === undefined) return [];
    if (targetsOf(item, only, model.version).length === 0) return [];
    const label = stringValue(item.name);
    return [{ kind: 'other' as const, label, detail: 'parameter', place: locationOf(place, item.name) }];
  });
}

function at(place: Place, name: Span, whole: Span): Pick<InventoryItem, 'place' | 'extent'> {
  return { place: locationOf(place, name), extent: [locationOf(place, whole)] };
}

function locationOf(place: Place, span: Span): Location {
  return { uri: place.uri, range: rangeOf(span, place.start) };
}
