import { type Command, Option } from 'commander';
import type { LadderOptions } from '../languages/traces.ts';
import {
  ladderMermaid,
  ladderSvg,
  ladderTexts,
  type MessageToPrint,
  messagesToPrintAsTheyAre,
  parsePieces,
  passingTrace,
  printedAsItIs,
  printMessages,
  REDACTION_NOTE,
  redacted,
  redactedCopyInPieces,
  type TraceInParts,
  type TraceTree,
  traceOf,
} from '../languages/traces.ts';
import { type Io, UsageError } from './io.ts';
import { joinInputs } from './joining/joinInputs.ts';
import { readTraceInput, type TraceInput } from './traceInput.ts';
import { type Place, type Shown, traceJson } from './traceJson.ts';

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
    .option('--redact', 'replace everything that identifies people; prints messages unless --format is given')
    .option('--ports', 'one lane per port instead of one per host')
    .action(async (files: string[], options: TraceOptions, command: Command) => {
      const isChosen = command.getOptionValueSource('format') !== 'default';
      const format = options.redact === true && !isChosen ? 'messages' : options.format;
      for (const text of inPieces(await traceOutput(io, files, { ...options, format }))) io.stdout(text);
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
  readonly ports?: boolean;
  readonly redact?: boolean;
}

async function traceOutput(
  io: Io,
  files: readonly string[],
  options: TraceOptions,
): Promise<Iterable<string>> {
  if (options.redact === true) return redactedOutput(await partToRedact(io, files, options), options);
  if (options.format === 'text') {
    const trace = await traceInPassing(io, files, options);
    if (trace !== undefined) return ladderTexts(trace, ladderOptions(options));
  }
  return written(await shownTrace(io, files, options), options.format, ladderOptions(options));
}

/** All messages of one file, for what is written without looking back. Undefined for several files, and for one Call-ID. */
async function traceInPassing(
  io: Io,
  files: readonly string[],
  { callId }: TraceOptions,
): Promise<TraceInParts | undefined> {
  const [only] = files;
  if (only === undefined || files.length > 1 || callId !== undefined) return undefined;
  return passingTrace(reported(await readTraceInput(io, only), io).tree);
}

function ladderOptions({ ports, callId }: TraceOptions): LadderOptions {
  return { foldPorts: ports !== true, ...(callId === undefined ? {} : { callIds: [callId] }) };
}

/** Reads the files. Throws `UsageError` for a Call-ID that no message has. */
async function shownTrace(io: Io, files: readonly string[], { callId }: TraceOptions): Promise<Shown> {
  const inputs: TraceInput[] = [];
  for (const file of files) inputs.push(await readTraceInput(io, file));
  for (const input of inputs) reported(input, io);
  const shown = joinedTrace(inputs, io);
  if (callId !== undefined && !shown.trace.flow.dialogs.some(dialog => dialog.callId === callId)) {
    throw new UsageError(`${files.join(', ')}: no message has the Call-ID ${callId}`);
  }
  return shown;
}

/** Writes what there is to say about a file, which it returns. */
function reported(input: TraceInput, io: Io): TraceInput {
  const { file, notes, nothing } = input;
  for (const note of notes) io.stderr(`sip-workbench: ${file}: ${note}\n`);
  if (nothing !== undefined) {
    io.stderr(`sip-workbench: ${file}: ${nothing}\n`);
    io.setExitCode(2);
  }
  return input;
}

function joinedTrace(inputs: readonly TraceInput[], io: Io): Shown {
  const [only] = inputs;
  if (only !== undefined && inputs.length === 1) {
    const { frames } = only;
    const trace = traceOf(only.tree);
    const line = (index: number) => (frames === undefined ? (trace.entries[index]?.line ?? null) : null);
    return { trace, place: index => ({ line: line(index), frame: frames?.[index] ?? null }) };
  }
  const { trace, places, shared, notes } = joinInputs(inputs);
  for (const note of notes) io.stderr(`sip-workbench: ${note}\n`);
  if (shared > 0) {
    io.stderr(
      `sip-workbench: ${shared === 1 ? '1 message appears in two files and is' : `${shared} messages appear in two files and are`} shown once\n`,
    );
  }
  return { trace, place: index => places[index] ?? { line: null, frame: null } };
}

/** What is redacted, and nothing of the trace besides: that is gone before the redacted one is made. */
type PartToRedact =
  /** These are written anew. */
  | { readonly messages: readonly MessageToPrint[] }
  | { readonly tree: TraceTree; readonly places: readonly Place[] };

/** Selects the messages by their real Call-ID. */
async function partToRedact(io: Io, files: readonly string[], options: TraceOptions): Promise<PartToRedact> {
  if (options.format === 'messages') {
    const passing = await traceInPassing(io, files, options);
    if (passing !== undefined) return { messages: [...messagesToPrintAsTheyAre(passing, {})] };
  }
  const { trace, place } = await shownTrace(io, files, options);
  if (options.format === 'messages' || options.callId !== undefined)
    return { messages: [...messagesToPrintAsTheyAre(trace, ladderOptions(options))] };
  // File names may identify someone.
  const places = trace.entries.map(({ index }) => ({ line: place(index).line, frame: place(index).frame }));
  return { tree: trace.tree, places };
}

function* printedTexts(messages: readonly MessageToPrint[]): Generator<string> {
  for (const message of messages) yield printedAsItIs(message);
}

function redactedOutput(part: PartToRedact, { format, ports }: TraceOptions): Iterable<string> {
  const tree = 'tree' in part ? part.tree : parsePieces(printedTexts(part.messages));
  if (format === 'messages') return redactedCopyInPieces(tree);
  const trace = traceOf(redacted(tree));
  const place = (index: number): Place =>
    ('places' in part ? part.places[index] : undefined) ?? {
      line: trace.entries[index]?.line ?? null,
      frame: null,
    };
  return written({ trace, place }, format, { foldPorts: ports !== true }, true);
}

function written(shown: Shown, format: string, ladder: LadderOptions, isRedacted = false): Iterable<string> {
  const { trace } = shown;
  switch (format) {
    case 'json':
      return traceJson(shown, ladder, isRedacted ? REDACTION_NOTE.replace(/^# /, '') : undefined);
    case 'mermaid':
      return ladderMermaid(trace, ladder);
    case 'svg':
      return ladderSvg(trace, ladder);
    case 'messages':
      return printMessages(trace, ladder);
    default:
      return ladderTexts(trace, ladder);
  }
}
