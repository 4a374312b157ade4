import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { RouteMap, RouteMapFormat } from '../../../server/languages/routeMap.ts';
import {
  EXPORT_ROUTE_MAP_REQUEST,
  type ExportRouteMapParams,
  ROUTE_MAP_REQUEST,
  type RouteMapParams,
} from '../../../server/protocol/sipWorkbench/routeMapRequest.ts';
import { afterPause } from '../pause.ts';
import { saveBeside } from '../saveBeside.ts';
import { showRange } from '../showRange.ts';
import { openWebView, type WebView } from '../webView.ts';
import { routeMapHtml } from './html.ts';
import { type FromPage, isFromPage, type ToPage } from './messages.ts';

const endings: Readonly<Record<RouteMapFormat, string>> = { svg: '.svg', mermaid: '.mmd' };

const panels = new Map<string, RouteMapPanel>();

/** Shows the route map of a script next to it; a second call brings the first panel to the front. */
export function showRouteMap(
  context: vscode.ExtensionContext,
  client: BaseLanguageClient,
  document: vscode.TextDocument,
): void {
  const key = document.uri.toString();
  const open = panels.get(key);
  if (open !== undefined) open.reveal();
  else panels.set(key, new RouteMapPanel(context, client, document.uri, () => panels.delete(key)));
}

/** The route blocks that the explained message went through, by script. */
const ways = new Map<string, readonly string[]>();

/** Shows on the map of a script which way a message takes; without routes, nothing is marked. */
export function showWay(script: vscode.Uri, routes: readonly string[]): void {
  const key = script.toString();
  if (routes.length === 0) ways.delete(key);
  else ways.set(key, routes);
  panels.get(key)?.showWay();
}

class RouteMapPanel {
  private readonly view: WebView<ToPage>;
  private readonly client: BaseLanguageClient;
  private readonly script: vscode.Uri;
  private readonly pause = afterPause(() => void this.refresh());
  private map: RouteMap | undefined;

  constructor(
    context: vscode.ExtensionContext,
    client: BaseLanguageClient,
    script: vscode.Uri,
    onClose: () => void,
  ) {
    this.client = client;
    this.script = script;
    this.view = openWebView(context, {
      name: 'routeMap',
      title: `Route Map ${script.path.replace(/^.*\//, '')}`,
      takesFocus: false,
      html: routeMapHtml,
      isFromPage,
      receive: message => this.receive(message),
      onClose,
    });
    this.view.own(
      this.pause,
      // The script may include any of the open files.
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (document.languageId === 'opensips-cfg' && contentChanges.length > 0) this.pause.restart();
      }),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections }) => {
        const line = selections[0]?.active.line;
        if (line !== undefined) this.follow(textEditor.document.uri, line);
      }),
    );
  }

  reveal(): void {
    this.view.reveal();
  }

  private async refresh(): Promise<void> {
    const params: RouteMapParams = { textDocument: { uri: this.script.toString() } };
    const map = await this.client.sendRequest<RouteMap | null>(ROUTE_MAP_REQUEST, params);
    if (map === null) return;
    this.map = map;
    this.view.post({ type: 'map', map });
    this.showWay();
  }

  showWay(): void {
    this.view.post({ type: 'way', routes: ways.get(this.script.toString()) ?? [] });
  }

  private async receive(message: FromPage): Promise<void> {
    switch (message.type) {
      case 'ready':
        return this.refresh();
      case 'select':
        return this.select(message.place);
      case 'export':
        return this.export(message.format);
    }
  }

  private async select(index: number): Promise<void> {
    const place = this.map?.places[index];
    if (place === undefined) return;
    const uri = this.client.protocol2CodeConverter.asUri(place.uri);
    const document = await vscode.workspace.openTextDocument(uri);
    const start = new vscode.Position(place.line, place.column);
    await showRange(
      document,
      new vscode.Range(start, start),
      vscode.TextEditorRevealType.InCenterIfOutsideViewport,
    );
  }

  /** Marks the block that the cursor is in. */
  private follow(uri: vscode.Uri, line: number): void {
    const { map } = this;
    if (map === undefined) return;
    const wanted = uri.toString();
    const box = map.boxes.findIndex(({ place, state }) => {
      const found = map.places[place];
      return (
        state !== 'missing' &&
        found !== undefined &&
        found.line <= line &&
        line <= found.endLine &&
        this.client.protocol2CodeConverter.asUri(found.uri).toString() === wanted
      );
    });
    if (box >= 0) this.view.post({ type: 'cursor', box });
  }

  private async export(format: RouteMapFormat): Promise<void> {
    const params: ExportRouteMapParams = { textDocument: { uri: this.script.toString() }, format };
    const text = await this.client.sendRequest<string | null>(EXPORT_ROUTE_MAP_REQUEST, params);
    if (text === null) return;
    await saveBeside(this.script, endings[format], new TextEncoder().encode(text), 'Save route map');
  }
}
