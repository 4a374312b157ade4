import type { Position } from 'vscode-languageserver-types';
import { headerFacts } from '../../../sip/headers.ts';
import { type Header, headerValues, type SipMessage } from '../../../sip/message.ts';
import type { Piece } from '../../../sip/piece.ts';
import type { View } from '../../project.ts';
import type { TraceEntry } from '../model/entry.ts';
import { sipMessage, type Trace, type TraceModel } from '../model/model.ts';
import { offsetAt } from '../model/place.ts';
import type { TraceTree } from '../reading/parser.ts';

export type TraceView = View<TraceTree, TraceModel>;

/** What is at a position in a trace. */
export interface Cursor {
  readonly trace: Trace;
  readonly entry: TraceEntry;
  readonly message: SipMessage;
  /** In the text of the message. */
  readonly offset: number;
  readonly part: 'start-line' | 'header-name' | 'header-value' | 'body' | 'other';
  /** The header field of a name or value. */
  readonly header: Header | undefined;
}

/** The trace of a view's file. */
export function traceOfView(view: TraceView): Trace | undefined {
  return view.model.traces.get(view.uri);
}

export function cursorAt(view: TraceView, position: Position): Cursor | undefined {
  const trace = traceOfView(view);
  const found = trace && offsetAt(trace, position);
  if (trace === undefined || found === undefined) return undefined;
  const { entry, offset } = found;
  const message = sipMessage(entry.message);
  const base = { trace, entry, message, offset };
  if (contains(message.startLine.source, offset)) return { ...base, part: 'start-line', header: undefined };
  const header = message.headers.find(candidate => offset >= candidate.start && offset < candidate.end);
  if (header !== undefined) {
    const isName = offset <= header.name.end;
    return { ...base, part: isName ? 'header-name' : 'header-value', header };
  }
  const isBody = offset >= message.body.start && message.body.text !== '';
  return { ...base, part: isBody ? 'body' : 'other', header: undefined };
}

/** True if the offset is in the piece or right after it. */
export function contains(piece: { readonly start: number; readonly end: number }, offset: number): boolean {
  return offset >= piece.start && offset <= piece.end;
}

/** The value of a header field that contains the offset. */
export function valueAt(header: Header, offset: number): Piece {
  return headerValues(header).find(value => contains(value, offset)) ?? header.value;
}

/** The word of token characters at an offset, if there is one. */
export function wordAt(message: SipMessage, offset: number): Piece | undefined {
  const { text } = message.source;
  let start = offset;
  let end = offset;
  while (start > 0 && WORD.test(text.charAt(start - 1))) start--;
  while (end < text.length && WORD.test(text.charAt(end))) end++;
  return end > start ? { text: text.slice(start, end), start, end } : undefined;
}

const WORD = /[A-Za-z0-9\-.+_]/;

/** True if a header field contains addresses. */
export function holdsAddresses(header: Header): boolean {
  const kind = headerFacts(header.canonical)?.kind;
  return kind === 'address' || kind === 'addresses';
}
