import { wholePiece } from '../../../../sip/piece.ts';
import { parseVia } from '../../../../sip/via.ts';
import { appendAll } from '../../../../text/longLists.ts';
import type { Server } from '../server.ts';
import { advertised, endpointText } from '../sockets.ts';
import { addressParameter } from './address.ts';
import { typeEdit, writtenBody } from './body.ts';
import { applyEdits } from './edits.ts';
import type { Edit, HeaderField, Message, RecordRoute } from './message.ts';
import type { Socket } from './reception.ts';

/** The server's name in Server and User-Agent. */
export function signature(server: Server): string {
  const releases: Readonly<Record<string, string>> = {
    '2.4': '2.4.11',
    '3.4': '3.4.9',
    '3.6': '3.6.8',
    '4.0': '4.0.0',
  };
  const { version } = server.model;
  return `OpenSIPS (${releases[version] ?? `${version}.0`} (x86_64/linux))`;
}

/** Stands in an edit for the address of the socket that the message leaves from (SUBST_SND_ALL). */
export const sendingPlace = '\u0001socket\u0001';

/** Host, port and transport of a socket for a URI; what is the default is left out. */
export function placeOf(server: Server, socket: Socket, message: Message): string {
  const { address, port } = advertised(server, socket, message);
  const host = address.includes(':') ? `[${address}]` : address;
  return `${host}${port === 5060 ? '' : `:${port}`}${socket.transport === 'udp' ? '' : `;transport=${socket.transport}`}`;
}

/** The topmost Via header as it is sent: with `received` and `rport` where the server adds them. An `rport` that the
 * script forces comes before `received` in a relayed request, and after it in a reply.
 */
export function markedVia(
  message: Message,
  into: 'request' | 'reply',
): { readonly header: HeaderField; readonly value: string } | undefined {
  const header = message.first('via');
  if (header === undefined) return undefined;
  const comma = topHopEnd(header.value);
  const hop = header.value.slice(0, comma);
  const via = parseVia(wholePiece(hop));
  const { source } = message.reception;
  const rport = via.parameters.find(one => one.name.text.toLowerCase() === 'rport');
  const wantsRport = message.forcesRport || rport !== undefined;
  const host = via.host.text.replace(/^\[|\]$/g, '');
  const differs = host.toLowerCase() !== source.address.toLowerCase();
  if (!wantsRport && !differs) return { header, value: header.value };
  const address = source.address.includes(':') ? `[${source.address}]` : source.address;
  let marked = hop.replace(/;\s*received\s*=\s*[^;,]*/i, '');
  if (rport !== undefined)
    marked = marked.replace(/;\s*rport(\s*=\s*[^;,]*)?(?=;|$|\s)/i, `;rport=${source.port}`);
  const hostEnd = /^[^;]*/.exec(marked)?.[0].length ?? marked.length;
  // A requested one keeps its position.
  const forced = wantsRport && rport === undefined ? `;rport=${source.port}` : '';
  const received = `;received=${address}`;
  const added = into === 'request' ? `${forced}${received}` : `${received}${forced}`;
  marked = `${marked.slice(0, hostEnd)}${added}${marked.slice(hostEnd)}`;
  return { header, value: marked + header.value.slice(comma) };
}

function topHopEnd(value: string): number {
  const comma = value.indexOf(',');
  return comma < 0 ? value.length : comma;
}

export interface OutgoingRequest {
  readonly socket: Socket;
  readonly branch: string;
}

/** The request as it is sent (build_req_buf_from_sip_req): edits, new URI, Path as Route, own Via, marked Via of the caller. */
export function buildRequest(server: Server, message: Message, { socket, branch }: OutgoingRequest): string {
  const edits: Edit[] = [...message.edits];
  const via = message.first('via');
  if (message.path !== undefined && message.path !== '') {
    const at = message.first('route')?.start ?? message.headersEnd;
    edits.push({ at, remove: 0, insert: `Route: ${message.path}\r\n` });
  }
  const marked = markedVia(message, 'request');
  if (marked !== undefined && marked.value !== marked.header.value) {
    const { header } = marked;
    edits.push({ at: header.valueStart, remove: header.value.length, insert: marked.value });
  }
  const recordRoutes = message.recordRoutes
    .toReversed()
    .flatMap(one => recordRouteLines(server, message, socket, one));
  if (recordRoutes.length > 0)
    edits.unshift({
      at: message.headersStart,
      remove: 0,
      insert: recordRoutes.map(line => `${line}\r\n`).join(''),
    });
  // The Via remembers the connection that the request arrived on.
  const connection = message.reception.transport === 'udp' ? '' : ';i=<conn>';
  if (via !== undefined)
    edits.unshift({
      at: via.start,
      remove: 0,
      insert: `Via: ${ownVia(server, socket, branch, message)}${connection}\r\n`,
    });
  if (message.newUri !== undefined) {
    const at = message.raw.indexOf(message.requestUri);
    edits.push({ at, remove: message.requestUri.length, insert: message.newUri });
  }
  return finish(message, edits).replaceAll(sendingPlace, placeOf(server, socket, message));
}

/** A request of the server's own, with what the local route changed. */
export function buildLocal(message: Message): string {
  const edits: Edit[] = [...message.edits];
  if (message.newUri !== undefined) {
    const at = message.raw.indexOf(message.requestUri);
    edits.push({ at, remove: message.requestUri.length, insert: message.newUri });
  }
  return finish(message, edits);
}

