import { hasSameFolders, type LanguageSettings, type Project } from '../../project.ts';
import type { ScriptTree } from '../reading/parser.ts';
import type { Block, Route } from '../syntax/syntax.ts';
import { usesOf } from '../syntax/uses.ts';
import { GROUP_SIZE, groupWith } from './bodies.ts';
import { misfitsWith, versionFor } from './detection.ts';
import { type PlacedRoute, routeKey, routeNameOf, type ScriptModel } from './model.ts';
import { isSamePrivateNames } from './privateNames.ts';
import { namesSameRoutes } from './routesNamed.ts';

/**
 * The model after an edit inside one route block that moves no line: everything about the other blocks is the same object as
 * before. Undefined for any other change.
 */
export function afterRouteEdit(
  previous: ScriptModel,
  project: Project<ScriptTree>,
  settings: LanguageSettings,
): ScriptModel | undefined {
  // The user may have named other modules.
  if (!isSamePrivateNames(settings, previous.settings) || !hasSameFolders(project, previous.project))
    return undefined;
  const changed = changedBlock(previous, project);
  if (changed === undefined) return undefined;
  const { block, before, route, routeBefore } = changed;
  const position = positionOf(previous, before);
  const index = position === undefined ? undefined : indexOfRoute(previous.routes, position);
  const placedBefore = index === undefined ? undefined : previous.routes[index];
  if (position === undefined || index === undefined || placedBefore === undefined) return undefined;
  const placed: PlacedRoute = { ...placedBefore, block, route };
  const sameName = previous.routesByName.get(routeKey(placed.kind, placed.name)) ?? [];
  sameName.splice(sameName.indexOf(placedBefore), 1, placed);
  const misfits = misfitsWith(previous.misfits, block, before);
  const groupIndex = Math.floor(index / GROUP_SIZE);
  const group = previous.groups[groupIndex];
  return {
    ...previous,
    project,
    settings,
    ...versionFor(settings, misfits, previous),
    items: previous.items.with(position, { place: placed.place, block, item: route }),
    routes: previous.routes.with(index, placed),
    groups:
      group === undefined
        ? previous.groups
        : previous.groups.with(groupIndex, groupWith(group, placed, placedBefore)),
    callGraph: namesSameRoutes(usesOf(route.body), usesOf(routeBefore.body), previous.names)
      ? previous.callGraph
      : {},
    misfits,
  };
}

interface ChangedBlock {
  readonly block: Block;
  readonly before: Block;
  readonly route: Route;
  readonly routeBefore: Route;
}

/** The only block that is different, if it consists of one route with the same name and without includes, before and after. */
function changedBlock(
  { project: before, fragments, includeFaults }: ScriptModel,
  project: Project<ScriptTree>,
): ChangedBlock | undefined {
  // A file that was missing may be there now.
  if (includeFaults.length > 0) return undefined;
  if (project.root !== before.root || project.trees.size !== before.trees.size) return undefined;
  let found: ChangedBlock | undefined;
  for (const [uri, tree] of project.trees) {
    const old = before.trees.get(uri);
    if (old === tree) continue;
    if (old === undefined || found !== undefined || fragments.has(uri)) return undefined;
    found = changeOf(old, tree);
    if (found === undefined) return undefined;
  }
  return found;
}

function changeOf(old: ScriptTree, tree: ScriptTree): ChangedBlock | undefined {
  const count = tree.blocks.length;
  if (count !== old.blocks.length) return undefined;
  const first = tree.blocks.findIndex((block, index) => block !== old.blocks[index]);
  const last = tree.blocks.findLastIndex((block, index) => block !== old.blocks[index]);
  const block = tree.blocks[first];
  const before = old.blocks[first];
  if (first !== last || block === undefined || before === undefined) return undefined;
  if (block.lineCount !== before.lineCount) return undefined;
  const route = onlyRoute(block);
  const routeBefore = onlyRoute(before);
  if (route === undefined || routeBefore === undefined) return undefined;
  const isSameName =
    route.keyword.text === routeBefore.keyword.text &&
    routeNameOf(route.name) === routeNameOf(routeBefore.name);
  return isSameName ? { block, before, route, routeBefore } : undefined;
}

function onlyRoute({ items, hiddenIncludes }: Block): Route | undefined {
  const [route] = items;
  if (items.length !== 1 || route?.type !== 'route' || route.isMisread === true) return undefined;
  return hiddenIncludes.length > 0 || usesOf(route.body).includes.length > 0 ? undefined : route;
}

/** The position of the only item of a block; undefined if its file is read more than once. */
function positionOf({ items }: ScriptModel, block: Block): number | undefined {
  const position = items.findIndex(item => item.block === block);
  return position < 0 || items.findLastIndex(item => item.block === block) !== position
    ? undefined
    : position;
}

/** Routes are in the order of their positions. */
function indexOfRoute(routes: readonly PlacedRoute[], position: number): number | undefined {
  let low = 0;
  let high = routes.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = routes[middle]?.position ?? 0;
    if (found === position) return middle;
    if (found < position) low = middle + 1;
    else high = middle - 1;
  }
  return undefined;
}
