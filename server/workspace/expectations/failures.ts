import type { ExplanationData, MessageExplanation } from '../../languages/explanation.ts';
import type { ConfigurationLine, Step } from '../../sip/explanation.ts';
import { fileNameOf } from '../../text/fileName.ts';
import { nearest } from '../../text/spelling.ts';
import { JsonFileError, type JsonObject } from '../jsonFile.ts';
import { type Difference, differences } from './compare.ts';

/** An expectation that is not met. */
export interface Failure extends Difference {
  /** What happens instead, in one sentence. */
  readonly sentence: string;
  /** The step that decided the outcome, with its lines; undefined if no line did. */
  readonly decided: Pick<Step, 'title' | 'detail' | 'config'> | undefined;
  /** An open question with the answer that led here. */
  readonly question: string | undefined;
}

/** The configuration of a test: the file that the server opens first. */
export interface TestedFile {
  readonly uri: string;
  readonly text: string;
}

/**
 * What does not meet the expectation. As long as a question about the message is open, every answer to it must meet the
 * expectation, unless the test expects that it is open (`"certain": false`).
 */
export function failuresOf(
  expected: JsonObject,
  explanation: MessageExplanation,
  file: TestedFile,
): readonly Failure[] {
  const { reached, notReached, ...fields } = expected;
  const others = expected.certain === false ? [] : (explanation.alternatives ?? []);
  for (const way of [explanation, ...others]) {
    refuseMisspelled(fields, fieldsOf(way));
    const found = [
      ...differences(fields, fieldsOf(way)),
      ...lineDifferences('reached', reached, way, file, true),
      ...lineDifferences('notReached', notReached, way, file, false),
    ];
    if (found.length === 0) continue;
    const decided = decidingStep(way);
    const question = others.length === 0 ? undefined : questionOf(way);
    return found.map(difference => ({ ...difference, sentence: way.sentence, decided, question }));
  }
  return [];
}

/** A field may be missing from one explanation; a name like that of a field that it has is a mistake. */
function refuseMisspelled(expected: JsonObject, actual: JsonObject): void {
  const names = Object.keys(actual);
  for (const name of Object.keys(expected)) {
    const near = names.includes(name) ? undefined : nearest(name, names);
    if (near !== undefined)
      throw new JsonFileError(`expect.${name}: the explanation has no such field. Did you mean "${near}"?`);
  }
}

/** As in the JSON of the command line. */
function fieldsOf({ data, steps, sentence }: MessageExplanation): JsonObject {
  return JSON.parse(JSON.stringify({ sentence, ...data, steps })) as JsonObject;
}

function questionOf({ data }: MessageExplanation): string | undefined {
  const { questions } = runFields(data);
  const first = questions.find(({ answered }) => answered !== true) ?? questions[0];
  if (first === undefined) return undefined;
  const { line, file, text, assumed } = first;
  const place = file === undefined ? `line ${line}` : `${fileNameOf(file)}:${line}`;
  return `${place}: ${text} (${assumed})`;
}

/** The last step that decided or stopped something and has a line. */
function decidingStep({ steps }: MessageExplanation): Failure['decided'] {
  const placed = steps.filter(({ config }) => config.length > 0);
  return placed.findLast(({ verdict }) => verdict === 'decided' || verdict === 'failed') ?? placed.at(-1);
}

/** A number is a line of the configuration, from 1; a text is found in the lines that are meant. */
function lineDifferences(
  path: string,
  expected: unknown,
  way: MessageExplanation,
  file: TestedFile,
  isReached: boolean,
): Difference[] {
  if (expected === undefined) return [];
  const reached = reachedLines(way, file.uri);
  return (Array.isArray(expected) ? expected : [expected]).flatMap((line: unknown) =>
    linesMeant(line, file, path).some(number => reached.has(number)) === isReached
      ? []
      : { path, expected: line, actual: isReached ? 'not reached' : 'reached' },
  );
}

function linesMeant(line: unknown, { text }: TestedFile, path: string): number[] {
  if (typeof line === 'number') return [line];
  if (typeof line !== 'string' || line.trim() === '')
    throw new JsonFileError(`${path}: write line numbers, or texts that are in the lines.`);
  const found = text.split(/\r\n?|\n/).flatMap((content, index) => (content.includes(line) ? index + 1 : []));
  if (found.length === 0)
    throw new JsonFileError(`${path}: no line of the configuration contains this text.`);
  return found;
}

/** The lines of a file that took part, from 1. */
function reachedLines({ data, steps }: MessageExplanation, uri: string): ReadonlySet<number> {
  const ran = runFields(data).lines.flatMap(({ file, line }) => (file === undefined ? [line] : []));
  const decided = steps.flatMap(({ verdict, config }) =>
    verdict === 'skipped' ? [] : config.flatMap(place => numberIn(place, uri)),
  );
  return new Set([...ran, ...decided]);
}

function numberIn({ file, line }: ConfigurationLine, uri: string): number[] {
  return file === uri ? [line + 1] : [];
}

/** What only the run of a script has. */
function runFields(data: ExplanationData): {
  readonly lines: readonly { readonly file?: string; readonly line: number }[];
  readonly questions: readonly {
    readonly file?: string;
    readonly line: number;
    readonly text: string;
    readonly assumed: string;
    readonly answered?: boolean;
  }[];
} {
  return { lines: [], questions: [], ...data };
}
