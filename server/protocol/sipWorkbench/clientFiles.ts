import type { Connection } from 'vscode-languageserver';
import type { FileContent, FileSystem, FolderEntry } from '../../workspace/files.ts';
import { type FileRequest, listFilesRequest, readFileRequest } from './fileRequests.ts';

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
