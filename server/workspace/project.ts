import type { Language } from '../languages/language.ts';
import { hasSameFolders, type Project } from '../languages/project.ts';
import { type Gathered, gather, type Sources } from './graph.ts';
import { type ProjectFile, withProjectFile } from './projectFile.ts';
import type { Settings } from './settings.ts';

/** A project at one moment, with its model. */
export interface ProjectState {
  readonly language: Language;
  readonly project: Project<object>;
  readonly model: object;
  readonly settings: Settings;
  readonly notes: readonly string[];
  readonly folders: ReadonlySet<string>;
  /** Increases whenever something that the diagnostics depend on has changed. */
  readonly generation: number;
}

let generations = 0;

/** A root with everything that it includes, and its model, which is kept across changes. */
export class LoadedProject {
  /** Trees by URI when the host was last told about the files of the project; undefined before. */
  told: ReadonlyMap<string, object> | undefined;
  private state: ProjectState | undefined;
  private revision = -1;
  private merged: { own: Settings; file: ProjectFile; result: Settings } | undefined;

  constructor(
    readonly root: string,
    readonly language: Language,
    private readonly sources: Sources,
  ) {}

  /** The user's settings over those of a project file; the same object for the same ones. */
  settingsOver(own: Settings, file: ProjectFile | undefined): Settings {
    if (file === undefined) return own;
    if (this.merged?.own !== own || this.merged.file !== file)
      this.merged = { own, file, result: withProjectFile(own, file, this.root) };
    return this.merged.result;
  }

  /**
   * Reads what is missing and updates the model, unless it is already up to date. `revision` increases with every change of a
   * document or file. Throws what the language throws.
   */
  async update(settings: Settings, revision: () => number): Promise<ProjectState> {
    if (this.state?.settings === settings && this.revision === revision()) return this.state;
    const gathered = await gatherWhole(this.root, this.language, this.sources);
    // Nothing is awaited between the last pass over the files and here.
    this.revision = revision();
    return this.take(gathered, settings);
  }

  /** The latest state, perhaps older than the documents; undefined before the first update. */
  get latest(): ProjectState | undefined {
    return this.state;
  }

  /** Forgets the model, after a failure that may have left it half updated. */
  reset(): void {
    this.state = undefined;
    this.told = undefined;
  }

  private take(gathered: Gathered, settings: Settings): ProjectState {
    const { state, language } = this;
    if (
      state !== undefined &&
      state.settings === settings &&
      isSameProject(state.project, gathered.project)
    ) {
      return state;
    }
    this.state = undefined;
    this.state = {
      language,
      settings,
      project: gathered.project,
      model: language.model(gathered.project, settings.language, state?.model),
      notes: gathered.notes,
      folders: gathered.folders,
      generation: ++generations,
    };
    return this.state;
  }
}

/** Follows all includes of a root, reading files as needed. */
export async function gatherWhole(root: string, language: Language, sources: Sources): Promise<Gathered> {
  for (;;) {
    const gathered = gather(root, language, sources);
    if (gathered.pending.length === 0) return gathered;
    await Promise.all(gathered.pending.map(load => load()));
  }
}

/**
 * As `gatherWhole`, without the files that are missing when nothing arrives for a second: a dead disk takes longer. `whenLate` is
 * called once they have arrived.
 */
export async function gatherResponding(
  root: string,
  language: Language,
  sources: Sources,
  whenLate: () => void,
): Promise<Gathered> {
  for (;;) {
    const gathered = gather(root, language, sources);
    if (gathered.pending.length === 0) return gathered;
    let count = 0;
    const all = Promise.all(gathered.pending.map(load => load().then(() => ++count)));
    if (await arrive(all, () => count)) continue;
    void all.then(whenLate);
    return gathered;
  }
}

/** Waits until all have arrived, or none for a second; false if some are missing. */
async function arrive(all: Promise<unknown>, count: () => number): Promise<boolean> {
  for (;;) {
    const before = count();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const silence = new Promise<false>(resolve => {
      timer = setTimeout(resolve, 1000, false);
    });
    const areThere = await Promise.race([all.then(() => true), silence]);
    clearTimeout(timer);
    if (areThere || count() === before) return areThere;
  }
}

function isSameProject(a: Project<object>, b: Project<object>): boolean {
  if (a.trees.size !== b.trees.size || a.companions.size !== b.companions.size) return false;
  for (const [uri, tree] of b.trees) if (a.trees.get(uri) !== tree) return false;
  for (const [name, text] of b.companions) if (a.companions.get(name) !== text) return false;
  return hasSameFolders(a, b);
}
