import { spliced } from '../../../../text/longLists.ts';
import { hasSameFolders, type LanguageSettings, type Project } from '../../../project.ts';
import type { ScriptTree } from '../../reading/parser.ts';
import type { Item } from '../../syntax/syntax.ts';
import { stringValue } from '../../syntax/token.ts';
import { usesOf } from '../../syntax/uses.ts';
import { groupsWith } from '../bodies.ts';
import { misfitsAfter, versionFor } from '../detection.ts';
import { isUnreadable, mostItems, placedAfter } from '../includes.ts';
import { modulesOf } from '../loadedModules.ts';
import { type PlacedRoute, routeKey, routeNameOf, type ScriptModel } from '../model.ts';
import { type BlockEdit, moduleNameOf, type PlacedItem } from '../placed.ts';
import { isSamePrivateNames } from '../privateNames.ts';
import { namesSameRoutes, settingsNameSameRoutes } from '../routesNamed.ts';
import { blockEditOf, itemsOf } from './blockEdit.ts';

/**
 * The model after an edit that keeps the names of all route blocks and loaded modules: everything about other blocks is the
 * same object as before, and their places move with their lines. Undefined for any other change.
 */
export function afterEdit(
  previous: ScriptModel,
  project: Project<ScriptTree>,
  settings: LanguageSettings,
): ScriptModel | undefined {
  if (!hasSameSurroundings(previous, project, settings)) return undefined;
  const edit = blockEditOf(previous, project);
  if (edit === undefined) return undefined;
  const before = itemsOf(edit.before);
  const after = itemsOf(edit.after);
  if (!keepsNames(before, after)) return undefined;
  if (before.filter(isUnreadable).length !== after.filter(isUnreadable).length) return undefined;
  if (previous.items.length + after.length > mostItems) return undefined;
  return updated(previous, { edit, before, after }, project, settings);
}

/** Whether all that is not in the files of the script is the same as before. */
function hasSameSurroundings(
  previous: ScriptModel,
  project: Project<ScriptTree>,
  settings: LanguageSettings,
): boolean {
  // The user may have named other modules, and a file that was missing may be there now.
  return (
    isSamePrivateNames(settings, previous.settings) &&
    hasSameFolders(project, previous.project) &&
    previous.includeFaults.every(({ kind, place, path }) => {
      const targets = project.resolve(place.uri, path.text);
      if (kind === 'unknown') return targets === undefined;
      return kind === 'too-deep' || targets?.length === 0;
    })
  );
}

/** Whether items define the same route blocks and load the same modules as others, in the same order. */
function keepsNames(before: readonly Item[], after: readonly Item[]): boolean {
  const names = before.flatMap(nameOf);
  const others = after.flatMap(nameOf);
  return names.length === others.length && names.every((name, index) => name === others[index]);
}

function nameOf(item: Item): readonly string[] {
  if (item.type === 'route') return [`${item.keyword.text} ${routeNameOf(item.name)}`];
  if (item.type !== 'loadmodule') return [];
  return [`load ${item.path === undefined ? '' : moduleNameOf(stringValue(item.path))}`];
}

interface Changed {
  readonly edit: BlockEdit;
  readonly before: readonly Item[];
  readonly after: readonly Item[];
}

function updated(
  previous: ScriptModel,
  changed: Changed,
  project: Project<ScriptTree>,
  settings: LanguageSettings,
): ScriptModel {
  const { edit, before, after } = changed;
  const placed = placedAfter(previous.places, edit);
  const items = spliced(previous.items, edit.position, before.length, placed);
  const moved = declarationsAfter(previous, changed, items);
  const misfits = misfitsAfter(previous, edit, moved.declarations);
  return {
    ...previous,
    ...moved,
    ...routesAfter(previous, changed, placed),
    project,
    settings,
    ...versionFor(settings, misfits),
    items,
    callGraph: callsSameRoutes(previous, before, after) ? previous.callGraph : {},
    misfits,
  };
}

/** The same object if only routes have changed. */
function declarationsAfter(
  previous: ScriptModel,
  { before, after }: Changed,
  items: readonly PlacedItem[],
): Pick<ScriptModel, 'declarations' | 'modules'> {
  const { declarations, modules, privateNames } = previous;
  if ([...before, ...after].every(({ type }) => type === 'route')) return { declarations, modules };
  return {
    declarations: items.filter(({ item }) => item.type !== 'route'),
    modules: modulesOf(items, privateNames),
  };
}

/** Each route block that was read again takes the place of the one with its name. */
function routesAfter(
  previous: ScriptModel,
  { edit, before }: Changed,
  placed: readonly PlacedItem[],
): Pick<ScriptModel, 'routes' | 'groups'> {
  const first = before.find(({ type }) => type === 'route');
  if (first === undefined) return { routes: previous.routes, groups: previous.groups };
  // The items above it are routes and declarations.
  const earliest = edit.position - previous.declarations.length;
  const start = previous.routes.findIndex((one, index) => index >= earliest && one.route === first);
  const changed = new Map<PlacedRoute, PlacedRoute>();
  for (const { place, block, item } of placed) {
    const old = previous.routes[start + changed.size];
    if (item.type !== 'route' || old === undefined) continue;
    const route = { ...old, place, block, route: item };
    changed.set(old, route);
    const sameName = previous.routesByName.get(routeKey(route.kind, route.name)) ?? [];
    sameName.splice(sameName.indexOf(old), 1, route);
  }
  return {
    routes: spliced(previous.routes, start, changed.size, [...changed.values()]),
    groups: groupsWith(previous.groups, changed, start),
  };
}

function callsSameRoutes({ names }: ScriptModel, before: readonly Item[], after: readonly Item[]): boolean {
  const bodies = (items: readonly Item[]) =>
    items.flatMap(item => (item.type === 'route' ? [usesOf(item.body)] : []));
  const others = bodies(after);
  return (
    bodies(before).every((uses, index) => {
      const other = others[index];
      return other !== undefined && namesSameRoutes(uses, other, names);
    }) && settingsNameSameRoutes(before, after, names)
  );
}
