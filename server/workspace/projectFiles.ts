import type { Language } from '../languages/language.ts';
import type { FileSystem } from './files.ts';
import { baseName, folderOf, hasNeighbors, isBelow, within } from './location.ts';
import { PROJECT_FILE, type ProjectFile, readProjectFile } from './projectFile.ts';

/** Folders upwards in which a project file is looked for. */
const MAX_FOLDERS = 16;
/** Folders that are remembered: an editor that stays open for weeks visits more and more of them. */
const MOST_KNOWN = 256;

/** The project files around the files in use: for each file, the nearest one in its folder or above, up to a workspace folder. */
export class ProjectFiles {
  /** By folder, the one that was asked for last at the end. */
  private readonly known = new Map<string, Promise<ProjectFile | undefined>>();

  constructor(
    private readonly files: FileSystem,
    private readonly languages: readonly Language[],
    private readonly folders: () => readonly string[],
    private readonly report: (feature: string, error: unknown) => void,
    /** Used for all files, in place of the nearest one. */
    private readonly given?: ProjectFile | undefined,
  ) {}

  /** The project file for a file; undefined without one, or when it cannot be used: that is reported. */
  async of(uri: string): Promise<ProjectFile | undefined> {
    if (this.given !== undefined) return this.given;
    if (!hasNeighbors(uri)) return undefined;
    const ends = this.folders();
    let folder = folderOf(uri);
    for (let level = 0; level < MAX_FOLDERS; level++) {
      const found = await this.inFolder(folder);
      if (found !== undefined) return found;
      if (!ends.some(end => folder !== end && isBelow(folder, end))) break;
      folder = folderOf(folder);
    }
    return undefined;
  }

  /** Forgets what was read; true when one of these files is, or may become, a project file. */
  changed(uris: readonly string[]): boolean {
    if (!uris.some(uri => baseName(uri) === PROJECT_FILE)) return false;
    this.clear();
    return true;
  }

  clear(): void {
    this.known.clear();
  }

  private inFolder(folder: string): Promise<ProjectFile | undefined> {
    const found = this.known.get(folder) ?? this.read(within(folder, PROJECT_FILE));
    this.known.delete(folder);
    this.known.set(folder, found);
    const [oldest] = this.known.keys();
    if (this.known.size > MOST_KNOWN && oldest !== undefined) this.known.delete(oldest);
    return found;
  }

  private async read(uri: string): Promise<ProjectFile | undefined> {
    try {
      const content = await this.files.read(uri);
      // Also one that nobody may read, such as one above the folders that an agent may look into.
      if (content.kind !== 'text') return undefined;
      return readProjectFile(uri, content.text, this.languages);
    } catch (error) {
      this.report(PROJECT_FILE, error);
      return undefined;
    }
  }
}