export function ownVia(server: Server, socket: Socket, branch: string, message: Message | undefined): string {
  const place = advertised(server, socket, message);
  return `SIP/2.0/${socket.transport.toUpperCase()} ${endpointText(place)};branch=${branch}`;
}

/** Applies the edits and corrects body and Content-Length. */
export function finish(message: Message, edits: readonly Edit[]): string {
  const changed = message.parts === undefined ? undefined : writtenBody(message, message.parts, edits);
  const typeEdits = changed?.headers === undefined ? [] : [typeEdit(message, changed.headers)];
  const written = applyEdits(message.raw, [...edits, ...typeEdits]);
  const bodyEdits = edits.some(
    edit => edit.at >= message.bodyStart && (edit.remove > 0 || edit.insert !== ''),
  );
  const declared = Number(message.value('content-length') ?? Number.NaN);
  const split = /\r?\n\r?\n/.exec(written);
  if (split === null) return written;
  let head = written.slice(0, split.index);
  let body = written.slice(split.index + split[0].length);
  // The server sends only as many bytes as Content-Length says.
  if (!bodyEdits && declared > 0 && declared < body.length) body = body.slice(0, declared);
  if (changed !== undefined) body = changed.text;
  if (changed !== undefined || bodyEdits) {
    const length = `Content-Length: ${body.length}`;
    head = /\r?\n(Content-Length|l)[ \t]*:/i.test(head)
      ? head.replace(/(\r?\n)(Content-Length|l)[ \t]*:[^\r\n]*/i, `$1${length}`)
      : `${head}\r\n${length}`;
  }
  return `${head}\r\n\r\n${body}`;
}

/** A reply that the server creates itself (build_res_buf_from_sip_req). */
export function buildReply(
  server: Server,
  request: Message,
  code: number,
  reason: string,
  toTag: string | undefined,
  body?: { readonly text: string; readonly type: string },
): string {
  const lines = [`SIP/2.0 ${code} ${reason}`];
  const marked = markedVia(request, 'reply');
  for (const header of request.headers) {
    switch (header.type) {
      case 'via':
        lines.push(
          request.raw.slice(header.start, header.valueStart) +
            (header === marked?.header ? marked.value : header.value),
        );
        break;
      case 'to': {
        const hasTag =
          addressParameter(request.to, 'tag') !== undefined && addressParameter(request.to, 'tag') !== '';
        lines.push(`${header.name}: ${header.value}${hasTag || toTag === undefined ? '' : `;tag=${toTag}`}`);
        break;
      }
      case 'from':
      case 'call-id':
      case 'cseq':
        lines.push(request.raw.slice(header.start, header.end).replace(/[\r\n]+$/, ''));
        break;
      case 'record-route':
        if (code >= 180 && code < 300) lines.push(`${header.name}: ${header.value}`);
        break;
      default:
    }
  }
  // Consecutive strings that a script appends may be parts of one line.
  const added = request.replyHeaders.join('').replace(/\r?\n$/, '');
  if (added !== '') appendAll(lines, added.split(/\r?\n/));
  if (server.showsSignature) lines.push(`Server: ${server.serverHeader ?? signature(server)}`);
  if (body !== undefined && body.type !== '') lines.push(`Content-Type: ${body.type}`);
  const text = body?.text ?? request.notes.get('reply body') ?? '';
  lines.push(`Content-Length: ${text.length}`);
  return `${lines.join('\r\n')}\r\n\r\n${text}`;
}

/** A reply of a next hop as it goes on: without the topmost Via (build_res_buf_from_sip_res). */
export function buildForwardedReply(server: Server, message: Message, socket: Socket): string {
  const via = message.first('via');
  const edits: Edit[] = [...message.edits];
  if (via !== undefined) {
    const comma = topHopEnd(via.value);
    if (comma < via.value.length) {
      const rest = via.value.slice(comma + 1).trimStart();
      edits.push({ at: via.valueStart, remove: via.value.length - rest.length, insert: '' });
    } else edits.push({ at: via.start, remove: via.end - via.start, insert: '' });
  }
  const lineEnd = message.raw.indexOf('\r\n');
  edits.push({ at: 0, remove: lineEnd, insert: `SIP/2.0 ${message.code} ${message.reason}` });
  return finish(message, edits).replaceAll(sendingPlace, placeOf(server, socket, message));
}

/** One Record-Route header, or two when the request leaves from another socket than it arrived at (record_route). */
function recordRouteLines(
  server: Server,
  message: Message,
  socket: Socket,
  { preset, user, suffix, params }: RecordRoute,
): readonly string[] {
  const userPart = user === undefined ? '' : `${user}@`;
  if (preset !== undefined) return [`Record-Route: <sip:${userPart}${preset}${suffix}${params}>`];
  const incoming = message.reception.socket;
  const isDouble = server.parameterNumber('rr', 'enable_double_rr', 1) !== 0 && incoming !== socket;
  const line = (one: Socket): string =>
    `Record-Route: <sip:${userPart}${placeOf(server, one, message)}${isDouble ? ';r2=on' : ''};lr${suffix}${params}>`;
  return isDouble ? [line(socket), line(incoming)] : [line(socket)];
}
