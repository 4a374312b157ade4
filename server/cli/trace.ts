import { type Command, Option } from 'commander';
import type { Diagnostic } from 'vscode-languageserver-types';
import { shieldedReport } from '../languages/shielded.ts';
import type { LadderOptions } from '../languages/traces.ts';
import {
  checkTrace,
  explainDialog,
  joinedCalls,
  ladderMermaid,
  ladderSvg,
  ladderTexts,
  parseTrace,
  printMessages,
  printMessagesAsTheyAre,
  REDACTION_NOTE,
  redactedCopy,
  redactTrace,
  selectedMessages,
  type Trace,
  traceOf,
} from '../languages/traces.ts';
import { messageText } from '../rules/diagnostic.ts';
import { type Io, UsageError } from './io.ts';
import { joinInputs, readTraceInput, type TraceInput } from './traceInput.ts';

/** `sip-workbench trace`: reads a text trace, a log or a capture and draws its call flows. */
export function traceCommand(program: Command, io: Io): void {
  program
    .command('trace')
    .description('Reads a SIP trace, log or capture, and draws its call flows.')
    .argument('<file...>', 'traces, logs, pcap and pcapng files, joined by time; - for standard input')
    .addOption(
      new Option('--format <format>', 'what to print')
        .choices(['text', 'json', 'mermaid', 'svg', 'messages'])
        .default('text'),
    )
    .option('--call-id <id>', 'only the messages with this Call-ID')
    .option(
      '--redact',
      'replace everything that identifies people; prints messages unless --format is given',
      false,
    )
    .option('--ports', 'one lane per port instead of one per host', false)
    .action(async (files: string[], options: TraceOptions, command: Command) => {
      const isChosen = command.getOptionValueSource('format') !== 'default';
      const format = options.redact && !isChosen ? 'messages' : options.format;
      const inputs: TraceInput[] = [];
      for (const file of files) inputs.push(await readTraceInput(io, file));
      for (const { file, notes, nothing } of inputs) {
        for (const note of notes) io.stderr(`sip-workbench: ${file}: ${note}\n`);
        if (nothing === undefined) continue;
        io.stderr(`sip-workbench: ${file}: ${nothing}\n`);
        io.setExitCode(2);
      }
      for (const text of inPieces(traceOutput(shownTrace(inputs, io), files, { ...options, format })))
        io.stdout(text);
    });
}

/** Joins texts into larger pieces: many small writes take too long, and a single one takes too much memory. */
function* inPieces(texts: Iterable<string>): Generator<string> {
  let parts: string[] = [];
  let length = 0;
  for (const text of texts) {
    parts.push(text);
    length += text.length;
    if (length < LENGTH_OF_PIECE) continue;
    yield parts.join('');
    parts = [];
    length = 0;
  }
  yield parts.join('');
}

const LENGTH_OF_PIECE = 65_536;

interface TraceOptions {
  readonly format: string;
  readonly callId?: string;
  readonly ports: boolean;
  readonly redact: boolean;
}

/** What is printed: the trace of one file, or of several joined, with the place of each message. */
interface Shown {
  readonly trace: Trace;
  readonly place: (index: number) => Place;
}

interface Place {
  /** Only when several files were joined. */
  readonly file?: string;
  readonly line: number | null;
  readonly frame: number | null;
}

function shownTrace(inputs: readonly TraceInput[], io: Io): Shown {
  const [only] = inputs;
  if (only !== undefined && inputs.length === 1) {
    const { trace, frames } = only;
    const line = (index: number) => (frames === undefined ? (trace.entries[index]?.line ?? null) : null);
    return { trace, place: index => ({ line: line(index), frame: frames?.[index] ?? null }) };
  }
  const { trace, places, shared } = joinInputs(inputs);
  if (shared > 0) {
    io.stderr(
      `sip-workbench: ${shared === 1 ? '1 message appears in two files and is' : `${shared} messages appear in two files and are`} shown once\n`,
    );
  }
  return { trace, place: index => places[index] ?? { line: null, frame: null } };
}

