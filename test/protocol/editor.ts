import { PassThrough } from 'node:stream';
import {
  type CancellationToken,
  type ClientCapabilities,
  createConnection,
  type DocumentDiagnosticReport,
  type InitializeResult,
  MessageType,
  ProposedFeatures,
  type RelatedFullDocumentDiagnosticReport,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { createMessageConnection, type MessageConnection } from 'vscode-languageserver-protocol/node';
import type { Language } from '../../server/languages/language.ts';
import { startServer } from '../../server/protocol/server.ts';
import type { FileSystem } from '../../server/workspace/files.ts';

/** An editor without a window, joined to the real server by streams in memory. */
export interface Editor {
  readonly connection: MessageConnection;
  readonly initialized: InitializeResult;
  /** The warnings and failures that the server wrote to the output channel. */
  readonly log: string[];
  /** What it wrote there besides. */
  readonly notes: string[];
  readonly notifications: { readonly method: string; readonly params: unknown }[];
  readonly open: (uri: string, text: string, languageId?: string) => void;
  readonly type: (uri: string, line: number, character: number, text: string, removed?: number) => void;
  readonly ask: <Answer>(method: string, uri: string, params?: object) => Promise<Answer>;
  /** Diagnostics of a document as `line:character code message`. */
  readonly problems: (uri: string) => Promise<string[]>;
  readonly pull: (uri: string, previousResultId?: string) => Promise<DocumentDiagnosticReport>;
  readonly closeDocument: (uri: string) => void;
  readonly close: () => void;
}

export interface EditorOptions {
  readonly languages: readonly Language[];
  readonly files?: FileSystem;
  readonly capabilities?: ClientCapabilities;
  readonly settings?: () => unknown;
  readonly collect?: () => void;
  readonly folders?: readonly string[];
  readonly initializationOptions?: object;
  /** Answers to requests of the server, by method. */
  readonly answers?: Readonly<Record<string, (params: unknown, token: CancellationToken) => unknown>>;
}

export async function startEditor(options: EditorOptions): Promise<Editor> {
  const toServer = new PassThrough();
  const toClient = new PassThrough();
  const server = createConnection(
    ProposedFeatures.all,
    new StreamMessageReader(toServer),
    new StreamMessageWriter(toClient),
  );
  startServer(server, options.languages, options.files, options.collect);
  const connection = createMessageConnection(
    new StreamMessageReader(toClient),
    new StreamMessageWriter(toServer),
  );
  const log: string[] = [];
  const notes: string[] = [];
  const notifications: { method: string; params: unknown }[] = [];
  connection.onNotification((method, params) => {
    notifications.push({ method, params });
    if (method === 'window/logMessage' && isMessage(params))
      (params.type === MessageType.Info ? notes : log).push(params.message);
  });
  connection.onRequest((method, params, token) => {
    if (method === 'workspace/configuration') return [options.settings?.() ?? {}];
    return options.answers?.[method]?.(params, token) ?? null;
  });
  connection.listen();
  const initialized: InitializeResult = await connection.sendRequest('initialize', {
    processId: null,
    rootUri: null,
    workspaceFolders: (options.folders ?? []).map(uri => ({ uri, name: uri })),
    capabilities: options.capabilities ?? pulling,
    initializationOptions: options.initializationOptions,
  });
  await connection.sendNotification('initialized', {});
  const versions = new Map<string, number>();
  const next = (uri: string): number => {
    const version = (versions.get(uri) ?? 0) + 1;
    versions.set(uri, version);
    return version;
  };
  const ask = <Answer>(method: string, uri: string, params: object = {}): Promise<Answer> =>
    connection.sendRequest(method, { textDocument: { uri }, ...params });
  const pull: Editor['pull'] = (uri, previousResultId) =>
    ask('textDocument/diagnostic', uri, previousResultId === undefined ? {} : { previousResultId });
  return {
    connection,
    initialized,
    log,
    notes,
    notifications,
    open: (uri, text, languageId = 'plaintext') => {
      void connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri, languageId, version: next(uri), text },
      });
    },
    type: (uri, line, character, text, removed = 0) => {
      const range = { start: { line, character }, end: { line, character: character + removed } };
      void connection.sendNotification('textDocument/didChange', {
        textDocument: { uri, version: next(uri) },
        contentChanges: [{ range, text }],
      });
    },
    closeDocument: uri => {
      versions.delete(uri);
      void connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
    },
    ask,
    pull,
    problems: async uri => listProblems(await pull(uri)),
    close: () => {
      connection.dispose();
      server.dispose();
    },
  };
}

export const pulling: ClientCapabilities = {
  workspace: {
    configuration: true,
    didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true },
    diagnostics: { refreshSupport: true },
  },
  textDocument: {
    diagnostic: { relatedDocumentSupport: true },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    definition: { linkSupport: true },
  },
};

export function listProblems(report: DocumentDiagnosticReport): string[] {
  if (!isFull(report)) throw new Error(`not a full report: ${JSON.stringify(report)}`);
  return report.items.map(
    ({ range, code, message }) =>
      `${range.start.line}:${range.start.character} ${code ?? '-'} ${String(message)}`,
  );
}

function isFull(report: DocumentDiagnosticReport): report is RelatedFullDocumentDiagnosticReport {
  return report.kind === 'full';
}

function isMessage(params: unknown): params is { type: MessageType; message: string } {
  return typeof params === 'object' && params !== null && 'message' in params && 'type' in params;
}
