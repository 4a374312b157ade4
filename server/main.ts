import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import type { Host } from './protocol/host.ts';
import { nodeFiles } from './workspace/nodeFiles.ts';

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
