import { CodeActionKind } from 'vscode-languageserver-types';
import { languageById } from '../../languages/registry.ts';
import { report } from '../../languages/report.ts';
import type { Severity } from '../../rules/rule.ts';
import type { ProjectState } from '../../workspace/project.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { type RootState, stateOf } from '../checkTasks.ts';
import type { CheckedFile } from '../formats/report.ts';
import { displayedPath } from '../paths.ts';
import type { Assignment, CrewWork, Inspected, Inspecting, Loaded, SentTask } from './crew.ts';

/** Checks with a workspace, which reports its failures in a list. */
export class Inspector implements Inspecting {
  private readonly states: RootState[] = [];
  private isFixable = false;

  constructor(
    private readonly workspace: Workspace,
    private readonly failures: string[],
    private readonly shown: Pick<CrewWork, 'directory' | 'hintsAtFixes'>,
  ) {}

  async load(tasks: readonly SentTask[]): Promise<readonly Loaded[]> {
    const loaded: Loaded[] = [];
    for (const { path, uri, language: id } of tasks) {
      const language = languageById(id);
      if (language === undefined) throw new Error(`there is no language ${id}`);
      const state = await stateOf({ path, uri, language }, this.workspace);
      this.states.push(state);
      const { root, trees } = state.state.project;
      loaded.push({ root, trees: new Set(trees.keys()), only: state.only, failures: this.takeFailures() });
    }
    return loaded;
  }

  async check(assignments: readonly Assignment[]): Promise<readonly Inspected[]> {
    return assignments.flatMap(({ index, files }) => {
      const found = this.states[index];
      if (found === undefined) return [];
      const { state, path } = found;
      const checked = files.map(file =>
        checkFile(state, file, displayedPath(file, path, state.project.root, this.shown)),
      );
      const notes = state.notes.map(note => `${path}: ${note}`);
      this.isFixable ||= this.shown.hintsAtFixes && files.some(file => hasFixes(state, file));
      return [
        {
          files: checked,
          failures: [...this.takeFailures(), ...notes],
          versionNote: versionNoteOf(state),
          isFixable: this.isFixable,
        },
      ];
    });
  }

  private takeFailures(): readonly string[] {
    return this.failures.splice(0);
  }
}

/** The version that a project was checked for, if no known version was given. */
function versionNoteOf({ language, project, model }: ProjectState): string | undefined {
  const tree = project.trees.get(project.root);
  if (tree === undefined) return undefined;
  return language.status?.({ uri: project.root, tree, model })?.versionNote;
}

function checkFile(state: ProjectState, uri: string, file: string): CheckedFile {
  const { language, project, model, settings } = state;
  const tree = project.trees.get(uri);
  if (tree === undefined) return { file, uri, language: language.id, diagnostics: [] };
  const diagnostics = report(language, { uri, tree, model }, settings.language, boundless, project);
  const sorted = diagnostics
    .map(diagnostic => diagnostic)
    .sort(
      (a, b) => a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character,
    );
  return { file, uri, language: language.id, diagnostics: sorted };
}

/** Collecting all findings of a longer text takes too long for a hint. */
const LONGEST_SEARCHED = 1_000_000;

/** True for a file that `--fix` would change. */
function hasFixes({ language, project, model }: ProjectState, uri: string): boolean {
  const tree = project.trees.get(uri);
  // A trace, the only text without comments, is a record that --fix leaves alone.
  if (tree === undefined || language.commentPrefixes === undefined) return false;
  if (language.print(tree).length > LONGEST_SEARCHED) return false;
  const nowhere = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  const kind = CodeActionKind.SourceFixAll;
  const actions = language.actions?.({ uri, tree, model }, nowhere, [], [kind]) ?? [];
  return actions.some(action => action.kind === kind);
}

/** Every finding; of a habit, only the findings that are shown. */
const boundless: Readonly<Record<Severity, number>> = {
  error: Number.POSITIVE_INFINITY,
  warning: Number.POSITIVE_INFINITY,
  information: Number.POSITIVE_INFINITY,
  hint: Number.POSITIVE_INFINITY,
};
