import {
  type CodeAction,
  CodeActionKind,
  type Diagnostic,
  type Range,
  type TextEdit,
} from 'vscode-languageserver-types';
import { bodyLengths } from '../../../sip/body.ts';
import { canonicalHeaderName, compactHeaderName } from '../../../sip/headers.ts';
import { firstHeader, type SipMessage } from '../../../sip/message.ts';
import type { TraceEntry } from '../model/entry.ts';
import { sipMessage } from '../model/model.ts';
import { entryAt, positionOf, rangeOf } from '../model/place.ts';
import { type Cursor, cursorAt, type TraceView, traceOfView } from './cursor.ts';

/** Fixes of problems at a range, and changes of header names. */
export function actionsAt(
  view: TraceView,
  range: Range,
  diagnostics: readonly Diagnostic[],
  only: readonly CodeActionKind[] | undefined,
): CodeAction[] {
  const wants = (kind: string): boolean => only === undefined || only.some(wanted => kind.startsWith(wanted));
  const actions: CodeAction[] = [];
  const trace = traceOfView(view);
  if (trace !== undefined && wants(CodeActionKind.QuickFix)) {
    for (const diagnostic of diagnostics) {
      const entry = entryAt(trace, diagnostic.range.start.line);
      // Edits of escaped text (JSON, syslog) would have to be escaped again: those messages are not fixed.
      if (entry === undefined || entry.message.slices.some(slice => slice.map !== undefined)) continue;
      for (const fix of fixesOf(entry, diagnostic)) {
        actions.push({
          title: fix.title,
          kind: CodeActionKind.QuickFix,
          diagnostics: [diagnostic],
          isPreferred: true,
          edit: { changes: { [view.uri]: fix.edits } },
        });
      }
    }
  }
  const cursor = cursorAt(view, range.start);
  if (cursor !== undefined && wants(CodeActionKind.RefactorRewrite))
    actions.push(...nameActions(view, cursor));
  return actions;
}

interface Fix {
  readonly title: string;
  readonly edits: TextEdit[];
}

function fixesOf(entry: TraceEntry, diagnostic: Diagnostic): Fix[] {
  const message = sipMessage(entry.message);
  switch (diagnostic.code) {
    case 'sip-trace/content-length-mismatch': {
      const header = firstHeader(message, 'Content-Length');
      const length = bodyLengths(message).withCrLf;
      return header === undefined
        ? []
        : [
            {
              title: `Set Content-Length to ${length}`,
              edits: [replace(entry, header.value, String(length))],
            },
          ];
    }
    case 'sip-trace/missing-header': {
      const name = /(?:header field|carry a) ([A-Z][\w-]+)/.exec(
        typeof diagnostic.message === 'string' ? diagnostic.message : '',
      )?.[1];
      const line = name === undefined ? undefined : missingLine(message, name);
      return line === undefined
        ? []
        : [{ title: `Add ${name}`, edits: [insertHeader(entry, message, line)] }];
    }
    case 'sip-trace/cseq-method-mismatch': {
      const start = message.startLine;
      return start.kind !== 'request'
        ? []
        : [
            {
              title: `Write ${start.method.text} in CSeq`,
              edits: [{ range: diagnostic.range, newText: start.method.text }],
            },
          ];
    }
    case 'sip-trace/request-line-spaces': {
      const start = message.startLine;
      if (start.kind !== 'request') return [];
      const end = message.source.text.search(/[\r\n]|$/);
      const text = `${start.method.text} ${start.uri.text} ${start.version.text}`;
      return [
        {
          title: 'Leave one space between the parts',
          edits: [replace(entry, { start: start.source.start, end }, text)],
        },
      ];
    }
    case 'sip-trace/display-name-needs-quotes': {
      return [
        { title: 'Put the display name in quotes', edits: [surround(diagnostic.range, '"', '"')].flat() },
      ];
    }
    case 'sip-trace/address-needs-brackets':
      return [{ title: 'Put the URI in angle brackets', edits: surround(diagnostic.range, '<', '>') }];
    default:
      return [];
  }
}

/** A line with a sensible value; undefined for header fields that only the sender could know. */
function missingLine(message: SipMessage, name: string): string | undefined {
  const line = message.startLine;
  switch (name) {
    case 'Max-Forwards':
      return 'Max-Forwards: 70';
    case 'CSeq':
      return line.kind === 'request' ? `CSeq: 1 ${line.method.text}` : undefined;
    case 'To':
      return line.kind === 'request' ? `To: <${line.uri.text}>` : undefined;
    case 'Contact': {
      const via = firstHeader(message, 'Via')?.value.text;
      const host = /^\S+\s+([^;,\s]+)/.exec(via ?? '')?.[1];
      return host === undefined ? undefined : `Contact: <sip:${host}>`;
    }
    default:
      return undefined;
  }
}

function insertHeader(entry: TraceEntry, message: SipMessage, line: string): TextEdit {
  const at = positionOf(entry, message.headers.at(-1)?.end ?? message.source.text.length);
  const start = { line: at.line, character: 0 };
  return { range: { start, end: start }, newText: `${line}${entry.message.isExact ? '\r\n' : '\n'}` };
}

/** Compact and usual form of the header name under the cursor, and of all names of the message. */
function nameActions(view: TraceView, cursor: Cursor): CodeAction[] {
  const { entry, message, header } = cursor;
  if (entry.message.slices.some(slice => slice.map !== undefined)) return [];
  const actions: CodeAction[] = [];
  const action = (title: string, edits: TextEdit[]): void => {
    if (edits.length > 0)
      actions.push({ title, kind: CodeActionKind.RefactorRewrite, edit: { changes: { [view.uri]: edits } } });
  };
  const usual = (name: { text: string; start: number; end: number }): TextEdit[] => {
    const canonical = canonicalHeaderName(name.text);
    return canonical === name.text ? [] : [replace(entry, name, canonical)];
  };
  const compact = (name: { text: string; start: number; end: number }): TextEdit[] => {
    const short = compactHeaderName(name.text);
    return short === undefined || short === name.text ? [] : [replace(entry, name, short)];
  };
  if (header !== undefined) {
    action(`Write ${canonicalHeaderName(header.name.text)}`, usual(header.name));
    action('Write the compact form', compact(header.name));
  }
  action(
    'Write usual names in the whole message',
    message.headers.flatMap(other => usual(other.name)),
  );
  action(
    'Write compact names in the whole message',
    message.headers.flatMap(other => compact(other.name)),
  );
  return actions;
}

function replace(
  entry: TraceEntry,
  place: { readonly start: number; readonly end: number },
  newText: string,
): TextEdit {
  return { range: rangeOf(entry, place), newText };
}

function surround(range: Range, before: string, behind: string): TextEdit[] {
  return [
    { range: { start: range.start, end: range.start }, newText: before },
    { range: { start: range.end, end: range.end }, newText: behind },
  ];
}
