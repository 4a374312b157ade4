import type { Language } from '../languages/language.ts';
import { companionsOf, type Sources } from './graph.ts';
import { canonicalUri, folderOf } from './location.ts';
import type { OpenDocuments } from './openDocuments.ts';
import { LoadedProject } from './project.ts';

/** The projects in use, by their roots. */
export class LoadedProjects {
  private readonly projects = new Map<string, LoadedProject>();

  constructor(private readonly sources: Sources) {}

  /** The project of a root, new if there was none in that language. */
  of(root: string, language: Language): LoadedProject {
    const known = this.projects.get(root);
    if (known?.language === language) return known;
    const project = this.outside(root, language);
    this.projects.set(root, project);
    return project;
  }

  /** A project that is not kept. */
  outside(root: string, language: Language): LoadedProject {
    return new LoadedProject(root, language, this.sources);
  }

  /** The project that a file is the root or a part of. */
  containing(uri: string): LoadedProject | undefined {
    const canonical = canonicalUri(uri);
    for (const project of this.projects.values())
      if (canonicalUri(project.root) === canonical || filesOf(project)?.has(uri)) return project;
    return undefined;
  }

  /** The language of a project that a file belongs to; with `except`, of one with another root than this canonical URI. */
  languageOf(uri: string, except?: string): Language | undefined {
    for (const project of this.projects.values())
      if (filesOf(project)?.has(uri) && (except === undefined || canonicalUri(project.root) !== except))
        return project.language;
    return undefined;
  }

  rootsIn(language: Language): string[] {
    return [...this.projects.values()]
      .filter(project => project.language === language)
      .map(({ root }) => root);
  }

  /** URIs of everything that is read with the projects. */
  get files(): Set<string> {
    const files = new Set<string>();
    for (const project of this.projects.values()) {
      files.add(project.root);
      for (const uri of filesOf(project)?.keys() ?? []) files.add(uri);
    }
    return files;
  }

  /** The folders whose content matters; for a project that was not read yet, that of its root. */
  get folders(): Set<string> {
    const folders = new Set<string>();
    for (const { root, latest } of this.projects.values())
      for (const folder of latest?.folders ?? [folderOf(root)]) folders.add(folder);
    return folders;
  }

  get companions(): Set<string> {
    return new Set(
      [...this.projects.values()].flatMap(project => [
        ...companionsOf(project.root, project.language, filesOf(project)?.get(project.root)).values(),
      ]),
    );
  }

  /** Rebuilds all models, so that a half-updated one is not used any longer. */
  reset(): void {
    for (const project of this.projects.values()) project.reset();
  }

  forgetAllBut(roots: ReadonlySet<string>): void {
    for (const root of this.projects.keys()) if (!roots.has(root)) this.projects.delete(root);
  }

  /** Drops the projects that were in use because of a document that is closed now, except those with a kept root. */
  forgetClosed(closed: string, open: OpenDocuments, kept: ReadonlyMap<string, unknown>): void {
    const canonical = canonicalUri(closed);
    for (const [root, project] of this.projects) {
      const files = filesOf(project);
      const isTouched = canonicalUri(root) === canonical || files === undefined || files.has(closed);
      if (!isTouched || open.get(root) !== undefined || kept.has(root)) continue;
      if (![...open.all].some(({ uri }) => files?.has(uri))) this.projects.delete(root);
    }
  }
}

/** Trees by URI, as of the latest reading. */
function filesOf({ latest }: LoadedProject): ReadonlyMap<string, object> | undefined {
  return latest?.project.trees;
}
