import type { Connection } from 'vscode-languageserver';
import type { FileContent, FileSystem, FolderEntry } from '../workspace/files.ts';

/** `sipWorkbench/readFile` and `sipWorkbench/listFiles`: files that only the client can reach. */
export interface FileRequest {
  readonly uri: string;
}

export const readFileRequest = 'sipWorkbench/readFile';
export const listFilesRequest = 'sipWorkbench/listFiles';

/** Files as the client sees them. */
export function clientFiles(connection: Connection): FileSystem {
  return {
    read: async uri => {
      try {
        return await connection.sendRequest<FileContent>(readFileRequest, { uri } satisfies FileRequest);
      } catch {
        return { kind: 'missing' };
      }
    },
    list: async folder => {
      const request: FileRequest = { uri: folder };
      try {
        const entries = await connection.sendRequest<readonly FolderEntry[] | null>(
          listFilesRequest,
          request,
        );
        return entries ?? undefined;
      } catch {
        return undefined;
      }
    },
  };
}
