import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type * as vscode from 'vscode';

export type ServerProcess = ChildProcess;

/** Starts what the editor itself runs on as Node. */
export function startServer(
  context: vscode.ExtensionContext,
  channel: vscode.LogOutputChannel,
): ServerProcess {
  const isDebugged = process.execArgv.some(argument => /^--inspect(?:-brk)?(?:=|$)/.test(argument));
  const server = fork(
    context.asAbsolutePath('dist/server.js'),
    ['--node-ipc', `--clientProcessId=${process.pid}`],
    {
      env: {
        ...process.env,
        ELECTRON_RUN_AS_NODE: '1',
        ELECTRON_NO_ASAR: '1',
        // Node 22 and later keep the compiled form of the server there, and need less time to start it again.
        NODE_COMPILE_CACHE: join(context.globalStorageUri.fsPath, 'compiled'),
      },
      execArgv: isDebugged ? ['--nolazy', '--inspect=6029'] : [],
      silent: true,
    },
  );
  server.stdout?.setEncoding('utf8').on('data', (text: string) => channel.info(text.trimEnd()));
  server.stderr?.setEncoding('utf8').on('data', (text: string) => channel.error(text.trimEnd()));
  server.on('error', error => channel.error(error));
  server.on('exit', (code, signal) => {
    if (code !== 0) channel.error(`The language server ended with ${signal ?? `status ${code}`}.`);
  });
  return server;
}
