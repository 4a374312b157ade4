import { wholePiece } from '../../../../sip/piece.ts';
import { parseVia } from '../../../../sip/via.ts';
import { DROP } from '../flowFlags.ts';
import { runModuleHooks, textHooks } from '../hooks.ts';
import { buildForwardedReply } from '../messages/build.ts';
import { readDatagram } from '../messages/datagram.ts';
import { Message } from '../messages/message.ts';
import type { Endpoint, Reception } from '../messages/reception.ts';
import { newExecution, runTopRoute } from '../routes.ts';
import type { Execution, Server } from '../server.ts';
import { endpointText, isMyself } from '../sockets.ts';
import { replyReceived } from '../tm/replies.ts';
import { sendReply } from './sending.ts';

/** A packet that arrives at a socket of the server (receive_msg). */
export function receive(server: Server, text: string, reception: Reception): void {
  const rest = reception.transport === 'udp' ? '' : behindMessage(text);
  receiveOne(server, rest === '' ? text : text.slice(0, text.length - rest.length), reception);
  if (rest !== '') receive(server, rest, reception);
}

/** The rest of a stream after its first message, by the Content-Length. */
function behindMessage(text: string): string {
  const end = /\r?\n\r?\n/.exec(text);
  const length = /^(?:content-length|l)[ \t]*:[ \t]*(\d{1,9})[ \t]*\r?$/im.exec(text.slice(0, end?.index));
  if (end === null || length === null) return '';
  const rest = text.slice(end.index + end[0].length + Number(length[1]));
  return rest.trim() === '' ? '' : rest;
}

function receiveOne(server: Server, received: string, reception: Reception): void {
  let text = received;
  for (const hook of server.state(textHooks)) text = hook.received(text);
  const parsing = readDatagram(text, reception.transport);
  if (reception.transport !== 'udp' && closesConnection(parsing, text)) {
    server.record.forwarded.push({ to: endpointText(reception.source), connectionClosed: true });
  }
  if (parsing.kind === 'garbage') {
    server.record.notes.push(`The server ignores this packet: ${parsing.reason}.`);
    return;
  }
  const message = new Message(text, parsing.parts, reception, ++server.messageCount);
  if (parsing.fault !== undefined) {
    server.record.notes.push(`The server drops this message without a reply: ${parsing.fault}.`);
    if (
      message.isRequest &&
      server.route('error', '0') !== undefined &&
      parsing.fault !== 'there is no Via header'
    ) {
      const x = newExecution(server, { kind: 'error', name: '0', message });
      noteFault(x, parsing.fault);
      // Its replies fail: they need what cannot be read.
      message.notes.set('malformed', 'yes');
      x.insideErrorRoute = true;
      runTopRoute(x);
    }
    return;
  }
  if (message.isRequest) receiveRequest(server, message);
  else receiveReply(server, message);
}

/** What the server says of a malformed message in its error route (set_err_info, set_err_reply). */
function noteFault(x: Execution, fault: string): void {
  const header = /^the (Via|CSeq|To|Content-Length)/i.exec(fault)?.[1];
  x.errorClass = 1;
  x.errorCode = 400;
  const [info, reason] = faultWords[header ?? ''] ?? ['headers', 'bad headers'];
  x.errorInfo = `error parsing ${info}`;
  x.errorReason = reason;
}

const faultWords: Readonly<Record<string, readonly [info: string, reason: string]>> = {
  Via: ['Via', 'bad Via header'],
  CSeq: ['CSeq`', 'bad CSeq header'],
  To: ['To header', 'bad header'],
  'Content-Length': ['Content-Length', 'bad Content-Length header'],
};

/** Over TCP, data that cannot be framed ends the connection. */
function closesConnection(parsing: ReturnType<typeof readDatagram>, text: string): boolean {
  if (parsing.kind === 'garbage') return text.trim() !== '';
  return !parsing.parts.headers.some(header => header.type === 'content-length');
}

function receiveRequest(server: Server, message: Message): void {
  if (runModuleHooks(server, 'request', message) === 'drop') return;
  const x = newExecution(server, { kind: 'request', name: '0', message });
  runTopRoute(x);
}

function receiveReply(server: Server, message: Message): void {
  runModuleHooks(server, 'reply', message);
  const x = newExecution(server, { kind: 'onreply', name: '0', message });
  const flags = runTopRoute(x);
  if (flags !== undefined && (flags & DROP) !== 0 && message.code < 200) return;
  if (replyReceived(server, message) || !server.forwardsReplies) return;
  forwardStatelessly(server, message);
}

/** A reply without a transaction is forwarded to the address in its second Via. */
function forwardStatelessly(server: Server, message: Message): void {
  const hops = message.all('via').flatMap(({ value }) => value.split(','));
  const [top, second] = hops.map(hop => parseVia(wholePiece(hop.trim())));
  if (top === undefined || second === undefined) return;
  const port = top.port === undefined ? 0 : Number(top.port.text);
  if (!isMyself(server, top.host.text, port)) {
    server.record.notes.push('The reply is dropped: its topmost Via does not name this server.');
    return;
  }
  const target = viaTarget(second);
  const { socket } = message.reception;
  sendReply(server, buildForwardedReply(server, message, socket), target, socket, message);
}

function viaTarget(via: ReturnType<typeof parseVia>): Endpoint {
  const parameter = (name: string): string | undefined =>
    via.parameters.find(one => one.name.text.toLowerCase() === name)?.value?.text;
  const port = parameter('rport') ?? via.port?.text;
  return {
    address: (parameter('received') ?? via.host.text).replace(/^\[|\]$/g, ''),
    port: port === undefined || port === '' ? 5060 : Number(port),
  };
}
