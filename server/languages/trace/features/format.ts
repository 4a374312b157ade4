import type { FormattingOptions, Range, TextEdit } from 'vscode-languageserver-types';
import { canonicalHeaderName } from '../../../sip/headers.ts';
import { parseMessage } from '../../../sip/message.ts';
import { entriesIn, rangeOf } from '../model/place.ts';
import { messageText } from '../reading/compact.ts';
import { type TraceView, traceOfView } from './cursor.ts';

/**
 * Writes header names in their usual spelling, with one space after the colon, and nothing else: bodies, folds and everything
 * outside messages stay byte for byte. Messages of logs are evidence and are left alone; only bare messages are changed.
 */
export function formatTrace(view: TraceView, _options: FormattingOptions, range?: Range): TextEdit[] {
  const edits: TextEdit[] = [];
  const trace = traceOfView(view);
  for (const entry of trace === undefined ? [] : entriesIn(trace, range)) {
    if (entry.message.format !== undefined && entry.message.format !== 'SIP Workbench trace') continue;
    const message = parseMessage(messageText(entry.message));
    for (const header of message.headers) {
      const name = canonicalHeaderName(header.name.text);
      const between = message.source.text.slice(header.name.end, header.value.start);
      const isFolded = /[\r\n]/.test(between);
      const isEmpty = header.value.text === '';
      const end = isFolded || isEmpty ? header.name.end : header.value.start;
      const wanted = isFolded || isEmpty ? name : `${name}: `;
      if (message.source.text.slice(header.name.start, end) === wanted) continue;
      edits.push({ range: rangeOf(entry, { start: header.name.start, end }), newText: wanted });
    }
  }
  return edits;
}
