import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { languages } from './languages/registry.ts';
import { startServer } from './protocol/server.ts';
import { nodeFiles } from './workspace/nodeFiles.ts';

startServer(createConnection(ProposedFeatures.all), languages, nodeFiles);
