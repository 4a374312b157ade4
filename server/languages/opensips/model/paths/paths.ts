import { fragmentOf } from '../../reading/parser.ts';
import { type Condition, callsIn } from '../../syntax/flow.ts';
import type { Call, Expression, Statement, Switch } from '../../syntax/syntax.ts';
import { type PlacedRoute, routeNameOf, type ScriptModel } from '../model.ts';
import type { Place } from '../placed.ts';
import { perReachedRoutes, type RouteNamed } from './reachedRoutes.ts';

/** A call on the path of a request, with every condition that must be true to get there. */
export interface Stop {
  readonly call: Call;
  readonly place: Place;
  readonly conditions: readonly Condition[];
  /** The watched calls that the same request may have passed before, except those after which the script ended. */
  readonly passed: readonly Stop[];
}

/** Calls whose order or number matters to a rule. */
const watched: ReadonlySet<string> = new Set([
  't_relay',
  'forward',
  't_newtran',
  't_reply',
  't_replicate',
  'topology_hiding',
  'rtpproxy_engage',
  'rtpproxy_offer',
  'rtpengine_offer',
  'rtpengine_manage',
  'force_rtp_proxy',
  'save',
  'mid_registrar_save',
  'send_reply',
  'sl_send_reply',
  'sl_reply_error',
]);

/** How many route() calls deep, and how many calls, a request is followed. */
const depthLimit = 20;
const stopLimit = 20_000;
/** The most watched calls that are remembered on one path. */
const passedLimit = 50;

/** The calls that a request can reach from the main route, in the order of the script. Unlike a simple walk, this
 * one knows what holds after a block: after `route(a)`, the conditions hold under which `route[a]` returns at all.
 */
export const pathsOf = perReachedRoutes((model, routeNamed): readonly Stop[] => {
  const walk: Walk = { model, routeNamed, stops: [] };
  const main = routeNamed('0');
  if (main !== undefined) {
    walkList(
      walk,
      main.route.body,
      { chain: undefined, passed: [] },
      { place: main.place, path: [main], returns: [] },
    );
  }
  return walk.stops;
});

interface Walk {
  readonly model: ScriptModel;
  readonly routeNamed: RouteNamed;
  readonly stops: Stop[];
}

/** Conditions, newest first. Lists that diverge share their common part, so that nothing is copied. */
interface Chain {
  readonly condition: Condition;
  readonly outer: Chain | undefined;
  readonly length: number;
}

/** What is known about a request at a place in the script. */
interface State {
  readonly chain: Chain | undefined;
  readonly passed: readonly Stop[];
}

interface Frame {
  readonly place: Place;
  readonly path: readonly PlacedRoute[];
  /** What was known at each `return` of the route. */
  readonly returns: State[];
  /** Inside a loop or a `switch`, which a `break` ends; elsewhere it ends the route. */
  readonly isBreakable?: boolean;
}

/** What is known after a list of statements; `ended`: nothing after it is reached in this route. */
interface After extends State {
  readonly ended: boolean;
}

function walkList(walk: Walk, statements: readonly Statement[], from: State, frame: Frame): After {
  let state = from;
  for (const statement of statements) {
    if (walk.stops.length > stopLimit) return { ...state, ended: true };
    const after = walkStatement(walk, statement, state, frame);
    if (after.ended) return after;
    state = after;
  }
  return { chain: state.chain, passed: state.passed, ended: false };
}

function walkStatement(walk: Walk, statement: Statement, state: State, frame: Frame): After {
  switch (statement.type) {
    case 'call':
      return walkCall(walk, statement, state, frame);
    case 'assign':
      return meetAll(walk, callsIn(statement.value), state, frame);
    case 'if': {
      const { condition } = statement;
      const asked = meetCondition(walk, condition, state, frame);
      if (asked.ended) return asked;
      const yes = walkList(walk, statement.body, under(condition, true, asked), frame);
      const no = walkList(walk, statement.otherwise ?? [], under(condition, false, asked), frame);
      if (yes.ended) return no;
      if (no.ended) return yes;
      return { ...joined([yes, no]), ended: false };
    }
    case 'while': {
      const asked = meetCondition(walk, statement.condition, state, frame);
      if (asked.ended) return asked;
      const body = walkList(walk, statement.body, under(statement.condition, true, asked), inLoop(frame));
      return body.ended ? asked : { ...joined([asked, body]), ended: false };
    }
    case 'for': {
      const body = walkList(walk, statement.body, state, inLoop(frame));
      return { ...joined(body.ended ? [state] : [state, body]), ended: false };
    }
    case 'block':
      return walkList(walk, statement.body, state, frame);
    case 'break':
      if (frame.isBreakable !== true) frame.returns.push(state);
      return { ...state, ended: true };
    case 'switch':
      return walkSwitch(walk, statement, state, frame);
    case 'include': {
      let after: After = { ...state, ended: false };
      for (const uri of walk.model.project.resolve(frame.place.uri, statement.path.text) ?? []) {
        const tree = walk.model.project.trees.get(uri);
        if (tree === undefined || frame.path.length > depthLimit || after.ended) continue;
        const inside = { ...frame, place: { uri, start: 0 }, path: [...frame.path, ...frame.path.slice(-1)] };
        after = walkList(walk, fragmentOf(tree).statements, after, inside);
      }
      return after;
    }
    default:
      return { ...state, ended: false };
  }
}

