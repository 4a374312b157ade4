import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { TreeNode } from '../serversView.ts';

/** The commands in the menus of the tree of servers; they get the node that they are about. */
export function registerServerNodes(client: BaseLanguageClient): vscode.Disposable[] {
  const { asUri, asRange } = client.protocol2CodeConverter;
  /** Shows where a node stands in its file; at the top for a server. */
  const goTo = async (element: TreeNode): Promise<void> => {
    const place = element.kind === 'node' ? element.node.place : undefined;
    const document = await vscode.workspace.openTextDocument(asUri(place?.uri ?? element.server.uri));
    const selection = place === undefined ? new vscode.Range(0, 0, 0, 0) : asRange(place.range);
    await vscode.window.showTextDocument(document, { selection });
  };
  return [
    vscode.commands.registerCommand('sipWorkbench.servers.goToLine', goTo),
    vscode.commands.registerCommand('sipWorkbench.servers.explain', (element: TreeNode) => {
      if (element.kind !== 'node' || element.node.device === undefined) return undefined;
      const { uri } = element.node.place ?? element.server;
      return vscode.commands.executeCommand('sipWorkbench.explainDevice', uri, element.node.device);
    }),
    vscode.commands.registerCommand('sipWorkbench.servers.computeHashes', async (element: TreeNode) => {
      await goTo(element);
      await vscode.commands.executeCommand('sipWorkbench.computeDigestHashes');
    }),
    vscode.commands.registerCommand('sipWorkbench.servers.showRouteMap', async (element: TreeNode) => {
      await goTo(element);
      await vscode.commands.executeCommand('sipWorkbench.showRouteMap');
    }),
  ];
}
