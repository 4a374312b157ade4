import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver-types';
import { languages } from '../../languages/registry.ts';
import { severityName } from '../../rules/diagnostic.ts';
import { appendAll } from '../../text/longLists.ts';
import type { ProjectFile } from '../../workspace/projectFile.ts';
import type { Settings } from '../../workspace/settings.ts';
import { Workspace } from '../../workspace/workspace.ts';
import { type RootState, stateOf, type Task, type TaskOptions, tasksOf } from '../checkTasks.ts';
import { diffOf, fixProject } from '../fix.ts';
import type { CheckReport } from '../formats/report.ts';
import { type Io, UsageError } from '../io.ts';
import { displayedPath, uriOf } from '../paths.ts';
import { failureText, wideFolder } from '../projectState.ts';
import { checkTogether, isPartOfAnother, type Together, WORTH_A_THREAD } from './checkTogether.ts';
import type { CrewWork } from './crew.ts';
import { Inspector } from './inspector.ts';

/** What the options of a check say about its work. */
export interface CheckTask extends TaskOptions {
  readonly settings: Settings;
  readonly projectFile: ProjectFile | undefined;
  readonly maxProblems?: number;
  readonly fix?: boolean;
  readonly dryRun?: boolean;
  /** Searches for fixes that need no decision, which takes time. */
  readonly hintsAtFixes: boolean;
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
  workspace.folders = foldersOf(paths, io);
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
  const told = failures.splice(0);
  const work: CrewWork = {
    settings: task.settings,
    folders: workspace.folders,
    directory: io.directory,
    hintsAtFixes: task.hintsAtFixes,
  };
  const here = new Inspector(workspace, failures, work);
  const together = await checkAll(tasks, here, work, isShared(tasks, paths, task) ? io.crew : undefined);
  const directory = uriOf('.', io);
  const report = reportOf(together, directory, task.maxProblems);
  return {
    report,
    diffs,
    failures: [...told, ...together.failures.filter(line => !told.includes(line))],
    notes,
  };
}

/** True if other threads see the same: only this one has what was opened by name, the settings that were named, and what was fixed. */
function isShared(
  tasks: readonly Task[],
  paths: readonly string[],
  { projectFile, fix }: CheckTask,
): boolean {
  return fix !== true && projectFile === undefined && !tasks.some(({ path }) => paths.includes(path));
}

/** Checks the tasks, many of them with the help of other threads. */
async function checkAll(
  tasks: readonly Task[],
  here: Inspector,
  work: CrewWork,
  others: Io['crew'],
): Promise<Together> {
  const sent = tasks.map(({ path, uri, language }) => ({ path, uri, language: language.id }));
  const count = Math.floor(tasks.length / WORTH_A_THREAD);
  const crew = count > 0 ? await others?.() : undefined;
  if (crew === undefined) return checkTogether(sent, [here]);
  const members = Array.from({ length: Math.min(count, crew.most) }, () => crew.start(work));
  try {
    return await checkTogether(sent, [...members, here]);
  } finally {
    for (const member of members) member.end();
  }
}

function foldersOf(paths: readonly string[], io: Io): string[] {
  return paths.filter(path => path !== '-').map(path => wideFolder(uriOf(path, io)));
}

/** The projects of the tasks, without those of files that another one includes. */
async function rootStates(tasks: readonly Task[], workspace: Workspace): Promise<readonly RootState[]> {
  const states: RootState[] = [];
  for (const each of tasks) states.push(await stateOf(each, workspace));
  const loaded = states.map(({ state, only }) => ({
    root: state.project.root,
    trees: new Set(state.project.trees.keys()),
    only,
  }));
  return states.filter((_state, index) => {
    const own = loaded[index];
    return own !== undefined && !isPartOfAnother(own, index, loaded);
  });
}

/** With `maxProblems`, the worst of all problems are shown, at their places. */
function reportOf(
  { files, versionNotes: notes, isFixable }: Together,
  directory: string,
  maxProblems = Number.POSITIVE_INFINITY,
): CheckReport {
  const summary = { files: files.length, error: 0, warning: 0, information: 0, hint: 0 };
  const all = files.flatMap(({ diagnostics }) => diagnostics);
  for (const diagnostic of all) summary[severityName(diagnostic)]++;
  if (all.length <= maxProblems) return { files, directory, notes, isFixable, summary };
  const rank = ({ severity }: Diagnostic): number => severity ?? DiagnosticSeverity.Error;
  const worst = new Set(all.toSorted((a, b) => rank(a) - rank(b)).slice(0, maxProblems));
  const shown = files.map(file => ({ ...file, diagnostics: file.diagnostics.filter(one => worst.has(one)) }));
  const left = all.length - maxProblems;
  const more = `${left} more ${left === 1 ? 'problem is' : 'problems are'} not shown because of --max-problems.`;
  return { files: shown, directory, notes: [...notes, more], isFixable, summary };
}
