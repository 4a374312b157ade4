import {
  type Connection,
  DidChangeWatchedFilesNotification,
  type FileSystemWatcher,
} from 'vscode-languageserver';
import { URI } from 'vscode-uri';
import { PROJECT_FILE } from '../workspace/projectFile.ts';
import { type Registered, register } from './registration.ts';

/** Asks the client to watch the folders of the projects in use, and the project files of the workspace. */
export class FolderWatch {
  private folders = '';
  private registered: Promise<Registered> | undefined;

  constructor(
    private readonly connection: Connection,
    private readonly report: (feature: string, error: unknown) => void,
  ) {}

  /** Watches these folders from now on; by their paths if the client does not support patterns relative to a folder. */
  watch(folders: ReadonlySet<string>, knowsRelative: boolean): void {
    const sorted = [...folders].sort();
    const key = sorted.join('\n');
    if (key === this.folders) return;
    this.folders = key;
    const before = this.registered;
    const around = sorted.map(
      (baseUri): FileSystemWatcher => ({
        globPattern: knowsRelative ? { baseUri, pattern: '*' } : `${URI.parse(baseUri).path}/*`,
      }),
    );
    const watchers = [...around, { globPattern: `**/${PROJECT_FILE}` }];
    const { method } = DidChangeWatchedFilesNotification;
    this.registered = register(this.connection, [{ method, registerOptions: { watchers } }]);
    this.registered.catch((error: unknown) => this.report('watching files', error));
    // The old watch ends after the new one has started, so that no change is missed.
    Promise.allSettled([this.registered, before])
      .then(async ([, old]) => {
        if (old.status === 'fulfilled') await old.value?.end();
      })
      .catch((error: unknown) => this.report('watching files', error));
  }
}
