import type { TextDocumentContentChangeEvent } from 'vscode-languageserver-textdocument';
import type { Language } from '../languages/language.ts';
import type { LineEdit, View } from '../languages/project.ts';
import { OpenDocument } from './documents.ts';
import { FileCache } from './fileCache.ts';
import type { FileSystem } from './files.ts';
import { companionsOf, type Sources } from './graph.ts';
import { baseName, canonicalUri, folderOf } from './location.ts';
import { LoadedProject, type ProjectState } from './project.ts';
import { entryFor, type ProjectFile } from './projectFile.ts';
import { ProjectFiles } from './projectFiles.ts';
import { readInTurns } from './reading.ts';
import { findRoot } from './roots.ts';
import type { Settings } from './settings.ts';

/** What the workspace needs from its host. */
export interface Host {
  readonly languages: readonly Language[];
  readonly files: FileSystem;
  /** The user's settings for a file, which override those of a project file; the same object until they change. */
  readonly settings: (uri: string) => Promise<Settings>;
  /** The project file to use instead of the nearest one. */
  readonly projectFile?: ProjectFile | undefined;
  /** Logs a failure for developers; never with text from a file. */
  readonly report: (feature: string, error: unknown) => void;
  /**
   * Shows progress if `task` takes long; with `atOnce`, before it starts, for a task that leaves no time to show
   * anything once it runs.
   */
  readonly busy: <Value>(
    title: string,
    task: (report: (fraction: number) => void) => Promise<Value>,
    atOnce?: boolean,
  ) => Promise<Value>;
  /** Sets the folders in which changes on disk matter from now on. */
  readonly watch?: (folders: ReadonlySet<string>) => void;
  /** Sets the companions whose text in an editor matters from now on, whatever their language in the editor. */
  readonly follow?: (companions: ReadonlySet<string>) => void;
}

/** One file, ready for requests. */
export interface Subject {
  readonly language: Language;
  readonly view: View<object, object>;
  readonly state: ProjectState;
  /** The open document; undefined for a file that was read from disk. */
  readonly document: OpenDocument | undefined;
}

/** A change of a file on disk. */
export interface FileChange {
  readonly uri: string;
  readonly kind: 'created' | 'changed' | 'deleted';
}

/** Everything that is open, the projects around it, and the files read for them. */
export class Workspace {
  private workspaceFolders: readonly string[] = [];
  private readonly documents = new Map<string, OpenDocument>();
  private readonly projects = new Map<string, LoadedProject>();
  /** The root of each file, as long as nothing that determines it has changed. */
  private readonly roots = new Map<string, Promise<string>>();
  /** Open documents that include others, by canonical URI, with what they include; and those that have changed since. */
  private readonly including = new Map<string, { readonly language: Language; readonly paths: string }>();
  private readonly edited = new Set<string>();
  private readonly sources: Sources;
  private readonly cache: FileCache;
  private readonly projectFiles: ProjectFiles;
  /** Open documents by their canonical URI in lower case, and which spellings of URIs belong to the same file. */
  private readonly openInAnyCase = new Map<string, string>();
  private readonly sameFiles = new Map<string, boolean>();
  private readonly forgetters: ((inUse: ReadonlySet<string>) => void)[] = [];
  /** Increases with every change of a document or file. */
  private revision = 0;

  constructor(private readonly host: Host) {
    this.cache = new FileCache(host.files);
    this.projectFiles = new ProjectFiles(
      host.files,
      host.languages,
      () => this.workspaceFolders,
      host.report,
      host.projectFile,
    );
    this.sources = {
      cache: this.cache,
      open: uri => this.documents.get(uri),
      patterns: new Map(),
      ...this.caseSources(host.files),
    };
  }

  private caseSources({ isSame }: FileSystem): Pick<Sources, 'isSame' | 'openInAnyCase'> {
    if (isSame === undefined) return {};
    return {
      isSame: (a, b) => {
        const key = `${a}\n${b}`;
        const known = this.sameFiles.get(key);
        if (known !== undefined) return known;
        return isSame(a, b).then(answer => this.sameFiles.set(key, answer));
      },
      openInAnyCase: lower => this.openInAnyCase.get(lower),
    };
  }

