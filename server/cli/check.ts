import { type Command, InvalidArgumentError, Option } from 'commander';
import { languages } from '../languages/registry.ts';
import { report } from '../languages/report.ts';
import { severityName } from '../rules/diagnostic.ts';
import { unusedIgnoreComment } from '../rules/ignore.ts';
import { RULE_SEVERITIES, type RuleSeverity, type Severity } from '../rules/rule.ts';
import { appendAll } from '../text/longLists.ts';
import { visibleText } from '../text/visible.ts';
import type { ProjectState } from '../workspace/project.ts';
import { type ProjectFile, readProjectFile } from '../workspace/projectFile.ts';
import { defaultSettings, type Settings } from '../workspace/settings.ts';
import { Workspace } from '../workspace/workspace.ts';
import { rootStates, type Task, type TaskOptions, tasksOf } from './checkTasks.ts';
import { diffOf, fixProject } from './fix.ts';
import { codeClimateFormat } from './formats/codeClimate.ts';
import { githubFormat } from './formats/github.ts';
import { jsonFormat } from './formats/json.ts';
import { junitFormat } from './formats/junit.ts';
import { prettyFormat } from './formats/pretty.ts';
import type { CheckedFile, CheckReport, ReportFormat } from './formats/report.ts';
import { sarifFormat } from './formats/sarif.ts';
import { type Io, readText, UsageError } from './io.ts';
import { displayedPath, uriOf } from './paths.ts';
import { failureText, wideFolder } from './projectState.ts';
import { addVersionOptions, type ChosenVersions } from './version.ts';

const formats: Readonly<Record<string, ReportFormat>> = {
  pretty: prettyFormat,
  json: jsonFormat,
  sarif: sarifFormat,
  github: githubFormat,
  junit: junitFormat,
  codeclimate: codeClimateFormat,
};

interface CheckOptions extends TaskOptions {
  readonly format: string;
  readonly maxProblems?: number;
  readonly maxWarnings?: number;
  readonly failOn: Severity;
  readonly quiet?: boolean;
  readonly fix?: boolean;
  readonly dryRun?: boolean;
  readonly project?: string;
  readonly rule?: Readonly<Record<string, RuleSeverity>>;
}

/** `sip-workbench check`: the diagnostics of files and folders. */
export function checkCommand(program: Command, io: Io): void {
  const command = program
    .command('check')
    .description('Checks configuration files and traces, with the files they include.')
    .argument('<files...>', 'files and folders; - for standard input')
    .addOption(
      new Option(
        '--language <id>',
        'language of the files; by default detected from the name or the first lines',
      ).choices(languages.map(language => language.id)),
    )
    .addOption(
      new Option('--format <format>', 'format of the report').choices(Object.keys(formats)).default('pretty'),
    )
    .option('--max-problems <number>', 'show at most this many problems', readCount)
    .option('--max-warnings <number>', 'exit with status 1 if there are more warnings than this', readCount)
    .addOption(
      new Option('--fail-on <severity>', 'exit with status 1 for problems of at least this severity')
        .choices(severities)
        .default('error'),
    )
    .option('--quiet', 'report only errors')
    .option('--ignore-unknown', 'skip files of unknown languages instead of failing')
    .option(
      '--project <file>',
      'settings of the project; otherwise the nearest sip-workbench.json in the folder of a file or above',
    )
    .option('--fix', 'apply the fixes that need no decision, and report what is left')
    .option('--dry-run', 'with --fix: print the changes as a diff and write nothing')
    .option(
      '--rule <code=severity>',
      `severity of a rule: ${RULE_SEVERITIES.join(', ')}; may be repeated for other rules`,
      readRule,
    )
    .option('--stdin-filename <name>', 'file name for the text on standard input');
  const versionsOf = addVersionOptions(command, languages);
  command.action(async (paths: string[], options: CheckOptions) => {
    const found = await checkPaths(paths, options, settingsOf(options, versionsOf(options)), io);
    if (options.dryRun === true) for (const diff of found.diffs) io.stdout(diff);
    else {
      const shown = options.quiet === true ? errorsOf(found.report) : found.report;
      const write = options.format === 'pretty' ? (io.painted ?? io.stdout) : io.stdout;
      for (const piece of (formats[options.format] ?? prettyFormat)(shown, io.hasColors)) write(piece);
    }
    // Only two formats have a place for them.
    const isTold = options.format === 'pretty' || options.format === 'json';
    for (const line of [...(isTold ? [] : found.report.notes), ...found.notes, ...found.failures])
      io.stderr(`sip-workbench: ${visibleText(line)}\n`);
    io.setExitCode(found.failures.length > 0 ? 2 : isFailure(found.report, options) ? 1 : 0);
  });
}

