import { FileChangeType, TextDocumentSyncKind } from 'vscode-languageserver';
import type { Context, Feature } from './context.ts';
import { pushDiagnostics } from './diagnostics.ts';
import { forgetStatus } from './status.ts';

/** How long typing must rest before diagnostics are pushed to a client that cannot ask for them, in milliseconds. */
const pushDelay = 200;

/** textDocument/didOpen, didChange, didSave, didClose and workspace/didChangeWatchedFiles */
export const synchronization: Feature = {
  start: context => {
    const { connection, workspace } = context;
    const push = pusher(context);
    pushers.set(context, push);
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
      }),
    );
    connection.onDidChangeTextDocument(
      listen('change', ({ textDocument: { uri, version }, contentChanges }) => {
        context.checks.edited(uri, workspace.change(uri, version, contentChanges));
      }),
    );
    connection.onDidCloseTextDocument(
      listen('close', ({ textDocument }) => {
        workspace.close(textDocument.uri);
        context.checks.closed(textDocument.uri);
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

/** Asks the client to ask again, after something that it cannot know of has changed. */
export function refresh(context: Context): void {
  const { connection, client } = context;
  refreshDiagnostics(context);
  const { semanticTokens, inlayHint, codeLens } = client.capabilities.workspace ?? {};
  const refreshed = [
    semanticTokens?.refreshSupport === true ? connection.languages.semanticTokens.refresh() : undefined,
    inlayHint?.refreshSupport === true ? connection.languages.inlayHint.refresh() : undefined,
    codeLens?.refreshSupport === true ? connection.sendRequest('workspace/codeLens/refresh') : undefined,
  ];
  // A client that goes away while it is asked is no failure.
  void Promise.allSettled(refreshed);
}

/** As `refresh`, after something that changes what is found and nothing else. */
export function refreshDiagnostics(context: Context): void {
  pushers.get(context)?.();
  if (context.client.capabilities.workspace?.diagnostics?.refreshSupport !== true) return;
  // A client that goes away while it is asked is no failure.
  context.connection.languages.diagnostics.refresh().catch(() => undefined);
}

/** True when the client tells of changes on disk. Without that, files are read again when a document is opened or saved. */
export function canWatch({ client }: Context): boolean {
  return client.capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
}

const pushers = new WeakMap<Context, () => void>();

/** Pushes diagnostics once typing rests; nothing for clients that pull. */
function pusher(context: Context): () => void {
  const pushed = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    if (context.client.capabilities.textDocument?.diagnostic !== undefined) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      pushDiagnostics(context, pushed).catch((error: unknown) => context.report('pushed diagnostics', error));
    }, pushDelay);
  };
}