  /** URIs of the workspace folders, canonical, without a slash at the end. */
  get folders(): readonly string[] {
    return this.workspaceFolders;
  }

  set folders(folders: readonly string[]) {
    this.workspaceFolders = folders;
    this.roots.clear();
  }

  open(uri: string, languageId: string, version: number, text: string): void {
    const document = new OpenDocument(uri, languageId, version, text, this.host.languages, this.host.report);
    this.documents.set(canonicalUri(uri), document);
    this.openInAnyCase.set(canonicalUri(uri).toLowerCase(), uri);
    this.edited.add(canonicalUri(uri));
    this.revision++;
    this.roots.clear();
  }

  /** Applies changes to an open document, and returns the corresponding edits of lines. */
  change(
    uri: string,
    version: number,
    changes: readonly TextDocumentContentChangeEvent[],
  ): readonly LineEdit[] {
    this.revision++;
    this.edited.add(canonicalUri(uri));
    return this.document(uri)?.change(changes, version) ?? [];
  }

  close(uri: string): void {
    const canonical = canonicalUri(uri);
    this.revision++;
    this.documents.delete(canonical);
    this.including.delete(canonical);
    this.openInAnyCase.delete(canonical.toLowerCase());
    // The editor may have written the file, and its watcher may report this later or never.
    this.cache.forget(canonical, true);
    this.roots.clear();
    this.forgetProjectsOf(uri);
  }

  /** `listener` is called when a document was closed: with all files that are still open or part of a project. */
  whenForgotten(listener: (inUse: ReadonlySet<string>) => void): void {
    this.forgetters.push(listener);
  }

  document(uri: string): OpenDocument | undefined {
    return this.documents.get(canonicalUri(uri));
  }

  /** True for a companion file of a project in use. */
  isCompanion(uri: string): boolean {
    return this.companionsInUse().has(canonicalUri(uri));
  }

  get openDocuments(): Iterable<OpenDocument> {
    return this.documents.values();
  }

  /** Records changes on disk; true if something that was read is now stale. */
  filesChanged(changes: readonly FileChange[]): boolean {
    let stale = false;
    this.revision++;
    if (this.projectFiles.changed(changes.map(({ uri }) => uri))) stale = true;
    for (const { uri, kind } of changes) {
      const canonical = canonicalUri(uri);
      if (this.cache.forget(canonical, kind !== 'changed')) stale = true;
    }
    if (changes.some(change => change.kind !== 'changed')) this.sources.patterns.clear();
    if (changes.some(change => change.kind !== 'changed')) this.sameFiles.clear();
    if (stale) this.roots.clear();
    return stale;
  }

  /** Marks everything that was read from disk as stale. */
  forgetFiles(): void {
    this.revision++;
    this.projectFiles.clear();
    this.cache.clear();
    this.sameFiles.clear();
    this.sources.patterns.clear();
    this.roots.clear();
  }

  /** What is known about a file; undefined if no language reads it. Throws what the language throws. */
  async subject(uri: string): Promise<Subject | undefined> {
    const document = this.document(uri);
    const file = document?.uri ?? canonicalUri(uri);
    const language = document === undefined ? this.languageOfFile(file) : document.language;
    if (language === undefined || document?.refusal !== undefined) return undefined;
    const load = async (): Promise<ProjectState> => this.stateOf(await this.rootOf(file, language), language);
    if (document?.isLarge === true && !document.isRead) {
      document.reading ??= this.readFirst(document, file, load).finally(() => {
        document.reading = undefined;
      });
      await document.reading;
      if (this.document(file) !== document) return undefined;
    }
    const state = await this.host.busy(`Reading the files of ${language.title}`, load);
    const tree = state.project.trees.get(file);
    if (tree === undefined) return undefined;
    return { language, view: { uri: file, tree, model: state.model }, state, document: this.document(uri) };
  }

