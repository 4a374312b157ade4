import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';
import type { Subject } from './subject.ts';

/** A running language server, spoken to over its standard streams. */
export interface Server {
  readonly connection: MessageConnection;
  readonly capabilities: Readonly<Record<string, unknown>>;
  /** Milliseconds of processor time until `initialize` was answered. */
  readonly start: number;
  /** The diagnostics of the next `publishDiagnostics`, for servers that are not asked for them. */
  readonly published: () => Promise<readonly unknown[]>;
  /** Milliseconds of processor time that the process has used, all threads together. */
  readonly time: () => Promise<number>;
  /** The most memory that the process had so far, in MiB. */
  readonly peak: () => number;
  readonly stop: () => void;
}

/** Starts a server, up to its answer to `initialize`. */
export async function startServer({
  command,
  initializationOptions,
  settings,
}: Pick<Subject, 'command' | 'initializationOptions' | 'settings'>): Promise<Server> {
  const child = spawn(process.execPath, command, { stdio: ['pipe', 'pipe', 'ignore'] });
  if (child.stdin === null || child.stdout === null) throw new Error('a server without streams');
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  let publish: (diagnostics: readonly unknown[]) => void = () => undefined;
  connection.onRequest((method, params) =>
    method === 'workspace/configuration' ? configuration(params, settings) : null,
  );
  connection.onNotification('textDocument/publishDiagnostics', ({ diagnostics }) => publish(diagnostics));
  connection.listen();
  const { capabilities }: { capabilities: Server['capabilities'] } = await connection.sendRequest(
    'initialize',
    {
      processId: process.pid,
      rootUri: null,
      capabilities: CLIENT,
      initializationOptions,
      workspaceFolders: null,
    },
  );
  const start = timeOf(child);
  return {
    connection,
    capabilities,
    start,
    published: () =>
      new Promise(resolve => {
        publish = resolve;
      }),
    time: () => timeWhenIdle(child),
    peak: () =>
      Number(/^VmHWM:\s*(\d+)/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1024,
    stop: () => {
      connection.dispose();
      child.kill('SIGKILL');
    },
  };
}

const CLIENT = {
  workspace: { configuration: true, workspaceFolders: true, didChangeConfiguration: {} },
  textDocument: {
    synchronization: { didSave: true },
    diagnostic: { relatedDocumentSupport: true },
    publishDiagnostics: { relatedInformation: true, versionSupport: true },
    hover: { contentFormat: ['markdown'] },
    completion: {
      contextSupport: true,
      completionItem: { snippetSupport: true, documentationFormat: ['markdown'] },
      completionList: {
        itemDefaults: ['commitCharacters', 'editRange', 'insertTextFormat', 'insertTextMode', 'data'],
      },
    },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    foldingRange: { lineFoldingOnly: true },
    semanticTokens: {
      requests: { range: true, full: true },
      tokenTypes: [],
      tokenModifiers: [],
      formats: ['relative'],
    },
    formatting: {},
  },
};

function configuration(params: unknown, settings: Readonly<Record<string, object>>): readonly unknown[] {
  if (typeof params !== 'object' || params === null || !('items' in params) || !Array.isArray(params.items))
    return [];
  return params.items.map(({ section }: { section?: string }) => settings[section ?? ''] ?? null);
}

/** Linux writes down the time of a thread that runs on about every 4 milliseconds. */
const UPDATED = 10;

/**
 * Milliseconds of processor time once a process has nothing more to do, such as collecting garbage. The time on the clock
 * would measure the load of the machine.
 */
async function timeWhenIdle(child: ChildProcess): Promise<number> {
  let before = -1;
  for (let now = timeOf(child); now !== before; now = timeOf(child)) {
    before = now;
    await new Promise(resolve => setTimeout(resolve, UPDATED));
  }
  return before;
}

function timeOf({ pid }: ChildProcess): number {
  let nanoseconds = 0;
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    try {
      nanoseconds += Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ', 1)[0]);
    } catch {
      // The thread has ended since.
    }
  }
  return nanoseconds / 1e6;
}
