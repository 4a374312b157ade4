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

/**
 * The functions of core and of the loaded modules that the route may call, then those of other modules: of these hundreds, what an
 * editor may suggest for the word in the range.
 */
export function* functions(
  view: ScriptView,
  position: Position,
  range: Range,
  fits: (label: string) => boolean,
): Generator<CompletionItem> {
  const { version } = view.model;
  const kind = routeAt(view, position)?.kind ?? 'request';
  const world = worldOf(version, loadedAt(view, position));
  const offers = offersFor(version, kind);
  const offered = new Set<string>();
  for (const list of [offers.core, ...world.modules.map(({ name }) => offers.modules.get(name) ?? [])])
    for (const { label, detail, insert, data } of list) {
      if (!fits(label)) continue;
      offered.add(label);
      yield item(label, CompletionItemKind.Function, range, { detail, insert, isSnippet: true, data });
    }
  for (const name of world.privateFunctions)
    if (fits(name))
      yield item(name, CompletionItemKind.Function, range, { insert: `${name}($1)`, isSnippet: true });
  yield* functionsToLoad(view, offers, range, label => fits(label) && !offered.has(label));
}

/** Functions of modules that are not loaded, below all others: choosing one loads its module, with those that it needs. */
function* functionsToLoad(
  { model, uri }: ScriptView,
  { modules }: Offers,
  range: Range,
  fits: (label: string) => boolean,
): Generator<CompletionItem> {
  if (!model.isComplete) return;
  for (const [module, list] of modules) {
    if (model.modules.has(module)) continue;
    const fitting = list.filter(({ label }) => fits(label));
    if (fitting.length === 0) continue;
    const load = loadModuleEdits(model, module);
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

/** The functions that routes of a kind may call: the same for all scripts. */
interface Offers {
  readonly core: readonly Offer[];
  /** By module, without those that have none. */
  readonly modules: ReadonlyMap<string, readonly Offer[]>;
}

const known = new Map<string, Offers>();

function offersFor(version: Version, kind: RouteKind): Offers {
  const key = `${version} ${kind}`;
  let offers = known.get(key);
  if (offers === undefined) {
    const offersOf = (module?: string) =>
      functionsOf(version, module)
        .filter(one => isAllowed(one, kind, version))
        .map(one => offerOf(one, module, version));
    const modules = moduleNames().map(name => [name, offersOf(name)] as const);
    offers = { core: offersOf(), modules: new Map(modules.filter(([, list]) => list.length > 0)) };
    known.set(key, offers);
  }
  return offers;
}

function functionsOf(version: Version, module: string | undefined): readonly FunctionFacts[] {
  if (module === undefined) return coreFacts.functions;
  const facts = moduleFacts(module);
  return facts !== undefined && existsIn(version, facts) ? (facts.functions ?? []) : [];
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
