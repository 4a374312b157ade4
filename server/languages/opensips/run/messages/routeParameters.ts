import type { Message } from './message.ts';

/** Adds a parameter to the Record-Route headers of a request, before those that were added earlier, or keeps it for a
 * header to come (add_rr_param).
 */
export function addRouteParameter(message: Message, parameter: string): void {
  if (message.recordRoutes.length === 0) message.pendingRouteParams += parameter;
  else for (const route of message.recordRoutes) route.params = parameter + route.params;
}
