import * as vscode from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import { registerAnswerChallenge } from './commands/answerChallenge.ts';
import { registerCheckAuthorization } from './commands/checkAuthorization.ts';
import { registerCheckWithOpensips } from './commands/checkWithOpensips.ts';
import { registerComputeDigestHashes } from './commands/computeDigestHashes.ts';
import { registerConvertToPjsip } from './commands/convertToPjsip.ts';
import { registerDisableRule } from './commands/disableRule.ts';
import { registerExplainMatching } from './commands/explainMatching.ts';
import { registerNewTrace } from './commands/newTrace.ts';
import { registerOpenCapture } from './commands/openCapture.ts';
import { registerOpenRulePage } from './commands/openRulePage.ts';
import { registerOpenWalkthrough } from './commands/openWalkthrough.ts';
import { registerRedactTrace } from './commands/redactTrace.ts';
import { registerRestartServer } from './commands/restartServer.ts';
import { registerSelectVersion } from './commands/selectVersion.ts';
import { registerShowCallFlow } from './commands/showCallFlow.ts';
import { registerShowOutput } from './commands/showOutput.ts';
import { registerShowReferences } from './commands/showReferences.ts';
import { registerShowRouteMap } from './commands/showRouteMap.ts';
import { answerFileRequests } from './files.ts';
import { recognizeIncludedFiles } from './includedFiles.ts';
import { provideServerCheck, type RunOpensips } from './serverCheck.ts';
import { showStatus } from './statusItem.ts';

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
    registerOpenCapture(),
    registerNewTrace(),
    registerRedactTrace(),
    registerComputeDigestHashes(client),
    registerAnswerChallenge(client),
    registerCheckAuthorization(client),
    registerExplainMatching(context, client),
    registerConvertToPjsip(client),
    registerCheckWithOpensips(client, runOpensips !== undefined),
    provideServerCheck(client, runOpensips),
    ...answerFileRequests(client),
    ...showStatus(client),
    recognizeIncludedFiles(client),
    { dispose: () => void client.dispose() },
  );
  try {
    await client.start();
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
