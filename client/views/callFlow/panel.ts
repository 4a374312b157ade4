import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type {
  CallFlow,
  CallFlowFilter,
  ExportedFiles,
  ExportFormat,
} from '../../../server/languages/trace/callFlow.ts';
import {
  CALL_FLOW_REQUEST,
  type CallFlowParams,
  EXPORT_CALL_FLOW_REQUEST,
  type ExportCallFlowParams,
} from '../../../server/protocol/callFlowRequest.ts';
import { nonce } from '../nonce.ts';
import { saveBeside } from '../saveBeside.ts';
import { callFlowHtml } from './html.ts';
import { type FromPage, isFromPage, type ToPage } from './messages.ts';

/** Typing goes on while the picture waits for a pause of this length. */
const PAUSE = 250;

const panels = new Map<string, CallFlowPanel>();

/** Shows the call flow of a document beside it; a second call brings the first panel to the front. */
export function showCallFlow(
  context: vscode.ExtensionContext,
  client: BaseLanguageClient,
  document: vscode.TextDocument,
): void {
  const key = document.uri.toString();
  const open = panels.get(key);
  if (open !== undefined) open.reveal();
  else panels.set(key, new CallFlowPanel(context, client, document, () => panels.delete(key)));
}

class CallFlowPanel {
  private readonly panel: vscode.WebviewPanel;
  private readonly client: BaseLanguageClient;
  private readonly document: vscode.TextDocument;
  private readonly subscriptions: vscode.Disposable[] = [];
  private filter: CallFlowFilter = { foldPorts: true, callId: '', search: '' };
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
      'sipWorkbench.callFlow',
      `Call Flow ${document.uri.path.replace(/^.*\//, '')}`,
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      { enableScripts: true, localResourceRoots: [views], retainContextWhenHidden: true },
    );
    const { webview } = this.panel;
    webview.html = callFlowHtml({
      script: webview.asWebviewUri(vscode.Uri.joinPath(views, 'callFlow.js')).toString(),
      style: webview.asWebviewUri(vscode.Uri.joinPath(views, 'callFlow.css')).toString(),
      origin: webview.cspSource,
      nonce: nonce(),
    });
    this.subscriptions.push(
      webview.onDidReceiveMessage((message: unknown) => {
        if (isFromPage(message)) void this.receive(message);
      }),
      vscode.workspace.onDidChangeTextDocument(({ document: changed }) => {
        if (changed === document) this.refreshSoon();
      }),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections }) => {
        const line = selections[0]?.active.line;
        if (textEditor.document === document && line !== undefined) this.post({ type: 'cursor', line });
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
    const params: CallFlowParams = {
      textDocument: { uri: this.document.uri.toString() },
      filter: this.filter,
    };
    const flow = await this.client.sendRequest<CallFlow | null>(CALL_FLOW_REQUEST, params);
    if (flow !== null) this.post({ type: 'flow', flow, filter: this.filter });
  }

  private async receive(message: FromPage): Promise<void> {
    switch (message.type) {
      case 'ready':
        return this.refresh();
      case 'filter':
        this.filter = message.filter;
        return this.refreshSoon();
      case 'select':
        return this.select(message.line);
      case 'explain':
        await vscode.commands.executeCommand(
          'sipWorkbench.explainMatching',
          this.document.uri.toString(),
          message.line,
        );
        return;
      case 'export':
        return message.format === 'png' ? this.rasterize() : this.export(message.format);
      case 'png':
        return saveBeside(this.document.uri, '.png', bytesOfBase64(message.data), 'Save call flow');
    }
  }

  private async select(line: number): Promise<void> {
    const position = new vscode.Position(Math.min(line, this.document.lineCount - 1), 0);
    const visible = vscode.window.visibleTextEditors.find(editor => editor.document === this.document);
    const editor =
      visible ??
      (await vscode.window.showTextDocument(this.document, {
        viewColumn: vscode.ViewColumn.One,
        preserveFocus: true,
      }));
    editor.selection = new vscode.Selection(position, position);
    editor.revealRange(new vscode.Range(position, position), vscode.TextEditorRevealType.AtTop);
  }

  private async rasterize(): Promise<void> {
    const files = await this.exported('svg');
    const svg = files?.['.svg'];
    if (svg !== undefined) this.post({ type: 'rasterize', svg });
  }

  private async export(format: ExportFormat): Promise<void> {
    const files = await this.exported(format);
    for (const [ending, text] of Object.entries(files ?? {})) {
      await saveBeside(this.document.uri, ending, new TextEncoder().encode(text), 'Save call flow');
    }
  }

  private exported(format: ExportFormat): Promise<ExportedFiles | null> {
    const params: ExportCallFlowParams = {
      textDocument: { uri: this.document.uri.toString() },
      filter: this.filter,
      format,
    };
    return this.client.sendRequest<ExportedFiles | null>(EXPORT_CALL_FLOW_REQUEST, params);
  }

  private post(message: ToPage): void {
    void this.panel.webview.postMessage(message);
  }
}

function bytesOfBase64(data: string): Uint8Array {
  return Uint8Array.from(atob(data), character => character.charCodeAt(0));
}
