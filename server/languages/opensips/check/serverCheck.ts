import { type Diagnostic, DiagnosticSeverity, type Range } from 'vscode-languageserver-types';
import { lengthWithoutEol } from '../../../text/lines.ts';
import type { CheckRun, MergedAnswers, PlacedAnswer, ServerAnswer } from '../../serverCheck.ts';
import { shieldedReport } from '../../shielded.ts';
import { versionOf } from '../facts/versions.ts';
import type { ScriptModel } from '../model/model.ts';
import { secretsOf } from '../model/secrets.ts';
import type { ScriptView } from '../model/view.ts';
import type { ScriptTree } from '../reading/parser.ts';
import { isTemplate, judge } from './check.ts';
import { readCheckOutput } from './checkOutput.ts';

/** Why `opensips -C`, which reads the whole script and loads its modules, would not read this one as it is. */
export function obstacle({ project }: ScriptModel): string | undefined {
  return isTemplate(project.root)
    ? 'This is a template: OpenSIPS reads only the file that is made from it.'
    : undefined;
}

export function answersOf(model: ScriptModel, { status, output }: CheckRun): readonly ServerAnswer[] {
  const secrets = secretsOf(model);
  const answers = readCheckOutput(output, status !== 0).map(answer => shieldedReport(answer, secrets));
  const isExplained = answers.some(({ severity, kind }) => severity === 'error' || kind === 'check-only');
  return status === 0 || isExplained ? answers : [...answers, refusedWithoutWord];
}

export function mergedWith(
  view: ScriptView,
  found: readonly Diagnostic[],
  answers: readonly PlacedAnswer[],
  run: CheckRun,
): MergedAnswers {
  const diagnostics = [...found];
  const alone: ServerAnswer[] = [];
  for (const { answer, line } of answers) {
    const at = line === undefined ? counterpart(found, answer) : sameFinding(view.tree, found, answer, line);
    const known = diagnostics[at];
    if (known !== undefined) diagnostics[at] = confirmed(known, view.uri, answer, run);
    else if (line !== undefined ? answer.kind !== 'consequence' : isToldAtRoot(view, answer)) {
      alone.push(answer);
      diagnostics.push(diagnosticOf(view.tree, answer, line, run));
    }
  }
  diagnostics.sort(
    (a, b) => a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character,
  );
  return { diagnostics, alone };
}

export function summaryOf(model: ScriptModel, { status, version }: CheckRun): string {
  const verdict = `OpenSIPS ${version} ${status === 0 ? 'accepts' : 'refuses'} this script.`;
  return versionOf(version) === model.version
    ? verdict
    : `${verdict} The file is checked here for ${model.version}, so the results may differ.`;
}

/** A script can redirect all messages to another place. */
const refusedWithoutWord: ServerAnswer = { severity: 'error', text: '', details: [], kind: 'finding' };

/** The index of our finding that matches the server's message at a line; -1 when there is none. */
function sameFinding(
  tree: ScriptTree,
  found: readonly Diagnostic[],
  answer: ServerAnswer,
  line: number,
): number {
  // A mere warning of ours would understate what the server refuses.
  const counts = ({ severity }: Diagnostic): boolean =>
    answer.severity === 'warning' || severity === DiagnosticSeverity.Error;
  const standsOn = (wanted: number) => (diagnostic: Diagnostic) =>
    counts(diagnostic) && (diagnostic.range.start.line === wanted || diagnostic.range.end.line === wanted);
  const here = found.findIndex(standsOn(line));
  // The server reports the place where it could not go on: after a missing semicolon, that is the next statement.
  if (here >= 0 || answer.severity === 'warning') return here;
  const before = found.findIndex(standsOn(lineOfCodeBefore(tree, line)));
  return before >= 0 ? before : counterpart(found, answer);
}

