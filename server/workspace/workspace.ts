import type { TextDocumentContentChangeEvent } from 'vscode-languageserver-textdocument';
import type { Language } from '../languages/language.ts';
import type { LineEdit, View } from '../languages/project.ts';
import { limits } from '../rules/limits.ts';
import { visibleText } from '../text/visible.ts';
import { OpenDocument } from './documents.ts';
import { FileCache } from './fileCache.ts';
import type { FileSystem } from './files.ts';
import type { Sources } from './graph.ts';
import { LoadedProjects } from './loadedProjects.ts';
import { baseName, canonicalUri } from './location.ts';
import { OpenDocuments } from './openDocuments.ts';
import type { ProjectState } from './project.ts';
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
  /** Logs what was done, for users who wonder what takes time. */
  readonly note?: (text: string) => void;
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
  /** Called when files arrived after their project was determined without them: answers may have changed. */
  readonly changed?: () => void;
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
  private readonly documents = new OpenDocuments();
  private readonly projects: LoadedProjects;
  /** The root of each file, as long as nothing that determines it has changed. */
  private readonly roots = new Map<string, Promise<string>>();
  private readonly sources: Sources;
  private readonly cache: FileCache;
  private readonly projectFiles: ProjectFiles;
  /** Whether two spellings of a URI belong to the same file. */
  private readonly sameFiles = new Map<string, boolean>();
  private readonly forgetters: ((inUse: ReadonlySet<string>) => void)[] = [];
  /** Roots that stay loaded although none of their files is open, with their languages. */
  private keptRoots: ReadonlyMap<string, Language> = new Map();
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
    this.projects = new LoadedProjects(this.sources);
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
      openInAnyCase: lower => this.documents.uriInAnyCase(lower),
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
    const { languages, report } = this.host;
    this.documents.open(new OpenDocument(uri, languageId, version, text, languages, report));
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
    this.documents.changed(uri);
    return this.document(uri)?.change(changes, version) ?? [];
  }

  close(uri: string): void {
    this.revision++;
    this.documents.close(uri);
    // The editor may have written the file, and its watcher may report this later or never.
    this.cache.forget(canonicalUri(uri), true);
    this.roots.clear();
    this.projects.forgetClosed(uri, this.documents, this.keptRoots);
    this.forgetIdle();
  }

  /** `listener` is called when a document was closed: with all files that are still open or part of a project. */
  whenForgotten(listener: (inUse: ReadonlySet<string>) => void): void {
    this.forgetters.push(listener);
  }

  document(uri: string): OpenDocument | undefined {
    return this.documents.get(uri);
  }

  /** True for a companion file of a project in use. */
  isCompanion(uri: string): boolean {
    return this.projects.companions.has(canonicalUri(uri));
  }

  get openDocuments(): Iterable<OpenDocument> {
    return this.documents.all;
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
    const language =
      document === undefined
        ? (this.projects.languageOf(file) ?? this.keptRoots.get(file))
        : document.language;
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

  /** Lets the language check a file as for diagnostics, so that later requests find the result. */
  private async judge(file: string, load: () => Promise<ProjectState>): Promise<void> {
    const { language, project, model } = await load();
    const tree = project.trees.get(file);
    if (tree !== undefined) language.check({ uri: file, tree, model }, limits);
  }

  /**
   * The language of a file that a root includes, if that root is known or in the folder or a parent folder; otherwise
   * undefined.
   */
  async languageOfIncluded(uri: string): Promise<Language | undefined> {
    const canonical = canonicalUri(uri);
    const inUse = this.projects.languageOf(canonical, canonical);
    if (inUse !== undefined) return inUse;
    for (const language of this.host.languages) {
      if ((await this.find(canonical, language, [])) !== canonical) return language;
    }
    return undefined;
  }

  /** States of all projects that an open document belongs to. */
  async states(): Promise<ProjectState[]> {
    const states = new Map<string, ProjectState>();
    for (const document of this.documents.all) {
      try {
        const { state } = (await this.subject(document.uri)) ?? {};
        if (state !== undefined) states.set(state.project.root, state);
      } catch (error) {
        // An error in one project does not affect the others.
        this.host.report(`project of ${document.language?.id ?? 'a document'}`, error);
        this.projects.containing(document.uri)?.reset();
      }
    }
    this.projects.forgetAllBut(new Set([...states.keys(), ...this.keptRoots.keys()]));
    return [...states.values()];
  }

  /**
   * The roots that these files belong to, with their languages, by URI; at most `most`. They stay loaded, whether or not
   * they are open, until this is called again.
   */
  async keepRootsOf(uris: readonly string[], most: number): Promise<ReadonlyMap<string, Language>> {
    const roots = new Map<string, Language>();
    for (const uri of uris) {
      if (roots.size === most) break;
      const canonical = canonicalUri(uri);
      const language = this.document(canonical)?.language ?? (await this.languageOfName(canonical));
      if (language !== undefined) roots.set(await this.rootOf(canonical, language), language);
    }
    this.keptRoots = roots;
    return roots;
  }

  /** The language of a file that was not read, by the project file around it or by its name. */
  private async languageOfName(uri: string): Promise<Language | undefined> {
    const name = baseName(uri);
    return (
      (await this.languageInProject(uri)) ??
      this.host.languages.find(language => language.recognizes(name, ''))
    );
  }

  /** The state of the project of a root. */
  async stateOf(root: string, language: Language): Promise<ProjectState> {
    const project = this.projects.of(root, language);
    const settings = project.settingsOver(await this.host.settings(root), await this.projectFiles.of(root));
    const begin = Date.now();
    const state = await project.update(settings, () => this.revision);
    // Several requests may have waited for the same reading: the host is told once.
    const before = project.told;
    project.told = state.project.trees;
    if (before === undefined) this.noteReading(state, Date.now() - begin);
    if (before === undefined || !hasSameKeys(before, state.project.trees))
      this.projectChanged(before !== undefined);
    return state;
  }

  private noteReading({ project, language }: ProjectState, milliseconds: number): void {
    const others = [...project.companions.values()].filter(text => text !== null).length;
    const files = project.trees.size + others;
    const words = files === 1 ? '1 file' : `${files} files`;
    this.host.note?.(
      `Read ${words} of ${language.title} in ${milliseconds} ms, from ${visibleText(baseName(project.root))} on.`,
    );
  }

  /** The state of the project of a root as servers of these versions read it, whatever the settings say. */
  async stateForVersions(
    root: string,
    language: Language,
    versions: Readonly<Record<`${string}Version`, string>>,
  ): Promise<ProjectState> {
    if (Object.keys(versions).length === 0) return this.stateOf(root, language);
    const project = this.projects.outside(root, language);
    const settings = await this.host.settings(root);
    const chosen = { ...settings, language: { ...settings.language, ...versions } };
    return project.update(
      project.settingsOver(chosen, await this.projectFiles.of(root)),
      () => this.revision,
    );
  }

  /** The language that a project file gives to a file; undefined when none does. */
  async languageInProject(uri: string): Promise<Language | undefined> {
    const project = await this.projectFiles.of(uri);
    const id = project === undefined ? undefined : entryFor(project, uri).language;
    return this.host.languages.find(language => language.id === id);
  }

  /** Rebuilds the models after a failure, so that a half-updated one is not used any longer. */
  resetModels(): void {
    this.projects.reset();
  }

  /** The set of files of a project has changed. */
  private projectChanged(wasKnown: boolean): void {
    if (wasKnown) this.roots.clear();
    this.host.watch?.(this.projects.folders);
    this.host.follow?.(this.projects.companions);
  }

  /** The root of the project that a file belongs to; the file itself when nothing includes it. */
  rootOf(uri: string, language: Language): Promise<string> {
    // The includes of open documents determine roots, whether or not there was a request for them: the result for a file
    // must not depend on which of two files was requested first.
    if (this.documents.noticeIncludes()) this.roots.clear();
    let root = this.roots.get(uri);
    if (root === undefined) {
      const live = [...this.projects.rootsIn(language), ...this.documents.includingIn(language)];
      root = this.find(uri, language, live);
      this.roots.set(uri, root);
      root.catch(() => this.roots.delete(uri));
    }
    return root;
  }

  private find(uri: string, language: Language, live: Iterable<string>): Promise<string> {
    return findRoot(uri, language, this.sources, live, this.folders, () => {
      this.roots.clear();
      this.host.changed?.();
    });
  }

  /** Drops what was read from disk and remembered about files that are not in use any more. */
  private forgetIdle(): void {
    const inUse = this.projects.files;
    for (const { uri } of this.documents.all) inUse.add(uri);
    if (this.cache.keepFolders(this.projects.folders, this.documents.size === 0 ? 0 : MOST_IDLE)) {
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
