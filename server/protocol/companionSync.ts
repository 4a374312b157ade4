import {
  type Connection,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  type DocumentSelector,
  type Registration,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import { URI } from 'vscode-uri';
import { type Registered, register } from './registration.ts';

/**
 * Asks the client for the text of companions that it has open, such as an extensions.conf: they do not have one of our
 * languages, so the client would not send them. Each file is requested by its path, and only its text.
 */
export class CompanionSync {
  private readonly registered = new Map<string, Promise<Registered>>();

  constructor(
    private readonly connection: Connection,
    private readonly report: (feature: string, error: unknown) => void,
  ) {}

  /** From now on, follows the editors of these files, and no others. */
  follow(files: ReadonlySet<string>): void {
    for (const [uri, registration] of this.registered) {
      if (files.has(uri)) continue;
      this.registered.delete(uri);
      registration.then(({ end }) => end()).catch(() => undefined);
    }
    for (const uri of files) {
      if (this.registered.has(uri)) continue;
      const registration = register(this.connection, registrationsOf(uri));
      registration.catch((error: unknown) => this.report('open companions', error));
      this.registered.set(uri, registration);
    }
  }
}

/**
 * One selector for each file: VS Code clients treat a document as closed when a selector of several files ends, even if another one
 * includes it.
 */
function registrationsOf(uri: string): readonly Omit<Registration, 'id'>[] {
  const documentSelector = selectorOf(uri);
  const syncKind = TextDocumentSyncKind.Incremental;
  return [
    { method: DidChangeTextDocumentNotification.method, registerOptions: { documentSelector, syncKind } },
    { method: DidCloseTextDocumentNotification.method, registerOptions: { documentSelector } },
    // The last one, because the client responds to it with the documents that are already open.
    { method: DidOpenTextDocumentNotification.method, registerOptions: { documentSelector } },
  ];
}

function selectorOf(uri: string): DocumentSelector {
  const { scheme, path } = URI.parse(uri);
  // Patterns have no escapes, and a drive can be written in several ways.
  const pattern = path.replace(/^\/[a-z]:/i, '').replace(/[[\]{}*?]/g, '?');
  return [{ scheme, pattern: `**${pattern}` }];
}
