import type * as vscode from 'vscode';
import { activateIn } from './activate.ts';

/** Starts the extension in both kinds of hosts: only what one of them lacks is imported when it runs in the other. */
export function activate(context: vscode.ExtensionContext): void {
  const isWorker = 'importScripts' in globalThis;
  activateIn(context, !isWorker, () =>
    isWorker ? import('./hosts/worker.ts') : import('./hosts/process.ts'),
  );
}
