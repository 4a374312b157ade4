import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  type RunServerCheckParams,
  runServerCheckRequest,
  type ServerCheckAllowedParams,
  type ServerCheckResult,
  serverCheckAllowedNotification,
} from '../server/protocol/sipWorkbench/serverCheckRequests.ts';

/** Runs the user's own OpenSIPS on a script; see runOpensips.ts. */
export type RunOpensips = (check: {
  readonly command: string;
  readonly file: string;
  readonly signal: AbortSignal;
}) => Promise<ServerCheckResult>;

const section = 'sipWorkbench.opensips.check';

/** Why the user's server cannot be run; undefined if it can. */
export function serverCheckObstacle(canRun: boolean): 'host' | 'trust' | 'setting' | undefined {
  if (!canRun) return 'host';
  if (!vscode.workspace.isTrusted) return 'trust';
  return vscode.workspace.getConfiguration(section).get('enabled') === true ? undefined : 'setting';
}

/**
 * Runs the user's server when the language server asks for it: if programs can be run, in a trusted workspace, and if the
 * setting is on. Both settings are the user's own; no workspace can change them.
 */
export function provideServerCheck(
  client: BaseLanguageClient,
  run: RunOpensips | undefined,
): vscode.Disposable {
  if (run === undefined) return vscode.Disposable.from();
  const isAllowed = (): boolean => serverCheckObstacle(true) === undefined;
  const tell = (params: ServerCheckAllowedParams): void => {
    if (client.isRunning()) void client.sendNotification(serverCheckAllowedNotification, params);
  };
  const ended = new AbortController();
  const warned = new Set<string>();
  const warnOnce = (reason: string): void => {
    if (warned.has(reason)) return;
    warned.add(reason);
    void vscode.window.showWarningMessage(`Check with OpenSIPS: ${reason}`, openSettings).then(choice => {
      if (choice !== undefined) openCheckSettings();
    });
  };
  return vscode.Disposable.from(
    client.onRequest<ServerCheckResult, void>(
      runServerCheckRequest,
      async ({ uri, isAsked }: RunServerCheckParams, token): Promise<ServerCheckResult> => {
        const script = client.protocol2CodeConverter.asUri(uri);
        if (!isAllowed() || script.scheme !== 'file')
          return { kind: 'failed', reason: 'The check with your own server is turned off.' };
        const given = new AbortController();
        const cancellation = token.onCancellationRequested(() => given.abort());
        const command = vscode.workspace.getConfiguration(section).get<string>('command', 'opensips');
        const signal = AbortSignal.any([given.signal, ended.signal]);
        const result = await run({ command, file: script.fsPath, signal });
        cancellation.dispose();
        if (result.kind === 'failed' && !isAsked && !signal.aborted) warnOnce(result.reason);
        return result;
      },
    ),
    client.onDidChangeState(() => tell({ allowed: isAllowed() })),
    vscode.workspace.onDidGrantWorkspaceTrust(() => tell({ allowed: isAllowed() })),
    vscode.workspace.onDidChangeConfiguration(change => {
      if (!change.affectsConfiguration(section)) return;
      warned.clear();
      // Results of another program no longer count.
      tell({ allowed: false });
      tell({ allowed: isAllowed() });
    }),
    { dispose: () => ended.abort() },
  );
}

export const openSettings = 'Open Settings';

export function openCheckSettings(): void {
  void vscode.commands.executeCommand('workbench.action.openSettings', section);
}
