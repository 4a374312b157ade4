import {
  type CallHierarchyIncomingCall,
  type CallHierarchyItem,
  type CallHierarchyOutgoingCall,
  type Position,
  SymbolKind,
} from 'vscode-languageserver-types';
import { bodiesOf } from '../model/bodies.ts';
import { type PlacedRoute, routeKey, type ScriptModel } from '../model/model.ts';
import { type Occurrence, occurrencesOf } from '../model/occurrences.ts';
import { holds, occurrenceAt, routeAt, type ScriptView } from '../model/view.ts';
import { rangeOf } from '../reading/parser.ts';

/** The route at the cursor: the one named there, or the one around it. */
export function prepareCallHierarchyAt(view: ScriptView, position: Position): CallHierarchyItem[] {
  const found = occurrenceAt(view, position);
  const route =
    found?.kind === 'route' ? view.model.routesByName.get(found.key)?.[0] : routeAt(view, position);
  return route === undefined ? [] : [itemOf(route)];
}

/** The routes that call or arm a route. */
export function incomingCallsOf(model: ScriptModel, item: CallHierarchyItem): CallHierarchyIncomingCall[] {
  const target = routeOf(model, item);
  if (target === undefined) return [];
  const key = routeKey(target.kind, target.name);
  const calls: CallHierarchyIncomingCall[] = [];
  for (const [route, uses] of callsByRoute(model)) {
    const places = uses.filter(one => one.key === key);
    if (places.length > 0)
      calls.push({
        from: itemOf(route),
        fromRanges: places.map(one => rangeOf(one.span, route.place.start)),
      });
  }
  return calls;
}

/** The routes that a route calls or arms. */
export function outgoingCallsOf(model: ScriptModel, item: CallHierarchyItem): CallHierarchyOutgoingCall[] {
  const source = routeOf(model, item);
  if (source === undefined) return [];
  const byKey = new Map<string, Occurrence[]>();
  for (const [route, uses] of callsByRoute(model)) {
    if (route !== source) continue;
    for (const one of uses) {
      const places = byKey.get(one.key);
      if (places === undefined) byKey.set(one.key, [one]);
      else places.push(one);
    }
  }
  const calls: CallHierarchyOutgoingCall[] = [];
  for (const [key, places] of byKey) {
    const target = model.routesByName.get(key)?.[0];
    if (target !== undefined)
      calls.push({
        to: itemOf(target),
        fromRanges: places.map(one => rangeOf(one.span, source.place.start)),
      });
  }
  return calls;
}

function* callsByRoute(model: ScriptModel): Generator<readonly [PlacedRoute, readonly Occurrence[]]> {
  for (const { route, place } of bodiesOf(model)) {
    if (place !== route.place) continue;
    yield [
      route,
      occurrencesOf(route.block).filter(
        one =>
          one.kind === 'route' &&
          one.role === 'use' &&
          holds(route.route, { line: one.span.line, column: one.span.start }),
      ),
    ];
  }
}

/** A route as the editor shows it, and as the functions here get it back. */
export function itemOf(route: PlacedRoute): CallHierarchyItem {
  const { keyword, name } = route.route;
  return {
    name: name === undefined ? keyword.text : `${keyword.text}[${route.name}]`,
    kind: SymbolKind.Function,
    uri: route.place.uri,
    range: rangeOf(route.route, route.place.start),
    selectionRange: rangeOf(name ?? keyword, route.place.start),
    data: routeKey(route.kind, route.name),
  };
}

function routeOf(model: ScriptModel, item: CallHierarchyItem): PlacedRoute | undefined {
  const key: unknown = item.data;
  return typeof key === 'string' ? model.routesByName.get(key)?.[0] : undefined;
}
