import type { ExplainQuestion } from '../../languages/explainQuestion.ts';
import { isCapture, type MatchedRequest, requestNumbered } from '../../languages/traces.ts';
import { isStartLine } from '../../sip/message.ts';
import { splitMessages } from '../../sip/messages.ts';
import { decodeText } from '../../text/decode.ts';
import { type Io, readBytes, UsageError } from '../io.ts';
import { readTraceInput } from '../traceInput.ts';

/** The messages to explain, and what their traces show about the state of the server when they arrived. */
export interface MessageInputs {
  readonly texts: readonly string[];
  readonly sources: ExplainQuestion['sources'];
  readonly transports: ExplainQuestion['transports'];
  readonly registrations: ExplainQuestion['registrations'];
  readonly nonce: string | undefined;
  /** How many requests a file contains, for files that are read as they are. */
  readonly requests: readonly (number | undefined)[];
}

/**
 * Reads files with one message each, which are used as they are, and of each trace, log or capture the message with one of the numbers,
 * in order, or else its first INVITE or REGISTER. Says which message was taken. Throws `UsageError`.
 */
export async function readMessages(
  paths: readonly string[],
  numbers: readonly number[] | undefined,
  io: Io,
): Promise<MessageInputs> {
  const taken: { readonly text: string; readonly found?: MatchedRequest; readonly requests?: number }[] = [];
  for (const path of paths) {
    const bytes = await readBytes(io, path);
    const text = isCapture(bytes) ? undefined : decodeText(bytes);
    if (text !== undefined && numbers === undefined && beginsWithMessage(text)) {
      taken.push({ text, requests: requestsIn(text) });
      continue;
    }
    const known: Io = { ...io, stdin: async () => bytes };
    const { tree, frames, nothing } = await readTraceInput(known, path);
    // What is not a message at all is for the language to say.
    if (nothing !== undefined && text !== undefined) taken.push({ text });
    else if (nothing !== undefined) throw new UsageError(`${path}: ${nothing}`);
    else
      for (const wanted of numbers ?? [undefined]) {
        const numbered = requestNumbered(tree, wanted);
        const found = requestOf(path, wanted, numbered);
        taken.push({ text: found.text, found });
        if (wanted === undefined) io.stderr(takenNote(path, numbered, frames));
      }
  }
  return stateOf(taken);
}

type Numbered = ReturnType<typeof requestNumbered>;

function requestOf(path: string, wanted: number | undefined, numbered: Numbered): MatchedRequest {
  switch (numbered.kind) {
    case 'request':
      return numbered.request;
    case 'response':
      throw new UsageError(
        `${path}: message ${wanted ?? 0} is a response (${numbered.startLine}). Use the number of a request`,
      );
    case 'none':
      throw new UsageError(
        wanted === undefined
          ? `${path}: there are only responses, which do not match a device`
          : `${path}: there is no message ${wanted}: the numbers are 0 to ${numbered.count - 1}, as in trace --format json`,
      );
  }
}

function takenNote(path: string, numbered: Numbered, frames: readonly number[] | undefined): string {
  if (numbered.kind !== 'request' || numbered.count === 1) return '';
  const { index, count, method, request } = numbered;
  const frame = frames?.[index];
  const where = frame === undefined ? `line ${request.line + 1}` : `frame ${frame}`;
  return `sip-workbench: ${path}: explained message ${index} (${method}, ${where}) of ${count}. Choose another with --index, which counts as trace --format json does\n`;
}

/** What the traces show, unless a message without a trace is among the messages. */
function stateOf(
  taken: readonly {
    readonly text: string;
    readonly found?: MatchedRequest;
    readonly requests?: number;
  }[],
): MessageInputs {
  const places = taken.map(({ found }) => found?.source);
  const known = places.flatMap(place => place ?? []);
  const isKnown = known.length === taken.length;
  const [first] = taken;
  return {
    texts: taken.map(({ text }) => text),
    sources: isKnown ? known.map(({ address, port }) => ({ address, port })) : undefined,
    transports: isKnown ? known.map(({ transport }) => transport) : undefined,
    registrations: first?.found?.registrations,
    nonce: first?.found?.nonce,
    requests: taken.map(({ requests }) => requests),
  };
}

function beginsWithMessage(text: string): boolean {
  return isStartLine(/^\s*(.*)/.exec(text)?.[1] ?? '');
}

function requestsIn(text: string): number {
  return splitMessages(text).filter(({ startLine }) => startLine.kind === 'request').length;
}
