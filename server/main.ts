import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { languages } from './languages/registry.ts';
import { startServer } from './protocol/server.ts';
import { nodeFiles } from './workspace/nodeFiles.ts';

const report = startServer(createConnection(ProposedFeatures.all), languages, nodeFiles);

// An uncaught error must not stop the server.
process.on('unhandledRejection', error => report('server', error));
process.on('uncaughtException', error => report('server', error));
