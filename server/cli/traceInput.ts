import { Buffer, isAscii } from 'node:buffer';
import type { CapturedTrace, TraceTree } from '../languages/traces.ts';
import {
  capturedTrace,
  isCapture,
  parsePieces,
  printedCaptureOf,
  readCaptureAsTrace,
} from '../languages/traces.ts';
import { decodeLog } from '../text/decode.ts';
import { type Io, readBytes } from './io.ts';

/** A file that was read: its messages, and the place of each. */
export interface TraceInput {
  readonly file: string;
  readonly tree: TraceTree;
  /** Frame of each message in a capture; undefined for a text, whose lines show the place of a message. */
  readonly frames: readonly number[] | undefined;
  /** Notes about the file. */
  readonly notes: readonly string[];
  /** A sentence about what was looked for in a file without messages; undefined if there are some. */
  readonly nothing: string | undefined;
}

/**
 * Reads a capture, a text that prints packets, a trace or a log, or standard input for `-`. Throws `UsageError` for a
 * file that cannot be read, but never because of its content.
 */
export async function readTraceInput(io: Io, file: string): Promise<TraceInput> {
  return { file, ...(await readTree(io, file)) };
}

type ReadTree = Omit<TraceInput, 'file'>;

async function readTree(io: Io, file: string): Promise<ReadTree> {
  const pieces = file === '-' ? undefined : io.pieces?.(file);
  if (pieces !== undefined && beginsCapture(pieces))
    return captureInput(readCaptureAsTrace(pieces), 'frames');
  const bytes = await readBytes(io, file);
  if (isCapture(bytes)) return captureInput(readCaptureAsTrace([bytes]), 'frames');
  const tree = parsePieces(piecesOf(bytes));
  const printed = printedCaptureOf(tree, decodeLog(bytes.subarray(0, 4000)), () => decodeLog(bytes));
  if (printed !== undefined) return captureInput(capturedTrace(printed), 'packets');
  const nothing = tree.blocks.some(block => block.messages.length > 0)
    ? undefined
    : nothingInText(bytes, decodeLog(bytes));
  return { tree, frames: undefined, notes: [], nothing };
}

function beginsCapture(pieces: Iterable<Uint8Array>): boolean {
  for (const piece of pieces) return isCapture(piece);
  return false;
}

/** The text of a log: in one piece if it is ASCII, as most logs are, and need not be decoded. */
function piecesOf(bytes: Uint8Array): string[] {
  return isAscii(bytes) && !bytes.subarray(0, 200).includes(0)
    ? [Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')]
    : [decodeLog(bytes)];
}

function captureInput(capture: CapturedTrace, unit: string): ReadTree {
  const notes = [...(capture.problem === undefined ? [] : [capture.problem]), ...capture.notes];
  return {
    tree: capture.tree,
    frames: capture.frameOf,
    notes,
    nothing:
      capture.frameOf.length > 0
        ? undefined
        : `no SIP message found in ${capture.frames} ${unit}. Looked for SIP over UDP, TCP, WebSocket and SCTP on every port, also in VLAN, PPPoE, GRE, VXLAN, Geneve, GTP-U and HEP.`,
  };
}

function nothingInText(bytes: Uint8Array, text: string): string {
  if (bytes.length === 0) return 'no SIP message found: the file is empty.';
  if (text.trim() === '') return 'no SIP message found: the file contains only empty lines.';
  if (isBinary(bytes, text)) {
    return 'no SIP message found: the file is binary, but neither a pcap nor a pcapng capture. Save it in one of these formats, or as text.';
  }
  const lines = text.replace(/\n$/, '').split('\n').length;
  const hint = /SIP\/2\.0|\b(?:INVITE|REGISTER|OPTIONS) sips?:/.test(text)
    ? ' It contains SIP, but no first line of a message (such as "INVITE sip:b@example.com SIP/2.0") followed by header lines.'
    : ' It contains no first line of a SIP message, such as "INVITE sip:b@example.com SIP/2.0" or "SIP/2.0 200 OK".';
  return `no SIP message found in ${lines} ${lines === 1 ? 'line' : 'lines'} of text.${hint} Traces from Asterisk, FreeSWITCH, OpenSIPS, Kamailio, ngrep, sngrep, tcpdump, tshark, phones and browsers can be read, even with a prefix on every line.`;
}

/** Text has few control characters other than tabs, line endings, and terminal colors. */
function isBinary(bytes: Uint8Array, text: string): boolean {
  const head = text.slice(0, 4000);
  const controls = head.match(/[\u0000-\u0008\u000e-\u001a\u001c-\u001f\ufffd]/g)?.length ?? 0;
  return controls > head.length / 20 || bytes.subarray(0, 4000).filter(byte => byte === 0).length > 20;
}
