import type { BaseLanguageClient } from 'vscode-languageclient';

/** "SIP: Restart Language Server" */
export async function restartServer(client: BaseLanguageClient): Promise<void> {
  if (client.isRunning()) await client.stop();
  await client.start();
}
