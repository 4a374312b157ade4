import { wholePiece } from '../../../../sip/piece.ts';
import { parseVia } from '../../../../sip/via.ts';
import { textHooks } from '../hooks.ts';
import { bodyOf, headersMissing, headersOf, masked } from '../messages/differences.ts';
import type { Message } from '../messages/message.ts';
import type { Endpoint, Socket } from '../messages/reception.ts';
import type { HopReply } from '../scenario.ts';
import type { Server } from '../server.ts';
import { endpointText } from '../sockets.ts';
import { noteRound } from './loops.ts';

/** Where a reply to a request is sent: back over its connection, or to the address in its Via (reply_route of update_sock). */
export function replyTarget(message: Message): Endpoint {
  const { source, transport } = message.reception;
  if (transport !== 'udp') return source;
  const header = message.first('via');
  const via = parseVia(wholePiece(header?.value.split(',')[0] ?? ''));
  const rport = via.parameters.some(one => one.name.text.toLowerCase() === 'rport');
  if (rport || message.forcesRport) return source;
  const port = via.port === undefined ? 5060 : Number(via.port.text) & 0xffff;
  return { address: source.address, port };
}

/** Sends a reply; `relayed` is the reply of a next hop that it relays. */
export function sendReply(
  server: Server,
  built: string,
  to: Endpoint,
  socket: Socket,
  relayed: Message | undefined,
): void {
  const text = outgoing(server, built);
  const line = /^SIP\/2\.0 (\d+) ?(.*)/.exec(text);
  const code = Number(line?.[1] ?? 0);
  const reason = line?.[2]?.trim() ?? '';
  const headers = headersOf(text);
  const find = (name: RegExp): string | undefined => headers.find(one => name.test(one.name))?.value;
  // A reply with another code counts as the server's own.
  const isRelayed =
    relayed !== undefined &&
    server.hopCodes.has(code) &&
    server.socketAt(relayed.reception.source) === undefined;
  const before = headersOf(isRelayed ? relayed.raw : server.stepText);
  const vias = headers.filter(one => /^(via|v)$/i.test(one.name)).flatMap(one => one.value.split(','));
  const left = isRelayed ? /^(via|v|content-length|l)$/i : /^(via|v|content-length|l|to|t)$/i;
  const shown = headers.filter(one => !left.test(one.name));
  const body = bodyOf(text);
  const sentVia = headersOf(server.stepText)
    .find(one => /^(via|v)$/i.test(one.name))
    ?.value.split(',')[0];
  const topVia = vias[0]?.trim();
  const toValue = find(/^(to|t)$/i);
  noteSent(server, `${code} ${reason} to ${endpointText(to)}`);
  server.record.replies.push({
    to: endpointText(to),
    code,
    reason,
    cseq: find(/^cseq$/i) ?? '',
    vias: vias.length,
    ...(isRelayed ? { relayed: true } : toValue === undefined ? {} : { toTag: /;\s*tag=/i.test(toValue) }),
    ...(!isRelayed && topVia !== undefined && topVia !== sentVia?.trim()
      ? { topVia: masked('Via', topVia) }
      : {}),
    headers: headersMissing(shown, before),
    ...(body === '' || (isRelayed && body === bodyOf(relayed.raw)) ? {} : { body }),
    text,
  });
  const own = server.socketAt(to);
  if (own !== undefined) arrive(server, text, own, socket);
}

/** Sends a request; `received` is the message that it was made from. */
export function sendRequest(
  server: Server,
  built: string,
  to: Endpoint,
  socket: Socket,
  received: Message | undefined,
  isGenerated = false,
): void {
  const text = outgoing(server, built);
  const headers = headersOf(text);
  const before = headersOf(server.stepText).filter(one => !/^(content-length|l)$/i.test(one.name));
  const route = headers.filter(one => one.name.toLowerCase() === 'route').map(({ value }) => value);
  const body = bodyOf(text);
  const method = text.slice(0, text.indexOf(' '));
  noteSent(server, `${text.slice(0, text.search(/ SIP\/2\.0\r?\n/))} to ${endpointText(to)}`);
  const isNewBody = received !== undefined && body !== received.body;
  const after = headers.filter(one => !/^(content-length|l)$/i.test(one.name));
  server.record.forwarded.push({
    to: endpointText(to),
    from: endpointText(socket),
    requestLine: text.slice(0, text.search(/\r?\n/)),
    headers: headersMissing(after, before),
    removed: headersMissing(before, after),
    vias: headers.filter(one => /^(via|v)$/i.test(one.name)).flatMap(one => one.value.split(',')).length,
    ...(route.length === 0 ? {} : { route: route.map(value => masked('Route', value)) }),
    ...(isNewBody && !isGenerated ? { body } : {}),
    ...(isGenerated && method !== server.stepText.slice(0, server.stepText.indexOf(' '))
      ? { generated: true }
      : {}),
    text,
  });
  const own = server.socketAt(to);
  if (own === undefined) answer(server, text, to, socket);
  else {
    noteRound(server, text);
    arrive(server, text, own, socket);
  }
}

