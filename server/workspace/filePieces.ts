import { accessSync, closeSync, constants, openSync, readSync, statSync } from 'node:fs';

/** The bytes of a regular file in pieces; undefined for anything else, and for a file that cannot be read. */
export function filePieces(path: string): Iterable<Uint8Array> | undefined {
  return isReadableFile(path) ? { [Symbol.iterator]: () => piecesOf(path) } : undefined;
}

function isReadableFile(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function* piecesOf(path: string): Generator<Uint8Array> {
  const file = openSync(path, 'r');
  try {
    for (;;) {
      const piece = new Uint8Array(PIECE);
      const length = readSync(file, piece);
      if (length === 0) return;
      yield piece.subarray(0, length);
    }
  } finally {
    closeSync(file);
  }
}

const PIECE = 1_048_576;
