import { decodeText } from '../text/decode.ts';
import { type Bounded, excessOf } from '../text/textBound.ts';

/** The content of a URI. */
export type FileContent =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'missing' }
  /** `reason` is a sentence for the user. */
  | { readonly kind: 'unreadable'; readonly reason: string };

/** The bytes of a URI, or a sentence for the user that says why they are not read. */
export type FileBytes =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** One name in a folder. */
export interface FolderEntry {
  readonly name: string;
  readonly isFolder: boolean;
}

/** The files that SIP Workbench can read. Nothing here ever writes. The functions do not throw. */
export interface FileSystem {
  read(uri: string): Promise<FileContent>;
  /** What is in a folder, in no particular order; undefined if there is no such folder or it cannot be read. */
  list(folder: string): Promise<readonly FolderEntry[] | undefined>;
  /** The bytes of a file, also of a binary one, if they are not more than `maxCaptureBytes`. */
  bytes?(uri: string): Promise<FileBytes>;
  /** True if two URIs refer to the same file, like `SIP.conf` and `sip.conf` in a case-insensitive file system. */
  isSame?(a: string, b: string): Promise<boolean>;
}

/** Largest file that is read, in bytes: a text editor cannot handle larger ones either. */
export const maxFileBytes = 64 * 1024 * 1024;

/** Largest capture that is read, in bytes. */
export const maxCaptureBytes = 1024 * 1024 * 1024;

/** The text of a file, or why it is not a text. */
export function contentOf(bytes: Uint8Array): FileContent {
  if (bytes.length > maxFileBytes) return tooLarge(bytes.length);
  // Configuration files and text traces never contain a NUL byte; captures and archives have one near the start.
  const head = bytes.subarray(0, headLength);
  if (head.includes(0)) return withNul(decodeText(head));
  return { kind: 'text', text: decodeText(bytes) };
}

/** Why a text is not read as a language; undefined if it is. */
export function refusal(text: string, language: Bounded | undefined): string | undefined {
  if (text.length > maxFileBytes) return tooLarge(text.length).reason;
  const head = text.slice(0, headLength);
  return head.includes('\u0000') ? withNul(head).reason : excessOf(text, language ?? {});
}

export function tooLarge(size: number): FileContent & { kind: 'unreadable' } {
  const megabytes = Math.ceil(size / 1024 / 1024);
  return {
    kind: 'unreadable',
    reason: `This file has ${megabytes} MB. SIP Workbench reads only files of up to ${maxFileBytes / 1024 / 1024} MB, so this one is not checked.`,
  };
}

export function captureTooLarge(size: number): FileBytes & { kind: 'unreadable' } {
  const most = maxCaptureBytes / 1024 / 1024 / 1024;
  return {
    kind: 'unreadable',
    reason: `This file has ${(size / 1024 / 1024 / 1024).toFixed(1)} GB. SIP Workbench reads captures of up to ${most} GB, so this one is not opened. Keep only the SIP messages (tshark -r FILE -Y sip -w SMALLER), or split it (editcap -c).`,
  };
}

/** How much of a file is examined for signs that it is not text. */
const headLength = 8192;

function withNul(head: string): FileContent & { kind: 'unreadable' } {
  // In UTF-16, every other byte is NUL at the start of a configuration; its byte order mark is not valid UTF-8.
  return /^\uFFFD{0,2}(?:\u0000[^\u0000]|[^\u0000]\u0000){4}/.test(head) ? utf16 : binary;
}

const utf16: FileContent & { kind: 'unreadable' } = {
  kind: 'unreadable',
  reason: 'This file is UTF-16, which no SIP server reads, so it is not checked. Save it as UTF-8.',
};

const binary: FileContent & { kind: 'unreadable' } = {
  kind: 'unreadable',
  reason: 'This file is binary. SIP Workbench checks only text files, so this one is not checked.',
};

/** A file system in which nothing can be looked up. */
export const noFiles: FileSystem = {
  read: async () => ({ kind: 'missing' }),
  list: async () => undefined,
};
