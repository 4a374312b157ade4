import {
  type CompletionItem,
  CompletionItemKind,
  type CompletionList,
  InsertTextFormat,
  MarkupKind,
  type Position,
} from 'vscode-languageserver-types';
import {
  allCodes,
  allMethods,
  allParameters,
  headerDescription,
  methodFacts,
  rfcInWords,
} from '../../../sip/facts.ts';
import { knownHeaders } from '../../../sip/headers.ts';
import { lengthWithoutEol } from '../../../text/lines.ts';
import { suggestNext } from '../../language.ts';
import type { TraceEntry } from '../model/entry.ts';
import type { Trace } from '../model/model.ts';
import { entryAt, linesOf } from '../model/place.ts';
import { lineAt } from '../reading/parser.ts';
import { type TraceView, traceOfView } from './cursor.ts';
import { messageSnippets } from './snippets.ts';

/** What can be written at a position: a message, a status, a header name, a method, a parameter. */
export function completionAt(view: TraceView, position: Position): CompletionList {
  const trace = traceOfView(view);
  if (trace === undefined) return { isIncomplete: false, items: [] };
  const line = lineAt(view.tree, position.line) ?? '';
  const before = line.slice(0, Math.min(position.character, lengthWithoutEol(line)));
  return { isIncomplete: false, items: itemsFor(trace, position, before) };
}

function itemsFor(trace: Trace, position: Position, before: string): CompletionItem[] {
  const entry = entryAround(trace, position.line);
  const isFirst = entry === undefined || position.line === entry.line;
  if (/^SIP\/2\.0 +\d*$/.test(before)) return codeItems();
  if (isFirst && /^\S*$/.test(before)) return [...messageItems(trace, entry), ...methodItems(' ')];
  if (entry === undefined) return /^\S*$/.test(before) ? messageItems(trace, undefined) : [];
  if (/^[A-Za-z-]*$/.test(before)) {
    const isHeader = isInHeader(entry, position.line);
    return isHeader ? [...headerItems(entry), ...statusStart()] : messageItems(trace, entry);
  }
  const header = /^([A-Za-z-]+)[ \t]*:/.exec(before)?.[1]?.toLowerCase();
  if (header === undefined) return [];
  if (METHOD_HEADERS.has(header)) return methodItems('');
  const value = VALUES[header];
  if (value !== undefined && !before.includes(';'))
    return value.map(label => ({ label, kind: CompletionItemKind.Value }));
  if (/[;,][ \t]*[\w+.-]*$/.test(before) || /^[A-Za-z-]+[ \t]*:[ \t]*Digest[ \t]+[\w]*$/.test(before))
    return parameterItems(header);
  return [];
}

/** The message that a line belongs to, or that ends right above it. */
function entryAround(trace: Trace, line: number): TraceEntry | undefined {
  const entry = entryAt(trace, line);
  return entry !== undefined && linesOf(entry).last >= line ? entry : undefined;
}

function isInHeader(entry: TraceEntry, line: number): boolean {
  const empty = entry.message.slices.find(slice => slice.text.trim() === '');
  return empty === undefined || line <= entry.blockLine + empty.line;
}

function messageItems(trace: Trace, entry: TraceEntry | undefined): CompletionItem[] {
  const above = entry === undefined ? trace.entries.at(-1) : (trace.entries[entry.index - 1] ?? entry);
  return messageSnippets(trace, above).map(snippet => ({
    label: snippet.label,
    kind: CompletionItemKind.Snippet,
    detail: snippet.detail,
    insertText: snippet.text,
    insertTextFormat: InsertTextFormat.Snippet,
    sortText: `0${snippet.label}`,
  }));
}

function methodItems(behind: string): CompletionItem[] {
  return allMethods().map(method => ({
    label: method,
    kind: CompletionItemKind.Method,
    insertText: method + behind,
    documentation: methodFacts(method)?.meaning ?? '',
  }));
}

