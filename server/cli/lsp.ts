import type { Command } from 'commander';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { languages } from '../languages/registry.ts';
import { startServer } from '../protocol/server.ts';
import type { Io } from './io.ts';
import { UsageError } from './io.ts';

/** `sip-workbench lsp --stdio`: the language server for any editor. */
export function lspCommand(program: Command, io: Io): void {
  program
    .command('lsp')
    .description('Runs the language server.')
    .option('--stdio', 'use standard input and output')
    .option('--clientProcessId <id>', 'process that the server must not outlive; sent by some editors')
    .action(({ stdio }: { stdio?: boolean }) => {
      if (stdio !== true) throw new UsageError('lsp needs --stdio');
      const connection = createConnection(ProposedFeatures.all, process.stdin, process.stdout);
      const report = startServer(connection, languages, io.files);
      process.on('unhandledRejection', error => report('server', error));
    });
}
