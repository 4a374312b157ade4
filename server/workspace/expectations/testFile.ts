import type { Range } from 'vscode-languageserver-types';
import type { ExplainQuestion } from '../../languages/explainQuestion.ts';
import {
  answerText,
  assumptionText,
  contactText,
  hostText,
  placeText,
  type QuestionText,
  registrationText,
  replyText,
  transportText,
} from '../../languages/questionText.ts';
import { JsonFileError, type JsonObject, objectAt, parseJson } from '../jsonFile.ts';
import { readMadeRequest } from './madeRequest.ts';
import { testRanges } from './testRanges.ts';

/** What the name of a file with tests ends with. */
export const TEST_FILE_END = '.siptest.json';

/** One test of a file: a question about messages, and the expected answer. Contains passwords: never logged. */
export interface ExplainTest {
  readonly name: string;
  /** The item of `tests` in the file. */
  readonly range: Range;
  /** Path of the configuration from the folder of the test file; undefined for the one next to it. */
  readonly config: string | undefined;
  /** Version of the server of the configuration. */
  readonly version: string | undefined;
  readonly messages: readonly TestMessage[];
  /** Paths of tables, from the folder of the test file. */
  readonly tables: readonly string[];
  /** The rest of the question. */
  readonly question: ExplainQuestion;
  /** For each explained message in order, or one for the last. */
  readonly expect: readonly JsonObject[];
  readonly isForEach: boolean;
}

/** A text, or the path of a file with it from the folder of the test file. */
export type TestMessage = { readonly text: string } | { readonly file: string };

/** The keys that a test may have. */
export const TEST_KEYS = [
  'name',
  'config',
  'version',
  'messages',
  'device',
  'source',
  'destination',
  'transport',
  'registrations',
  'contacts',
  'answers',
  'hosts',
  'tables',
  'assume',
  'replies',
  'time',
  'expect',
] as const;

/** The keys of a file: some are for all tests that do not set them. */
export const FILE_KEYS = ['$schema', 'config', 'version', 'tests'] as const;

const MOST_TESTS = 1000;
const LARGEST_FILE = 1024 * 1024;
/** More than any explanation has. */
const MOST_LEVELS = 40;

/** Reads the text of a test file. Throws `JsonFileError`. */
export function readTestFile(text: string): readonly ExplainTest[] {
  if (text.length > LARGEST_FILE) throw new JsonFileError(`The file has more than 1 MB.`);
  const content = objectAt(parseJson(text), 'the file', FILE_KEYS);
  const { ranges, levels } = testRanges(text);
  if (levels > MOST_LEVELS) throw new JsonFileError(`The file has more than ${MOST_LEVELS} levels.`);
  const { tests } = content;
  if (!Array.isArray(tests)) throw new JsonFileError('tests: write a list of tests.');
  if (tests.length > MOST_TESTS)
    throw new JsonFileError(`The file has ${tests.length} tests, but at most ${MOST_TESTS} are run.`);
  return tests.map((test: unknown, index) =>
    readTest(
      objectAt(test, `tests[${index}]`, TEST_KEYS),
      content,
      `tests[${index}]`,
      ranges[index] ?? start,
    ),
  );
}

const start: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

function readTest(test: JsonObject, file: JsonObject, where: string, range: Range): ExplainTest {
  const at = (key: (typeof TEST_KEYS)[number]): readonly [unknown, string] => [test[key], `${where}.${key}`];
  const { device, messages } = test;
  if ((device === undefined) === (messages === undefined))
    throw new JsonFileError(`${where}: write either "messages" or "device".`);
  const sources = parts(...at('source'), placeText);
  const hosts = parts(...at('hosts'), hostText);
  return {
    name: textAt(...at('name')) ?? `test ${where.replace(/\D/g, '')}`,
    range,
    config: textAt(...at('config')) ?? textAt(file.config, 'config'),
    version: textAt(...at('version')) ?? textAt(file.version, 'version'),
    messages: listOf(messages).map((message, index) =>
      readMessage(message, `${where}.messages[${index}]`, sources?.[Math.min(index, sources.length - 1)]),
    ),
    tables: texts(...at('tables')),
    question: {
      device: textAt(...at('device')),
      sources,
      destinations: parts(...at('destination'), placeText),
      transports: parts(...at('transport'), transportText),
      registrations: parts(...at('registrations'), registrationText),
      contacts: parts(...at('contacts'), contactText),
      answers: parts(...at('answers'), answerText),
      hosts: hosts === undefined ? undefined : Object.fromEntries(hosts),
      assumptions: parts(...at('assume'), assumptionText),
      replies: parts(...at('replies'), replyText),
      time: timeAt(...at('time')),
    },
    expect: listOf(test.expect ?? {}).map((one, index) =>
      expectationOf(one, `${where}.expect${Array.isArray(test.expect) ? `[${index}]` : ''}`),
    ),
    isForEach: Array.isArray(test.expect),
  };
}

function readMessage(
  message: unknown,
  where: string,
  source: { readonly address: string; readonly port: number } | undefined,
): TestMessage {
  if (typeof message === 'string') return message.includes('\n') ? { text: message } : { file: message };
  if (Array.isArray(message)) return { text: `${texts(message, where).join('\r\n')}\r\n` };
  return { text: readMadeRequest(message, where, source) };
}

/** An expectation that says nothing would always be met. */
function expectationOf(value: unknown, where: string): JsonObject {
  const expected = objectAt(value, where);
  if (Object.keys(expected).length === 0)
    throw new JsonFileError(`${where}: write at least one field of the explanation, such as "finalCode".`);
  return expected;
}

function parts<Part>(value: unknown, where: string, part: QuestionText<Part>): Part[] | undefined {
  if (value === undefined) return undefined;
  return texts(value, where).map((text, index) => {
    const read = part.read(text);
    if (read === undefined)
      throw new JsonFileError(`${where}${Array.isArray(value) ? `[${index}]` : ''}: write ${part.form}.`);
    return read;
  });
}

/** The texts of a list; a text by itself counts as a list with one item. */
function texts(value: unknown, where: string): string[] {
  return listOf(value).map((one, index) => {
    if (typeof one !== 'string') throw new JsonFileError(`${where}[${index}]: write a text in quotes.`);
    return one;
  });
}

function listOf(value: unknown): readonly unknown[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

function textAt(value: unknown, where: string): string | undefined {
  if (value === undefined || (typeof value === 'string' && value !== '')) return value;
  throw new JsonFileError(`${where}: write a text in quotes.`);
}

/** Seconds since 1970. */
function timeAt(value: unknown, where: string): number | undefined {
  const time = textAt(value, where);
  if (time === undefined) return undefined;
  const isWhole = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)$/.test(time);
  const parsed = isWhole ? Date.parse(time) : Number.NaN;
  if (Number.isNaN(parsed)) throw new JsonFileError(`${where}: write a time such as 2026-01-31T14:30:00Z.`);
  return parsed / 1000;
}
