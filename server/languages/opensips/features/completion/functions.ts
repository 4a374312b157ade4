// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders of snippets are written like this.
import {
  type CompletionItem,
  CompletionItemKind,
  type Position,
  type Range,
} from 'vscode-languageserver-types';
import { loadModuleEdits } from '../../check/loadModule.ts';
import { requiredCount } from '../../facts/callSignature.ts';
import { coreFacts, type FunctionFacts, moduleFacts, moduleNames } from '../../facts/facts.ts';
import { signatureIn } from '../../facts/signatures.ts';
import { existsIn, type Version } from '../../facts/versions.ts';
import { loadedAt, routeAt, type ScriptView } from '../../model/view.ts';
import { worldOf } from '../../model/world.ts';
import type { RouteKind } from '../../syntax/syntax.ts';
import { signatureText } from '../describe.ts';
import { type ItemData, item } from './item.ts';

/** The functions of core and of the loaded modules that the route may call, then those of other modules. */
export function* functions(view: ScriptView, position: Position, range: Range): Generator<CompletionItem> {
  const { version } = view.model;
  const kind = routeAt(view, position)?.kind ?? 'request';
  const world = worldOf(version, loadedAt(view, position));
  const offered = new Set<string>();
  for (const module of [undefined, ...world.modules.map(({ name }) => name)])
    for (const offer of offersOf(version, kind, module)) {
      offered.add(offer.label);
      yield itemOf(offer, range);
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
    if (model.modules.has(name)) continue;
    const fitting = offersOf(model.version, kind, name).filter(({ label }) => !offered.has(label));
    if (fitting.length === 0) continue;
    const load = loadModuleEdits(model, name);
    // An item can change only the file in which it is offered.
    if (load?.uri !== uri) continue;
    for (const { label, detail, insert, data } of fitting)
      yield item(label, CompletionItemKind.Function, range, {
        detail: `${detail} (loads the module)`,
        insert,
        isSnippet: true,
        edits: load.edits,
        data,
      });
  }
}

/** What is offered of a function, wherever it is written. */
interface Offer {
  readonly label: string;
  readonly detail: string;
  readonly insert: string;
  readonly data: ItemData;
}

const offers = new Map<string, readonly Offer[]>();

/** The functions of core or of a module that routes of a kind may call: the same for all scripts. */
function offersOf(version: Version, kind: RouteKind, module: string | undefined): readonly Offer[] {
  const key = `${version} ${kind} ${module ?? ''}`;
  let found = offers.get(key);
  if (found === undefined) {
    found = functionsOf(version, module)
      .filter(one => isAllowed(one, kind, version))
      .map(one => offerOf(one, module, version));
    offers.set(key, found);
  }
  return found;
}

function functionsOf(version: Version, module: string | undefined): readonly FunctionFacts[] {
  if (module === undefined) return coreFacts.functions;
  const facts = moduleFacts(module);
  return facts !== undefined && existsIn(version, facts) ? (facts.functions ?? []) : [];
}

function itemOf({ label, detail, insert, data }: Offer, range: Range): CompletionItem {
  return item(label, CompletionItemKind.Function, range, { detail, insert, isSnippet: true, data });
}

function isAllowed(facts: FunctionFacts, kind: RouteKind, version: Version): boolean {
  if (!existsIn(version, facts) || facts.asyncOnly === true) return false;
  const { routes } = signatureIn(facts, version);
  return routes === undefined || routes === 'all' || routes.includes(kind);
}

function offerOf(facts: FunctionFacts, module: string | undefined, version: Version): Offer {
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
  return {
    label: facts.name,
    detail: `${signatureText(facts, version).slice(facts.name.length)}${module === undefined ? '' : ` ${module}`}`,
    insert: `${facts.name}(${holes.join(', ')})`,
    data: { of: 'function', name: facts.name, version, ...(module === undefined ? {} : { module }) },
  };
}
