import * as vscode from 'vscode';
import { type LanguageClientOptions, type Middleware, RevealOutputChannelOn } from 'vscode-languageclient';
import { contributedLanguages } from '../manifest.ts';

/** Also the prefix of the setting that traces messages. */
export const clientId = 'sipWorkbench';

/** The client's options for the server, and the documents it synchronizes: those of the languages in the manifest. */
export function clientOptions(
  context: vscode.ExtensionContext,
  outputChannel: vscode.LogOutputChannel,
): LanguageClientOptions {
  return {
    documentSelector: contributedLanguages(context.extension).map(language => ({ language })),
    initializationOptions: () => ({ status: true, rulePages: true, files: true, languages: openLanguages() }),
    outputChannel,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    diagnosticPullOptions: { onChange: true, onTabs: true },
    middleware: { didChange: onceEach() },
  };
}

/** The languages of the documents that are open when the server starts. */
function openLanguages(): readonly string[] {
  return [...new Set(vscode.workspace.textDocuments.map(({ languageId }) => languageId))];
}

/**
 * The client reports a change once for each matching selector: those of our languages, and those that the server
 * requested.
 */
function onceEach(): NonNullable<Middleware['didChange']> {
  let latest: vscode.TextDocumentChangeEvent | undefined;
  return async (event, next) => {
    if (event === latest) return;
    latest = event;
    await next(event);
  };
}
