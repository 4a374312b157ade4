import * as vscode from 'vscode';
import { nonce } from './nonce.ts';
import type { PageSources } from './pageHtml.ts';

export interface WebViewOptions<FromPage> {
  /** The folder of the view, whose page and style the package holds under this name. */
  readonly name: 'callFlow' | 'matching' | 'routeMap';
  readonly title: string;
  /** Whether the page gets the focus when it opens. */
  readonly takesFocus: boolean;
  readonly html: (sources: PageSources) => string;
  /** Anything from the page that is not one of its messages is ignored. */
  readonly isFromPage: (value: unknown) => value is FromPage;
  readonly receive: (message: FromPage) => Promise<void>;
  readonly onClose: () => void;
}

/** A page next to the editor. */
export interface WebView<ToPage> {
  post(message: ToPage): void;
  reveal(): void;
  /** Disposes these parts when the page is closed. */
  own(...parts: readonly vscode.Disposable[]): void;
}

export function openWebView<FromPage, ToPage>(
  context: vscode.ExtensionContext,
  { name, title, takesFocus, html, isFromPage, receive, onClose }: WebViewOptions<FromPage>,
): WebView<ToPage> {
  const views = vscode.Uri.joinPath(context.extensionUri, 'dist/views');
  const panel = vscode.window.createWebviewPanel(
    `sipWorkbench.${name}`,
    title,
    { viewColumn: vscode.ViewColumn.Beside, preserveFocus: !takesFocus },
    { enableScripts: true, localResourceRoots: [views], retainContextWhenHidden: true },
  );
  const { webview } = panel;
  const address = (file: string): string => webview.asWebviewUri(vscode.Uri.joinPath(views, file)).toString();
  const owned = [
    webview.onDidReceiveMessage((message: unknown) => {
      if (isFromPage(message)) void receive(message);
    }),
  ];
  panel.onDidDispose(() => {
    for (const part of owned) part.dispose();
    onClose();
  });
  webview.html = html({
    script: address(`${name}.js`),
    styles: [address('theme.css'), address(`${name}.css`)],
    origin: webview.cspSource,
    nonce: nonce(),
  });
  return {
    post: message => void webview.postMessage(message),
    reveal: () => panel.reveal(undefined, !takesFocus),
    own: (...parts) => void owned.push(...parts),
  };
}
