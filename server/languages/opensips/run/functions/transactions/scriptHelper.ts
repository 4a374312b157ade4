import { createDialog } from '../../dialogs/lifecycle.ts';
import { matchDialog } from '../../dialogs/matching.ts';
import { DROP } from '../../flowFlags.ts';
import { messageHooks } from '../../hooks.ts';
import type { Message } from '../../messages/message.ts';
import { newExecution, runTopRoute } from '../../routes.ts';
import type { Execution, Server } from '../../server.ts';
import { hasToTag, relay } from '../../tm/relay.ts';
import type { ModuleModel } from '../model.ts';
import { looseRoute, recordRoute } from './rr.ts';
import { statelessReply } from './sl.ts';
import { checkTransaction } from './tm.ts';

export const scriptHelper: ModuleModel = {
  name: 'script_helper',
  functions: {},
  start: server => {
    server.state(messageHooks).request.push(runHelper);
  },
};

/** Does the common work of a proxy for the script (run_helper_logic); only initial requests reach the request route. */
function runHelper(server: Server, message: Message): 'drop' | undefined {
  const name = server.parameter('script_helper', 'sequential_route');
  const usesDialog = server.parameterNumber('script_helper', 'use_dialog', 0) !== 0;
  const x = newExecution(server, { kind: 'request', name: name ?? '0', message });
  if (message.first('to') === undefined || message.callId === undefined) return 'drop';
  const isSequential = hasToTag(message);
  if (isSequential && !isRouted(x, usesDialog)) return 'drop';
  if (message.method === 'CANCEL') {
    if (checkTransaction(x) > 0) relay(x, {});
    return 'drop';
  }
  if (checkTransaction(x) === 0) return 'drop';
  if (isSequential) {
    if (name !== undefined && server.route('request', name) !== undefined) {
      const flags = runTopRoute(x);
      if (flags !== undefined && (flags & DROP) !== 0) return 'drop';
    }
    // It relays the request even after a route that already did.
    if (relay(x, {}) < 0) statelessReply(x, 500, 'Server Internal Error');
    return 'drop';
  }
  if (message.method !== 'REGISTER' && message.method !== 'MESSAGE') recordRoute(x, undefined);
  if (usesDialog && message.method === 'INVITE') createDialog(x);
  return undefined;
}

/** False for a request within a dialog that does not follow a Route of this server: it is answered here, or relayed if it is an ACK. */
function isRouted(x: Execution, usesDialog: boolean): boolean {
  const { message } = x;
  if (message.method === 'INVITE') recordRoute(x, undefined);
  if (looseRoute(x)) return true;
  if (usesDialog) matchDialog(x);
  if (message.method !== 'ACK') statelessReply(x, 404, 'Not Here');
  else if (checkTransaction(x) > 0) relay(x, {});
  return false;
}
