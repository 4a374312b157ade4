import { FileChangeType, TextDocumentSyncKind } from 'vscode-languageserver';
import type { Context, Feature } from './context.ts';
import { forgetStatus } from './sipWorkbench/status.ts';
import { pushDiagnostics } from './textDocument/diagnostics.ts';

/** How long typing must pause before other changes are pushed to a client, in milliseconds. */
const restDelay = 200;

/** textDocument/didOpen, didChange, didSave, didClose and workspace/didChangeWatchedFiles */
export const synchronization: Feature = {
  start: context => {
    const { connection, workspace } = context;
    const push = pusher(context);
    pushers.set(context, push);
    const refreshOthers = refresherOfOthers(context);
    const listen = <Params>(feature: string, work: (params: Params) => void) => {
      return (params: Params): void => {
        try {
          work(params);
        } catch (error) {
          context.report(feature, error);
          workspace.resetModels();
        }
        push();
      };
    };
    connection.onDidOpenTextDocument(
      listen('open', ({ textDocument: { uri, languageId, version, text } }) => {
        forgetStatus(context, uri);
        if (!canWatch(context)) workspace.forgetFiles();
        workspace.open(uri, languageId, version, text);
        context.checks.check(uri);
        refreshOthers(uri);
      }),
    );
    connection.onDidChangeTextDocument(
      listen('change', ({ textDocument: { uri, version }, contentChanges }) => {
        context.checks.edited(uri, workspace.change(uri, version, contentChanges));
        refreshOthers(uri);
      }),
    );
    connection.onDidCloseTextDocument(
      listen('close', ({ textDocument: { uri } }) => {
        const wasLarge = workspace.document(uri)?.isLarge === true;
        workspace.close(uri);
        if (wasLarge) context.collect?.();
        forgetStatus(context, uri);
        context.checks.closed(uri);
        refreshOthers(uri);
      }),
    );
    connection.onDidSaveTextDocument(
      listen('save', ({ textDocument }) => {
        if (!canWatch(context)) workspace.forgetFiles();
        context.checks.check(textDocument.uri);
      }),
    );
    connection.onDidChangeWatchedFiles(
      listen('watched files', ({ changes }) => {
        const kinds = {
          [FileChangeType.Created]: 'created',
          [FileChangeType.Changed]: 'changed',
          [FileChangeType.Deleted]: 'deleted',
        } as const;
        const isStale = workspace.filesChanged(changes.map(({ uri, type }) => ({ uri, kind: kinds[type] })));
        if (isStale) refresh(context);
        context.checks.filesChanged(
          changes.map(({ uri }) => uri),
          isStale,
        );
      }),
    );
  },
  capabilities: () => ({
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
  }),
};

/** Asks the client to repeat its requests after a change that it cannot know about. */
export function refresh(context: Context): void {
  const { connection, client } = context;
  refreshDiagnostics(context);
  const { semanticTokens, inlayHint, codeLens } = client.capabilities.workspace ?? {};
  const refreshed = [
    semanticTokens?.refreshSupport === true ? connection.languages.semanticTokens.refresh() : undefined,
    inlayHint?.refreshSupport === true ? connection.languages.inlayHint.refresh() : undefined,
    codeLens?.refreshSupport === true ? connection.sendRequest('workspace/codeLens/refresh') : undefined,
  ];
  // A client that disconnects during the request is not a failure.
  void Promise.allSettled(refreshed);
}

/** As `refresh`, after a change that affects only diagnostics. */
export function refreshDiagnostics(context: Context): void {
  pushers.get(context)?.();
  if (context.client.capabilities.workspace?.diagnostics?.refreshSupport !== true) return;
  // A client that disconnects during the request is not a failure.
  context.connection.languages.diagnostics.refresh().catch(() => undefined);
}

/** True if the client reports changes on disk. Otherwise, files are read again when a document is opened or saved. */
export function canWatch({ client }: Context): boolean {
  return client.capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
}

/** True if the client can be asked for more documents than it sends by default. */
export function canRegister({ client }: Context): boolean {
  return client.capabilities.textDocument?.synchronization?.dynamicRegistration === true;
}

/**
 * When typing pauses in a companion, makes the client repeat its requests for the files of the project, where it sees
 * no change.
 */
function refresherOfOthers(context: Context): (uri: string) => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return uri => {
    if (!context.workspace.isCompanion(uri)) return;
    clearTimeout(timer);
    timer = setTimeout(() => refresh(context), restDelay);
  };
}

const pushers = new WeakMap<Context, () => void>();

/** Pushes diagnostics when typing pauses; does nothing for clients that pull. */
function pusher(context: Context): () => void {
  const pushed = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    if (context.client.capabilities.textDocument?.diagnostic !== undefined) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      pushDiagnostics(context, pushed).catch((error: unknown) => context.report('pushed diagnostics', error));
    }, restDelay);
  };
}
