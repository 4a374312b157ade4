import * as vscode from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import { provideLanguageModelTools } from './agents/languageModelTools.ts';
import { provideMcpServer } from './agents/mcpServer.ts';
import { registerAnswerChallenge } from './commands/answerChallenge.ts';
import { registerCheckAuthorization } from './commands/checkAuthorization.ts';
import { registerCheckWithOpensips } from './commands/checkWithOpensips.ts';
import { registerComputeDigestHashes } from './commands/computeDigestHashes.ts';
import { registerConvertToPjsip } from './commands/convertToPjsip.ts';
import { registerDisableRule } from './commands/disableRule.ts';
import { registerExplainMatching } from './commands/explainMatching.ts';
import { registerHarvest } from './commands/harvest.ts';
import { registerNewTrace } from './commands/newTrace.ts';
import { registerOpenCapture } from './commands/openCapture.ts';
import { registerOpenRulePage } from './commands/openRulePage.ts';
import { registerOpenWalkthrough } from './commands/openWalkthrough.ts';
import { registerRedactTrace } from './commands/redactTrace.ts';
import { registerRestartServer } from './commands/restartServer.ts';
import { registerSelectVersion } from './commands/selectVersion.ts';
import { registerServerNodes } from './commands/serverNodes.ts';
import { registerShowCallFlow } from './commands/showCallFlow.ts';
import { registerShowOutput } from './commands/showOutput.ts';
import { registerShowReferences } from './commands/showReferences.ts';
import { registerShowRouteMap } from './commands/showRouteMap.ts';
import { registerUpgrade } from './commands/upgrade.ts';
import { answerFileRequests } from './files.ts';
import { noteFirstSteps } from './firstSteps.ts';
import { recognizeIncludedFiles } from './includedFiles.ts';
import { provideServerCheck, type RunOpensips } from './serverCheck.ts';
import { provideServersView } from './serversView.ts';
import { showStatus } from './statusItem.ts';
import { provideTests } from './testView.ts';

/**
 * Starts the client and everything that is the same in every editor. Reads no files. `runOpensips` exists where
 * programs can be run.
 */
export async function activateWith(
  context: vscode.ExtensionContext,
  create: (options: LanguageClientOptions) => BaseLanguageClient,
  options: LanguageClientOptions & { readonly outputChannel: vscode.LogOutputChannel },
  runOpensips?: RunOpensips,
): Promise<void> {
  const begin = performance.now();
  const client = create(options);
  context.subscriptions.push(
    options.outputChannel,
    registerRestartServer(client),
    registerSelectVersion(context),
    registerShowOutput(options.outputChannel),
    registerShowReferences(client),
    registerShowCallFlow(context, client),
    registerShowRouteMap(context, client),
    registerOpenRulePage(client),
    registerDisableRule(),
    registerOpenWalkthrough(context),
    registerOpenCapture(client),
    registerNewTrace(),
    registerRedactTrace(client),
    registerComputeDigestHashes(client),
    registerAnswerChallenge(client),
    registerCheckAuthorization(client),
    registerExplainMatching(context, client),
    registerConvertToPjsip(client),
    ...registerUpgrade(client),
    registerHarvest(client),
    registerCheckWithOpensips(client, runOpensips !== undefined),
    provideServerCheck(client, runOpensips),
    provideTests(client),
    ...provideLanguageModelTools(client),
    ...provideMcpServer(context),
    provideServersView(context, client),
    ...registerServerNodes(client),
    ...answerFileRequests(client),
    ...showStatus(client),
    recognizeIncludedFiles(client),
    noteFirstSteps(),
    { dispose: () => void client.dispose() },
  );
  try {
    const registered = performance.now();
    await client.start();
    const { version } = context.extension.packageJSON;
    options.outputChannel.info(
      `SIP Workbench ${version} in ${vscode.env.appName} ${vscode.version}: activated in ${spent(begin, registered)}, language server started in ${spent(registered, performance.now())}.`,
    );
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    // Not awaited: an extension that waits for an answer does not count as activated.
    void vscode.window
      .showErrorMessage(`SIP Workbench could not start its language server: ${text}`, 'Show Output')
      .then(choice => {
        if (choice !== undefined) options.outputChannel.show();
      });
  }
}

function spent(begin: number, end: number): string {
  return `${Math.round(end - begin)} ms`;
}
