import type {
  Connection,
  InitializeParams,
  InitializeResult,
  ServerCapabilities,
} from 'vscode-languageserver';
import { version } from '../../package.json';
import type { Language } from '../languages/language.ts';
import { type FileSystem, noFiles } from '../workspace/files.ts';
import { canonicalUri } from '../workspace/location.ts';
import { Workspace } from '../workspace/workspace.ts';
import { CompanionSync } from './companionSync.ts';
import { Configuration } from './configuration.ts';
import { type Context, describeFailure, type Feature } from './context.ts';
import { prepareLanguages } from './preparation.ts';
import { withProgress } from './progress.ts';
import { callFlow } from './sipWorkbench/callFlow.ts';
import { clientFiles } from './sipWorkbench/clientFiles.ts';
import { digestSettings } from './sipWorkbench/digestSettings.ts';
import { explain } from './sipWorkbench/explain.ts';
import { includedLanguage } from './sipWorkbench/includedLanguage.ts';
import { inventory } from './sipWorkbench/inventory.ts';
import { describe } from './sipWorkbench/knowledge/describe.ts';
import { harvest } from './sipWorkbench/knowledge/harvest.ts';
import { rulePage } from './sipWorkbench/knowledge/rulePage.ts';
import { convertToPjsip } from './sipWorkbench/preview/convertToPjsip.ts';
import { upgrade } from './sipWorkbench/preview/upgrade.ts';
import { projectProblems } from './sipWorkbench/projectProblems.ts';
import { routeMap } from './sipWorkbench/routeMap.ts';
import { serverCheck } from './sipWorkbench/serverCheck.ts';
import { runServerCheckRequest } from './sipWorkbench/serverCheckRequests.ts';
import { ServerChecks } from './sipWorkbench/serverChecks.ts';
import { tests } from './sipWorkbench/tests.ts';
import { traces } from './sipWorkbench/traces/traces.ts';
import { canRegister, canWatch, refresh, refreshDiagnostics, synchronization } from './synchronization.ts';
import { callHierarchy } from './textDocument/callHierarchy.ts';
import { codeAction } from './textDocument/codeAction.ts';
import { codeLens } from './textDocument/codeLens.ts';
import { completion } from './textDocument/completion.ts';
import { definition } from './textDocument/definition.ts';
import { diagnostics } from './textDocument/diagnostics.ts';
import { documentHighlight } from './textDocument/documentHighlight.ts';
import { documentLink } from './textDocument/documentLink.ts';
import { documentSymbol } from './textDocument/documentSymbol.ts';
import { foldingRange } from './textDocument/foldingRange.ts';
import { formatting } from './textDocument/formatting.ts';
import { hover } from './textDocument/hover.ts';
import { inlayHint } from './textDocument/inlayHint.ts';
import { references } from './textDocument/references.ts';
import { rename } from './textDocument/rename.ts';
import { selectionRange } from './textDocument/selectionRange.ts';
import { semanticTokens } from './textDocument/semanticTokens.ts';
import { signatureHelp } from './textDocument/signatureHelp.ts';
import { typeHierarchy } from './textDocument/typeHierarchy.ts';
import { FolderWatch } from './watching.ts';
import { workspaceSymbol } from './workspaceSymbol.ts';

/** Every request of the server, one file each. */
const features: readonly Feature[] = [
  synchronization,
  diagnostics,
  hover,
  completion,
  signatureHelp,
  documentSymbol,
  workspaceSymbol,
  foldingRange,
  selectionRange,
  documentHighlight,
  definition,
  references,
  rename,
  typeHierarchy,
  callHierarchy,
  documentLink,
  semanticTokens,
  inlayHint,
  codeLens,
  codeAction,
  formatting,
  includedLanguage,
  digestSettings,
  explain,
  callFlow,
  traces,
  convertToPjsip,
  upgrade,
  routeMap,
  inventory,
  harvest,
  projectProblems,
  rulePage,
  describe,
  serverCheck,
  tests,
];

/**
 * Serves a connection. `ownFiles` reads `file:` URIs, for a server that can; all others are requested from the client.
 * Returns the function that reports a failure which no request caught.
 */
