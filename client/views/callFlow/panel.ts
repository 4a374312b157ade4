import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type {
  CallFlow,
  CallFlowFilter,
  ExportedFiles,
  ExportFormat,
  MessageComparison,
} from '../../../server/languages/callFlow.ts';
import {
  CALL_FLOW_REQUEST,
  type CallFlowParams,
  COMPARE_MESSAGES_REQUEST,
  type CompareMessagesParams,
  EXPORT_CALL_FLOW_REQUEST,
  type ExportCallFlowParams,
} from '../../../server/protocol/sipWorkbench/callFlowRequest.ts';
import { afterPause } from '../pause.ts';
import { saveBeside } from '../saveBeside.ts';
import { showRange } from '../showRange.ts';
import { openWebView, type WebView } from '../webView.ts';
import { callFlowHtml } from './html.ts';
import { type FromPage, isFromPage, type ToPage } from './messages.ts';

const panels = new Map<string, CallFlowPanel>();

/** Shows the call flow of a document next to it; a second call brings the first panel to the front. */
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
  private readonly view: WebView<ToPage>;
  private readonly client: BaseLanguageClient;
  private readonly document: vscode.TextDocument;
  private readonly pause = afterPause(() => void this.refresh());
  private filter: CallFlowFilter = { foldPorts: true, callId: '', search: '', withLegs: true };

  constructor(
    context: vscode.ExtensionContext,
    client: BaseLanguageClient,
    document: vscode.TextDocument,
    onClose: () => void,
  ) {
    this.client = client;
    this.document = document;
    this.view = openWebView(context, {
      name: 'callFlow',
      title: `Call Flow ${document.uri.path.replace(/^.*\//, '')}`,
      takesFocus: false,
      html: callFlowHtml,
      isFromPage,
      receive: message => this.receive(message),
      onClose,
    });
    this.view.own(
      this.pause,
      vscode.workspace.onDidChangeTextDocument(({ document: changed }) => {
        if (changed === document) this.pause.restart();
      }),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections }) => {
        const line = selections[0]?.active.line;
        if (textEditor.document === document && line !== undefined) this.view.post({ type: 'cursor', line });
      }),
    );
  }

  reveal(): void {
    this.view.reveal();
  }

  private async refresh(): Promise<void> {
    const params: CallFlowParams = {
      textDocument: { uri: this.document.uri.toString() },
      filter: this.filter,
    };
    const flow = await this.client.sendRequest<CallFlow | null>(CALL_FLOW_REQUEST, params);
    if (flow !== null) this.view.post({ type: 'flow', flow, filter: this.filter });
  }

  private async receive(message: FromPage): Promise<void> {
    switch (message.type) {
      case 'ready':
        return this.refresh();
      case 'filter':
        this.filter = message.filter;
        return this.pause.restart();
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
      case 'copy':
        return this.copy(message.format);
      case 'compare':
        return this.compare(message.first, message.second);
      case 'png':
        return saveBeside(this.document.uri, '.png', bytesOfBase64(message.data), 'Save call flow');
    }
  }

  private select(line: number): Promise<void> {
    const start = new vscode.Position(line, 0);
    return showRange(this.document, new vscode.Range(start, start), vscode.TextEditorRevealType.AtTop);
  }

  private async rasterize(): Promise<void> {
    const files = await this.exported('svg');
    const svg = files?.['.svg'];
    if (svg !== undefined) this.view.post({ type: 'rasterize', svg });
  }

  private async export(format: ExportFormat): Promise<void> {
    const files = await this.exported(format);
    for (const [ending, text] of Object.entries(files ?? {})) {
      await saveBeside(this.document.uri, ending, new TextEncoder().encode(text), 'Save call flow');
    }
  }

  private async copy(format: ExportFormat): Promise<void> {
    const [text] = Object.values((await this.exported(format)) ?? {});
    if (text === undefined) return;
    await vscode.env.clipboard.writeText(text);
    vscode.window.setStatusBarMessage('Call flow copied', 3000);
  }

  private async compare(first: number, second: number): Promise<void> {
    const params: CompareMessagesParams = {
      textDocument: { uri: this.document.uri.toString() },
      first,
      second,
    };
    const comparison = await this.client.sendRequest<MessageComparison | null>(
      COMPARE_MESSAGES_REQUEST,
      params,
    );
    if (comparison !== null) this.view.post({ type: 'comparison', comparison });
  }

  private exported(format: ExportFormat): Promise<ExportedFiles | null> {
    const params: ExportCallFlowParams = {
      textDocument: { uri: this.document.uri.toString() },
      filter: this.filter,
      format,
    };
    return this.client.sendRequest<ExportedFiles | null>(EXPORT_CALL_FLOW_REQUEST, params);
  }
}

function bytesOfBase64(data: string): Uint8Array {
  return Uint8Array.from(atob(data), character => character.charCodeAt(0));
}