function outgoing(server: Server, text: string): string {
  return server.state(textHooks).reduce((changed, hook) => hook.sent(changed), text);
}

/** Keeps what leaves the server with the statement that sent it. */
function noteSent(server: Server, what: string): void {
  if (server.statement === undefined) return;
  server.statement.sent = [...(server.statement.sent ?? []), what];
}

/** The most packets of one step that the server may send to itself. */
const ownPacketLimit = 100;

function arrive(server: Server, text: string, own: Socket, from: Socket): void {
  if (++server.ownPackets > ownPacketLimit)
    server.stop(`The server sent ${ownPacketLimit} packets to itself. The run was stopped in this loop.`);
  server.clock.schedule(0.0005, () =>
    server.engine.receive(server, text, { source: from, socket: own, transport: own.transport }),
  );
}

/** Lets a next hop answer a request as the user specified. */
function answer(server: Server, text: string, to: Endpoint, socket: Socket): void {
  const hop = server.scenario.nextHops?.get(endpointText(to)) ?? server.scenario.otherHops;
  const method = text.slice(0, text.indexOf(' '));
  if (hop === undefined) return;
  const lists = hop.replies[method];
  if (lists === undefined) return;
  const key = `${endpointText(to)} ${method}`;
  const count = server.answered.get(key) ?? 0;
  server.answered.set(key, count + 1);
  const list = lists[Math.min(count, lists.length - 1)] ?? [];
  const invite = server.pendingInvites.get(inviteKey(text, to));
  if (method === 'INVITE') server.pendingInvites.set(inviteKey(text, to), text);
  let delay = 0.001;
  for (const reply of list) {
    delay = Math.max(delay + 0.0001, reply.delay ?? 0);
    const answered = reply.toInvite === true ? invite : text;
    if (answered === undefined) continue;
    const replyText = hopReply(answered, reply, to);
    server.hopCodes.add(reply.code);
    server.clock.schedule(delay, () =>
      server.engine.receive(server, replyText, { source: to, socket, transport: socket.transport }),
    );
  }
}

function inviteKey(text: string, to: Endpoint): string {
  return `${endpointText(to)} ${/branch=([^;,\s]+)/.exec(text)?.[1] ?? ''}`;
}

/** A reply in the form of an ordinary user agent. */
function hopReply(request: string, reply: HopReply, at: Endpoint): string {
  const lines = [`SIP/2.0 ${reply.code} ${reply.reason}`];
  const place = endpointText(at);
  const method = request.slice(0, request.indexOf(' '));
  for (const { name, value } of headersOf(request)) {
    if (/^(via|v|record-route|from|f|call-id|i|cseq)$/i.test(name)) lines.push(`${name}: ${value}`);
    else if (/^(to|t)$/i.test(name)) {
      const tag = reply.toTag ?? `uas-${at.address.replaceAll('.', '')}p${at.port}`;
      const isTagged = /;\s*tag=/i.test(value) || reply.code === 100;
      lines.push(`${name}: ${value}${isTagged ? '' : `;tag=${tag}`}`);
    }
  }
  const hasContact =
    reply.hasContact !== false && method === 'INVITE' && [180, 183, 200].includes(reply.code);
  if (hasContact && reply.headers?.Contact === undefined) lines.push(`Contact: <sip:${place}>`);
  for (const [name, value] of Object.entries(reply.headers ?? {})) lines.push(`${name}: ${value}`);
  const body = reply.body ?? '';
  if (body !== '' && reply.headers?.['Content-Type'] === undefined)
    lines.push('Content-Type: application/sdp');
  return `${lines.join('\r\n')}\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}
