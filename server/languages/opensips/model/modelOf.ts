import type { LanguageSettings, Project } from '../../project.ts';
import type { ScriptTree } from '../reading/parser.ts';
import { routeKinds } from '../syntax/syntax.ts';
import { stringValue } from '../syntax/token.ts';
import { groupsOf } from './bodies.ts';
import { misfitsOfScript, versionFor } from './detection.ts';
import { afterEdit } from './edits/afterEdit.ts';
import { readProject } from './includes.ts';
import { modulesOf } from './loadedModules.ts';
import {
  type LoadedModule,
  type NamesOfScript,
  type PlacedRoute,
  routeKey,
  routeNameOf,
  type ScriptModel,
} from './model.ts';
import { moduleNameOf, type PlacedItem } from './placed.ts';
import { functionKeys, loadedKey, type PrivateNames, privateNamesOf } from './privateNames.ts';

export function modelOf(
  project: Project<ScriptTree>,
  settings: LanguageSettings,
  previous: ScriptModel | undefined,
): ScriptModel {
  return (
    (previous === undefined ? undefined : afterEdit(previous, project, settings)) ??
    wholeModel(project, settings)
  );
}

function wholeModel(project: Project<ScriptTree>, settings: LanguageSettings): ScriptModel {
  const { items, includeFaults, fragments, isPartial, isBroken, places } = readProject(project);
  const misfits = misfitsOfScript(items, isPartial);
  const isComplete = !isPartial && !isBroken;
  const privateNames = privateNamesOf(settings, project);
  const modules = modulesOf(items, privateNames);
  const { routes, routesByName } = routesOf(items, modules, privateNames);
  return {
    project,
    settings,
    ...versionFor(settings, misfits),
    items,
    declarations: items.filter(({ item }) => item.type !== 'route'),
    modules,
    privateNames,
    routes,
    routesByName,
    groups: groupsOf({ project, routes }),
    callGraph: {},
    names: namesOf(routes, isComplete),
    misfits,
    includeFaults,
    fragments,
    places,
    isPartial,
    isComplete,
  };
}

function namesOf(routes: readonly PlacedRoute[], isComplete: boolean): NamesOfScript {
  const sets = new Map<string, Set<string>>();
  for (const route of routes) {
    const set = sets.get(route.kind);
    if (set === undefined) sets.set(route.kind, new Set([route.name]));
    else set.add(route.name);
  }
  return { routes: kind => sets.get(kind) ?? new Set(), isComplete };
}

/** The route blocks of all items, in reading order. */
function routesOf(
  items: readonly PlacedItem[],
  modules: ReadonlyMap<string, LoadedModule>,
  own: PrivateNames,
): Pick<ScriptModel, 'routes' | 'routesByName'> {
  const routes: PlacedRoute[] = [];
  const routesByName = new Map<string, PlacedRoute[]>();
  let loadedBefore = functionKeys(own, '');
  items.forEach(({ place, block, item }, position) => {
    if (item.type === 'loadmodule' && item.path !== undefined) {
      const name = moduleNameOf(stringValue(item.path));
      if (modules.get(name)?.position === position) loadedBefore += loadedKey(name, own);
    }
    if (item.type !== 'route') return;
    const kind = routeKinds[item.keyword.text] ?? 'request';
    const placed: PlacedRoute = {
      place,
      block,
      route: item,
      kind,
      name: routeNameOf(item.name),
      loadedBefore,
    };
    routes.push(placed);
    const key = routeKey(kind, placed.name);
    const list = routesByName.get(key);
    if (list === undefined) routesByName.set(key, [placed]);
    else list.push(placed);
  });
  return { routes, routesByName };
}
