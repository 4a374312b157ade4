import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  type EncodedBytes,
  type FileRequest,
  listFilesRequest,
  readBytesRequest,
  readFileRequest,
} from '../server/protocol/sipWorkbench/fileRequests.ts';
import {
  captureTooLarge,
  contentOf,
  type FileContent,
  type FolderEntry,
  maxCaptureBytes,
  maxFileBytes,
  tooLarge,
} from '../server/workspace/files.ts';

/** Reads files for a server that cannot reach them: in a browser, or with a scheme other than `file:`. */
export function answerFileRequests(client: BaseLanguageClient): vscode.Disposable[] {
  return [
    client.onRequest<FileContent, void>(readFileRequest, ({ uri }: FileRequest) =>
      readFile(client.protocol2CodeConverter.asUri(uri)),
    ),
    client.onRequest<EncodedBytes, void>(readBytesRequest, ({ uri }: FileRequest) =>
      readBytes(client.protocol2CodeConverter.asUri(uri)),
    ),
    client.onRequest<readonly FolderEntry[] | null, void>(listFilesRequest, ({ uri }: FileRequest) =>
      listFiles(client.protocol2CodeConverter.asUri(uri)),
    ),
  ];
}

async function readFile(uri: vscode.Uri): Promise<FileContent> {
  try {
    const { size, type } = await vscode.workspace.fs.stat(uri);
    if (isFolder(type)) return { kind: 'missing' };
    if (size > maxFileBytes) return tooLarge(size);
    return contentOf(await vscode.workspace.fs.readFile(uri));
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return { kind: 'missing' };
    return unreadable(uri, error);
  }
}

async function readBytes(uri: vscode.Uri): Promise<EncodedBytes> {
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > maxCaptureBytes) return captureTooLarge(size);
    const bytes = await vscode.workspace.fs.readFile(uri);
    const pieces: string[] = [];
    for (let at = 0; at < bytes.length; at += BASE64_PIECE)
      pieces.push(btoa(String.fromCharCode(...bytes.subarray(at, at + BASE64_PIECE))));
    return { kind: 'bytes', base64: pieces.join('') };
  } catch (error) {
    return unreadable(uri, error);
  }
}

function unreadable(uri: vscode.Uri, error: unknown): { kind: 'unreadable'; reason: string } {
  const reason = error instanceof vscode.FileSystemError ? error.code : 'unknown reason';
  return { kind: 'unreadable', reason: `${uri.path} cannot be read: ${reason}.` };
}

/** A multiple of three, so that the encoded pieces can be joined; few enough arguments for a call. */
const BASE64_PIECE = 24_573;

async function listFiles(uri: vscode.Uri): Promise<readonly FolderEntry[] | null> {
  try {
    const entries = await vscode.workspace.fs.readDirectory(uri);
    return entries.map(([name, type]) => ({ name, isFolder: isFolder(type) }));
  } catch {
    return null;
  }
}

function isFolder(type: vscode.FileType): boolean {
  // A link also has the bit of its target.
  return (type & vscode.FileType.Directory) !== 0;
}
