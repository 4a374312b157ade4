import { folderOf, within } from '../../workspace/location.ts';
import { type FolderChange, type Io, UsageError, type Watching } from '../io.ts';
import { uriOf } from '../paths.ts';

/** Changes that follow each other within this time, in milliseconds, are one: editors write a file in several steps. */
const QUIET_TIME = 100;

/**
 * Runs again after every change of what the last run read or listed, until the program is told to end. Something new in a
 * folder that makes no difference to the output is not reported.
 */
export async function keepWatching(io: Io, run: (io: Io) => Promise<void>): Promise<void> {
  const watching = await io.watching?.();
  if (watching === undefined) throw new UsageError('--watch cannot be used here');
  const end = new Promise<'end'>(resolve => watching.whenTold(() => resolve('end')));
  let before: Run | undefined;
  for (let cause: Cause = 'changed file'; cause !== 'end'; ) {
    before?.changes.stop();
    const latest = await runOnce(io, watching, run);
    if (cause === 'changed file' || latest.text !== before?.text) {
      watching.clear();
      latest.print();
    }
    before = latest;
    cause = await Promise.race([latest.changes.next, end]);
  }
  before?.changes.stop();
}

type Cause = 'changed file' | 'changed folder' | 'end';

/** What a run printed, and the changes since it began. */
interface Run {
  readonly text: string;
  readonly print: () => void;
  readonly changes: Changes;
}

async function runOnce(io: Io, watching: Watching, run: (io: Io) => Promise<void>): Promise<Run> {
  const changes = new Changes(watching);
  const pieces: { readonly text: string; readonly write: (text: string) => void }[] = [];
  const later = (write: (text: string) => void) => (text: string) => {
    pieces.push({ text, write });
  };
  const world: Io = {
    ...recorded(io, watching, changes),
    stdout: later(io.stdout),
    stderr: later(io.stderr),
    painted: later(io.painted ?? io.stdout),
  };
  try {
    await run(world);
  } catch (error) {
    // The file of the settings may be broken while it is edited.
    if (!(error instanceof UsageError)) {
      changes.stop();
      throw error;
    }
    world.stderr(`sip-workbench: ${error.message}\n`);
    io.setExitCode(2);
  }
  return {
    text: pieces.map(({ text }) => text).join(''),
    print: () => {
      for (const { text, write } of pieces) write(text);
    },
    changes,
  };
}

/** The same environment, in which everything is watched from before it is read. */
function recorded(io: Io, watching: Watching, changes: Changes): Io {
  const note = async (uri: string): Promise<void> => {
    changes.watchFile(uri);
    changes.watchFile(await watching.target(uri));
  };
  return {
    ...io,
    // What other threads read is not recorded.
    crew: undefined,
    readFile: async path => {
      await note(uriOf(path, io));
      return io.readFile(path);
    },
    files: {
      ...io.files,
      read: async uri => {
        await note(uri);
        return io.files.read(uri);
      },
      list: folder => {
        changes.watchFolder(folder);
        return io.files.list(folder);
      },
    },
  };
}

/** The next change that may change the output; it is known when nothing has happened for a moment. */
class Changes {
  readonly next: Promise<Cause>;
  /** URIs of what a run has asked for, whether it was there or not. */
  private readonly files = new Set<string>();
  private readonly folders = new Set<string>();
  /** By the folder that is watched. */
  private readonly watchers = new Map<string, () => void>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private cause: Cause = 'changed folder';
  private resolve: (cause: Cause) => void = () => undefined;

  constructor(private readonly watching: Watching) {
    this.next = new Promise(resolve => {
      this.resolve = resolve;
    });
  }

  watchFile(uri: string): void {
    this.files.add(uri);
    this.watch(folderOf(uri));
  }

  watchFolder(uri: string): void {
    this.folders.add(uri);
    this.watch(uri);
  }

  stop(): void {
    clearTimeout(this.timer);
    for (const end of this.watchers.values()) end();
  }

  private watch(folder: string): void {
    if (this.watchers.has(folder)) return;
    const end = this.watching.folder(folder, change => this.changed(folder, change));
    this.watchers.set(folder, end);
  }

  private changed(folder: string, { name, kind }: FolderChange): void {
    if (name === undefined || this.files.has(within(folder, name))) this.cause = 'changed file';
    else if (kind === 'content' || !this.folders.has(folder)) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.resolve(this.cause), QUIET_TIME);
  }
}
