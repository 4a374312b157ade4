import type { Language } from '../languages/language.ts';
import { type Bounded, excessOf, type TextBound } from '../text/textBound.ts';
import type { FileContent, FileSystem, FolderEntry } from './files.ts';
import { folderOf } from './location.ts';

/**
 * What was read from disk, until a watched change makes it stale. Nothing waits: an answer of `loading`
 * has the promise to wait for before asking again.
 */
export class FileCache {
  private readonly files = new Map<string, CachedFile>();
  private readonly folders = new Map<string, Loading<readonly FolderEntry[] | undefined>>();

  /** By root: only the projects that name a file wait for one that does not respond. */
  private readonly turns = new Map<string, Turns>();

  constructor(private readonly system: FileSystem) {}

  /** The content of a file by its canonical URI, for the project of a root. */
  content(uri: string, root: string): FileContent | Promise<unknown> {
    const { loading } = this.file(uri, root);
    return loading.arrived?.value ?? loading.promise;
  }

  /** The tree of a file whose content is text. Parsed once for each language. */
  tree(uri: string, language: Language, root: string): object | undefined | Promise<unknown> {
    const file = this.file(uri, root);
    const { loading } = file;
    if (loading.arrived === undefined) return loading.promise;
    const { value } = loading.arrived;
    let tree = file.trees.get(language);
    if (tree === undefined && value.kind === 'text' && this.excessOf(uri, language) === undefined) {
      tree = language.parse(value.text);
      file.trees.set(language, tree);
    }
    return tree;
  }

  /** The length of a text that was read, in UTF-16 units; 0 for anything else. */
  lengthOf(uri: string): number {
    const content = this.files.get(uri)?.loading.arrived?.value;
    return content?.kind === 'text' ? content.text.length : 0;
  }

  /** Why a text that was read is too long for this reader; undefined if it is not. */
  excessOf(uri: string, reader: Bounded): string | undefined {
    const content = this.files.get(uri)?.loading.arrived?.value;
    if (content?.kind !== 'text') return undefined;
    return excessOf(content.text, reader, bound => this.countOf(uri, bound));
  }

  /** How much of what a bound is about a text has that was read; 0 for anything else. */
  countOf(uri: string, bound: TextBound): number {
    const file = this.files.get(uri);
    const content = file?.loading.arrived?.value;
    if (file === undefined || content?.kind !== 'text') return 0;
    let count = file.counts.get(bound);
    if (count === undefined) {
      count = bound.countIn(content.text);
      file.counts.set(bound, count);
    }
    return count;
  }

  /** The content of a folder; undefined if unknown. */
  async list(folder: string): Promise<readonly FolderEntry[] | undefined> {
    return this.folder(folder).promise;
  }

  /** As `list`, without waiting. */
  entries(folder: string): readonly FolderEntry[] | undefined | Promise<unknown> {
    const loading = this.folder(folder);
    return loading.arrived === undefined ? loading.promise : loading.arrived.value;
  }

  /** Whether a folder exists. */
  hasFolder(folder: string): boolean | Promise<unknown> {
    const loading = this.folder(folder);
    return loading.arrived === undefined ? loading.promise : loading.arrived.value !== undefined;
  }

  /** Makes a file stale, and, if it was created or removed, what is known about its folder. True if anything was known. */
  forget(uri: string, cameOrWent: boolean): boolean {
    const knewFile = this.files.delete(uri);
    return (cameOrWent && this.folders.delete(folderOf(uri))) || knewFile;
  }

  clear(): void {
    this.files.clear();
    this.folders.clear();
  }

  /** Drops what is outside of these folders when it is more than `most`; true when something was dropped. */
  keepFolders(kept: ReadonlySet<string>, most: number): boolean {
    const files = [...this.files.keys()].filter(uri => !kept.has(folderOf(uri)));
    const folders = [...this.folders.keys()].filter(uri => !kept.has(uri));
    if (files.length + folders.length <= most) return false;
    for (const uri of files) this.files.delete(uri);
    for (const uri of folders) this.folders.delete(uri);
    return true;
  }

  private file(uri: string, root: string): CachedFile {
    let file = this.files.get(uri);
    if (file === undefined) {
      file = this.newFile(uri);
      this.files.set(uri, file);
    }
    // Each project waits in its own queue; what one reads is there for all.
    if (file.loading.arrived === undefined && !file.askedBy.has(root)) {
      file.askedBy.add(root);
      void file.readIn(this.turnsOf(root));
    }
    return file;
  }

  private newFile(uri: string): CachedFile {
    let reading: Promise<FileContent> | undefined;
    const read = (): Promise<FileContent> => {
      reading ??= this.system.read(uri);
      return reading;
    };
    let arrive: (content: FileContent) => void = () => undefined;
    const loading = start(
      new Promise<FileContent>(resolve => {
        arrive = resolve;
      }),
    );
    const readIn = async (turns: Turns): Promise<void> => arrive(await turns.take(read));
    return { loading, readIn, askedBy: new Set(), trees: new Map(), counts: new Map() };
  }

  private turnsOf(root: string): Turns {
    for (const [other, turns] of this.turns) if (turns.isIdle) this.turns.delete(other);
    const turns = this.turns.get(root) ?? new Turns(MOST_AT_ONCE);
    this.turns.set(root, turns);
    return turns;
  }

  private folder(uri: string): Loading<readonly FolderEntry[] | undefined> {
    let folder = this.folders.get(uri);
    if (folder === undefined) {
      folder = start(this.system.list(uri));
      this.folders.set(uri, folder);
    }
    return folder;
  }
}

/** How many files of a project are read at a time: a process can have at most some thousand open files, often fewer. */
const MOST_AT_ONCE = 32;

/** Lets only this many run at a time; the others wait in a queue. */
class Turns {
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  private next = 0;

  constructor(private readonly most: number) {}

  get isIdle(): boolean {
    return this.running === 0;
  }

  async take<Value>(work: () => Promise<Value>): Promise<Value> {
    if (this.running >= this.most) await new Promise<void>(resolve => this.waiting.push(resolve));
    else this.running++;
    try {
      return await work();
    } finally {
      this.pass();
    }
  }

  /** Passes the turn to the first in the queue. */
  private pass(): void {
    const first = this.waiting[this.next];
    if (first === undefined) {
      this.running--;
      this.waiting.length = 0;
      this.next = 0;
      return;
    }
    this.next++;
    first();
  }
}

interface CachedFile {
  readonly loading: Loading<FileContent>;
  readonly readIn: (turns: Turns) => Promise<void>;
  /** Roots of the projects that wait for it. */
  readonly askedBy: Set<string>;
  readonly trees: Map<Language, object>;
  readonly counts: Map<TextBound, number>;
}

/** A value that is being loaded: `arrived` is set when it is available. */
interface Loading<Value> {
  readonly promise: Promise<Value>;
  arrived: { readonly value: Value } | undefined;
}

function start<Value>(promise: Promise<Value>): Loading<Value> {
  const loading: Loading<Value> = { promise, arrived: undefined };
  void promise.then(value => {
    loading.arrived = { value };
  });
  return loading;
}
