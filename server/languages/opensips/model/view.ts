import type { Position, Range } from 'vscode-languageserver-types';
import type { View } from '../../project.ts';
import { fragmentOf, rangeOf, type ScriptTree } from '../reading/parser.ts';
import type { Block, Call, Item } from '../syntax/syntax.ts';
import type { Span } from '../syntax/token.ts';
import { usesOf } from '../syntax/uses.ts';
import type { PlacedRoute, ScriptModel } from './model.ts';
import { type Occurrence, occurrencesOf } from './occurrences.ts';
import type { Place } from './placed.ts';
import { functionKeys, loadedKey } from './privateNames.ts';

export type ScriptView = View<ScriptTree, ScriptModel>;

/** A block of the file with its first line; a file of statements is one block. */
export interface PlacedBlock {
  readonly block: Block;
  readonly place: Place;
}

export function blocksOf(view: ScriptView): readonly PlacedBlock[] {
  const { tree, uri, model } = view;
  if (model.fragments.has(uri)) return [{ block: fragmentOf(tree), place: { uri, start: 0 } }];
  return tree.blocks.map((block, index) => ({ block, place: { uri, start: tree.starts[index] ?? 0 } }));
}

export function blockAt(view: ScriptView, line: number): PlacedBlock | undefined {
  const { tree, uri, model } = view;
  if (model.fragments.has(uri)) return blocksOf(view)[0];
  let low = 0;
  let high = tree.starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((tree.starts[middle] ?? 0) <= line) low = middle;
    else high = middle - 1;
  }
  const block = tree.blocks[low];
  return block === undefined ? undefined : { block, place: { uri, start: tree.starts[low] ?? 0 } };
}

/** A position as line and column of a block. */
export function positionIn(
  place: Place,
  position: Position,
): { readonly line: number; readonly column: number } {
  return { line: position.line - place.start, column: position.character };
}

export function holds(span: Span, at: { readonly line: number; readonly column: number }): boolean {
  if (at.line < span.line || at.line > span.endLine) return false;
  if (at.line === span.line && at.column < span.start) return false;
  return at.line !== span.endLine || at.column <= span.end;
}

/** The innermost name at a position. */
export function occurrenceAt(
  view: ScriptView,
  position: Position,
): (Occurrence & { readonly place: Place; readonly range: Range }) | undefined {
  const at = blockAt(view, position.line);
  if (at === undefined) return undefined;
  const inside = positionIn(at.place, position);
  let best: Occurrence | undefined;
  for (const one of occurrencesOf(at.block)) {
    if (!holds(one.span, inside)) continue;
    if (best === undefined || size(one.span) <= size(best.span)) best = one;
  }
  return best === undefined
    ? undefined
    : { ...best, place: at.place, range: rangeOf(best.span, at.place.start) };
}

function size(span: Span): number {
  return (span.endLine - span.line) * 10_000 + span.end - span.start;
}

export function itemAt(at: PlacedBlock, position: Position): Item | undefined {
  const inside = positionIn(at.place, position);
  return at.block.items.find(item => holds(item, inside));
}

/** The innermost call whose parentheses hold a position. */
export function callAt(at: PlacedBlock, position: Position): Call | undefined {
  const inside = positionIn(at.place, position);
  let best: Call | undefined;
  for (const item of at.block.items) {
    if (item.type !== 'route') continue;
    for (const { call } of usesOf(item.body).calls) {
      const isBehindName =
        inside.line > call.name.endLine ||
        (inside.line === call.name.endLine && inside.column > call.name.end);
      if (call.parentheses && isBehindName && holds(call, inside)) best = call;
    }
  }
  return best;
}

/** The route block of the model at a position. */
export function routeAt(view: ScriptView, position: Position): PlacedRoute | undefined {
  const at = blockAt(view, position.line);
  if (at === undefined) return undefined;
  const inside = positionIn(at.place, position);
  const found = at.block.items.find(item => item.type === 'route' && holds(item, inside));
  return found === undefined ? undefined : view.model.routes.find(({ route }) => route === found);
}

/** The modules that are loaded before a position: all modules of the script for a file that is included inside a route. */
export function loadedAt(view: ScriptView, position: Position): string {
  const route = routeAt(view, position);
  if (route !== undefined) return route.loadedBefore;
  const { modules, privateNames } = view.model;
  return (
    functionKeys(privateNames, '') + [...modules.keys()].map(name => loadedKey(name, privateNames)).join('')
  );
}
