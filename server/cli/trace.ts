import { type Command, Option } from 'commander';
import type { Diagnostic } from 'vscode-languageserver-types';
import { explainDialog } from '../languages/trace/callFlow/explain.ts';
import { ladderMermaid } from '../languages/trace/callFlow/ladderMermaid.ts';
import { ladderSvg } from '../languages/trace/callFlow/ladderSvg.ts';
import { ladderText } from '../languages/trace/callFlow/ladderText.ts';
import { captureAsTrace, isCapture, readCapture } from '../languages/trace/capture/capture.ts';
import { checkTrace } from '../languages/trace/check/check.ts';
import { type Trace, traceOf } from '../languages/trace/model/model.ts';
import type { LadderOptions } from '../languages/trace/model/selectedMessages.ts';
import { selectedMessages } from '../languages/trace/model/selectedMessages.ts';
import { parseTrace } from '../languages/trace/reading/parser.ts';
import { printMessages } from '../languages/trace/writing/printMessages.ts';
import { REDACTION_NOTE } from '../languages/trace/writing/redact/note.ts';
import { redactedCopy, redactTrace } from '../languages/trace/writing/redact/redactTrace.ts';
import { decodeText } from '../text/decode.ts';
import { type Io, readBytes, UsageError } from './io.ts';

/** `sip-workbench trace`: reads a text trace, a log or a capture and draws its call flows. */
export function traceCommand(program: Command, io: Io): void {
  program
    .command('trace')
    .description('read a SIP trace, a log or a capture, and draw its call flows')
    .argument('<file>', 'trace, log, pcap or pcapng file; - for standard input')
    .addOption(
      new Option('--format <format>', 'what to print')
        .choices(['text', 'json', 'mermaid', 'svg', 'messages'])
        .default('text'),
    )
    .option('--call-id <id>', 'only the messages with this Call-ID')
    .option(
      '--redact',
      'write it without what identifies anybody; as messages unless --format says otherwise',
      false,
    )
    .option('--ports', 'a lane for every port instead of one for every host', false)
    .action(async (file: string, options: TraceOptions, command: Command) => {
      const bytes = await readBytes(io, file);
      const isChosen = command.getOptionValueSource('format') !== 'default';
      const format = options.redact && !isChosen ? 'messages' : options.format;
      io.stdout(traceOutput(bytes, file, { ...options, format }, io));
    });
}

interface TraceOptions {
  readonly format: string;
  readonly callId?: string;
  readonly ports: boolean;
  readonly redact: boolean;
}

function traceOutput(bytes: Uint8Array, file: string, options: TraceOptions, io: Io): string {
  let text: string;
  let frames: readonly number[] | undefined;
  if (isCapture(bytes)) {
    const capture = readCapture(bytes);
    if (capture.problem !== undefined) io.stderr(`sip-workbench: ${file}: ${capture.problem}\n`);
    text = captureAsTrace(capture);
    frames = capture.messages.map(message => message.frame);
  } else text = decodeText(bytes);
  const trace = traceOf(parseTrace(text));
  if (options.callId !== undefined && !trace.flow.dialogs.some(dialog => dialog.callId === options.callId)) {
    throw new UsageError(`${file}: no message has the Call-ID ${options.callId}`);
  }
  const ladder: LadderOptions = {
    foldPorts: !options.ports,
    ...(options.callId === undefined ? {} : { callIds: [options.callId] }),
  };
  if (options.redact) return redactedOutput(trace, options, ladder, frames);
  return written(trace, options.format, ladder, frames);
}

/** The chosen messages are taken first, by the Call-ID that they really have, and redacted then. */
function redactedOutput(
  trace: Trace,
  { format, callId }: TraceOptions,
  ladder: LadderOptions,
  frames: readonly number[] | undefined,
): string {
  const isPrinted = format === 'messages' || callId !== undefined;
  const chosen = isPrinted ? traceOf(parseTrace(printMessages(trace, ladder))) : trace;
  if (format === 'messages') return redactedCopy(chosen);
  const redacted = traceOf(parseTrace(redactTrace(chosen)));
  return written(redacted, format, { foldPorts: ladder.foldPorts }, isPrinted ? undefined : frames, true);
}

function written(
  trace: Trace,
  format: string,
  ladder: LadderOptions,
  frames: readonly number[] | undefined,
  isRedacted = false,
): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify({
        ...traceJson(trace, ladder, frames),
        ...(isRedacted ? { redaction: REDACTION_NOTE.replace(/^# /, '') } : {}),
      })}\n`;
    case 'mermaid':
      return ladderMermaid(trace, ladder);
    case 'svg':
      return ladderSvg(trace, ladder);
    case 'messages':
      return printMessages(trace, ladder);
    default:
      return ladderText(trace, ladder);
  }
}

/** The JSON of the contract. `line` counts from 0 and is null in a capture, whose messages have a `frame`. */
function traceJson(trace: Trace, options: LadderOptions, frames: readonly number[] | undefined): object {
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
        line: frames === undefined ? entry.line : null,
        frame: frames?.[index] ?? null,
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
  };
}

function problemJson(diagnostic: Diagnostic): object {
  const names = ['error', 'warning', 'information', 'hint'];
  return {
    code: diagnostic.code,
    severity: names[(diagnostic.severity ?? 1) - 1] ?? 'error',
    message: diagnostic.message,
    range: diagnostic.range,
  };
}
