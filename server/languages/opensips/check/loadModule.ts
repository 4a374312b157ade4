import type { TextEdit } from 'vscode-languageserver-types';
import { appendAll } from '../../../text/longLists.ts';
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
  const target = model.items.findIndex(placed => isUse(placed, module));
  const at = insertionPoint(model, target < 0 ? model.items.length : target, module);
  if (at === undefined) return undefined;
  const line = { line: at.line, character: 0 };
  const insertion: TextEdit = {
    range: { start: line, end: line },
    newText: wanted.map(name => `loadmodule "${folderOf(model)}${name}.so"\n`).join(''),
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

function isUse({ item }: PlacedItem, module: string): boolean {
  if (item.type === 'route') return true;
  return (
    item.type === 'modparam' &&
    item.module !== undefined &&
    stringValue(item.module).toLowerCase() === module.toLowerCase()
  );
}

/** The line before which the module is loaded: after the modules of its kind above the first use, else after the
 * last module there, else right above the first use.
 */
function insertionPoint(
  model: ScriptModel,
  target: number,
  module: string,
): { readonly uri: string; readonly line: number } | undefined {
  const above = model.items.slice(0, target);
  const nameOf = ({ item }: PlacedItem) =>
    item.type === 'loadmodule' && item.path !== undefined ? moduleNameOf(stringValue(item.path)) : undefined;
  const kind = /^(?:db|proto|tls|cachedb|mi|event|aaa|auth|rtp)(?=_)/.exec(module)?.[0];
  const alike =
    kind === undefined ? -1 : above.findLastIndex(placed => nameOf(placed)?.startsWith(`${kind}_`) === true);
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

/** The folder that the script puts before the names of its modules, when it does so everywhere. */
function folderOf(model: ScriptModel): string {
  const folders = new Set(
    [...model.modules.values()].map(({ path }) => /^.*\//.exec(stringValue(path))?.[0] ?? ''),
  );
  const [only = ''] = folders;
  return folders.size === 1 ? only : '';
}