function traceOutput(shown: Shown, files: readonly string[], options: TraceOptions): Iterable<string> {
  const { trace } = shown;
  if (options.callId !== undefined && !trace.flow.dialogs.some(dialog => dialog.callId === options.callId)) {
    throw new UsageError(`${files.join(', ')}: no message has the Call-ID ${options.callId}`);
  }
  const ladder: LadderOptions = {
    foldPorts: !options.ports,
    ...(options.callId === undefined ? {} : { callIds: [options.callId] }),
  };
  if (options.redact) return redactedOutput(shown, options, ladder);
  return written(shown, options.format, ladder);
}

/** Selects the messages by their real Call-ID first, and then redacts them. */
function redactedOutput(
  shown: Shown,
  { format, callId }: TraceOptions,
  ladder: LadderOptions,
): Iterable<string> {
  const isPrinted = format === 'messages' || callId !== undefined;
  const chosen = isPrinted ? traceOf(parseTrace(printMessagesAsTheyAre(shown.trace, ladder))) : shown.trace;
  if (format === 'messages') return [redactedCopy(chosen)];
  const trace = traceOf(parseTrace(redactTrace(chosen)));
  // File names may identify someone.
  const place = (index: number): Place => {
    const { line, frame } = shown.place(index);
    return isPrinted ? { line: trace.entries[index]?.line ?? null, frame: null } : { line, frame };
  };
  return written({ trace, place }, format, { foldPorts: ladder.foldPorts }, true);
}

function written(shown: Shown, format: string, ladder: LadderOptions, isRedacted = false): Iterable<string> {
  const { trace } = shown;
  switch (format) {
    case 'json':
      return [
        `${JSON.stringify({
          ...shieldedReport(traceJson(shown, ladder)),
          ...(isRedacted ? { redaction: REDACTION_NOTE.replace(/^# /, '') } : {}),
        })}\n`,
      ];
    case 'mermaid':
      return [ladderMermaid(trace, ladder)];
    case 'svg':
      return [ladderSvg(trace, ladder)];
    case 'messages':
      return [printMessages(trace, ladder)];
    default:
      return ladderTexts(trace, ladder);
  }
}

/** The JSON of the contract. `line` counts from 0 and is null in a capture, whose messages have a `frame`. */
function traceJson({ trace, place }: Shown, options: LadderOptions): object {
  const problems = new Map<number, object[]>();
  for (const { entry, diagnostic } of checkTrace(trace)) {
    const list = problems.get(entry.index) ?? [];
    list.push(problemJson(diagnostic));
    problems.set(entry.index, list);
  }
  const selected = new Set(options.callIds ?? []);
  return {
    messages: selectedMessages(trace, options).flatMap(index => {
      const entry = trace.entries[index];
      const arrow = trace.flow.arrows[index];
      if (entry === undefined || arrow === undefined) return [];
      const { context, format, cut } = entry.message;
      return {
        index,
        ...place(index),
        time: context.time ?? null,
        source: context.source ?? null,
        destination: context.destination ?? null,
        transport: context.transport ?? null,
        direction: context.direction ?? null,
        format: format ?? null,
        startLine: entry.facts.startLine,
        method: entry.facts.method ?? null,
        status: entry.facts.status ?? null,
        callId: entry.facts.callId ?? null,
        cseq: entry.facts.cseqText ?? null,
        from: arrow.from,
        to: arrow.to,
        retransmissionOf: arrow.repeats ?? null,
        cut: cut ?? null,
        problems: problems.get(index) ?? [],
      };
    }),
    dialogs: trace.flow.dialogs
      .filter(dialog => options.callIds === undefined || selected.has(dialog.callId))
      .map(dialog => ({
        callId: dialog.callId,
        method: dialog.method,
        messages: dialog.messages,
        authentication: dialog.authentication,
        state: dialog.state,
        explanation: explainDialog(trace, dialog).steps,
      })),
    calls: joinedCalls(trace).filter(
      call => options.callIds === undefined || call.callIds.some(callId => selected.has(callId)),
    ),
  };
}

function problemJson(diagnostic: Diagnostic): object {
  const names = ['error', 'warning', 'information', 'hint'];
  return {
    code: diagnostic.code,
    severity: names[(diagnostic.severity ?? 1) - 1] ?? 'error',
    message: messageText(diagnostic),
    range: diagnostic.range,
  };
}
