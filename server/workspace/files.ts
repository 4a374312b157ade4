import { decodeText } from '../text/decode.ts';

/** What is behind a URI. */
export type FileContent =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'missing' }
  /** `reason` is a sentence for the user. */
  | { readonly kind: 'unreadable'; readonly reason: string };

/** One name in a folder. */
export interface FolderEntry {
  readonly name: string;
  readonly isFolder: boolean;
}

/** The files that the workbench can look at. Nothing here ever writes. Neither function throws. */
export interface FileSystem {
  read(uri: string): Promise<FileContent>;
  /** What is in a folder, in no particular order; undefined when there is no such folder or nobody can look. */
  list(folder: string): Promise<readonly FolderEntry[] | undefined>;
}

/** Largest file that is read, in bytes: above it a text editor is no help either. */
export const maxFileBytes = 64 * 1024 * 1024;

/** The text of a file, or why it is not taken for one. */
export function contentOf(bytes: Uint8Array): FileContent {
  if (bytes.length > maxFileBytes) return tooLarge(bytes.length);
  // No configuration file and no text trace holds a NUL byte; captures and archives do at once.
  if (bytes.subarray(0, 8192).includes(0)) return binary;
  return { kind: 'text', text: decodeText(bytes) };
}

/** Why a text that came from an editor is not read; undefined when it is. */
export function refusal(text: string): string | undefined {
  if (text.length > maxFileBytes) return tooLarge(text.length).reason;
  return text.slice(0, 8192).includes('\u0000') ? binary.reason : undefined;
}

export function tooLarge(size: number): FileContent & { kind: 'unreadable' } {
  const megabytes = Math.ceil(size / 1024 / 1024);
  return {
    kind: 'unreadable',
    reason: `This file has ${megabytes} MB. SIP Workbench reads files of up to ${maxFileBytes / 1024 / 1024} MB, so this one is not checked.`,
  };
}

const binary: FileContent & { kind: 'unreadable' } = {
  kind: 'unreadable',
  reason: 'This file is binary. SIP Workbench checks text files only, so this one is not checked.',
};

/** A file system in which nothing can be looked up. */
export const noFiles: FileSystem = {
  read: async () => ({ kind: 'missing' }),
  list: async () => undefined,
};
