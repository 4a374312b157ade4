/** `sipWorkbench/readFile` and `sipWorkbench/listFiles`: files that only the client can reach. */
export interface FileRequest {
  readonly uri: string;
}

export const readFileRequest = 'sipWorkbench/readFile';
export const listFilesRequest = 'sipWorkbench/listFiles';
