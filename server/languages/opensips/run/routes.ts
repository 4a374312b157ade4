import type { PlacedRoute } from '../model/model.ts';
import type { RouteKind } from '../syntax/syntax.ts';
import { RETURN } from './flowFlags.ts';
import type { Message } from './messages/message.ts';
import type { Execution, Frame, Server } from './server.ts';
import type { Transaction } from './tm/transaction.ts';
import type { AvpList, Value } from './values/value.ts';

const keywords: Readonly<Record<RouteKind, string>> = {
  request: 'route',
  failure: 'failure_route',
  onreply: 'onreply_route',
  branch: 'branch_route',
  error: 'error_route',
  local: 'local_route',
  startup: 'startup_route',
  timer: 'timer_route',
  event: 'event_route',
};

/** The name of a block in the trace: `route`, `branch_route[x]`. */
export function routeTitle(kind: RouteKind, name: string): string {
  const isNameless = name === '0' && (kind === 'request' || kind === 'onreply');
  const isSingle = kind === 'error' || kind === 'local' || kind === 'startup';
  return isNameless || isSingle ? keywords[kind] : `${keywords[kind]}[${name}]`;
}

export interface TopRoute {
  readonly kind: RouteKind;
  readonly name: string;
  readonly message: Message;
  readonly avps?: AvpList;
  readonly transaction?: Transaction | undefined;
  readonly branchIndex?: number;
  readonly currentBranch?: number;
  readonly reply?: Message | undefined;
  readonly eventParams?: Execution['eventParams'];
}

export function newExecution(server: Server, top: TopRoute): Execution {
  const { kind, name } = top;
  const isNameless = name === '0' && (kind === 'request' || kind === 'onreply');
  return {
    server,
    message: top.message,
    kind,
    title: routeTitle(kind, name),
    name: isNameless || kind === 'error' || kind === 'local' || kind === 'startup' ? undefined : name,
    avps: top.avps ?? new Map(),
    transaction: top.transaction,
    isLookedUp: top.transaction !== undefined,
    ackTransaction: undefined,
    branchIndex: top.branchIndex ?? 0,
    currentBranch: top.currentBranch ?? top.branchIndex ?? 0,
    reply: top.reply,
    flags: 0,
    stack: [],
    relayEnds: 1,
    insideErrorRoute: false,
    errorClass: 0,
    errorInfo: '',
    errorCode: 0,
    errorReason: '',
    eventParams: top.eventParams,
  };
}

/** Runs a block like core (run_top_route); returns the flags that it ended with, or undefined without a block. Where a
 * script continues after `async`, the block is a `route`, whatever runs it.
 */
export function runTopRoute(x: Execution, kind: RouteKind = x.kind): number | undefined {
  const { server } = x;
  const placed = server.route(kind, x.name ?? '0');
  if (placed === undefined) return undefined;
  server.record.routes.push(x.title);
  server.record.trace.push({ enter: x.title });
  const rememberedPlace = server.questions.place;
  const before = server.statement;
  x.flags = 0;
  server.routeNames.push(x.name ?? '');
  server.engine.runStatements(x, frameOf(placed, x.title), placed.route.body);
  server.routeNames.pop();
  server.record.trace.push({ leave: x.title, flags: x.flags & ~RETURN });
  server.questions.place = rememberedPlace;
  server.statement = before;
  return x.flags;
}

export function frameOf(placed: PlacedRoute, title: string): Frame {
  return { place: placed.place, route: placed, title };
}

/** How deep routes may be nested (ROUTE_MAX_REC_LEV). */
const nestingLimit = 100;

/** Runs a block that the script calls, with its parameters (run_actions); `return` ends only this block. Without a
 * `return`, the result is the code of the last statement.
 */
export function runCalledRoute(
  x: Execution,
  placed: PlacedRoute,
  params: readonly Value[] | undefined,
  named?: ReadonlyMap<string, Value>,
): number {
  const title = routeTitle(placed.kind, placed.name);
  if (x.stack.length >= nestingLimit) {
    x.server.record.notes.push(`${title} is not run: the server stops at ${nestingLimit} nested routes.`);
    return -1;
  }
  x.server.returnValues = [];
  x.stack.push({ title, name: placed.name, params, named });
  x.server.routeNames.push(placed.kind === 'error' ? '' : placed.name);
  x.server.record.routes.push(title);
  x.server.record.trace.push({ enter: title });
  const { body } = placed.route;
  let ret = x.server.engine.runStatements(x, frameOf(placed, title), body);
  if (body.length === 0) ret = 1;
  x.flags &= ~RETURN;
  x.stack.pop();
  x.server.routeNames.pop();
  x.server.record.trace.push({ leave: title, ret });
  return ret;
}

/** A Request-URI that cannot be read runs the error route after the statement that looked at it (parse_sip_msg_uri). */
export function noteBadUri(x: Execution): void {
  x.errorClass = 1;
  x.errorInfo = 'error parsing r-uri';
  x.errorCode = 400;
  x.errorReason = 'bad r-uri';
}

const badHeaders = {
  'From header': 'bad header',
  'From uri': 'bad From uri',
  'To uri': 'bad To uri',
  'RR headers': 'bad headers',
  'CONTACT headers': 'bad headers',
  'EXPIRE header': 'bad headers',
} as const;

/** A header that cannot be read does so too (parse_from_header, parse_to_uri). */
export function noteBadHeader(x: Execution, what: keyof typeof badHeaders): void {
  x.errorClass = 1;
  x.errorInfo = `error parsing ${what}`;
  x.errorCode = 400;
  x.errorReason = badHeaders[what];
}

/** An earlier parse error runs the error route immediately. */
export function runErrorRoute(x: Execution): void {
  const placed = x.server.route('error', '0');
  if (placed === undefined) {
    return;
  }
  x.insideErrorRoute = true;
  const flags = x.flags;
  runCalledRoute(x, placed, undefined);
  x.flags |= flags;
  x.errorClass = 0;
  x.errorInfo = '';
  x.insideErrorRoute = false;
}
