import * as vscode from 'vscode';
import { mcpCommand } from './mcpCommand.ts';

/** As in `contributes.mcpServerDefinitionProviders`. */
const ID = 'sip-workbench';

/**
 * Offers `sip-workbench mcp` to the agents of the editor, for the folders of the workspace, if the command line is
 * installed: the package of the extension does not contain it. The editor asks the user before it starts the program.
 */
export function provideMcpServer(context: vscode.ExtensionContext): readonly vscode.Disposable[] {
  const api: object = vscode;
  if (!hasMcpServers(api)) return [];
  const { version } = context.extension.packageJSON;
  return [
    api.lm.registerMcpServerDefinitionProvider(ID, {
      provideMcpServerDefinitions: async () => {
        if (typeof process === 'undefined') return [];
        const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
        const command = await mcpCommand(
          process.env.PATH ?? '',
          process.platform === 'win32',
          folders.map(({ uri }) => uri.fsPath),
          exists,
        );
        if (command === undefined) return [];
        const { program, args } = command;
        return [new api.McpStdioServerDefinition('SIP Workbench', program, args, {}, String(version))];
      },
    }),
  ];
}

async function exists(file: string): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(vscode.Uri.file(file));
    return true;
  } catch {
    return false;
  }
}

/** The part of the API that came after the oldest supported editor. */
interface McpApi {
  readonly lm: {
    registerMcpServerDefinitionProvider(
      id: string,
      provider: { provideMcpServerDefinitions(): Promise<readonly object[]> },
    ): vscode.Disposable;
  };
  readonly McpStdioServerDefinition: new (
    label: string,
    command: string,
    args: readonly string[],
    environment: Readonly<Record<string, string>>,
    version: string,
  ) => object;
}

function hasMcpServers(api: object): api is McpApi {
  return (
    'McpStdioServerDefinition' in api &&
    'lm' in api &&
    typeof api.lm === 'object' &&
    api.lm !== null &&
    'registerMcpServerDefinitionProvider' in api.lm
  );
}