  /** Reads a long text for the first time, and shows progress. */
  private readFirst(document: OpenDocument, file: string, load: () => Promise<ProjectState>): Promise<void> {
    const read = async (report: (fraction: number) => void): Promise<void> => {
      await readInTurns(document, () => this.document(file) === document, report);
      // The rest is checked in one step, during which no progress could be shown.
      await this.judge(file, load);
    };
    return this.host.busy(`Reading ${baseName(file)}`, read, true);
  }

  /** Lets the language check a file, so that later requests find the result. */
  private async judge(file: string, load: () => Promise<ProjectState>): Promise<void> {
    const { language, project, model } = await load();
    const tree = project.trees.get(file);
    if (tree !== undefined) language.check({ uri: file, tree, model });
  }

  /**
   * The language of a file that a root includes, if that root is known or in the folder or a parent folder; otherwise
   * undefined.
   */
  async languageOfIncluded(uri: string): Promise<Language | undefined> {
    const canonical = canonicalUri(uri);
    for (const { root, language, latest } of this.projects.values())
      if (canonicalUri(root) !== canonical && latest?.project.trees.has(canonical)) return language;
    for (const language of this.host.languages) {
      if ((await findRoot(canonical, language, this.sources, [], this.folders)) !== canonical)
        return language;
    }
    return undefined;
  }

  /** States of all projects that an open document belongs to. */
  async states(): Promise<ProjectState[]> {
    const states = new Map<string, ProjectState>();
    for (const document of this.documents.values()) {
      try {
        const { state } = (await this.subject(document.uri)) ?? {};
        if (state !== undefined) states.set(state.project.root, state);
      } catch (error) {
        // An error in one project does not affect the others.
        this.host.report(`project of ${document.language?.id ?? 'a document'}`, error);
        this.projectOf(document.uri)?.reset();
      }
    }
    this.forgetAllBut(new Set(states.keys()));
    return [...states.values()];
  }

  /** The state of the project of a root. */
  async stateOf(root: string, language: Language): Promise<ProjectState> {
    let project = this.projects.get(root);
    if (project === undefined || project.language !== language) {
      project = new LoadedProject(root, language, this.sources);
      this.projects.set(root, project);
    }
    const before = project.latest?.project.trees;
    const settings = project.settingsOver(await this.host.settings(root), await this.projectFiles.of(root));
    const state = await project.update(settings, () => this.revision);
    if (before === undefined || !hasSameKeys(before, state.project.trees))
      this.projectChanged(before !== undefined);
    return state;
  }

  /** The language that a project file gives to a file; undefined when none does. */
  async languageInProject(uri: string): Promise<Language | undefined> {
    const project = await this.projectFiles.of(uri);
    const id = project === undefined ? undefined : entryFor(project, uri).language;
    return this.host.languages.find(language => language.id === id);
  }

  private projectOf(uri: string): LoadedProject | undefined {
    const canonical = canonicalUri(uri);
    for (const project of this.projects.values())
      if (canonicalUri(project.root) === canonical || project.latest?.project.trees.has(uri)) return project;
    return undefined;
  }

  /** Rebuilds the models after a failure, so that a half-updated one is not used any longer. */
  resetModels(): void {
    for (const project of this.projects.values()) project.reset();
  }

  /** The set of files of a project has changed. */
  private projectChanged(wasKnown: boolean): void {
    if (wasKnown) this.roots.clear();
    const folders = new Set<string>();
    for (const project of this.projects.values())
      for (const folder of project.latest?.folders ?? []) folders.add(folder);
    this.host.watch?.(folders);
    this.host.follow?.(this.companionsInUse());
  }

  private companionsInUse(): ReadonlySet<string> {
    const projects = [...this.projects.values()];
    return new Set(
      projects.flatMap(({ root, language, latest }) => [
        ...companionsOf(root, language, latest?.project.trees.get(root)).values(),
      ]),
    );
  }

