import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import type { Host } from './protocol/host.ts';
import { nodeFiles } from './workspace/nodeFiles.ts';

// Most code runs for a moment and then waits for the next keystroke: what V8 spends on optimizing it is more than what that saves,
// unless it runs much longer than V8 expects. A document stays open, so most memory stays in use: as in cli.ts.
if (process.versions.v8.startsWith('11.')) setFlagsFromString('--interrupt-budget=540672');
setFlagsFromString('--heap-growing-percent=20');

// A disconnected share keeps a thread for each access; by default, four would stop all others.
process.env.UV_THREADPOOL_SIZE ??= '64';

/** A process. */
export const host: Host = {
  connection: createConnection(ProposedFeatures.all),
  files: nodeFiles,
  collect: () => collectSoon(COLLECTIONS),
  // An uncaught error must not stop the server.
  catchAll: report => {
    process.on('unhandledRejection', error => report('server', error));
    process.on('uncaughtException', error => report('server', error));
  },
};

let collecting: NodeJS.Timeout | undefined;

/** What V8 freed is returned to the system by later collections, with time in between. */
const COLLECTIONS = 4;

/** Milliseconds in which nothing else has happened. */
const QUIET = 2000;

function collectSoon(times: number): void {
  clearTimeout(collecting);
  if (times === 0) return;
  collecting = setTimeout(() => {
    collectGarbage();
    collectSoon(times - 1);
  }, QUIET).unref();
}

function collectGarbage(): void {
  // The function exists only in a context that was made with the flag.
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') collect();
}
