/** A program with its arguments. */
export interface McpCommand {
  readonly program: string;
  readonly args: readonly string[];
}

/**
 * The server for agents that reads the given folders: the command line where the user's programs are; undefined if it is
 * not installed.
 *
 * @param path the variable PATH
 */
export async function mcpCommand(
  path: string,
  isWindows: boolean,
  folders: readonly string[],
  exists: (file: string) => Promise<boolean>,
): Promise<McpCommand | undefined> {
  for (const folder of path.split(isWindows ? ';' : ':')) {
    // An empty or relative entry would look in whatever folder is open.
    if (!/^(?:\/|[a-z]:[\\/])/i.test(folder)) continue;
    const program = isWindows ? `${folder}\\sip-workbench.cmd` : `${folder}/sip-workbench`;
    if (await exists(program))
      return { program, args: ['mcp', ...folders.flatMap(root => ['--root', root])] };
  }
  return undefined;
}
