import { workbenchLine } from '../reading/formats/workbench.ts';
import { byteLength } from '../reading/readMessage.ts';
import {
  answerLine,
  type Body,
  challengeLine,
  type ScenarioParties,
  sessionDescription,
} from './storyContent.ts';

/** Writes messages one after the other. Identifiers and times are made by counting, so that the same input gives the same trace. */
export class Story {
  readonly parties: ScenarioParties;
  private readonly parts: string[] = [];
  private count = 0;
  private milliseconds = 0;

  constructor(parties: ScenarioParties) {
    this.parties = parties;
  }

  text(): string {
    return this.parts.join('');
  }

  dialog(from: string, to: string, toUri: string): Dialog {
    this.count++;
    const { domain } = this.parties;
    return {
      callId: `call-${this.count}-7f3a@${hostOnly(this.parties.callerAddress)}`,
      fromTag: `c${this.count}a8b4`,
      toTag: undefined,
      cseq: 1,
      fromUri: `sip:${from}@${domain}`,
      toUri: toUri.includes('@') ? toUri : `sip:${to}@${domain}`,
    };
  }

  /** A call up to the INVITE that the server takes: challenged with 407, acknowledged, answered. */
  call(_to: Party, headers: readonly string[] = []): Call {
    const { caller, callee, domain } = this.parties;
    const uri = `sip:${callee}@${domain}`;
    const dialog = this.dialog(caller, callee, uri);
    const invite = (more: readonly string[]): Sent =>
      this.request(
        dialog,
        'INVITE',
        uri,
        'caller',
        'server',
        [this.contactOf('caller'), ...headers, ...more],
        this.sdp('caller'),
      );
    const refused = invite([]);
    this.respond(refused, 407, 'Proxy Authentication Required', [this.challenge('Proxy-Authenticate')]);
    this.ackOf(refused, uri);
    dialog.toTag = undefined;
    this.next(dialog);
    return {
      dialog,
      invite: invite([this.answer('Proxy-Authorization', 'INVITE', uri)]),
      target: `sip:${this.parties.serverAddress}`,
    };
  }

  ring(invite: Sent): void {
    this.respond(invite, 180, 'Ringing', [this.contactOf('server')]);
    this.respond(invite, 200, 'OK', [this.contactOf('server')], this.sdp('server'));
  }

  hangUp(call: Call): void {
    this.acknowledge(call);
    this.bye(call, 'caller');
  }

  acknowledge(call: Call): void {
    this.request(call.dialog, 'ACK', call.target, 'caller', 'server', []);
  }

  bye(call: Call, by: Party): void {
    this.milliseconds += 4000;
    if (by === 'caller') {
      this.next(call.dialog);
      this.respond(this.request(call.dialog, 'BYE', call.target, 'caller', 'server', []), 200, 'OK');
    } else this.respond(this.back(call, 'BYE', []), 200, 'OK');
  }

  cancel(call: Call): Sent {
    this.milliseconds += 3000;
    return this.send({
      ...call.invite,
      method: 'CANCEL',
      cseq: call.invite.cseq.replace('INVITE', 'CANCEL'),
      headers: [],
      body: undefined,
    });
  }

  /** The ACK to a refusal belongs to the transaction of the INVITE (RFC 3261 section 17.1.1.3). */
  refusalAck(call: Call): void {
    this.ackOf(call.invite, call.invite.uri);
  }

  /** A request of the callee's side inside the dialog. */
  back(call: Call, method: string, headers: readonly string[], body?: Body): Sent {
    const { dialog } = call;
    return this.send({
      method,
      dialog,
      uri: `sip:${this.parties.caller}@${this.parties.callerAddress}`,
      vias: [this.via('server')],
      cseq: `1 ${method}`,
      from: `<${dialog.toUri}>;tag=${dialog.toTag ?? ''}`,
      to: `<${dialog.fromUri}>;tag=${dialog.fromTag}`,
      source: 'server',
      target: 'caller',
      headers: [this.contactOf('server'), ...headers],
      body,
    });
  }

  next(dialog: Dialog): void {
    dialog.cseq++;
  }

  request(
    dialog: Dialog,
    method: string,
    uri: string,
    source: Party,
    target: Party,
    headers: readonly string[],
    body?: Body,
  ): Sent {
    return this.send({
      method,
      dialog,
      uri,
      vias: [this.via(source)],
      cseq: `${dialog.cseq} ${method}`,
      from: `<${dialog.fromUri}>;tag=${dialog.fromTag}`,
      to: `<${dialog.toUri}>${dialog.toTag === undefined ? '' : `;tag=${dialog.toTag}`}`,
      source,
      target,
      headers,
      body,
    });
  }

  /** The proxy sends the INVITE on to the callee, with its own Via on top. */
  forward(invite: Sent): Sent {
    const headers = invite.headers.filter(line => !line.startsWith('Proxy-Authorization'));
    return this.send(
      {
        ...invite,
        uri: `sip:${this.parties.callee}@${this.parties.calleeAddress}`,
        vias: [this.via('server'), ...invite.vias],
        source: 'server',
        target: 'callee',
        headers: [`Record-Route: <sip:${this.parties.serverAddress};lr>`, ...headers],
      },
      69,
    );
  }

