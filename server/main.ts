import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { languages } from './languages/registry.ts';
import { startServer } from './protocol/server.ts';
import { nodeFiles } from './workspace/nodeFiles.ts';

const report = startServer(createConnection(ProposedFeatures.all), languages, nodeFiles);

// What no request caught must not take the server down either.
process.on('unhandledRejection', error => report('server', error));
process.on('uncaughtException', error => report('server', error));
