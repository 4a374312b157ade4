import { FileChangeType, TextDocumentSyncKind } from 'vscode-languageserver';
import type { Context, Feature } from './context.ts';
import { pushDiagnostics } from './diagnostics.ts';
import { forgetStatus } from './status.ts';

/** How long typing must rest before diagnostics are pushed to a client that cannot ask for them, in milliseconds. */
const pushDelay = 200;

/** textDocument/didOpen, didChange, didClose and workspace/didChangeWatchedFiles */
export const synchronization: Feature = {
  start: context => {
    const { connection, workspace } = context;
    const push = pusher(context);
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
        workspace.open(uri, languageId, version, text);
      }),
    );
    connection.onDidChangeTextDocument(
      listen('change', ({ textDocument: { uri, version }, contentChanges }) => {
        workspace.change(uri, version, contentChanges);
      }),
    );
    connection.onDidCloseTextDocument(
      listen('close', ({ textDocument }) => workspace.close(textDocument.uri)),
    );
    connection.onDidChangeWatchedFiles(
      listen('watched files', ({ changes }) => {
        const kinds = {
          [FileChangeType.Created]: 'created',
          [FileChangeType.Changed]: 'changed',
          [FileChangeType.Deleted]: 'deleted',
        } as const;
        if (workspace.filesChanged(changes.map(({ uri, type }) => ({ uri, kind: kinds[type] }))))
          refresh(context);
      }),
    );
  },
  capabilities: () => ({
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
  }),
};

/** Asks the client to ask again, after something that it cannot know of has changed. */
export function refresh({ connection, client }: Context): void {
  const { diagnostics, semanticTokens, inlayHint, codeLens } = client.capabilities.workspace ?? {};
  const refreshed = [
    diagnostics?.refreshSupport === true ? connection.languages.diagnostics.refresh() : undefined,
    semanticTokens?.refreshSupport === true ? connection.languages.semanticTokens.refresh() : undefined,
    inlayHint?.refreshSupport === true ? connection.languages.inlayHint.refresh() : undefined,
    codeLens?.refreshSupport === true ? connection.sendRequest('workspace/codeLens/refresh') : undefined,
  ];
  // A client that goes away while it is asked is no failure.
  void Promise.allSettled(refreshed);
}

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
