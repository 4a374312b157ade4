// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders of snippets are written like this.
import {
  type CompletionItem,
  CompletionItemKind,
  type Position,
  type Range,
} from 'vscode-languageserver-types';
import { loadModuleEdits } from '../../check/loadModule.ts';
import { requiredCount } from '../../facts/callSignature.ts';
import { coreFacts, type FunctionFacts, moduleFacts, moduleNames, signatureIn } from '../../facts/facts.ts';
import { existsIn, type Version } from '../../facts/versions.ts';
import { loadedAt, routeAt, type ScriptView } from '../../model/view.ts';
import { worldOf } from '../../model/world.ts';
import type { RouteKind } from '../../syntax/syntax.ts';
import { signatureText } from '../describe.ts';
import { item } from './item.ts';

/** The functions of core and of the loaded modules that the route may call, then those of other modules. */
export function* functions(view: ScriptView, position: Position, range: Range): Generator<CompletionItem> {
  const { version } = view.model;
  const kind = routeAt(view, position)?.kind ?? 'request';
  const world = worldOf(version, loadedAt(view, position));
  const offered = new Set<string>();
  const owners = [
    { module: undefined, functions: coreFacts.functions },
    ...world.modules.map(module => ({ module: module.name, functions: module.functions ?? [] })),
  ];
  for (const owner of owners)
    for (const facts of owner.functions) {
      if (!isAllowed(facts, kind, version)) continue;
      offered.add(facts.name);
      yield functionItem(facts, owner.module, range, version);
    }
  for (const name of world.privateFunctions)
    yield item(name, CompletionItemKind.Function, range, { insert: `${name}($1)`, isSnippet: true });
  yield* functionsToLoad(view, kind, range, offered);
}

/** Functions of modules that are not loaded, below all others: choosing one loads its module, with those that it needs. */
function* functionsToLoad(
  view: ScriptView,
  kind: RouteKind,
  range: Range,
  offered: ReadonlySet<string>,
): Generator<CompletionItem> {
  const { model, uri } = view;
  if (!model.isComplete) return;
  for (const name of moduleNames()) {
    const module = moduleFacts(name);
    if (module === undefined || model.modules.has(name) || !existsIn(model.version, module)) continue;
    const fitting = (module.functions ?? []).filter(
      facts => !offered.has(facts.name) && isAllowed(facts, kind, model.version),
    );
    if (fitting.length === 0) continue;
    const load = loadModuleEdits(model, name);
    // An item can change only the file in which it is offered.
    if (load?.uri !== uri) continue;
    for (const facts of fitting) {
      const loaded = functionItem(facts, name, range, model.version);
      yield {
        ...loaded,
        detail: `${loaded.detail ?? ''} (loads the module)`,
        sortText: `~${facts.name}`,
        additionalTextEdits: [...load.edits],
      };
    }
  }
}

function isAllowed(facts: FunctionFacts, kind: RouteKind, version: Version): boolean {
  if (!existsIn(version, facts) || facts.asyncOnly === true) return false;
  const { routes } = signatureIn(facts, version);
  return routes === undefined || routes === 'all' || routes.includes(kind);
}

function functionItem(
  facts: FunctionFacts,
  module: string | undefined,
  range: Range,
  version: Version,
): CompletionItem {
  const { params } = signatureIn(facts, version);
  const count = requiredCount(params ?? []);
  const holes = (params ?? []).slice(0, count).map((parameter, at) => {
    const name = parameter.name ?? parameter.type;
    return parameter.type === 'str' || parameter.type === 'regex'
      ? `"\${${at + 1}:${name}}"`
      : parameter.type === 'var'
        ? `\\$var(\${${at + 1}:${name}})`
        : `\${${at + 1}:${name}}`;
  });
  return item(facts.name, CompletionItemKind.Function, range, {
    detail: `${signatureText(facts, version).slice(facts.name.length)}${module === undefined ? '' : ` ${module}`}`,
    insert: `${facts.name}(${holes.join(', ')})`,
    isSnippet: true,
    data: { of: 'function', name: facts.name, version, ...(module === undefined ? {} : { module }) },
  });
}
