import type { ExplainQuestion, QuestionTable } from '../../languages/explainQuestion.ts';
import type { MessageExplanation } from '../../languages/explanation.ts';
import type { Language } from '../../languages/language.ts';
import { languageOf, languages } from '../../languages/registry.ts';
import { versionSetting } from '../../languages/serverVersions.ts';
import { headLength } from '../documents.ts';
import type { FileSystem } from '../files.ts';
import { JsonFileError, type JsonObject } from '../jsonFile.ts';
import { baseName, folderOf, namedPath, namedUri, within } from '../location.ts';
import type { ProjectState } from '../project.ts';
import { type Failure, failuresOf } from './failures.ts';
import { type ExplainTest, readTestFile, type TestMessage } from './testFile.ts';

/** What the runner needs from its host. */
export interface TestHost {
  readonly files: FileSystem;
  /** A configuration with all that it includes; `versions` override those of settings and project files. */
  readonly stateOf: (uri: string, language: Language, versions: Versions) => Promise<ProjectState>;
}

export type Versions = Readonly<Record<`${string}Version`, string>>;

/** The result of one test; met without `failures`. */
export interface TestResult {
  readonly name: string;
  readonly range: ExplainTest['range'];
  readonly failures: readonly Failure[];
  /** Why the test could not be run, as a sentence. */
  readonly problem?: string;
}

/** The languages whose configurations can explain messages. */
const explainable = languages.filter(language => language.explain !== undefined);

/**
 * Runs the tests in the text of a file, or only the one at `only`, one result at a time. Throws `JsonFileError` if the
 * text is not a test file.
 */
export async function* runTests(
  uri: string,
  text: string,
  host: TestHost,
  only?: number,
): AsyncGenerator<TestResult> {
  const tests = readTestFile(text);
  for (const test of only === undefined ? tests : tests.slice(only, only + 1)) {
    const { name, range } = test;
    try {
      yield { name, range, failures: await failuresOfTest(test, uri, host) };
    } catch (error) {
      if (!(error instanceof JsonFileError)) throw error;
      yield { name, range, failures: [], problem: error.message };
    }
  }
}

async function failuresOfTest(test: ExplainTest, uri: string, host: TestHost): Promise<readonly Failure[]> {
  const configuration = await configurationOf(test, uri, host);
  const { language, text } = configuration;
  const state = await host.stateOf(configuration.uri, language, versionsOf(test, language));
  const { root, trees } = state.project;
  const tree = trees.get(root);
  const question = await questionOf(test, uri, host.files);
  const answer =
    tree === undefined ? undefined : language.explain?.({ uri: root, tree, model: state.model }, question);
  if (answer === undefined)
    throw new JsonFileError(state.notes[0] ?? `${baseName(configuration.uri)} cannot be read.`);
  if (answer.kind === 'obstacle')
    throw new JsonFileError(
      answer.about === 'source'
        ? 'The topmost Via has no address. Add "source" to the test, the IP:PORT that the message comes from.'
        : answer.reason,
    );
  return expectedOf(test, answer.results).flatMap(([expected, explanation]) =>
    failuresOf(expected, explanation, { uri: root, text }),
  );
}

/** Each expectation with its explanation. */
function expectedOf(
  { expect, isForEach }: ExplainTest,
  results: readonly MessageExplanation[],
): (readonly [JsonObject, MessageExplanation])[] {
  if (isForEach && expect.length !== results.length)
    throw new JsonFileError(
      `expect: the list has ${expect.length} items, but ${results.length} requests are explained. Write one for each request.`,
    );
  const explained = isForEach ? results : results.slice(-1);
  return explained.flatMap((result, index) => {
    const expected = expect[index];
    return expected === undefined ? [] : [[expected, result] as const];
  });
}

interface Configuration {
  readonly uri: string;
  readonly language: Language;
  readonly text: string;
}

async function configurationOf(
  { config }: ExplainTest,
  testUri: string,
  { files }: TestHost,
): Promise<Configuration> {
  const uri = config === undefined ? await configurationBeside(testUri, files) : resolved(testUri, config);
  const text = await textOf(uri, config ?? baseName(uri), files);
  const language = languageOf(baseName(uri), text.slice(0, headLength), explainable);
  if (language === undefined)
    throw new JsonFileError(
      `${config ?? baseName(uri)} is not recognized as a configuration that can be explained.`,
    );
  return { uri, language, text };
}

/** The configuration with the same name as the test file, or the only one in its folder. */
async function configurationBeside(testUri: string, files: FileSystem): Promise<string> {
  const folder = folderOf(testUri);
  const names = ((await files.list(folder)) ?? [])
    .filter(({ name, isFolder }) => !isFolder && languageOf(name, '', explainable) !== undefined)
    .map(({ name }) => name)
    .sort();
  const stem = baseName(testUri).replace(/\..*$/, '');
  const same = names.filter(name => name.replace(/\..*$/, '') === stem);
  const [found, ...others] = same.length > 0 ? same : names;
  if (found === undefined || others.length > 0)
    throw new JsonFileError(
      found === undefined
        ? 'There is no configuration next to this file. Set "config" to its path.'
        : `There are several configurations next to this file (${names.slice(0, 5).join(', ')}). Set "config" to one of them.`,
    );
  return within(folder, found);
}

function versionsOf({ version }: ExplainTest, { versions }: Language): Versions {
  if (version === undefined || versions === undefined) return {};
  if (!versions.isVersion(version))
    throw new JsonFileError(
      `version: not a version of ${versions.server}. Write it in quotes, such as ${versions.examples}.`,
    );
  return { [versionSetting(versions)]: version };
}

async function questionOf(test: ExplainTest, testUri: string, files: FileSystem): Promise<ExplainQuestion> {
  const read = (path: string): Promise<string> => textOf(resolved(testUri, path), path, files);
  const textIn = async (message: TestMessage): Promise<string> =>
    'text' in message ? message.text : await read(message.file);
  const messages: string[] = [];
  for (const message of test.messages) messages.push(await textIn(message));
  const tables: QuestionTable[] = [];
  for (const path of test.tables)
    tables.push({ name: baseName(resolved(testUri, path)), text: await read(path) });
  return {
    ...test.question,
    ...(test.question.device === undefined ? { messages } : {}),
    ...(tables.length === 0 ? {} : { tables }),
  };
}

/** The file that a test names by its path, which must not lead to another machine. */
function resolved(testUri: string, written: string): string {
  const named = namedPath(testUri, written);
  if ('refusal' in named) throw new JsonFileError(named.refusal);
  return namedUri(testUri, named.path);
}

async function textOf(uri: string, path: string, files: FileSystem): Promise<string> {
  const content = await files.read(uri);
  if (content.kind === 'text') return content.text;
  throw new JsonFileError(content.kind === 'missing' ? `${path}: no such file.` : content.reason);
}
