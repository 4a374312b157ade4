import { buildLocal, ownVia, signature } from '../messages/build.ts';
import { readDatagram } from '../messages/datagram.ts';
import { Message } from '../messages/message.ts';
import type { Socket } from '../messages/reception.ts';
import { sendRequest } from '../network/sending.ts';
import { newExecution, runTopRoute } from '../routes.ts';
import type { Server } from '../server.ts';
import { sendSocketFor } from '../sockets.ts';
import { targetOf } from './relay.ts';
import { branchTimeout } from './replies.ts';
import type { Transaction, TransactionBranch } from './transaction.ts';

/** A request of the server's own within a dialog. */
export interface LocalRequest {
  readonly method: string;
  readonly uri: string;
  /** Route entries, each with its angle brackets. */
  readonly routes: readonly string[];
  /** From and To as they are written, with their tags. */
  readonly from: string;
  readonly to: string;
  readonly callId: string;
  readonly cseq: number;
  readonly socket: Socket;
  /** Further header lines, each with its line ending. */
  readonly headers?: string | undefined;
  readonly body?: { readonly text: string; readonly type: string } | undefined;
  /** What the transaction knows from its start, such as its dialog. */
  readonly notes: ReadonlyMap<string, string>;
  /** Runs at a final reply. */
  readonly answered?: (code: number) => void;
}

/** Sends a request of the server's own (t_uac): through the local route, with a transaction that takes its replies. */
export function sendLocalRequest(server: Server, request: LocalRequest): void {
  const { socket, routes } = request;
  const id = server.transactions.length + 1;
  const viaBranch = `z9hG4bK.run.${id}.0`;
  const text = localText(server, request, viaBranch);
  const parsing = readDatagram(text, socket.transport);
  if (parsing.kind !== 'message') return;
  const reception = { source: socket, socket, transport: socket.transport };
  const message = new Message(text, parsing.parts, reception, ++server.messageCount);
  const [first] = routes;
  message.dstUri = first === undefined ? request.uri : first.replace(/^<|>.*$/g, '');
  const transaction = newLocal(server, id, message, request);
  server.transactions.push(transaction);
  if (server.route('local', '0') !== undefined)
    runTopRoute(
      newExecution(server, { kind: 'local', name: '0', message, avps: transaction.avps, transaction }),
    );
  const target = targetOf(server, message.dstUri ?? message.uri, message.sendSocket);
  const leaving = target === undefined ? undefined : sendSocketFor(server, message, target.transport);
  if (target === undefined || leaving === undefined) return;
  const sent = buildLocal(message);
  const branch: TransactionBranch = {
    index: 0,
    uri: message.uri,
    dstUri: message.dstUri,
    path: undefined,
    q: undefined,
    flags: message.branchFlags,
    destination: target,
    socket: leaving,
    transport: target.transport,
    text: sent,
    viaBranch,
    status: 0,
    hasReply: false,
    reply: undefined,
    onReply: message.notes.get('on reply'),
    timer: undefined,
    cancelSent: false,
  };
  transaction.branches.push(branch);
  sendRequest(server, sent, target, leaving, message, true);
  branch.timer = server.clock.schedule(transaction.frTimeout, () =>
    server.inTimerProcess(() => branchTimeout(server, transaction, branch)),
  );
}

/** The text as the server builds it (build_uac_req). */
function localText(server: Server, request: LocalRequest, branch: string): string {
  const { body } = request;
  const lines = [
    `${request.method} ${request.uri} SIP/2.0`,
    `Via: ${ownVia(server, request.socket, branch, undefined)}`,
    `To: ${request.to}`,
    `From: ${request.from}`,
    `CSeq: ${request.cseq} ${request.method}`,
    `Call-ID: ${request.callId}`,
    ...(request.routes.length === 0 ? [] : [`Route: ${request.routes.join(', ')}`]),
    'Max-Forwards: 70',
    `Content-Length: ${body?.text.length ?? 0}`,
    ...(server.showsSignature ? [`User-Agent: ${server.userAgentHeader ?? signature(server)}`] : []),
  ];
  const type = body === undefined ? '' : `Content-Type: ${body.type}\r\n`;
  return `${lines.join('\r\n')}\r\n${request.headers ?? ''}${type}\r\n${body?.text ?? ''}`;
}

function newLocal(server: Server, id: number, message: Message, request: LocalRequest): Transaction {
  const { answered } = request;
  return {
    id,
    request: message,
    isInvite: request.method === 'INVITE',
    branches: [],
    firstBranch: 0,
    status: 0,
    relayedBranch: -1,
    lastReply: undefined,
    onBranch: undefined,
    onReply: undefined,
    onFailure: undefined,
    avps: new Map(),
    isCancelled: false,
    noNewBranches: false,
    isLocal: true,
    localTag: '',
    toTags: [],
    frTimeout: server.parameterNumber('tm', 'fr_timeout', 30),
    frInviteTimeout: server.parameterNumber('tm', 'fr_inv_timeout', 120),
    forcesRport: false,
    hooks:
      answered === undefined
        ? []
        : [
            {
              replyReceived: (_, reply) => {
                if (reply.code >= 200) answered(reply.code);
              },
              failed: (_, code) => answered(code),
            },
          ],
    notes: new Map(request.notes),
  };
}