  /** The root of the project that a file belongs to; the file itself when nothing includes it. */
  rootOf(uri: string, language: Language): Promise<string> {
    this.noticeIncludes();
    let root = this.roots.get(uri);
    if (root === undefined) {
      const live = [...this.projects.values()]
        .filter(project => project.language === language)
        .map(project => project.root);
      for (const [open, found] of this.including) if (found.language === language) live.push(open);
      root = findRoot(uri, language, this.sources, live, this.folders);
      this.roots.set(uri, root);
      root.catch(() => this.roots.delete(uri));
    }
    return root;
  }

  /**
   * The includes of open documents determine roots, whether or not there was a request for them: the result for a file
   * must not depend on which of two files was requested first.
   */
  private noticeIncludes(): void {
    for (const uri of this.edited) {
      const paths = this.pathsIncluded(uri);
      const language = this.documents.get(uri)?.language;
      if (paths === (this.including.get(uri)?.paths ?? '')) continue;
      if (paths === '' || language === undefined) this.including.delete(uri);
      else this.including.set(uri, { language, paths });
      this.roots.clear();
    }
    this.edited.clear();
  }

  private pathsIncluded(uri: string): string {
    const document = this.documents.get(uri);
    const language = document?.language;
    if (language === undefined || language.includeBases?.length === 0 || document?.refusal !== undefined)
      return '';
    try {
      const tree = document?.tree(language);
      return tree === undefined
        ? ''
        : language
            .includes(tree)
            .map(({ path }) => path)
            .join('\n');
    } catch {
      // Reported when the document itself is requested.
      return '';
    }
  }

  /** The language of a file that is not open: that of a project that includes it. */
  private languageOfFile(uri: string): Language | undefined {
    for (const project of this.projects.values()) {
      if (project.latest?.project.trees.has(uri)) return project.language;
    }
    return undefined;
  }

  /** Drops the projects that were in use because of a document that is closed now. */
  private forgetProjectsOf(closed: string): void {
    const canonical = canonicalUri(closed);
    const roots = new Set<string>();
    for (const [root, project] of this.projects) {
      const trees = project.latest?.project.trees;
      const isTouched = canonicalUri(root) === canonical || trees === undefined || trees.has(closed);
      if (!isTouched || this.isOpenAmong(root, trees)) roots.add(root);
    }
    this.forgetAllBut(roots);
    this.forgetIdle();
  }

  private isOpenAmong(root: string, trees: ReadonlyMap<string, object> | undefined): boolean {
    if (this.documents.has(canonicalUri(root))) return true;
    for (const { uri } of this.documents.values()) if (trees?.has(uri) === true) return true;
    return false;
  }

  private forgetAllBut(roots: ReadonlySet<string>): void {
    for (const root of this.projects.keys()) if (!roots.has(root)) this.projects.delete(root);
  }

  /** Drops what was read from disk and remembered about files that are not in use any more. */
  private forgetIdle(): void {
    const inUse = new Set([...this.documents.values()].map(({ uri }) => uri));
    const folders = new Set<string>();
    for (const { root, latest } of this.projects.values()) {
      inUse.add(root);
      for (const uri of latest?.project.trees.keys() ?? []) inUse.add(uri);
      for (const folder of latest?.folders ?? [folderOf(root)]) folders.add(folder);
    }
    if (this.cache.keepFolders(folders, this.documents.size === 0 ? 0 : MOST_IDLE)) {
      this.sameFiles.clear();
      this.sources.patterns.clear();
    }
    for (const forget of this.forgetters) forget(inUse);
  }
}

/** So many files and folders outside of all projects stay in memory, as they may be asked for next. */
const MOST_IDLE = 256;

function hasSameKeys(a: ReadonlyMap<string, unknown>, b: ReadonlyMap<string, unknown>): boolean {
  if (a.size !== b.size) return false;
  for (const key of b.keys()) if (!a.has(key)) return false;
  return true;
}
