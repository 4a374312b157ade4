import type { Connection } from 'vscode-languageserver';
import type { FileSystem } from '../workspace/files.ts';

/** What the server has from the kind of host that it runs in: a process or a worker. */
export interface Host {
  readonly connection: Connection;
  /** Absent where only the client can read files. */
  readonly files?: FileSystem;
  /** Collects garbage once nothing happens: the host does not do that by itself. */
  readonly collect?: () => void;
  /** Passes on errors that nothing else caught. */
  readonly catchAll?: (report: (feature: string, error: unknown) => void) => void;
}
