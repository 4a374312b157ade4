import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { TreeNode } from '../serversView.ts';

// The commands in the menus of the tree of servers; they get the node that they are about.

/** Shows where a node stands in its file; at the top for a server. */
export async function goToNode(client: BaseLanguageClient, element: TreeNode): Promise<void> {
  const { asUri, asRange } = client.protocol2CodeConverter;
  const place = element.kind === 'node' ? element.node.place : undefined;
  const document = await vscode.workspace.openTextDocument(asUri(place?.uri ?? element.server.uri));
  const selection = place === undefined ? new vscode.Range(0, 0, 0, 0) : asRange(place.range);
  await vscode.window.showTextDocument(document, { selection });
}

export async function explainNode(element: TreeNode): Promise<void> {
  if (element.kind !== 'node' || element.node.device === undefined) return;
  const { uri } = element.node.place ?? element.server;
  await vscode.commands.executeCommand('sipWorkbench.explainDevice', uri, element.node.device);
}

export async function computeHashesOfNode(client: BaseLanguageClient, element: TreeNode): Promise<void> {
  await goToNode(client, element);
  await vscode.commands.executeCommand('sipWorkbench.computeDigestHashes');
}

export async function showRouteMapOfNode(client: BaseLanguageClient, element: TreeNode): Promise<void> {
  await goToNode(client, element);
  await vscode.commands.executeCommand('sipWorkbench.showRouteMap');
}
