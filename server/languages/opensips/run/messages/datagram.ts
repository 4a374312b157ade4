import { isReadableTo } from './address.ts';
import { type HeaderField, headerType, type MessageParts } from './message.ts';
import type { Transport } from './reception.ts';

export type Parsing =
  | { readonly kind: 'message'; readonly parts: MessageParts; readonly fault: string | undefined }
  /** Not a SIP message: dropped before any route runs. */
  | { readonly kind: 'garbage'; readonly reason: string };

/**
 * Reads a datagram as receive_msg does. `fault` is the error after the first line that makes the server drop the
 * message: then only an error route runs, not the request route.
 */
export function readDatagram(text: string, transport: Transport): Parsing {
  const start = /^[\r\n\0]*/.exec(text)?.[0].length ?? 0;
  const content = text.slice(start);
  if (content.trim() === '') return { kind: 'garbage', reason: 'it contains only line endings' };
  const lineEnd = content.indexOf('\n');
  if (lineEnd < 0) return { kind: 'garbage', reason: 'the first line has no line ending' };
  const line = content.slice(0, lineEnd).replace(/\r$/, '');
  const request = /^([^ \t]+) ([^ \t]*)[ \t]+([^ \t]+)[ \t]*$/.exec(line);
  const reply = /^(SIP\/\d\.\d) (\d{3})(?: (.*)|)$/i.exec(line);
  const isStatusLine = /^SIP\/2\.0/i.test(line);
  if ((request === null || isStatusLine) && reply === null)
    return { kind: 'garbage', reason: 'the first line is not a SIP request or status line' };
  const { headers, bodyStart, broken, ended } = readHeaders(content, lineEnd + 1);
  const parts: MessageParts = {
    isRequest: reply === null,
    method: reply === null ? (request?.[1] ?? '') : '',
    uri: reply === null ? (request?.[2] ?? '') : '',
    code: reply === null ? 0 : Number(reply[2]),
    reason: reply?.[3] ?? '',
    version: (reply?.[1] ?? request?.[3]) || '',
    headers: start === 0 ? headers : headers.map(header => shifted(header, start)),
    bodyStart: bodyStart + start,
    isEnded: ended,
  };
  return { kind: 'message', parts, fault: faultOf(parts, broken, transport) };
}

function shifted(header: HeaderField, by: number): HeaderField {
  return { ...header, start: header.start + by, end: header.end + by, valueStart: header.valueStart + by };
}

function readHeaders(
  text: string,
  from: number,
): {
  readonly headers: readonly HeaderField[];
  readonly bodyStart: number;
  readonly broken: 'header' | 'Content-Length' | undefined;
  readonly ended: boolean;
} {
  const headers: HeaderField[] = [];
  let at = from;
  for (;;) {
    if (at >= text.length) return { headers, bodyStart: text.length, broken: undefined, ended: false };
    if (/^\r?\n/.test(text.slice(at, at + 2)))
      return { headers, bodyStart: text.indexOf('\n', at) + 1, broken: undefined, ended: true };
    // A name goes on to the next colon, even in a later line, but not over a space.
    headerName.lastIndex = at;
    const named = headerName.exec(text)?.[0];
    let end = text.indexOf('\n', at + (named?.length ?? 0));
    if (end < 0)
      return {
        headers,
        bodyStart: text.length,
        broken: /^(l|content-length)[ \t]*:/i.test(named ?? '') ? 'Content-Length' : 'header',
        ended: false,
      };
    while (text[end + 1] === ' ' || text[end + 1] === '\t') {
      const next = text.indexOf('\n', end + 1);
      if (next < 0) break;
      end = next;
    }
    if (named === undefined) return { headers, bodyStart: text.length, broken: 'header', ended: false };
    const colon = named.length - 1;
    const name = named.slice(0, colon).trimEnd();
    const rest = text.slice(at + named.length, end + 1);
    const lead = rest.length - rest.trimStart().length;
    headers.push({
      name,
      type: headerType(name),
      value: readApart.test(name) ? rest.trim() : rest.trimStart().replace(/[\r\n\0]+$/, ''),
      start: at,
      end: end + 1,
      valueStart: at + colon + 1 + lead,
    });
    at = end + 1;
  }
}

const headerName = /[^: \t]*[ \t]*:/y;

/** Headers with their own parser; for all others, spaces at the end belong to the value (get_hdr_field). */
const readApart = /^(via|v|cseq|to|t|content-length|l)$/i;

/** Errors that the server finds when it first parses a message: in Via, CSeq, Content-Length and To. */
function faultOf(
  parts: MessageParts,
  broken: 'header' | 'Content-Length' | undefined,
  transport: Transport,
): string | undefined {
  const [via, second] = parts.headers.filter(header => header.type === 'via');
  for (const one of [via, second])
    if (one !== undefined && !isReadableVia(one.value)) return 'the Via header is malformed';
  for (const header of parts.headers) {
    if (header.type === 'cseq' && !/^\S+[ \t]+\S+\s*$/.test(header.value))
      return 'the CSeq header is malformed';
    if (header.type === 'content-length' && !(/^\d+$/.test(header.value) && Number(header.value) < 2 ** 31))
      return 'the Content-Length is not a number';
    if (header.type === 'to' && !isReadableTo(header.value)) return 'the To header is malformed';
  }
  if (broken === 'Content-Length') return 'the Content-Length is not a number';
  if (broken !== undefined) return 'a header line is malformed';
  if (via === undefined) return 'there is no Via header';
  if (transport !== 'udp' && !parts.headers.some(header => header.type === 'content-length'))
    return 'messages over TCP need a Content-Length';
  return undefined;
}

function isReadableVia(value: string): boolean {
  if (/;\s*branch\s*(?:=\s*)?(?=[;,]|$)/i.test(value) || /;\s*(?:[;,]|$)/.test(value)) return false;
  return /^SIP\s*\/\s*2\.0\s*\/\s*[A-Za-z]+\s+(?:\[[^\]]+\]|[^\s;,:]+)\s*(?::\s*\d+)?\s*(?:[;,].*)?$/is.test(
    value,
  );
}
