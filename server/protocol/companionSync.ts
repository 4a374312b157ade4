import {
  BulkRegistration,
  type BulkUnregistration,
  type Connection,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  type DocumentSelector,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import { URI } from 'vscode-uri';

/**
 * Asks the client for the text of companions that it has open, such as an extensions.conf: no language of ours claims them, so
 * it would keep them to itself. Each file is asked for by its path, and for nothing but its text.
 */
export class CompanionSync {
  private readonly registered = new Map<string, Promise<BulkUnregistration>>();

  constructor(
    private readonly connection: Connection,
    private readonly report: (feature: string, error: unknown) => void,
  ) {}

  /** Follows the editors of these files from now on, and of no others. */
  follow(files: ReadonlySet<string>): void {
    for (const [uri, registration] of this.registered) {
      if (files.has(uri)) continue;
      this.registered.delete(uri);
      registration.then(
        disposable => disposable.dispose(),
        () => undefined,
      );
    }
    for (const uri of files) {
      if (this.registered.has(uri)) continue;
      const registration = this.connection.client.register(registrationOf(uri));
      registration.catch((error: unknown) => this.report('open companions', error));
      this.registered.set(uri, registration);
    }
  }
}

/**
 * One registration for each file: clients of VS Code take a document for closed when a selector of several files ends, though
 * another one names it as well.
 */
function registrationOf(uri: string): BulkRegistration {
  const documentSelector = selectorOf(uri);
  const registration = BulkRegistration.create();
  registration.add(DidChangeTextDocumentNotification.type, {
    documentSelector,
    syncKind: TextDocumentSyncKind.Incremental,
  });
  registration.add(DidCloseTextDocumentNotification.type, { documentSelector });
  // The last one, as the client answers it with the documents that are open already.
  registration.add(DidOpenTextDocumentNotification.type, { documentSelector });
  return registration;
}

function selectorOf(uri: string): DocumentSelector {
  const { scheme, path } = URI.parse(uri);
  // Patterns know no escape, and a drive is written in more than one way.
  const pattern = path.replace(/^\/[a-z]:/i, '').replace(/[[\]{}*?]/g, '?');
  return [{ scheme, pattern: `**${pattern}` }];
}
