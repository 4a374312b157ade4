import type { RouteKind } from '../syntax/syntax.ts';
import { routeKinds } from '../syntax/syntax.ts';

/** Functions whose first argument names a route block, with its kind. */
export const armingFunctions: Readonly<Record<string, RouteKind>> = {
  t_on_failure: 'failure',
  t_on_reply: 'onreply',
  t_on_branch: 'branch',
  dlg_on_answer: 'request',
  dlg_on_hangup: 'request',
  dlg_on_timeout: 'request',
};

/** The keyword of a kind of route. */
export function keywordOf(kind: RouteKind): string {
  return Object.keys(routeKinds).find(keyword => routeKinds[keyword] === kind) ?? kind;
}
