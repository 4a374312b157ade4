import { setFlagsFromString } from 'node:v8';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import type { Host } from './protocol/host.ts';
import { nodeFiles } from './workspace/nodeFiles.ts';

// Most code runs for a moment and then waits for the next keystroke: what V8 spends on optimizing it is more than what that saves,
// unless it runs much longer than V8 expects. A document stays open, so most memory stays in use: as in cli.ts.
setFlagsFromString('--interrupt-budget=540672');
setFlagsFromString('--heap-growing-percent=20');

/** A process. */
export const host: Host = {
  connection: createConnection(ProposedFeatures.all),
  files: nodeFiles,
  // An uncaught error must not stop the server.
  catchAll: report => {
    process.on('unhandledRejection', error => report('server', error));
    process.on('uncaughtException', error => report('server', error));
  },
};
