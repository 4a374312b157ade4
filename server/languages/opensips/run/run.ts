import type { ScriptModel } from '../model/model.ts';
import { engine } from './engine.ts';
import { startModules } from './functions/modules.ts';
import { dummyMessage } from './messages/dummy.ts';
import type { Reception, Socket } from './messages/reception.ts';
import { receive } from './network/receiving.ts';
import type { StepRecord } from './record.ts';
import { newExecution, runTopRoute } from './routes.ts';
import type { Scenario, SentMessage } from './scenario.ts';
import { BoundReached, Server } from './server.ts';

/** The results of every message, and what the server did when it started. */
export interface RunResult {
  readonly startup: StepRecord;
  readonly steps: readonly StepRecord[];
}

/** Seconds after which a message counts as done if the user set no time. */
const quiet = 0.2;

/** Runs messages through a script like the server, one after the other. `answers` are the answers to the questions
 * of the run, by their index; a question without one is answered by the user's assumptions, or with the likely
 * answer.
 */
export function runScript(
  model: ScriptModel,
  scenario: Scenario,
  answers: readonly (string | undefined)[] = [],
): RunResult {
  const server = new Server(engine, model, scenario, answers);
  server.startStep();
  guarded(server, () => startServer(server));
  const startup = server.record;
  const steps: StepRecord[] = [];
  for (const message of scenario.messages) {
    server.startStep();
    guarded(server, () => {
      send(server, message);
      server.clock.runUntil(server.clock.now + Math.max(quiet, message.wait ?? 0));
    });
    steps.push(server.record);
  }
  return { startup, steps };
}

function guarded(server: Server, run: () => void): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof BoundReached)) throw error;
    server.record.notes.push(error.message);
    server.record.isStopped = true;
  }
}

function startServer(server: Server): void {
  startModules(server);
  const [socket] = server.sockets;
  if (socket === undefined || server.route('startup', '0') === undefined) return;
  runTopRoute(newExecution(server, { kind: 'startup', name: '0', message: dummyMessage(socket) }));
}

function send(server: Server, message: SentMessage): void {
  const reception = receptionOf(server, message);
  if (typeof reception === 'string') {
    server.record.notes.push(reception);
    return;
  }
  if (message.text === '') return;
  server.stepText = message.text;
  receive(server, message.text, reception);
}

function receptionOf(server: Server, message: SentMessage): Reception | string {
  const { source, destination, transport } = message;
  const socket =
    destination === undefined
      ? server.sockets.find(one => one.transport === transport)
      : (server.socketAt(destination, transport) ?? otherSocket(server, message));
  if (socket === undefined)
    return `The script has no ${transport.toUpperCase()} socket, so the packet does not reach it.`;
  return { source, socket, transport };
}

/** With address translation the destination is not a socket of the script: the first socket of the transport is used. */
function otherSocket(server: Server, message: SentMessage): Socket | undefined {
  return server.sockets.find(one => one.transport === message.transport);
}
