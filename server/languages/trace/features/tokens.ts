import type { Range } from 'vscode-languageserver-types';
import { headerFacts } from '../../../sip/headers.ts';
import { parseMessage } from '../../../sip/message.ts';
import { appendAll } from '../../../text/longLists.ts';
import { encodeTokens, type Token, type TokenType } from '../../tokens.ts';
import type { TraceEntry } from '../model/entry.ts';
import { entriesIn, positionOf } from '../model/place.ts';
import { messageText } from '../reading/compact.ts';
import { type TraceView, traceOfView } from './cursor.ts';

/** Start lines, header names, header values that decide, and the letters of SDP lines. */
export function tokensOf(view: TraceView, range?: Range): number[] {
  const tokens: Token[] = [];
  const trace = traceOfView(view);
  for (const entry of trace === undefined ? [] : entriesIn(trace, range))
    appendAll(tokens, tokensOfMessage(entry));
  tokens.sort((a, b) => a.line - b.line || a.character - b.character);
  return encodeTokens(tokens);
}

function tokensOfMessage(entry: TraceEntry): Token[] {
  // Not from the cache: the tokens of a whole file would evict everything else from the small cache of read messages.
  const message = parseMessage(messageText(entry.message));
  const tokens: Token[] = [];
  const add = (piece: { start: number; end: number }, type: TokenType): void => {
    const start = positionOf(entry, piece.start);
    const end = positionOf(entry, piece.end);
    if (start.line !== end.line || end.character <= start.character) return;
    tokens.push({
      line: start.line,
      character: start.character,
      length: end.character - start.character,
      type,
    });
  };
  const line = message.startLine;
  if (line.kind === 'request') {
    add(line.method, 'keyword');
    add(line.uri, 'string');
    add(line.version, 'macro');
  } else if (line.kind === 'status') {
    add(line.version, 'macro');
    add(line.code, 'number');
    add(line.reason, 'string');
  }
  for (const header of message.headers) {
    add(header.name, headerFacts(header.canonical) === undefined ? 'variable' : 'property');
    if (/^(?:Call-ID|CSeq|Max-Forwards|Expires|Content-Length)$/.test(header.canonical))
      add(header.value, 'number');
  }
  for (const found of message.body.text.matchAll(/^[a-z](?==)/gm)) {
    const start = message.body.start + found.index;
    add({ start, end: start + 1 }, 'property');
  }
  return tokens;
}
