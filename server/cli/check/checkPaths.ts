import { languages } from '../../languages/registry.ts';
import { report } from '../../languages/report.ts';
import { severityName } from '../../rules/diagnostic.ts';
import type { Severity } from '../../rules/rule.ts';
import { appendAll } from '../../text/longLists.ts';
import type { ProjectState } from '../../workspace/project.ts';
import type { ProjectFile } from '../../workspace/projectFile.ts';
import type { Settings } from '../../workspace/settings.ts';
import { Workspace } from '../../workspace/workspace.ts';
import { rootStates, type Task, type TaskOptions, tasksOf } from '../checkTasks.ts';
import { diffOf, fixProject } from '../fix.ts';
import type { CheckedFile, CheckReport } from '../formats/report.ts';
import { type Io, UsageError } from '../io.ts';
import { displayedPath, uriOf } from '../paths.ts';
import { failureText, wideFolder } from '../projectState.ts';

/** What the options of a check say about its work. */
export interface CheckTask extends TaskOptions {
  readonly settings: Settings;
  readonly projectFile: ProjectFile | undefined;
  readonly maxProblems?: number;
  readonly fix?: boolean;
  readonly dryRun?: boolean;
}

/** A report, the diffs of the changes by `--fix`, the files that could not be read, and the notes. */
export interface Checked {
  readonly report: CheckReport;
  readonly diffs: readonly string[];
  readonly failures: readonly string[];
  readonly notes: readonly string[];
}

/** Checks files and folders, and applies fixes if the task says so. */
export async function checkPaths(paths: readonly string[], task: CheckTask, io: Io): Promise<Checked> {
  const failures: string[] = [];
  const diffs: string[] = [];
  const notes: string[] = [];
  const workspace = new Workspace({
    languages,
    files: io.files,
    settings: async () => task.settings,
    report: (feature, error) => failures.push(failureText(feature, error)),
    projectFile: task.projectFile,
    busy: (_title, work) => work(() => undefined),
  });
  workspace.folders = paths.filter(path => path !== '-').map(path => wideFolder(uriOf(path, io)));
  const tasks: Task[] = [];
  for (const path of paths) {
    try {
      const ofPath = await tasksOf(path, task, io, workspace);
      if (ofPath.length === 0 && task.ignoreUnknown !== true)
        notes.push(`${path}: no file in this folder has a name that shows its language`);
      appendAll(tasks, ofPath);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      failures.push(error.message);
    }
  }
  if (task.fix === true) {
    for (const { state, path } of await rootStates(tasks, workspace)) {
      for (const fixed of await fixProject(workspace, state.project.root, state.language)) {
        const file = displayedPath(fixed.uri, path, state.project.root, io);
        diffs.push(diffOf(fixed, file));
        if (task.dryRun === true) continue;
        const failure = await io.writeText(fixed.uri, fixed.before, fixed.after);
        if (failure !== undefined) failures.push(`${file}: ${failure}`);
      }
    }
  }
  const checked = new Map<string, CheckedFile>();
  const versions = new Set<string>();
  for (const { state, path, only } of await rootStates(tasks, workspace)) {
    for (const file of state.project.trees.keys()) {
      if (!checked.has(file) && only?.has(file) !== false)
        checked.set(file, checkFile(state, file, displayedPath(file, path, state.project.root, io)));
    }
    appendAll(
      failures,
      state.notes.map(note => `${path}: ${note}`),
    );
    const note = versionNote(state);
    if (note !== undefined) versions.add(note);
  }
  const directory = uriOf('.', io);
  const report = reportOf([...checked.values()], directory, [...versions], task.maxProblems);
  return { report, diffs, failures, notes };
}

/** The version that a project was checked for, if no known version was given. */
function versionNote({ language, project, model }: ProjectState): string | undefined {
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

/** Every finding; of a habit, only the findings that are shown. */
const boundless: Readonly<Record<Severity, number>> = {
  error: Number.POSITIVE_INFINITY,
  warning: Number.POSITIVE_INFINITY,
  information: Number.POSITIVE_INFINITY,
  hint: Number.POSITIVE_INFINITY,
};

function reportOf(
  files: readonly CheckedFile[],
  directory: string,
  notes: readonly string[],
  maxProblems = Number.POSITIVE_INFINITY,
): CheckReport {
  const summary = { files: files.length, error: 0, warning: 0, information: 0, hint: 0 };
  let left = maxProblems;
  const shown = files.map(file => {
    for (const diagnostic of file.diagnostics) summary[severityName(diagnostic)]++;
    const diagnostics = file.diagnostics.slice(0, left);
    left -= diagnostics.length;
    return { ...file, diagnostics };
  });
  return { files: shown, directory, notes, summary };
}
