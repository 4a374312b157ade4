import { type Command, InvalidArgumentError, Option } from 'commander';
import { languages } from '../languages/registry.ts';
import { severityName } from '../rules/diagnostic.ts';
import { unusedIgnoreComment } from '../rules/ignore.ts';
import { RULE_SEVERITIES, type RuleSeverity, type Severity } from '../rules/rule.ts';
import { unknownRule } from '../rules/unknownRule.ts';
import { visibleText } from '../text/visible.ts';
import { type ProjectFile, readProjectFile } from '../workspace/projectFile.ts';
import { defaultSettings, type Settings } from '../workspace/settings.ts';
import { checkPaths } from './check/checkPaths.ts';
import { keepWatching } from './check/watch.ts';
import type { TaskOptions } from './checkTasks.ts';
import { codeClimateFormat } from './formats/codeClimate.ts';
import { githubFormat } from './formats/github.ts';
import { jsonFormat } from './formats/json.ts';
import { junitFormat } from './formats/junit.ts';
import { prettyFormat } from './formats/pretty.ts';
import type { CheckReport, ReportFormat } from './formats/report.ts';
import { sarifFormat } from './formats/sarif.ts';
import { type Io, readText, UsageError } from './io.ts';
import { uriOf } from './paths.ts';
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
  readonly watch?: boolean;
  readonly project?: string;
  readonly rule?: Readonly<Record<string, RuleSeverity>>;
}

/** `sip-workbench check`: the diagnostics of files and folders. */
export function checkCommand(program: Command, io: Io): void {
  const command = program
    .command('check')
    .description('Checks configuration files and traces, with the files they include.')
    .argument('[files...]', 'files and folders, by default the current one; - for standard input')
    .addOption(
      new Option(
        '--language <id>',
        'language of the files; by default detected from the name or the first lines',
      ).choices(languages.map(language => language.id)),
    )
    .addOption(
      new Option('--format <format>', 'format of the report').choices(Object.keys(formats)).default('pretty'),
    )
    .option('--max-problems <number>', 'show at most this many problems, the worst ones', readCount)
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
    .option('--watch', 'check again after every change of a file that was read, until Ctrl+C')
    .option(
      '--rule <code=severity>',
      `severity of a rule: ${RULE_SEVERITIES.join(', ')}; may be repeated for other rules`,
      readRule,
    )
    .option('--stdin-filename <name>', 'file name for the text on standard input');
  const versionsOf = addVersionOptions(command, languages);
  command.action(async (given: string[], options: CheckOptions) => {
    const paths = given.length === 0 ? ['.'] : given;
    const settings = settingsOf(options, versionsOf(options));
    refuseMistakes(paths, options);
    if (options.watch !== true) return check(paths, options, settings, io);
    await keepWatching(io, world => check(paths, options, settings, world));
  });
}

/** Throws `UsageError` for options that do not fit each other. */
function refuseMistakes(paths: readonly string[], { fix, dryRun, watch }: CheckOptions): void {
  const isStdin = paths.includes('-');
  if (dryRun === true && fix !== true)
    throw new UsageError('--dry-run needs --fix: it prints what --fix would change');
  if (fix === true && dryRun !== true && isStdin)
    throw new UsageError('--fix cannot write to standard input: add --dry-run, or write the text to a file');
  if (watch === true && (fix === true || isStdin))
    throw new UsageError('--watch works with files and folders, and not with --fix');
}

/** Checks once, and prints the report. */
async function check(
  paths: readonly string[],
  options: CheckOptions,
  settings: Settings,
  io: Io,
): Promise<void> {
  const projectFile = await projectFileOf(options, io);
  const isPretty = options.format === 'pretty';
  const found = await checkPaths(paths, { ...options, settings, projectFile, hintsAtFixes: isPretty }, io);
  if (options.dryRun === true) {
    for (const diff of found.diffs) io.stdout(diff);
    if (found.diffs.length === 0)
      io.stderr(
        'sip-workbench: there is nothing to fix without a decision: what is left is in the report without --fix\n',
      );
  } else {
    const shown = options.quiet === true ? errorsOf(found.report) : found.report;
    const write = isPretty ? (io.painted ?? io.stdout) : io.stdout;
    for (const piece of (formats[options.format] ?? prettyFormat)(shown, io.hasColors)) write(piece);
  }
  // Only two formats have a place for them.
  const isTold = isPretty || options.format === 'json';
  for (const line of [...(isTold ? [] : found.report.notes), ...found.notes, ...found.failures])
    io.stderr(`sip-workbench: ${visibleText(line)}\n`);
  io.setExitCode(found.failures.length > 0 ? 2 : isFailure(found.report, options) ? 1 : 0);
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
  const codes: readonly string[] = languages.flatMap(language => language.rules().map(rule => rule.code));
  if (code !== unusedIgnoreComment.code && !codes.includes(code))
    throw new InvalidArgumentError(unknownRule(code, codes));
  return { ...before, [code]: severity };
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
