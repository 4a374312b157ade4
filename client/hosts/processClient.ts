import type * as vscode from 'vscode';
import { IPCMessageReader, IPCMessageWriter, LanguageClient } from 'vscode-languageclient/node';
import { clientId, clientOptions } from './clientOptions.ts';
import type { ServerProcess } from './serverProcess.ts';

/** The client of a server in a separate process; `start` starts one. */
export function createClient(
  context: vscode.ExtensionContext,
  channel: vscode.LogOutputChannel,
  start: () => ServerProcess,
): LanguageClient {
  let server: ServerProcess | undefined;
  const connect = async () => {
    server = start();
    return { reader: new IPCMessageReader(server), writer: new IPCMessageWriter(server) };
  };
  class ProcessClient extends LanguageClient {
    override async stop(timeout?: number): Promise<void> {
      try {
        await super.stop(timeout);
      } catch (error) {
        // A server that does not respond would run on.
        server?.kill('SIGKILL');
        throw error;
      }
    }
  }
  return new ProcessClient(clientId, channel.name, connect, clientOptions(context, channel));
}
