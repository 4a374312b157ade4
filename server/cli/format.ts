import { type Command, InvalidArgumentError, Option } from 'commander';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { FormattingOptions } from 'vscode-languageserver-types';
import { languages } from '../languages/registry.ts';
import { outwardText, visibleText } from '../text/visible.ts';
import { defaultSettings } from '../workspace/settings.ts';
import { Workspace } from '../workspace/workspace.ts';
import { type Task, type TaskOptions, tasksOf } from './checkTasks.ts';
import { diffOf, type FixedFile } from './fix.ts';
import { type Io, UsageError } from './io.ts';
import { failureText, wideFolder } from './projectState.ts';

interface FormatOptions extends TaskOptions {
  readonly check?: boolean;
  readonly diff?: boolean;
  /** Columns; 0 for a tab. */
  readonly indent?: number;
}

/** `sip-workbench format`: the layout of files, as "Format Document" of an editor sets it. */
export function formatCommand(program: Command, io: Io): void {
  program
    .command('format')
    .description('Formats configuration files; what the server reads stays the same.')
    .argument('<files...>', 'files and folders; - for standard input, whose formatted text is printed')
    .option(
      '--check',
      'write nothing, list the files that would change, and exit with status 1 if there are any',
    )
    .option('--diff', 'write nothing, and print the changes as a diff')
    .option('--indent <width>', 'columns of one level, or "tab"; by default as in the file', readIndent)
    .addOption(
      new Option(
        '--language <id>',
        'language of the files; by default detected from the name or the first lines',
      ).choices(languages.map(language => language.id)),
    )
    .option('--ignore-unknown', 'skip files of unknown languages instead of failing')
    .option('--stdin-filename <name>', 'file name for the text on standard input')
    .action((paths: string[], options: FormatOptions) => format(paths, options, io));
}

function readIndent(text: string): number {
  if (text === 'tab') return 0;
  if (!/^[1-9]$|^1[0-6]$/.test(text)) throw new InvalidArgumentError('Write "tab" or a number from 1 to 16.');
  return Number(text);
}

async function format(paths: readonly string[], options: FormatOptions, io: Io): Promise<void> {
  const failures: string[] = [];
  let changed = 0;
  for (const path of paths) {
    try {
      const workspace = workspaceFor(io, failures);
      const tasks = await tasksOf(path, options, io, workspace);
      const ofLayout = tasks.filter(({ language }) => language.format !== undefined);
      // Of a folder, only what has a layout is of interest.
      if (ofLayout.length === 0 && tasks.some(task => task.path === path || path === '-'))
        throw new UsageError(`${path}: files of this language cannot be formatted`);
      for (const task of ofLayout) {
        const file = await formatted(task, options, workspace);
        if (file.before !== file.after) changed++;
        const failure = await put(file, task.path, path === '-', options, io);
        if (failure !== undefined) failures.push(`${task.path}: ${failure}`);
      }
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      failures.push(error.message);
    }
  }
  for (const line of failures) io.stderr(`sip-workbench: ${visibleText(line)}\n`);
  io.setExitCode(failures.length > 0 ? 2 : options.check === true && changed > 0 ? 1 : 0);
}

/** Each path has one of its own, since nothing that another file includes changes the layout. */
function workspaceFor(io: Io, failures: string[]): Workspace {
  return new Workspace({
    languages,
    files: io.files,
    settings: async () => defaultSettings,
    report: (feature, error) => failures.push(failureText(feature, error)),
    busy: (_title, task) => task(() => undefined),
  });
}

async function formatted(
  { uri, path, language }: Task,
  { indent }: FormatOptions,
  workspace: Workspace,
): Promise<FixedFile> {
  workspace.folders = [wideFolder(uri)];
  const { project, model } = await workspace.stateOf(uri, language);
  const tree = project.trees.get(uri);
  if (tree === undefined) throw new UsageError(`${path}: the file cannot be read`);
  const before = language.print(tree);
  const edits = language.format?.({ uri, tree, model }, formattingOptions(before, indent)) ?? [];
  const after = TextDocument.applyEdits(TextDocument.create(uri, language.id, 0, before), [...edits]);
  return { uri, before, after };
}

/** The indentation of the first indented line, or a tab, as in the scripts that OpenSIPS ships. */
function formattingOptions(text: string, indent: number | undefined): FormattingOptions {
  const width = indent ?? /^( {2,16})[^\s*]/m.exec(text)?.[1]?.length ?? 0;
  return { tabSize: width === 0 ? 4 : width, insertSpaces: width > 0 };
}

/** Writes, prints or lists a file; returns why it could not. */
async function put(
  file: FixedFile,
  path: string,
  isInput: boolean,
  { check, diff }: FormatOptions,
  io: Io,
): Promise<string | undefined> {
  const isChanged = file.before !== file.after;
  if (diff === true) {
    if (isChanged) io.stdout(diffOf(file, path));
  } else if (check === true) {
    if (isChanged) io.stdout(`${visibleText(path)}\n`);
  } else if (isInput) {
    // What is printed replaces the text, so no character may be lost on the way.
    if (outwardText(file.after) !== file.after)
      return 'not printed: the text contains control characters, which are never written to a terminal';
    io.stdout(file.after);
  } else if (isChanged) {
    return io.writeText(file.uri, file.before, file.after);
  }
  return undefined;
}