export function startServer(
  connection: Connection,
  languages: readonly Language[],
  ownFiles?: FileSystem,
  collect?: () => void,
): (feature: string, error: unknown) => void {
  const report = reporterOf(connection);
  const client: Context['client'] = { capabilities: {}, sendsStatus: false, opensRulePages: false };
  const configuration = new Configuration(connection, languages, report);
  let askedFiles = noFiles;
  const files = filesByUri(uri => (uri.startsWith('file:') ? (ownFiles ?? askedFiles) : askedFiles));
  const watch = new FolderWatch(connection, report);
  const companionSync = new CompanionSync(connection, report);
  const workspace = new Workspace({
    languages,
    files,
    settings: uri => configuration.of(uri),
    note: text => connection.console.info(text),
    report,
    busy: withProgress(connection, () => client.capabilities.window?.workDoneProgress === true),
    changed: () => refreshDiagnostics(context),
    watch: folders => {
      if (!canWatch(context)) return;
      watch.watch(
        folders,
        client.capabilities.workspace?.didChangeWatchedFiles?.relativePatternSupport === true,
      );
    },
    follow: companions => {
      if (canRegister(context)) companionSync.follow(companions);
    },
  });
  workspace.whenForgotten(inUse => configuration.keepOnly(inUse));
  const checks = new ServerChecks({
    workspace,
    files,
    run: (params, token) => connection.sendRequest(runServerCheckRequest, params, token),
    changed: () => refreshDiagnostics(context),
    report,
  });
  const context: Context = { connection, workspace, files, checks, languages, client, report, collect };

  connection.onInitialize((params): InitializeResult => {
    const options = optionsOf(params);
    client.capabilities = params.capabilities;
    client.sendsStatus = options.status;
    client.opensRulePages = options.rulePages;
    if (options.files) askedFiles = clientFiles(connection);
    configuration.begin(params.capabilities.workspace?.configuration === true, options.settings);
    workspace.folders = foldersOf(params);
    // The answer is sent first: there is time until the client has read it.
    setTimeout(() => prepareLanguages(context, options.languages), ANSWER_SENT);
    const capabilities: ServerCapabilities = { positionEncoding: 'utf-16' };
    for (const feature of features) Object.assign(capabilities, feature.capabilities?.(languages));
    capabilities.workspace = { workspaceFolders: { supported: true, changeNotifications: true } };
    return { capabilities, serverInfo: { name: 'SIP Workbench', version } };
  });
  followClient(context, configuration);
  for (const feature of features) feature.start(context);
  connection.listen();
  return report;
}

/** In milliseconds. */
const ANSWER_SENT = 2;

/** Reads each file through the file system of its URI. */
function filesByUri(filesOf: (uri: string) => FileSystem): FileSystem {
  return {
    read: uri => filesOf(uri).read(uri),
    list: uri => filesOf(uri).list(uri),
    bytes: async uri =>
      (await filesOf(uri).bytes?.(uri)) ?? {
        kind: 'unreadable',
        reason: 'Files like this cannot be read here.',
      },
    isSame: async (a, b) => (await filesOf(a).isSame?.(a, b)) === true,
  };
}

/** Writes failures to the output channel of the client. */
function reporterOf({ console }: Connection): Context['report'] {
  return (feature, error) => {
    try {
      console.error(`${feature}: ${describeFailure(error)}`);
    } catch {
      // The client is gone, and nobody can read this.
    }
  };
}

/** Once the client is ready, follows changes outside documents: settings, and the workspace folders. */
function followClient(context: Context, configuration: Configuration): void {
  const { connection, workspace, client, report } = context;
  connection.onInitialized(() => {
    const { workspace: announced } = client.capabilities;
    if (announced?.didChangeConfiguration?.dynamicRegistration) {
      configuration.watch().catch((error: unknown) => report('settings', error));
    }
    if (announced?.workspaceFolders) {
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = new Set(removed.map(folder => folderUri(folder.uri)));
        const kept = workspace.folders.filter(folder => !gone.has(folder));
        workspace.folders = [...kept, ...added.map(folder => folderUri(folder.uri))];
      });
    }
  });
  connection.onDidChangeConfiguration(({ settings }) => {
    configuration.changed(settings);
    refresh(context);
  });
}

/**
 * What our own client sends: that it shows a status and rule pages, and reads files for us; the languages of the documents
 * that it will open first; and settings, from clients without requests.
 */
function optionsOf({ initializationOptions: given }: InitializeParams): {
  status: boolean;
  rulePages: boolean;
  files: boolean;
  languages: readonly unknown[];
  settings: unknown;
} {
  const options: unknown = given;
  if (typeof options !== 'object' || options === null)
    return { status: false, rulePages: false, files: false, languages: [], settings: undefined };
  return {
    status: 'status' in options && options.status === true,
    rulePages: 'rulePages' in options && options.rulePages === true,
    files: 'files' in options && options.files === true,
    languages: 'languages' in options && Array.isArray(options.languages) ? options.languages : [],
    settings: 'settings' in options ? options.settings : undefined,
  };
}

function foldersOf({ workspaceFolders, rootUri }: InitializeParams): string[] {
  const uris = workspaceFolders?.map(folder => folder.uri) ?? (rootUri ? [rootUri] : []);
  return uris.map(folderUri);
}

function folderUri(uri: string): string {
  return canonicalUri(uri).replace(/\/+$/, '');
}