/** True if the report has something that `--fail-on` or `--max-warnings` does not allow. */
function isFailure({ summary }: CheckReport, { failOn, maxWarnings }: CheckOptions): boolean {
  const counted = severities.slice(0, severities.indexOf(failOn) + 1);
  return (
    counted.some(severity => summary[severity] > 0) || summary.warning > (maxWarnings ?? summary.warning)
  );
}

/** The report with only the errors; the summary still counts everything. */
function errorsOf(full: CheckReport): CheckReport {
  const files = full.files.map(file => ({
    ...file,
    diagnostics: file.diagnostics.filter(diagnostic => severityName(diagnostic) === 'error'),
  }));
  return { ...full, files };
}

const severities: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

function readCount(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('Not a whole number.');
  return Number(text);
}

/** `sip-conf/clear-text-secret=off` */
function readRule(text: string, before: CheckOptions['rule'] = {}): CheckOptions['rule'] {
  const [code = '', written] = text.split('=');
  const severity = RULE_SEVERITIES.find(candidate => candidate === written);
  if (severity === undefined)
    throw new InvalidArgumentError(`Write CODE=SEVERITY with one of ${RULE_SEVERITIES.join(', ')}.`);
  const isKnown =
    code === unusedIgnoreComment.code ||
    languages.some(language => language.rules.some(rule => rule.code === code));
  if (!isKnown) throw new InvalidArgumentError(`There is no rule ${code}.`);
  return { ...before, [code]: severity };
}

/** A report, the diffs of the changes by `--fix`, the files that could not be read, and the notes. */
interface Checked {
  readonly report: CheckReport;
  readonly diffs: readonly string[];
  readonly failures: readonly string[];
  readonly notes: readonly string[];
}

async function checkPaths(
  paths: readonly string[],
  options: CheckOptions,
  settings: Settings,
  io: Io,
): Promise<Checked> {
  const failures: string[] = [];
  const diffs: string[] = [];
  const notes: string[] = [];
  const workspace = new Workspace({
    languages,
    files: io.files,
    settings: async () => settings,
    report: (feature, error) => failures.push(failureText(feature, error)),
    projectFile: await projectFileOf(options, io),
    busy: (_title, task) => task(() => undefined),
  });
  workspace.folders = paths.filter(path => path !== '-').map(path => wideFolder(uriOf(path, io)));
  const tasks: Task[] = [];
  for (const path of paths) {
    try {
      const ofPath = await tasksOf(path, options, io, workspace);
      if (ofPath.length === 0 && options.ignoreUnknown !== true)
        notes.push(`${path}: no file in this folder has a name that shows its language`);
      appendAll(tasks, ofPath);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      failures.push(error.message);
    }
  }
  if (options.fix === true) {
    for (const { state, path } of await rootStates(tasks, workspace)) {
      for (const fixed of await fixProject(workspace, state.project.root, state.language)) {
        const file = displayedPath(fixed.uri, path, state.project.root, io);
        diffs.push(diffOf(fixed, file));
        if (options.dryRun === true) continue;
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
  const report = reportOf([...checked.values()], directory, [...versions], options.maxProblems);
  return { report, diffs, failures, notes };
}

/** The version that a project was checked for, if no known version was given. */
function versionNote({ language, project, model }: ProjectState): string | undefined {
  const tree = project.trees.get(project.root);
  if (tree === undefined) return undefined;
  return language.status?.({ uri: project.root, tree, model })?.versionNote;
}

/** The project file that was named. Throws `UsageError`. */
async function projectFileOf({ project }: CheckOptions, io: Io): Promise<ProjectFile | undefined> {
  if (project === undefined) return undefined;
  const text = await readText(io, project);
  try {
    return readProjectFile(uriOf(project, io), text, languages);
  } catch (error) {
    throw new UsageError(`${project}: ${error instanceof Error ? error.message : error}`);
  }
}

function settingsOf(options: CheckOptions, versions: ChosenVersions): Settings {
  return { ...defaultSettings, language: { ...versions, severities: options.rule ?? {} } };
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
