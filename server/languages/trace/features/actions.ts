import {
  type CodeAction,
  CodeActionKind,
  type Diagnostic,
  type Range,
  type TextEdit,
} from 'vscode-languageserver-types';
import { canonicalHeaderName, compactHeaderName } from '../../../sip/headers.ts';
import { appendAll } from '../../../text/longLists.ts';
import { type FixableFile, quickFixesAt, wantsKind } from '../../fixes.ts';
import { judgeMessage } from '../check/check.ts';
import type { TraceEntry } from '../model/entry.ts';
import type { Finding, FixEdit } from '../model/finding.ts';
import type { Trace } from '../model/model.ts';
import { entryAt, linesOf, positionOf, rangeOf } from '../model/place.ts';
import { type Cursor, cursorAt, type TraceView, traceOfView } from './cursor.ts';

/** Fixes of problems at a range, and changes of header names. */
export function actionsAt(
  view: TraceView,
  range: Range,
  diagnostics: readonly Diagnostic[],
  only: readonly CodeActionKind[] | undefined,
): CodeAction[] {
  const actions: CodeAction[] = [];
  const trace = traceOfView(view);
  if (trace !== undefined && wantsKind(only, CodeActionKind.QuickFix))
    for (const entry of entriesIn(trace, range))
      appendAll(actions, quickFixesAt(fixableMessage(view.uri, entry), range, diagnostics));
  const cursor = cursorAt(view, range.start);
  if (cursor !== undefined && wantsKind(only, CodeActionKind.RefactorRewrite))
    appendAll(actions, nameActions(view, cursor));
  return actions;
}

/** The messages that have lines in a range. */
function entriesIn(trace: Trace, range: Range): readonly TraceEntry[] {
  const entries = new Set<TraceEntry>();
  for (let line = range.start.line; line <= range.end.line; ) {
    const entry = entryAt(trace, line);
    // Edits of escaped text (JSON, syslog) would have to be escaped again: those messages are not fixed.
    if (entry !== undefined && !isEscaped(entry)) entries.add(entry);
    line = Math.max(line, entry === undefined ? line : linesOf(entry).last) + 1;
  }
  return [...entries];
}

function isEscaped(entry: TraceEntry): boolean {
  return entry.message.slices.some(slice => slice.map !== undefined);
}

function fixableMessage(uri: string, entry: TraceEntry): FixableFile<FixEdit, Finding> {
  return {
    uri,
    judged: judgeMessage(entry),
    rangeOf: finding => rangeOf(entry, finding),
    changeOf: ({ start, end, newText, isNewLine }) => {
      if (isNewLine !== true) return { range: rangeOf(entry, { start, end }), newText };
      const at = { line: positionOf(entry, start).line, character: 0 };
      return { range: { start: at, end: at }, newText };
    },
  };
}

/** Compact and full form of the header name under the cursor, and of all names in the message. */
function nameActions(view: TraceView, cursor: Cursor): CodeAction[] {
  const { entry, message, header } = cursor;
  if (isEscaped(entry)) return [];
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
    action(`Change to ${canonicalHeaderName(header.name.text)}`, usual(header.name));
    action('Change to the compact form', compact(header.name));
  }
  action(
    'Change to full header names in the whole message',
    message.headers.flatMap(other => usual(other.name)),
  );
  action(
    'Change to compact header names in the whole message',
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
