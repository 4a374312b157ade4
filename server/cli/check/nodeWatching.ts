import { type FSWatcher, watch } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { URI } from 'vscode-uri';
import type { Watching } from '../io.ts';

/** Changes on this machine, and a terminal that is cleared. */
export const nodeWatching: Watching = {
  folder: (folder, listener) => {
    const watcher = watcherOf(URI.parse(folder).fsPath);
    watcher?.on('change', (event, name) =>
      listener({
        name: name === null ? undefined : name.toString(),
        kind: event === 'change' ? 'content' : 'entry',
      }),
    );
    return () => watcher?.close();
  },
  target: async uri => {
    try {
      return URI.file(await realpath(URI.parse(uri).fsPath)).toString();
    } catch {
      return uri;
    }
  },
  whenTold: listener => {
    process.once('SIGINT', listener);
    process.once('SIGTERM', listener);
  },
  clear: () => {
    if (process.stdout.isTTY) process.stdout.write('\u001b[2J\u001b[3J\u001b[H');
  },
};

/** Undefined for a folder that does not exist: the folder above it is watched if it matters. */
function watcherOf(path: string): FSWatcher | undefined {
  try {
    // A folder that is deleted while it is watched is no failure.
    return watch(path).on('error', () => undefined);
  } catch {
    return undefined;
  }
}