  respond(
    request: Sent,
    status: number,
    reason: string,
    headers: readonly string[] = [],
    body?: Body,
  ): Response {
    if (status > 100) request.dialog.toTag ??= `d${this.count}e5f6`;
    const isAnswer =
      request.source === 'caller' || request.source === 'callee' || !request.to.includes(';tag=');
    const tag =
      status === 100 || request.to.includes(';tag=')
        ? ''
        : `;tag=${isAnswer ? (request.dialog.toTag ?? '') : ''}`;
    const routes = request.headers.filter(line => line.startsWith('Record-Route'));
    this.write(
      request.target,
      request.source,
      `SIP/2.0 ${status} ${reason}`,
      [
        ...request.vias.map(via => `Via: ${via}`),
        ...(status > 100 && status < 300 ? routes : []),
        `From: ${request.from}`,
        `To: ${request.to}${tag}`,
        `Call-ID: ${request.dialog.callId}`,
        `CSeq: ${request.cseq}`,
        ...headers,
      ],
      body,
    );
    return { status, reason, headers, body };
  }

  relay(response: Response, request: Sent): void {
    this.respond(
      request,
      response.status,
      response.reason,
      [`Record-Route: <sip:${this.parties.serverAddress};lr>`, ...response.headers],
      response.body,
    );
  }

  contactOf(party: Party): string {
    const user = party === 'caller' ? this.parties.caller : this.parties.callee;
    return `Contact: <sip:${user}@${this.address(party)}>`;
  }

  challenge(header: string): string {
    return challengeLine(this.parties, header);
  }

  answer(header: string, method: string, uri: string): string {
    return answerLine(this.parties, header, method, uri);
  }

  sdp(party: Party, direction = 'sendrecv'): Body {
    return sessionDescription(hostOnly(this.address(party)), MEDIA_PORTS[party], direction);
  }

  private ackOf(invite: Sent, uri: string): void {
    const tag =
      invite.dialog.toTag === undefined || invite.to.includes(';tag=') ? '' : `;tag=${invite.dialog.toTag}`;
    this.send({
      ...invite,
      method: 'ACK',
      uri,
      cseq: invite.cseq.replace('INVITE', 'ACK'),
      to: `${invite.to}${tag}`,
      headers: [],
      body: undefined,
    });
  }

  private send(sent: Sent, hops = 70): Sent {
    this.write(
      sent.source,
      sent.target,
      `${sent.method} ${sent.uri} SIP/2.0`,
      [
        ...sent.vias.map(via => `Via: ${via}`),
        `Max-Forwards: ${hops}`,
        `From: ${sent.from}`,
        `To: ${sent.to}`,
        `Call-ID: ${sent.dialog.callId}`,
        `CSeq: ${sent.cseq}`,
        ...sent.headers,
      ],
      sent.body,
    );
    return sent;
  }

  private write(
    source: Party,
    destination: Party,
    startLine: string,
    headers: readonly string[],
    body: Body | undefined,
  ): void {
    const time = new Date(Date.UTC(2026, 0, 1) + this.milliseconds).toISOString().replace('Z', '000Z');
    this.milliseconds += 40;
    const announcement = workbenchLine({
      time,
      transport: 'UDP',
      source: this.address(source),
      destination: this.address(destination),
    });
    const content =
      body === undefined
        ? ['Content-Length: 0']
        : [`Content-Type: ${body.type}`, `Content-Length: ${byteLength(body.text)}`];
    this.parts.push(
      `${announcement}\r\n${[startLine, ...headers, ...content].join('\r\n')}\r\n\r\n${body?.text ?? ''}\r\n`,
    );
  }

  private via(party: Party): string {
    this.count++;
    return `SIP/2.0/UDP ${this.address(party)};branch=z9hG4bK${this.count}f7c1`;
  }

  private address(party: Party): string {
    const { callerAddress, calleeAddress, serverAddress } = this.parties;
    return party === 'caller' ? callerAddress : party === 'callee' ? calleeAddress : serverAddress;
  }
}

type Party = 'caller' | 'callee' | 'server';

interface Dialog {
  readonly callId: string;
  readonly fromTag: string;
  toTag: string | undefined;
  cseq: number;
  readonly fromUri: string;
  readonly toUri: string;
}

/** A request that was written. */
export interface Sent {
  readonly method: string;
  readonly dialog: Dialog;
  readonly vias: readonly string[];
  readonly cseq: string;
  readonly from: string;
  readonly to: string;
  readonly source: Party;
  readonly target: Party;
  readonly body: Body | undefined;
  readonly headers: readonly string[];
  readonly uri: string;
}

interface Call {
  readonly dialog: Dialog;
  readonly invite: Sent;
  readonly target: string;
}

interface Response {
  readonly status: number;
  readonly reason: string;
  readonly headers: readonly string[];
  readonly body: Body | undefined;
}

const MEDIA_PORTS: Readonly<Record<Party, number>> = { caller: 49170, callee: 49180, server: 49190 };

function hostOnly(address: string): string {
  return address.replace(/:\d+$/, '');
}
