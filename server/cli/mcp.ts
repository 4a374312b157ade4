import type { Command } from 'commander';
import { URI } from 'vscode-uri';
import { collectText } from './explain/explainOptions.ts';
import { type Io, UsageError } from './io.ts';
import { uriOf } from './paths.ts';

/** `sip-workbench mcp`: the server for agents (Model Context Protocol) over standard input and output. */
export function mcpCommand(program: Command, io: Io): void {
  program
    .command('mcp')
    .description('Runs the server for agents (Model Context Protocol) over standard input and output.')
    .option(
      '--root <folder>',
      'folder whose files may be read (may be repeated); without one, only texts can be checked',
      collectText,
    )
    .action(async ({ root = [] }: { readonly root?: readonly string[] }) => {
      const { serveAgents } = await import('./mcp/server.ts');
      await serveAgents(io, await rootFolders(root, io));
    });
}

/** The absolute paths of folders. Throws `UsageError` for one that does not exist. */
export async function rootFolders(roots: readonly string[], io: Io): Promise<readonly string[]> {
  const folders: string[] = [];
  for (const root of roots) {
    const uri = uriOf(root, io);
    if ((await io.files.list(uri)) === undefined) throw new UsageError(`${root}: no such folder`);
    folders.push(URI.parse(uri).fsPath);
  }
  return folders;
}
