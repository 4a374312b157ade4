import * as vscode from 'vscode';
import type { Host } from '../activate.ts';

/** An editor that runs in a browser, with the server in a worker. */
export const host: Host = {
  async createClient(context, channel) {
    const script = vscode.Uri.joinPath(context.extensionUri, 'dist/server.js').toString(true);
    const startServer = (): Worker => {
      const server = new Worker(script);
      context.subscriptions.push({ dispose: () => server.terminate() });
      server.addEventListener('error', ({ message }) => channel.error(message));
      return server;
    };
    // The first one starts while the client is loaded.
    const started = [startServer()];
    const { createClient } = await import('./workerClient.ts');
    return createClient(context, channel, () => started.pop() ?? startServer());
  },
};