function inLoop(frame: Frame): Frame {
  return frame.isBreakable === true ? frame : { ...frame, isBreakable: true };
}

/** A case ends with `break`; the code after the switch is reached from every case that does not end the script. */
function walkSwitch(walk: Walk, { subject, cases }: Switch, state: State, frame: Frame): After {
  const ends: State[] = [];
  for (const one of cases) {
    const condition: Expression | undefined =
      subject === undefined || one.label === undefined
        ? undefined
        : {
            type: 'compare',
            operator: { ...one.keyword, kind: 'sign', text: '==' },
            left: { type: 'value', token: subject },
            right: { type: 'value', token: one.label },
          };
    const at = one.body.findIndex(statement => statement.type === 'break');
    const end = walkList(
      walk,
      at < 0 ? one.body : one.body.slice(0, at),
      under(condition, true, state),
      inLoop(frame),
    );
    if (!end.ended) ends.push(end);
  }
  return { ...joined([state, ...ends]), ended: false };
}

function meetCondition(walk: Walk, condition: Expression | undefined, state: State, frame: Frame): After {
  return condition === undefined
    ? { ...state, ended: false }
    : meetAll(walk, callsIn(condition), state, frame);
}

function walkCall(walk: Walk, call: Call, state: State, frame: Frame): After {
  switch (call.name.text) {
    case 'exit':
    case 'drop':
      return { ...state, ended: true };
    case 'return':
      frame.returns.push(state);
      return { ...state, ended: true };
    default: {
      const inner = call.args.flatMap(({ call: one }) => (one === undefined ? [] : [one]));
      const after = meetAll(walk, [...inner, call], state, frame);
      // The script continues in another route when the function of `async` is done.
      return call.name.text === 'async' ? { ...after, ended: true } : after;
    }
  }
}

function meetAll(walk: Walk, calls: readonly Call[], from: State, frame: Frame): After {
  let state = from;
  for (const call of calls) {
    const stop = stopOf(call, frame.place, state);
    walk.stops.push(stop);
    if (watched.has(call.name.text) && state.passed.length < passedLimit)
      state = { chain: state.chain, passed: [...state.passed, stop] };
    const first = call.args[0];
    if (call.name.text !== 'route' || first?.token === undefined || first.kind === 'variable') continue;
    const target = walk.routeNamed(routeNameOf(first.token));
    if (target === undefined || frame.path.includes(target) || frame.path.length > depthLimit) continue;
    const inside: Frame = { place: target.place, path: [...frame.path, target], returns: [] };
    const end = walkList(walk, target.route.body, state, inside);
    if (!end.ended) inside.returns.push(end);
    if (inside.returns.length === 0) return { ...state, ended: true };
    state = joined(inside.returns);
  }
  return { chain: state.chain, passed: state.passed, ended: false };
}

/** The conditions are put into a list only for the few calls that are requested. */
function stopOf(call: Call, place: Place, { chain, passed }: State): Stop {
  return {
    call,
    place,
    passed,
    get conditions() {
      const list: Condition[] = [];
      for (let one = chain; one !== undefined; one = one.outer) list.unshift(one.condition);
      return list;
    },
  };
}

function under(condition: Expression | undefined, holds: boolean, { chain, passed }: State): State {
  if (condition === undefined) return { chain, passed };
  return {
    chain: { condition: { expression: condition, holds }, outer: chain, length: (chain?.length ?? 0) + 1 },
    passed,
  };
}

/** Where paths join: what is known on all of them, and every call that one of them passed. */
function joined(states: readonly State[]): State {
  const [first] = states;
  if (first !== undefined && states.every(one => one.passed === first.passed))
    return { chain: commonOf(states.map(({ chain }) => chain)), passed: first.passed };
  return {
    chain: commonOf(states.map(({ chain }) => chain)),
    passed: [...new Set(states.flatMap(({ passed }) => passed))],
  };
}

/** The common part of lists, before they diverged. */
function commonOf(chains: readonly (Chain | undefined)[]): Chain | undefined {
  return chains.reduce((one, other) => {
    let a = one;
    let b = other;
    while (a !== b) {
      if ((a?.length ?? 0) >= (b?.length ?? 0)) a = a?.outer;
      else b = b?.outer;
    }
    return a;
  });
}
