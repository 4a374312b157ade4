import { fragmentOf } from '../reading/parser.ts';
import { callsAny, usesOf } from '../syntax/uses.ts';
import { type PlacedRoute, type RouteBody, type RouteGroup, routeKey, type ScriptModel } from './model.ts';

/** Route blocks in one group: with more, an edit costs more; with fewer, there are more groups to look at. */
export const GROUP_SIZE = 64;

/** The statements of every route block in groups; files included inside a block are listed separately. */
export function groupsOf(model: Pick<ScriptModel, 'project' | 'routes'>): readonly RouteGroup[] {
  const groups: RouteGroup[] = [];
  const seen = new Set<string>();
  for (let first = 0; first < model.routes.length; first += GROUP_SIZE) {
    const bodies: RouteBody[] = [];
    for (const route of model.routes.slice(first, first + GROUP_SIZE))
      addBody(bodyOf(route), { model, seen, bodies }, 0);
    groups.push(groupOf(bodies));
  }
  return groups;
}

/** The groups with other bodies for some routes that include no files, which begin with the one at `start`. */
export function groupsWith(
  groups: readonly RouteGroup[],
  changed: ReadonlyMap<PlacedRoute, PlacedRoute>,
  start: number,
): readonly RouteGroup[] {
  const first = Math.floor(start / GROUP_SIZE);
  const last = Math.floor((start + changed.size - 1) / GROUP_SIZE);
  return groups.map((group, index) =>
    index < first || index > last
      ? group
      : groupOf(
          group.bodies.map(body => {
            const route = changed.get(body.route);
            return route === undefined ? body : bodyOf(route);
          }),
        ),
  );
}

/** All bodies of the script. */
export function bodiesOf(model: ScriptModel): readonly RouteBody[] {
  return model.groups.flatMap(({ bodies }) => bodies);
}

/** The statements of the route with an index: its own, and those of the files included inside it. */
export function bodiesOfRoute({ groups, routes }: ScriptModel, index: number): readonly RouteBody[] {
  const route = routes[index];
  const group = groups[Math.floor(index / GROUP_SIZE)];
  return group?.bodies.filter(body => body.route === route) ?? [];
}

/** Whether a function or keyword is called anywhere in the script. */
export function isCalled({ groups }: Pick<ScriptModel, 'groups'>, name: string): boolean {
  return groups.some(({ callNames }) => callNames.has(name));
}

/** The bodies that call one of these functions or keywords, in reading order. */
export function* bodiesCalling(
  { groups }: Pick<ScriptModel, 'groups'>,
  names: Iterable<string>,
): Generator<RouteBody> {
  const wanted = [...names];
  for (const { callNames, bodies } of groups) {
    const here = wanted.filter(name => callNames.has(name));
    if (here.length === 0) continue;
    for (const body of bodies) if (callsAny(body.uses, here)) yield body;
  }
}

/** Computes something that follows from a group alone, once for each group. */
export function perGroup<Value extends object>(
  compute: (bodies: readonly RouteBody[]) => Value,
): (group: RouteGroup) => Value {
  const known = new WeakMap<RouteGroup, Value>();
  return group => {
    let value = known.get(group);
    if (value === undefined) {
      value = compute(group.bodies);
      known.set(group, value);
    }
    return value;
  };
}

interface Adding {
  readonly model: Pick<ScriptModel, 'project'>;
  readonly seen: Set<string>;
  readonly bodies: RouteBody[];
}

function addBody(body: RouteBody, adding: Adding, depth: number): void {
  const { model, seen, bodies } = adding;
  bodies.push(body);
  for (const include of body.uses.includes) {
    for (const uri of model.project.resolve(body.place.uri, include.text) ?? []) {
      const tree = model.project.trees.get(uri);
      const mark = `${routeKey(body.route.kind, '')}${uri}`;
      if (tree === undefined || depth > 50 || seen.has(mark)) continue;
      seen.add(mark);
      const { statements } = fragmentOf(tree);
      const place = { uri, start: 0 };
      addBody({ place, route: body.route, statements, uses: usesOf(statements) }, adding, depth + 1);
    }
  }
}

function bodyOf(route: PlacedRoute): RouteBody {
  const statements = route.route.body;
  return { place: route.place, route, statements, uses: usesOf(statements) };
}

function groupOf(bodies: readonly RouteBody[]): RouteGroup {
  const callNames = new Set<string>();
  for (const { uses } of bodies) for (const { call } of uses.calls) callNames.add(call.name.text);
  return { bodies, callNames };
}
