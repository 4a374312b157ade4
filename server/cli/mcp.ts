import type { Command } from 'commander';
import { type Io, UsageError } from './io.ts';
import { serveAgents } from './mcp/server.ts';

/** `sip-workbench mcp`: the server for agents (Model Context Protocol) over standard input and output. */
export function mcpCommand(program: Command, io: Io): void {
  program
    .command('mcp')
    .description('Runs the server for agents (Model Context Protocol) over standard input and output.')
    .option(
      '--root <folder>',
      'folder whose files may be read (may be repeated); without one, only texts can be checked',
      (folder: string, before: readonly string[]) => [...before, folder],
      [],
    )
    .action(async ({ root }: { readonly root: readonly string[] }) => {
      for (const folder of root) {
        if ((await io.files.list(`file://${encodeURI(absolute(folder, io))}`)) === undefined)
          throw new UsageError(`${folder}: no such folder`);
      }
      await serveAgents(
        io,
        root.map(folder => absolute(folder, io)),
      );
    });
}

function absolute(folder: string, io: Io): string {
  return folder.startsWith('/') || /^[a-z]:/i.test(folder) ? folder : `${io.directory}/${folder}`;
}
