import type { Arguments } from '../functions/arguments.ts';
import { functionModel } from '../functions/modules.ts';
import { askFunction } from '../functions/unknown.ts';
import { dummyMessage } from '../messages/dummy.ts';
import { newExecution, runTopRoute } from '../routes.ts';
import type { Execution, Frame } from '../server.ts';
import { newTransaction } from '../tm/lookup.ts';

/** `async(f(), route)`: creates a transaction, runs the function and continues in the route when it is done. False
 * for a retransmission, which the transaction answers.
 */
export function startAsync(
  x: Execution,
  frame: Frame,
  name: string,
  args: Arguments,
  resume: string | undefined,
): boolean {
  const { server } = x;
  if (x.transaction === undefined) {
    const made = newTransaction(x);
    if (made <= 0) return false;
  }
  const { transaction } = x;
  if (x.kind !== 'request') {
    // Only requests wait without blocking the process; a reply, which could too, goes on at the same time either way.
    server.returnCode = runInner(x, frame, name, args);
    if (resume === undefined) return true;
    const top = { kind: 'request', name: resume, message: x.message } as const;
    const { title, name: shown } = newExecution(server, top);
    runTopRoute({ ...x, title, name: shown, stack: [] }, 'request');
    return true;
  }
  const delay = delayOf(name, args);
  const code = delay === undefined ? runInner(x, frame, name, args) : 1;
  const message = transaction === undefined ? x.message : x.message.clone();
  server.returnCode = code;
  server.clock.schedule(delay ?? 0.002, () => {
    if (resume === undefined) return;
    server.returnCode = code;
    const next = newExecution(server, {
      kind: 'request',
      name: resume,
      message,
      avps: x.avps,
      transaction,
    });
    next.isLookedUp = true;
    next.ackTransaction = x.ackTransaction;
    runTopRoute(next);
  });
  return true;
}

/** `launch(f(), route)`: the script continues immediately; the route runs with a message of the server's own. */
export function startLaunch(
  x: Execution,
  frame: Frame,
  name: string,
  args: Arguments,
  resume: string | undefined,
): number {
  const { server } = x;
  const delay = delayOf(name, args);
  const code = delay === undefined ? runInner(x, frame, name, args) : 1;
  if (resume !== undefined && resume !== '') {
    server.clock.schedule(delay ?? 0.002, () => {
      server.returnCode = code;
      runTopRoute(
        newExecution(server, {
          kind: 'request',
          name: resume,
          message: dummyMessage(x.message.reception.socket),
          avps: new Map(),
        }),
      );
    });
  }
  return 1;
}

function runInner(x: Execution, frame: Frame, name: string, args: Arguments): number {
  const model = functionModel(x.server, name);
  return model === undefined ? askFunction(x, name, args) : model.run(x, args, frame);
}

/** Functions that only wait. */
function delayOf(name: string, args: Arguments): number | undefined {
  if (name === 'sleep') return args.number(0) ?? 0;
  if (name === 'usleep') return (args.number(0) ?? 0) / 1_000_000;
  return undefined;
}
