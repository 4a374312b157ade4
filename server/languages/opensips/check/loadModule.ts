import type { TextEdit } from 'vscode-languageserver-types';
import { appendAll } from '../../../text/longLists.ts';
import { remembered } from '../../../text/remembered.ts';
import { moduleFacts } from '../facts/facts.ts';
import { existsIn } from '../facts/versions.ts';
import type { ScriptModel } from '../model/model.ts';
import { moduleNameOf, type PlacedItem } from '../model/placed.ts';
import { stringValue } from '../syntax/token.ts';

/** Edits of one file that load a module above its first use; undefined for a module that the branch does not have. */
export function loadModuleEdits(
  model: ScriptModel,
  module: string,
): { readonly uri: string; readonly edits: readonly TextEdit[] } | undefined {
  const facts = moduleFacts(module);
  if (facts === undefined || !existsIn(model.version, facts)) return undefined;
  const loaded = model.modules.get(module);
  const wanted = loaded === undefined ? [...missingNeeds(model, module), module] : [module];
  const { uses, firstRoute, folder, pointOf } = layoutOf(model);
  const kind = /^(?:db|proto|tls|cachedb|mi|event|aaa|auth|rtp)(?=_)/.exec(module)?.[0] ?? '';
  const at = pointOf(uses.get(module.toLowerCase()) ?? firstRoute, kind);
  if (at === undefined) return undefined;
  const line = { line: at.line, character: 0 };
  const insertion: TextEdit = {
    range: { start: line, end: line },
    newText: wanted.map(name => `loadmodule "${folder}${name}.so"\n`).join(''),
  };
  if (loaded === undefined) return { uri: at.uri, edits: [insertion] };
  if (loaded.place.uri !== at.uri) return undefined;
  const first = loaded.place.start + loaded.path.line;
  const removal: TextEdit = {
    range: {
      start: { line: first, character: 0 },
      end: { line: loaded.place.start + loaded.path.endLine + 1, character: 0 },
    },
    newText: '',
  };
  return { uri: at.uri, edits: [insertion, removal] };
}

/** Modules that the wanted one requires and that are not loaded, each before the one that needs it. */
function missingNeeds(model: ScriptModel, module: string, seen = new Set([module])): string[] {
  const needs: string[] = [];
  for (const dependency of moduleFacts(module)?.depends ?? []) {
    const { module: other, mode, param, function: caller } = dependency;
    if (other === undefined || mode !== 'required' || param !== undefined || caller !== undefined) continue;
    if (!existsIn(model.version, dependency) || seen.has(other) || model.modules.has(other)) continue;
    if (!existsIn(model.version, moduleFacts(other) ?? { removed: '1.0' })) continue;
    seen.add(other);
    appendAll(needs, [...missingNeeds(model, other, seen), other]);
  }
  return needs;
}

/** What is the same for all modules that a script may load. */
interface Layout {
  /** The first parameter of each module above all route blocks, as its index in `items`, by the name in lowercase. */
  readonly uses: ReadonlyMap<string, number>;
  /** The index of the first route block; behind all items if there is none. */
  readonly firstRoute: number;
  /** The folder that the script puts before the names of its modules, when it does so everywhere. */
  readonly folder: string;
  /** Where a module of a kind is loaded whose first use is the item at an index. */
  readonly pointOf: (target: number, kind: string) => Point | undefined;
}

/** The line before which a module is loaded. */
interface Point {
  readonly uri: string;
  readonly line: number;
}

const layouts = new WeakMap<ScriptModel, Layout>();

function layoutOf(model: ScriptModel): Layout {
  let layout = layouts.get(model);
  if (layout === undefined) {
    layout = readLayout(model);
    layouts.set(model, layout);
  }
  return layout;
}

function readLayout(model: ScriptModel): Layout {
  const { items, modules } = model;
  const route = items.findIndex(({ item }) => item.type === 'route');
  const firstRoute = route < 0 ? items.length : route;
  const uses = new Map<string, number>();
  for (const [index, { item }] of items.slice(0, firstRoute).entries()) {
    if (item.type !== 'modparam' || item.module === undefined) continue;
    const name = stringValue(item.module).toLowerCase();
    if (!uses.has(name)) uses.set(name, index);
  }
  const folders = new Set(
    [...modules.values()].map(({ path }) => /^.*\//.exec(stringValue(path))?.[0] ?? ''),
  );
  const [only = ''] = folders;
  const pointOf = remembered(
    (_, [target, kind]: readonly [number, string]) => ({
      point: insertionPoint(model, target, kind),
    }),
    64,
  );
  return {
    uses,
    firstRoute,
    folder: folders.size === 1 ? only : '',
    pointOf: (target, kind) => pointOf(`${target} ${kind}`, [target, kind]).point,
  };
}

/** The line before which the module is loaded: after the modules of its kind above the first use, else after the
 * last module there, else right above the first use.
 */
function insertionPoint(model: ScriptModel, target: number, kind: string): Point | undefined {
  const above = model.items.slice(0, target);
  const nameOf = ({ item }: PlacedItem) =>
    item.type === 'loadmodule' && item.path !== undefined ? moduleNameOf(stringValue(item.path)) : undefined;
  const alike =
    kind === '' ? -1 : above.findLastIndex(placed => nameOf(placed)?.startsWith(`${kind}_`) === true);
  let last = alike >= 0 ? alike : above.findLastIndex(placed => nameOf(placed) !== undefined);
  const anchor = above[last];
  if (anchor === undefined) {
    const use = model.items[target];
    if (use === undefined) return undefined;
    return { uri: use.place.uri, line: use.place.start + use.item.line };
  }
  const name = nameOf(anchor);
  // The parameters of a module stay with it.
  for (let next = above[last + 1]; next !== undefined; next = above[last + 1]) {
    if (next.item.type !== 'modparam' || next.place.uri !== anchor.place.uri) break;
    if (next.item.module === undefined || stringValue(next.item.module) !== name) break;
    last++;
  }
  const end = above[last] ?? anchor;
  return { uri: end.place.uri, line: end.place.start + end.item.endLine + 1 };
}
