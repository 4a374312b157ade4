import { type Command, Option } from 'commander';
import { URI } from 'vscode-uri';
import type { Language } from '../languages/language.ts';
import { visibleText } from '../text/visible.ts';
import { runTests, type Versions } from '../workspace/expectations/runTests.ts';
import { TEST_FILE_END } from '../workspace/expectations/testFile.ts';
import { filesBelow } from '../workspace/filesBelow.ts';
import { JsonFileError } from '../workspace/jsonFile.ts';
import { testsJson } from './formats/testsJson.ts';
import { testsJunit } from './formats/testsJunit.ts';
import { testsPretty } from './formats/testsPretty.ts';
import type { TestedTests, TestsFormat } from './formats/testsReport.ts';
import { type Io, readText, UsageError } from './io.ts';
import { displayedPath, uriOf } from './paths.ts';
import { projectState } from './projectState.ts';

const formats: Readonly<Record<string, TestsFormat>> = {
  pretty: testsPretty,
  junit: testsJunit,
  json: testsJson,
};

/** `sip-workbench test`: explains the messages of test files, and compares with what they expect. */
export function testCommand(program: Command, io: Io): void {
  program
    .command('test')
    .description('Runs the tests in *.siptest.json files: messages, and what a server should do with them.')
    .argument(
      '[files...]',
      `test files, and folders with files named *${TEST_FILE_END}; by default the current folder`,
    )
    .addOption(
      new Option('--format <format>', 'format of the report').choices(Object.keys(formats)).default('pretty'),
    )
    .action(async (given: string[], { format }: { readonly format: string }) => {
      const { files, failures } = await runPaths(given.length === 0 ? ['.'] : given, io);
      const write = format === 'pretty' ? (io.painted ?? io.stdout) : io.stdout;
      for (const piece of (formats[format] ?? testsPretty)(files, io.hasColors)) write(piece);
      for (const failure of failures) io.stderr(`sip-workbench: ${visibleText(failure)}\n`);
      const isMet = files.every(({ tests }) =>
        tests.every(({ problem, failures: unmet }) => problem === undefined && unmet.length === 0),
      );
      io.setExitCode(failures.length > 0 ? 2 : isMet ? 0 : 1);
    });
}

async function runPaths(
  paths: readonly string[],
  io: Io,
): Promise<{ readonly files: readonly TestedTests[]; readonly failures: readonly string[] }> {
  const files: TestedTests[] = [];
  const failures: string[] = [];
  for (const path of paths) {
    try {
      for (const file of await testFilesAt(path, io)) {
        try {
          files.push(await runFile(file, io));
        } catch (error) {
          if (!(error instanceof JsonFileError)) throw error;
          failures.push(`${file.path}: ${error.message}`);
        }
      }
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      failures.push(error.message);
    }
  }
  return { files, failures };
}

/** A test file with its text. */
interface TestFile {
  readonly path: string;
  /** Throws `UsageError` or `JsonFileError`. */
  readonly read: () => Promise<string>;
}

/** The file itself, or the test files in a folder and below. */
async function testFilesAt(path: string, io: Io): Promise<readonly TestFile[]> {
  const folder = uriOf(path, io);
  if ((await io.files.list(folder)) === undefined) return [{ path, read: () => readText(io, path) }];
  const below = await filesBelow(folder, path, io.files);
  const found = below.filter(({ name }) => name.endsWith(TEST_FILE_END));
  if (found.length === 0) throw new UsageError(`${path}: no file is named *${TEST_FILE_END}`);
  return found.map(file => ({ path: file.path, read: () => readFound(file.uri, io) }));
}

/** Unlike a file that the user gave, one in a folder may be a pipe that never ends. */
async function readFound(uri: string, io: Io): Promise<string> {
  const content = await io.files.read(uri);
  if (content.kind === 'text') return content.text;
  throw new JsonFileError(content.kind === 'missing' ? 'no such file' : content.reason);
}

async function runFile({ path, read }: TestFile, io: Io): Promise<TestedTests> {
  const text = await read();
  const uri = uriOf(path, io);
  const tests: TestedTests['tests'][number][] = [];
  const host = {
    files: io.files,
    stateOf: (config: string, language: Language, versions: Versions) =>
      projectState(URI.parse(config).fsPath, language, versions, io),
  };
  for await (const test of runTests(uri, text, host)) tests.push(test);
  return { file: path, tests, shown: file => displayedPath(file, path, uri, io) };
}