function statusStart(): CompletionItem[] {
  return [{ label: 'SIP/2.0', kind: CompletionItemKind.Keyword, insertText: 'SIP/2.0 ', ...suggestNext }];
}

function codeItems(): CompletionItem[] {
  return allCodes().map(([code, facts]) => ({
    label: `${code} ${facts.reason}`,
    kind: CompletionItemKind.EnumMember,
    filterText: code,
    documentation: facts.meaning,
  }));
}

/** True for a header field whose value is suggested from its start. */
function hasValues(header: string): boolean {
  return Object.hasOwn(VALUES, header) || METHOD_HEADERS.has(header);
}

function headerItems(entry: TraceEntry): CompletionItem[] {
  const present = new Set(
    entry.message.slices.map(slice => /^([\w-]+)[ \t]*:/.exec(slice.text)?.[1]?.toLowerCase()),
  );
  return knownHeaders()
    .filter(header => header.once !== true || !present.has(header.name.toLowerCase()))
    .map(header => {
      const description = headerDescription(header.name);
      return {
        label: header.name,
        kind: CompletionItemKind.Property,
        insertText: `${header.name}: `,
        ...(hasValues(header.name.toLowerCase()) ? suggestNext : {}),
        ...(header.compact === undefined ? {} : { detail: `compact form ${header.compact}` }),
        ...(description === undefined
          ? {}
          : {
              documentation: {
                kind: MarkupKind.Markdown,
                value: `${description.purpose}\n\n${rfcInWords(description.rfc)}`,
              },
            }),
      };
    });
}

/** The parameters for each header field; those of URIs apply to all addresses. */
const PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  via: ['branch', 'received', 'rport', 'maddr', 'ttl', 'alias'],
  from: ['tag'],
  to: ['tag'],
  contact: ['expires', 'q', '+sip.instance', 'reg-id', 'transport', 'ob'],
  'www-authenticate': ['realm', 'nonce', 'opaque', 'stale', 'algorithm', 'qop', 'domain', 'userhash'],
  authorization: [
    'username',
    'realm',
    'nonce',
    'uri',
    'response',
    'algorithm',
    'cnonce',
    'opaque',
    'qop',
    'nc',
    'userhash',
  ],
  'session-expires': ['refresher'],
  reason: ['cause'],
};

function parameterItems(header: string): CompletionItem[] {
  const name =
    {
      v: 'via',
      f: 'from',
      t: 'to',
      m: 'contact',
      'proxy-authenticate': 'www-authenticate',
      'proxy-authorization': 'authorization',
    }[header] ?? header;
  const wanted = PARAMETERS[name] ?? ['transport', 'lr', 'user', 'maddr', 'ttl', 'ob'];
  return allParameters()
    .filter(([parameter]) => wanted.includes(parameter))
    .map(([parameter, meaning]) => ({
      label: parameter,
      kind: CompletionItemKind.Field,
      documentation: meaning,
    }));
}

const METHOD_HEADERS: ReadonlySet<string> = new Set(['cseq', 'allow']);

const VALUES: Readonly<Record<string, readonly string[]>> = {
  'content-type': [
    'application/sdp',
    'text/plain',
    'message/sipfrag',
    'application/pidf+xml',
    'application/dtmf-relay',
    'multipart/mixed',
  ],
  supported: [
    '100rel',
    'replaces',
    'timer',
    'path',
    'outbound',
    'gruu',
    'norefersub',
    'histinfo',
    'ice',
    'eventlist',
  ],
  require: ['100rel', 'replaces', 'timer', 'path', 'outbound', 'precondition'],
  event: ['presence', 'dialog', 'message-summary', 'reg', 'refer', 'conference', 'check-sync'],
  'subscription-state': ['active', 'pending', 'terminated'],
  privacy: ['id', 'none', 'header', 'session', 'user', 'critical'],
  'www-authenticate': ['Digest'],
  'proxy-authenticate': ['Digest'],
  authorization: ['Digest'],
  'proxy-authorization': ['Digest'],
};
