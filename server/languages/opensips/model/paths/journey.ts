import { fragmentOf } from '../../reading/parser.ts';
import {
  type Condition,
  callsIn,
  expressionsIn,
  isEnd,
  partsOf,
  walkWithConditions,
} from '../../syntax/flow.ts';
import type { Call, Statement } from '../../syntax/syntax.ts';
import { stringValue } from '../../syntax/token.ts';
import { type PlacedRoute, routeNameOf, type ScriptModel } from '../model.ts';
import type { Place } from '../placed.ts';
import { perReachedRoutes, type RouteNamed } from './reachedRoutes.ts';

/** A call that a request reaches, in the order of the script. */
export interface Stop {
  readonly call: Call;
  readonly place: Place;
  readonly conditions: readonly Condition[];
}

/** The depth of route() calls and the number of calls up to which the path of a request is followed. */
const depthLimit = 20;
const stopLimit = 20_000;

/** The calls that a request can reach from the main route, with route() followed. Statements after `exit` are
 * reached only when the exit is in a branch, as in the script. A route counts once on every path.
 */
export const journeyOf = perReachedRoutes((model, routeNamed): readonly Stop[] => {
  const journey: Journey = { model, routeNamed, stops: [] };
  const main = routeNamed('0');
  if (main !== undefined) follow(journey, main, main.route.body, main.place, [], [main]);
  return journey.stops;
});

interface Journey {
  readonly model: ScriptModel;
  readonly routeNamed: RouteNamed;
  readonly stops: Stop[];
}

function follow(
  journey: Journey,
  route: PlacedRoute,
  statements: readonly Statement[],
  place: Place,
  outer: readonly Condition[],
  path: readonly PlacedRoute[],
): void {
  const { model, routeNamed, stops } = journey;
  const meet = (call: Call, conditions: readonly Condition[]) => {
    if (stops.length > stopLimit) return;
    stops.push({ call, place, conditions });
    const first = call.args[0];
    if (call.name.text !== 'route' || first?.token === undefined || first.kind === 'variable') return;
    const target = routeNamed(routeNameOf(first.token));
    if (target === undefined || path.includes(target) || path.length > depthLimit) return;
    follow(journey, target, target.route.body, target.place, conditions, [...path, target]);
  };
  walkWithConditions(
    statements,
    (statement, conditions) => {
      switch (statement.type) {
        case 'call':
          for (const argument of statement.args)
            if (argument.call !== undefined) meet(argument.call, conditions);
          if (!isEnd(statement) || statement.name.text === 'async') meet(statement, conditions);
          break;
        case 'if':
        case 'while':
          if (statement.condition !== undefined)
            for (const call of callsIn(statement.condition)) meet(call, conditions);
          break;
        case 'assign':
          for (const call of callsIn(statement.value)) meet(call, conditions);
          break;
        case 'include':
          for (const uri of model.project.resolve(place.uri, statement.path.text) ?? []) {
            const tree = model.project.trees.get(uri);
            if (tree === undefined || path.length > depthLimit) continue;
            follow(journey, route, fragmentOf(tree).statements, { uri, start: 0 }, conditions, [
              ...path,
              route,
            ]);
          }
          break;
        default:
      }
    },
    outer,
  );
}

/** Functions that check the sender of a request and stop anyone else. */
const askers = new Set([
  'www_authorize',
  'proxy_authorize',
  'pv_www_authorize',
  'pv_proxy_authorize',
  'aaa_www_authorize',
  'aaa_proxy_authorize',
  'aka_www_authorize',
  'aka_proxy_authorize',
  'radius_www_authorize',
  'radius_proxy_authorize',
  'diameter_www_authorize',
  'diameter_proxy_authorize',
  'jwt_authorize',
  'check_address',
  'check_source_address',
  'allow_trusted',
  'get_source_group',
  'is_from_gw',
  'goes_to_gw',
  'lb_is_destination',
  'ds_is_in_list',
  'is_peer_verified',
  'is_user_in',
  'db_is_user_in',
  'stir_shaken_verify',
  'osp_verify',
  'radius_send_auth',
  'aaa_send_auth',
  'www_challenge',
  'proxy_challenge',
]);

/** True for a call that checks who the sender is. */
export function asksWho(call: Call): boolean {
  return askers.has(call.name.text);
}

/** True when a condition on the path checks where the request comes from. */
export function looksAtSource(conditions: readonly Condition[]): boolean {
  return conditions.some(condition =>
    /\$(si|src_ip|sp|socket_in|tls_peer|Ri|rport)\b/.test(textOf(condition)),
  );
}

/** Requests inside a dialog, and those that only cancel or confirm, need no separate password. */
export function isInsideDialog(conditions: readonly Condition[]): boolean {
  return conditions.flatMap(partsOf).some(part => {
    const { expression, holds } = part;
    if (expression.type === 'call') {
      const name = expression.name.text;
      if (
        ['has_totag', 'loose_route', 'topology_hiding_match', 't_check_trans', 'match_dialog'].includes(name)
      )
        return holds;
      if (name !== 'is_method') return false;
      const token = expression.args[0]?.token;
      const methods = token?.kind === 'string' ? stringValue(token) : '';
      if (!holds) return /INVITE/.test(methods) && !/REGISTER/.test(methods);
      return !/INVITE|MESSAGE|REGISTER|SUBSCRIBE|PUBLISH/.test(methods);
    }
    if (expression.type !== 'compare') return false;
    const right = expression.right.type === 'value' ? expression.right.token.text : '';
    const left = expression.left.type === 'value' ? expression.left.token.text : '';
    if (left !== '$rm') return /^\$(tt|DLG_status|DLG_dir)\b/.test(left);
    const isEqual = expression.operator.text === '==' || expression.operator.text === '=~';
    return isEqual === holds && !/INVITE|MESSAGE|REGISTER|SUBSCRIBE|PUBLISH/.test(right);
  });
}

function textOf({ expression }: Condition): string {
  const parts: string[] = [];
  for (const one of expressionsIn(expression)) {
    if (one.type === 'value') parts.push(one.token.text);
    else if (one.type === 'field') parts.push(`$${one.field.text}`);
    else if (one.type === 'call')
      for (const { token } of one.args) if (token !== undefined) parts.push(token.text);
  }
  return parts.join(' ');
}
