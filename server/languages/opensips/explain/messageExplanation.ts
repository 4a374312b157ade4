import { messageFacts } from '../../../sip/dialog/messageFacts.ts';
import {
  differentIdentities,
  identitiesSentence,
  whoComparesIdentities,
} from '../../../sip/digest/identities.ts';
import type { ConfigurationLine, Step, Verdict } from '../../../sip/explanation.ts';
import { parseMessage } from '../../../sip/message.ts';
import type { PacketSource } from '../../../sip/packetSource.ts';
import { fileNameOf } from '../../../text/fileName.ts';
import { appendAll } from '../../../text/longLists.ts';
import { withoutSecrets } from '../../../text/secrets.ts';
import type {
  ExplanationFact,
  ExplanationItem,
  ExplanationSection,
  MessageExplanation,
} from '../../explanation.ts';
import type { ScriptModel } from '../model/model.ts';
import type { Plain, SentRequest, StepRecord } from '../run/record.ts';
import { type ComparisonData, type DryRunData, dataOf, type LineData, type QuestionData } from './data.ts';
import { refusalOf } from './refusal.ts';
import { wayOf } from './way.ts';

/** The message that is explained: its text as pasted, and its place in the order. */
export interface Asked {
  readonly model: ScriptModel;
  readonly text: string;
  readonly source: PacketSource | undefined;
  readonly index: number;
}

/** The most statements that are listed; a loop may run thousands. */
const stepLimit = 300;

/** The dry run of one message, in the form that all languages share. */
export function messageExplanation(
  asked: Asked,
  record: StepRecord,
  isCertain: boolean,
  afterAnswer: StepRecord | undefined,
): MessageExplanation {
  const { model, text, source } = asked;
  const refusal = refusalOf(model);
  const run = dataOf(record, isCertain);
  const data: DryRunData = {
    ...run,
    notes: refusal === undefined ? run.notes : [refusal, ...run.notes],
    ...(afterAnswer === undefined
      ? {}
      : {
          afterAnswer: dataOf(
            afterAnswer,
            isCertain && afterAnswer.questions.every(({ isAnswered }) => isAnswered),
          ),
        }),
  };
  return {
    text,
    source,
    registrations: [],
    outcome: data.outcome,
    sentence: sentenceOf(data),
    codes: data.replies.map(({ code }) => code),
    withoutReply: 'No reply',
    account: null,
    facts: factsOf(model, data),
    steps: stepsOf(model, data.lines),
    sections: sectionsOf(model, data),
    notes: [...identityNotes(text), ...notesOf(data)],
    questions: record.questions.map(({ line, file, text: asked, assumed, isAnswered, possible }) => ({
      line,
      file: file ?? model.project.root,
      text: asked,
      assumed,
      isAnswered,
      possible,
    })),
    way: wayOf(model, [record, ...(afterAnswer === undefined ? [] : [afterAnswer])]),
    data,
  };
}

function sentenceOf(data: DryRunData): string {
  const requests = data.forwarded.filter((sent): sent is SentRequest => 'requestLine' in sent);
  const replies = data.replies.map(({ code, reason, to }) => `${code} ${reason} to ${to}`);
  const parts = [
    ...requests
      .slice(0, 3)
      .map(({ requestLine, to }) => `sends ${requestLine.replace(/ SIP\/2\.0$/, '')} to ${to}`),
    ...(requests.length > 3 ? [`${requests.length - 3} more requests`] : []),
    ...(replies.length === 0 ? [] : [`replies ${replies.slice(0, 4).join(', ')}`]),
  ];
  if (data.outcome === 'stopped') return `The run was stopped: ${data.notes.at(-1) ?? ''}`;
  const what = parts.length === 0 ? 'neither replies to the message nor relays it' : parts.join(', and ');
  const doubt = data.certain ? '' : ', if the open questions are answered as assumed';
  return `The server ${what}${doubt}.`;
}

function factsOf(model: ScriptModel, data: DryRunData): ExplanationFact[] {
  return [
    { name: 'Server', value: `OpenSIPS ${model.version}` },
    { name: 'Outcome', value: data.outcome },
    ...data.replies.map(({ code, reason, to }) => ({ name: 'Reply', value: `${code} ${reason} to ${to}` })),
    ...data.forwarded.map(sent => ({
      name: 'Sent',
      value: 'requestLine' in sent ? `${sent.requestLine} to ${sent.to}` : `connection to ${sent.to} closed`,
    })),
    ...(data.routes.length === 0 ? [] : [{ name: 'Routes', value: data.routes.join(' → ') }]),
  ];
}

function stepsOf(model: ScriptModel, lines: readonly LineData[]): Step[] {
  const steps = lines.slice(0, stepLimit).map(line => stepOf(model, line));
  if (lines.length > stepLimit)
    steps.push({
      title: 'More statements',
      verdict: 'skipped',
      detail: `${lines.length - stepLimit} more statements ran; they are not listed.`,
      config: [],
      header: null,
    });
  return steps;
}

function stepOf(model: ScriptModel, line: LineData): Step {
  const config = placeOf(model, line.line, line.file);
  return {
    title: `${line.route}: ${sourceText(model, config) ?? line.do}`,
    verdict: verdictOf(line),
    detail: detailOf(line),
    config: [config],
    header: null,
    ...(line.cond === undefined && line.conds === undefined && line.do !== 'switch'
      ? {}
      : { isBranch: true }),
  };
}

function placeOf(model: ScriptModel, line: number, file: string | undefined): ConfigurationLine {
  return { file: file ?? model.project.root, line: line - 1 };
}

