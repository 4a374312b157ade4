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
 * Asks the client for the text of companions that it has open, such as an extensions.conf: they do not have one of our
 * languages, so the client would not send them. Each file is requested by its path, and only its text.
 */
export class CompanionSync {
  private readonly registered = new Map<string, Promise<BulkUnregistration>>();

  constructor(
    private readonly connection: Connection,
    private readonly report: (feature: string, error: unknown) => void,
  ) {}

  /** From now on, follows the editors of these files, and no others. */
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
 * One registration for each file: VS Code clients treat a document as closed when a selector of several files ends, even if
 * another one includes it.
 */
function registrationOf(uri: string): BulkRegistration {
  const documentSelector = selectorOf(uri);
  const registration = BulkRegistration.create();
  registration.add(DidChangeTextDocumentNotification.type, {
    documentSelector,
    syncKind: TextDocumentSyncKind.Incremental,
  });
  registration.add(DidCloseTextDocumentNotification.type, { documentSelector });
  // The last one, because the client responds to it with the documents that are already open.
  registration.add(DidOpenTextDocumentNotification.type, { documentSelector });
  return registration;
}

function selectorOf(uri: string): DocumentSelector {
  const { scheme, path } = URI.parse(uri);
  // Patterns have no escapes, and a drive can be written in several ways.
  const pattern = path.replace(/^\/[a-z]:/i, '').replace(/[[\]{}*?]/g, '?');
  return [{ scheme, pattern: `**${pattern}` }];
}
