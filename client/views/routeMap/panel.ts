import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { RouteMap } from '../../../server/languages/opensips/routeMap.ts';
import { ROUTE_MAP_REQUEST, type RouteMapParams } from '../../../server/protocol/routeMapRequest.ts';
import { routeMapHtml } from './html.ts';
import { type FromPage, isFromPage, type ToPage } from './messages.ts';

/** Typing goes on while the picture waits for a pause of this length. */
const PAUSE = 250;

const panels = new Map<string, RouteMapPanel>();

/** Shows the route map of a script beside it; a second call brings the first panel to the front. */
export function showRouteMap(
  context: vscode.ExtensionContext,
  client: BaseLanguageClient,
  document: vscode.TextDocument,
): void {
  const key = document.uri.toString();
  const open = panels.get(key);
  if (open !== undefined) open.reveal();
  else panels.set(key, new RouteMapPanel(context, client, document, () => panels.delete(key)));
}

class RouteMapPanel {
  private readonly panel: vscode.WebviewPanel;
  private readonly client: BaseLanguageClient;
  private readonly document: vscode.TextDocument;
  private readonly subscriptions: vscode.Disposable[] = [];
  private map: RouteMap | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    context: vscode.ExtensionContext,
    client: BaseLanguageClient,
    document: vscode.TextDocument,
    onClose: () => void,
  ) {
    this.client = client;
    this.document = document;
    const views = vscode.Uri.joinPath(context.extensionUri, 'dist/views');
    this.panel = vscode.window.createWebviewPanel(
      'sipWorkbench.routeMap',
      `Route Map ${document.uri.path.replace(/^.*\//, '')}`,
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      { enableScripts: true, localResourceRoots: [views], retainContextWhenHidden: true },
    );
    const { webview } = this.panel;
    webview.html = routeMapHtml({
      script: webview.asWebviewUri(vscode.Uri.joinPath(views, 'routeMap.js')).toString(),
      style: webview.asWebviewUri(vscode.Uri.joinPath(views, 'routeMap.css')).toString(),
      origin: webview.cspSource,
      nonce: nonce(),
    });
    this.subscriptions.push(
      webview.onDidReceiveMessage((message: unknown) => {
        if (isFromPage(message)) void this.receive(message);
      }),
      vscode.workspace.onDidChangeTextDocument(({ document: changed }) => {
        if (changed.languageId === 'opensips-cfg') this.refreshSoon();
      }),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections }) => {
        const line = selections[0]?.active.line;
        const { document: shown } = textEditor;
        if (shown.languageId === 'opensips-cfg' && line !== undefined)
          this.post({ type: 'cursor', uri: shown.uri.toString(), line });
      }),
    );
    this.panel.onDidDispose(() => {
      clearTimeout(this.timer);
      for (const subscription of this.subscriptions) subscription.dispose();
      onClose();
    });
  }

  reveal(): void {
    this.panel.reveal(undefined, true);
  }

  private refreshSoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.refresh(), PAUSE);
  }

  private async refresh(): Promise<void> {
    const params: RouteMapParams = { textDocument: { uri: this.document.uri.toString() } };
    const map = await this.client.sendRequest<RouteMap | null>(ROUTE_MAP_REQUEST, params);
    if (map === null) return;
    this.map = map;
    this.post({ type: 'map', map });
  }

  private async receive(message: FromPage): Promise<void> {
    if (message.type === 'ready') return this.refresh();
    // The page may only ask for places that it was given.
    const target = message.type === 'node' ? this.map?.nodes[message.index] : this.map?.edges[message.index];
    if (target === undefined) return;
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(target.uri));
    const visible = vscode.window.visibleTextEditors.find(editor => editor.document === document);
    const position = new vscode.Position(Math.min(target.line, document.lineCount - 1), 0);
    const editor = await vscode.window.showTextDocument(document, {
      viewColumn: visible?.viewColumn ?? vscode.ViewColumn.One,
      preserveFocus: true,
    });
    editor.selection = new vscode.Selection(position, position);
    editor.revealRange(new vscode.Range(position, position), vscode.TextEditorRevealType.AtTop);
  }

  private post(message: ToPage): void {
    void this.panel.webview.postMessage(message);
  }
}

function nonce(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}