function lineOfCodeBefore(tree: ScriptTree, line: number): number {
  let before = line - 1;
  while (before >= 0 && /^\s*(?:#.*)?$/.test((tree.lines[before] ?? '').trimEnd())) before--;
  return before;
}

/** The index of our finding that reports the same problem at another place; -1 when there is none in this file. */
function counterpart(found: readonly Diagnostic[], answer: ServerAnswer): number {
  const codes = codesOf(answer);
  return found.findIndex(({ code }) => typeof code === 'string' && codes.includes(code));
}

/** A message about the whole script is shown on its first line, unless one of our findings in another file reports it. */
function isToldAtRoot({ model, uri }: ScriptView, answer: ServerAnswer): boolean {
  if (uri !== model.project.root || answer.kind === 'consequence') return false;
  const judged = judge(model);
  if (answer.text === '') return !judged.some(({ rule }) => rule.severity === 'error');
  const codes = codesOf(answer);
  return !judged.some(({ rule }) => codes.includes(rule.code));
}

/** Our rules for OpenSIPS messages that have no line or another line than ours, found by their words. */
function codesOf({ text, details }: ServerAnswer): readonly string[] {
  const words = [text, ...details].join('\n');
  return wordsOfRules.flatMap(([pattern, names]) =>
    pattern.test(words) ? names.map(name => `opensips-cfg/${name}`) : [],
  );
}

const wordsOfRules: readonly (readonly [RegExp, readonly string[]])[] = [
  [/no transport protocol loaded/, ['transport-not-loaded', 'transport-without-socket', 'no-socket']],
  [/listeners found for protocol/, ['transport-not-loaded']],
  [/no listening sockets/, ['no-socket', 'transport-without-socket']],
  [/\bdepends on\b|module dependencies/, ['missing-dependency']],
  [/failed to open |cannot open included file/, ['missing-include']],
  [/unexpected EOF/, ['unclosed-comment', 'unclosed-text']],
  [/\bredefined\b|overwriting default \w+ routing table/, ['duplicate-route']],
  [/failed to load module/, ['module-path-missing']],
  [/does not support route type/, ['function-in-wrong-route-through-call', 'function-in-wrong-route']],
];

function confirmed(diagnostic: Diagnostic, uri: string, answer: ServerAnswer, run: CheckRun): Diagnostic {
  const said = diagnostic.relatedInformation ?? [];
  const message = `OpenSIPS ${run.version} ${run.status === 0 ? 'warns too' : 'refuses it too'}: ${wordsOf(answer)}`;
  if (said.length >= mostRelated || said.some(related => related.message === message)) return diagnostic;
  return {
    ...diagnostic,
    relatedInformation: [...said, { location: { uri, range: diagnostic.range }, message }],
  };
}

function diagnosticOf(
  tree: ScriptTree,
  answer: ServerAnswer,
  line: number | undefined,
  run: CheckRun,
): Diagnostic {
  const isError = answer.severity === 'error';
  const subject = line === undefined ? 'script' : 'line';
  const what =
    answer.text === ''
      ? `OpenSIPS ${run.version} refuses this script without saying why.`
      : `OpenSIPS ${run.version} ${isError ? 'refuses' : 'warns about'} this ${subject}: ${wordsOf(answer)}`;
  return {
    range: rangeOfLine(tree, line ?? 0),
    severity: isError ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
    source: 'opensips -C',
    message: isError ? `${what} OpenSIPS does not start.` : what,
  };
}

/** In quotation marks, because they are the server's words. */
function wordsOf({ text, details }: ServerAnswer): string {
  const quoted = (words: string): string => `“${words}”`;
  const shown = details.slice(0, mostDetails);
  return shown.length === 0 ? `${quoted(text)}.` : `${quoted(text)}, with ${shown.map(quoted).join(', ')}.`;
}

const mostDetails = 3;
const mostRelated = 5;

/** The server's columns do not count the text inside strings, so the whole line is marked from its first character. */
function rangeOfLine(tree: ScriptTree, line: number): Range {
  const text = tree.lines[line] ?? '';
  const start = text.length - text.trimStart().length;
  const end = text.slice(0, lengthWithoutEol(text)).trimEnd().length;
  return { start: { line, character: Math.min(start, end) }, end: { line, character: end } };
}
