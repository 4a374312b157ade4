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
  /** True when two URIs name one file, as `SIP.conf` and `sip.conf` do where the case of names means nothing. */
  isSame?(a: string, b: string): Promise<boolean>;
}

/** Largest file that is read, in bytes: above it a text editor is no help either. */
export const maxFileBytes = 64 * 1024 * 1024;

/** The text of a file, or why it is not taken for one. */
export function contentOf(bytes: Uint8Array): FileContent {
  if (bytes.length > maxFileBytes) return tooLarge(bytes.length);
  // No configuration file and no text trace holds a NUL byte; captures and archives do at once.
  const head = bytes.subarray(0, headLength);
  if (head.includes(0)) return withNul(decodeText(head));
  return { kind: 'text', text: decodeText(bytes) };
}

/** Why a text that came from an editor is not read; undefined when it is. */
export function refusal(text: string): string | undefined {
  if (text.length > maxFileBytes) return tooLarge(text.length).reason;
  const head = text.slice(0, headLength);
  return head.includes('\u0000') ? withNul(head).reason : undefined;
}

export function tooLarge(size: number): FileContent & { kind: 'unreadable' } {
  const megabytes = Math.ceil(size / 1024 / 1024);
  return {
    kind: 'unreadable',
    reason: `This file has ${megabytes} MB. SIP Workbench reads files of up to ${maxFileBytes / 1024 / 1024} MB, so this one is not checked.`,
  };
}

/** How much of a file is looked at for signs that it is not a text. */
const headLength = 8192;

function withNul(head: string): FileContent & { kind: 'unreadable' } {
  // Every other byte of UTF-16 is NUL for what configurations begin with; its byte order mark is not an UTF-8.
  return /^\uFFFD{0,2}(?:\u0000[^\u0000]|[^\u0000]\u0000){4}/.test(head) ? utf16 : binary;
}

const utf16: FileContent & { kind: 'unreadable' } = {
  kind: 'unreadable',
  reason: 'This file is UTF-16, which no SIP server reads, so it is not checked. Save it as UTF-8.',
};

const binary: FileContent & { kind: 'unreadable' } = {
  kind: 'unreadable',
  reason: 'This file is binary. SIP Workbench checks text files only, so this one is not checked.',
};

/** A file system in which nothing can be looked up. */
export const noFiles: FileSystem = {
  read: async () => ({ kind: 'missing' }),
  list: async () => undefined,
};
