import * as vscode from 'vscode';
import type { BaseLanguageClient, Location, Position } from 'vscode-languageclient';
import { DISABLE_RULE, OPEN_RULE_PAGE } from '../server/protocol/sipWorkbench/knowledge/rulePageRequest.ts';
import type { TreeNode } from './serversView.ts';

/** What commands get. `canRun` is true where programs can be run. */
export interface CommandHost {
  readonly context: vscode.ExtensionContext;
  /** Once its server runs. */
  readonly client: Promise<BaseLanguageClient>;
  readonly channel: vscode.OutputChannel;
  readonly canRun: boolean;
}

/** Registers every command. Its code is loaded when it first runs; if that fails, the editor shows why. */
export function registerCommands(host: CommandHost): vscode.Disposable[] {
  return Object.entries(commandsOf(host)).map(([id, run]) => vscode.commands.registerCommand(id, run));
}

function commandsOf({ context, client, channel, canRun }: CommandHost) {
  return {
    'sipWorkbench.answerChallenge': async () =>
      (await import('./commands/answerChallenge.ts')).answerChallenge(await client),
    'sipWorkbench.applyUpgrade': async () => (await import('./commands/upgrade.ts')).applyUpgrade(),
    'sipWorkbench.checkAuthorization': async () =>
      (await import('./commands/checkAuthorization.ts')).checkAuthorization(await client),
    'sipWorkbench.checkWithOpensips': async () =>
      (await import('./commands/checkWithOpensips.ts')).checkWithOpensips(await client, canRun),
    'sipWorkbench.computeDigestHashes': async () =>
      (await import('./commands/computeDigestHashes.ts')).computeDigestHashes(await client),
    'sipWorkbench.convertToPjsip': async () =>
      (await import('./commands/convertToPjsip.ts')).convertToPjsip(await client),
    [DISABLE_RULE]: async (code: unknown) => (await import('./commands/disableRule.ts')).disableRule(code),
    'sipWorkbench.explainDevice': async (uri: unknown, name: unknown) =>
      (await import('./commands/explainMatching.ts')).explainDevice(context, await client, uri, name),
    'sipWorkbench.explainMatching': async (uri: unknown, line: unknown) =>
      (await import('./commands/explainMatching.ts')).explainMatching(context, await client, uri, line),
    'sipWorkbench.harvest': async (folder: unknown) =>
      (await import('./commands/harvest.ts')).harvest(await client, folder),
    'sipWorkbench.newTrace': async () => (await import('./commands/newTrace.ts')).newTrace(),
    'sipWorkbench.openCapture': async (file: unknown) =>
      (await import('./commands/openCapture.ts')).chooseAndOpenCapture(file),
    [OPEN_RULE_PAGE]: async (code: unknown) =>
      (await import('./commands/openRulePage.ts')).openRulePage(code),
    'sipWorkbench.openWalkthrough': async () =>
      (await import('./commands/openWalkthrough.ts')).openWalkthrough(context),
    'sipWorkbench.redactTrace': async () =>
      (await import('./commands/redactTrace.ts')).redactTrace(await client),
    'sipWorkbench.restartServer': async () =>
      (await import('./commands/restartServer.ts')).restartServer(await client),
    'sipWorkbench.selectVersion': async () =>
      (await import('./commands/selectVersion.ts')).selectVersion(context),
    'sipWorkbench.servers.computeHashes': async (node: TreeNode) =>
      (await import('./commands/serverNodes.ts')).computeHashesOfNode(await client, node),
    'sipWorkbench.servers.explain': async (node: TreeNode) =>
      (await import('./commands/serverNodes.ts')).explainNode(node),
    'sipWorkbench.servers.goToLine': async (node: TreeNode) =>
      (await import('./commands/serverNodes.ts')).goToNode(await client, node),
    'sipWorkbench.servers.showRouteMap': async (node: TreeNode) =>
      (await import('./commands/serverNodes.ts')).showRouteMapOfNode(await client, node),
    'sipWorkbench.showCallFlow': async () =>
      (await import('./commands/showCallFlow.ts')).showCallFlowInFront(context, await client),
    'sipWorkbench.showOutput': async () => channel.show(),
    'sipWorkbench.showReferences': async (uri: string, position: Position, locations: readonly Location[]) =>
      (await import('./commands/showReferences.ts')).showReferences(await client, uri, position, locations),
    'sipWorkbench.showRouteMap': async () =>
      (await import('./commands/showRouteMap.ts')).showRouteMapInFront(context, await client),
    'sipWorkbench.upgrade': async () => (await import('./commands/upgrade.ts')).upgrade(await client),
  };
}
