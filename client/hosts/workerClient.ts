import type * as vscode from 'vscode';
import { BrowserMessageReader, BrowserMessageWriter, LanguageClient } from 'vscode-languageclient/browser';
import { clientId, clientOptions } from './clientOptions.ts';

/** The client of a server in a worker; `start` starts one. */
export function createClient(
  context: vscode.ExtensionContext,
  channel: vscode.LogOutputChannel,
  start: () => Worker,
): LanguageClient {
  let server: Worker | undefined;
  // The client recognizes a worker by its class, which differs inside an extension host: so it gets the two ends.
  const connect = async () => {
    server?.terminate();
    server = start();
    return { reader: new BrowserMessageReader(server), writer: new BrowserMessageWriter(server) };
  };
  return new LanguageClient(clientId, channel.name, connect, clientOptions(context, channel));
}