/** The line of the script, without a comment at its end. */
function sourceText(model: ScriptModel, { file, line }: ConfigurationLine): string | undefined {
  const written = model.project.trees.get(file)?.lines[line]?.trim();
  if (written === undefined || written === '') return undefined;
  const text = withoutSecrets(written);
  return text.length > 100 ? `${text.slice(0, 99)}…` : text;
}

function verdictOf({ sent, do: what, cond, ret }: LineData): Verdict {
  if (sent !== undefined || what === 'exit' || what === 'drop') return 'decided';
  if (cond !== undefined) return cond === true ? 'passed' : 'skipped';
  return ret !== undefined && ret < 0 ? 'failed' : 'passed';
}

function detailOf(line: LineData): string {
  const { cond, conds, ret, value, args, changes = [], comparisons = [], sent = [], do: what } = line;
  const call = args === undefined || args.length === 0 ? what : `${what}(${args.join(', ')})`;
  const parts: string[] = [];
  if (ret !== undefined && cond === undefined) parts.push(`${call} returns ${ret}`);
  else if (call !== what) parts.push(call);
  appendAll(parts, comparisons.map(comparisonText));
  if (cond === true) parts.push('the condition is true');
  else if (cond === false) parts.push('the condition is false');
  else if (cond !== undefined) parts.push('the condition could not be evaluated');
  if (conds !== undefined) parts.push(`the condition was evaluated ${conds.length} times`);
  if (value !== undefined && changes.length === 0) parts.push(`the value is ${plainText(value)}`);
  appendAll(parts, [...changes, ...sent.map(one => `sends ${one}`)]);
  const text = parts.join('; ');
  if (text === '') return 'Runs.';
  // The name of a function keeps its first letter.
  return text.startsWith(what) ? `${text}.` : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function comparisonText({ operator, left, right, result }: ComparisonData): string {
  const sides =
    operator === 'is set'
      ? `${plainText(left)} is tested`
      : `${plainText(left)} ${operator} ${plainText(right)}`;
  return `${sides}: ${result ? 'true' : 'false'}`;
}

function plainText(value: Plain): string {
  return value === null ? 'NULL' : typeof value === 'number' ? String(value) : `"${value}"`;
}

function sectionsOf(model: ScriptModel, data: DryRunData): ExplanationSection[] {
  const requests = data.forwarded.filter((sent): sent is SentRequest => 'requestLine' in sent);
  const lists: { title: string; items: ExplanationItem[] }[] = [
    { title: 'When the client answers the challenge', items: answerItems(model, data.afterAnswer) },
    {
      title: 'Open questions and their answers',
      items: data.questions.map((asked, question) => ({ question, ...questionItem(model, asked) })),
    },
    {
      title: 'Headers added or changed',
      items: [
        ...requests.flatMap(({ requestLine, headers }) =>
          headerItems(requestLine.split(' ')[0] ?? '', headers),
        ),
        ...data.replies.flatMap(({ code, headers }) => headerItems(String(code), headers)),
      ],
    },
    {
      title: 'Headers removed',
      items: requests.flatMap(({ requestLine, removed }) =>
        headerItems(requestLine.split(' ')[0] ?? '', removed),
      ),
    },
    { title: 'Log', items: data.log.map(text => ({ text, config: [] })) },
  ];
  return lists.filter(({ items }) => items.length > 0).map(list => ({ kind: 'list', ...list }));
}

/** A summary of the second message: its outcome, and the statements that sent something or ended the script. */
function answerItems(model: ScriptModel, data: DryRunData | undefined): ExplanationItem[] {
  if (data === undefined) return [];
  const decisive = data.lines.filter(line => verdictOf(line) === 'decided').slice(0, stepLimit);
  return [
    { label: data.outcome, text: sentenceOf(data), config: [] },
    ...data.questions.filter(({ answered }) => !answered).map(asked => questionItem(model, asked)),
    ...decisive.map(line => {
      const place = placeOf(model, line.line, line.file);
      return {
        label: line.route,
        text: `${sourceText(model, place) ?? line.do} — ${detailOf(line)}`,
        config: [place],
      };
    }),
  ];
}

function questionItem(
  model: ScriptModel,
  { line, file, text, assumed, answered }: QuestionData,
): ExplanationItem {
  return {
    label: line === 0 ? 'start' : file === undefined ? `line ${line}` : `${fileNameOf(file)}:${line}`,
    text: `${text} ${answered ? 'Answered' : 'Assumed'}: ${assumed}.`,
    config: line === 0 ? [] : [placeOf(model, line, file)],
  };
}

function headerItems(label: string, headers: SentRequest['headers']): ExplanationItem[] {
  return Object.entries(headers).flatMap(([name, values]) =>
    [values].flat().map(value => ({ label, text: `${name}: ${value}`, config: [] })),
  );
}

/** Two names in a REGISTER are the most frequent reason why a right password is refused. */
function identityNotes(text: string): string[] {
  const { method, toUser, answers } = messageFacts(parseMessage(text));
  const found = differentIdentities(
    method,
    toUser,
    answers.map(({ username }) => username),
  );
  return found === undefined ? [] : [`${identitiesSentence(found)} ${whoComparesIdentities}.`];
}

function notesOf(data: DryRunData): string[] {
  if (data.certain) return [...data.notes];
  const open = data.questions.find(({ answered, line }) => !answered && line > 0);
  const file = open?.file === undefined ? '' : `${fileNameOf(open.file)}:`;
  const how =
    open === undefined
      ? 'An earlier message left an open question.'
      : `Answer a question with --assume, such as --assume ${file}${open.line}=no.`;
  return [...data.notes, how];
}
