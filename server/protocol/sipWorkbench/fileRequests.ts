/**
 * `sipWorkbench/readFile`, `sipWorkbench/readBytes` (`EncodedBytes`) and `sipWorkbench/listFiles`: files that only the client
 * can reach.
 */
export interface FileRequest {
  readonly uri: string;
}

/** `FileBytes` as JSON. */
export type EncodedBytes =
  | { readonly kind: 'bytes'; readonly base64: string }
  | { readonly kind: 'unreadable'; readonly reason: string };

export const readFileRequest = 'sipWorkbench/readFile';
export const readBytesRequest = 'sipWorkbench/readBytes';
export const listFilesRequest = 'sipWorkbench/listFiles';
