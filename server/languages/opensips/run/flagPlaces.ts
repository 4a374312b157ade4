import type { ScriptModel } from '../model/model.ts';
import type { RouteKind } from '../syntax/syntax.ts';
import { usesOf } from '../syntax/uses.ts';

/** The order in which the server prepares the blocks of a script (fix_rls). */
const order: readonly RouteKind[] = [
  'request',
  'onreply',
  'failure',
  'branch',
  'error',
  'local',
  'startup',
  'timer',
  'event',
];

/**
 * The numbers that flags get: those of variables outside quotes while the script is read, then those in arguments, block by block.
 * Lists of flags begin with the highest.
 */
export function flagPlaces(model: ScriptModel): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  const add = (name: string | undefined): void => {
    if (name !== undefined && !places.has(name)) places.set(name, places.size);
  };
  for (const tree of model.project.trees.values())
    for (const line of tree.lines)
      for (const match of line.replace(/"[^"]*"/g, '').matchAll(/\.flag\s*\(\s*(\w+)/g)) add(match[1]);
  for (const kind of order)
    for (const { route } of model.routes.filter(one => one.kind === kind))
      for (const { call } of usesOf(route.body).calls)
        for (const { token } of call.args)
          if (/flag/.test(call.name.text)) add(/^"?(\w+)"?$/.exec(token?.text ?? '')?.[1]);
          else for (const match of (token?.text ?? '').matchAll(/\.flag\(\s*(\w+)/g)) add(match[1]);
  return places;
}
