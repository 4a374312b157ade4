import type { Connection } from 'vscode-languageserver';
import type { FileContent, FileSystem, FolderEntry } from '../../workspace/files.ts';
import {
  type EncodedBytes,
  type FileRequest,
  listFilesRequest,
  readBytesRequest,
  readFileRequest,
} from './fileRequests.ts';

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
    bytes: async uri => {
      const request: FileRequest = { uri };
      try {
        const answer = await connection.sendRequest<EncodedBytes>(readBytesRequest, request);
        if (answer.kind === 'unreadable') return answer;
        const bytes = Uint8Array.from(atob(answer.base64), character => character.charCodeAt(0));
        return { kind: 'bytes', bytes };
      } catch {
        return { kind: 'unreadable', reason: 'The editor could not read this file.' };
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
