import type * as vscode from 'vscode';

/** Starts the extension in both kinds of hosts: only what one of them lacks is imported when it runs in the other. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const begin = performance.now();
  const host = await ('importScripts' in globalThis ? import('./browser.ts') : import('./extension.ts'));
  await host.activate(context, begin);
}
