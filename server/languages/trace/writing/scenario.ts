import { computeDigest, computeHa1 } from '../../../sip/digest/digest.ts';
import { workbenchLine } from '../reading/formats/workbench.ts';
import { byteLength } from '../reading/readMessage.ts';

/** The calls and registrations that can be written as a trace. */
export const scenarios = [
  { id: 'registration', title: 'Registration with authentication' },
  { id: 'invite', title: 'Call with proxy authentication (407)' },
  { id: 'proxy', title: 'Call through a proxy' },
  { id: 'trunk', title: 'Call over a trunk' },
  { id: 'cancel', title: 'Call that the caller takes back (CANCEL)' },
  { id: 'hold', title: 'Hold and resume (re-INVITE)' },
  { id: 'transfer', title: 'Call transfer (REFER)' },
] as const;

export type ScenarioId = (typeof scenarios)[number]['id'];

/** Who takes part. Addresses are `host:port`, users bare names or numbers. */
export interface ScenarioParties {
  readonly caller: string;
  readonly callee: string;
  readonly callerAddress: string;
  readonly calleeAddress: string;
  readonly serverAddress: string;
  readonly domain: string;
  /** Goes into the hash only; a trace never holds it. */
  readonly password: string;
}

/** Writes a trace of a scenario: every message correct, with the digest that the password gives. */
export function scenarioTrace(id: ScenarioId, parties: ScenarioParties): string {
  const story = new Story(parties);
  SCRIPTS[id](story);
  return story.text();
}

const SCRIPTS: Readonly<Record<ScenarioId, (story: Story) => void>> = {
  registration: story => {
    const { caller, domain } = story.parties;
    const uri = `sip:${domain}`;
    const dialog = story.dialog(caller, caller, uri);
    const contact = `Contact: <sip:${caller}@${story.parties.callerAddress}>`;
    const register = (headers: readonly string[]): Sent =>
      story.request(dialog, 'REGISTER', uri, 'caller', 'server', [contact, 'Expires: 3600', ...headers]);
    const refused = register([]);
    story.respond(refused, 401, 'Unauthorized', [story.challenge('WWW-Authenticate')]);
    // A registration makes no dialog: the answer's tag is not taken over.
    dialog.toTag = undefined;
    story.next(dialog);
    story.respond(register([story.answer('Authorization', 'REGISTER', uri)]), 200, 'OK', [
      `${contact};expires=3600`,
    ]);
  },
  invite: story => {
    const call = story.call('server');
    story.respond(call.invite, 100, 'Trying');
    story.ring(call.invite);
    story.hangUp(call);
  },
  proxy: story => {
    const call = story.call('server');
    story.respond(call.invite, 100, 'Trying');
    const forwarded = story.forward(call.invite);
    const ringing = story.respond(forwarded, 180, 'Ringing', [story.contactOf('callee')]);
    story.relay(ringing, call.invite);
    const answered = story.respond(forwarded, 200, 'OK', [story.contactOf('callee')], story.sdp('callee'));
    story.relay(answered, call.invite);
    story.acknowledge(call);
    story.bye(call, 'caller');
  },
  trunk: story => {
    const call = story.call('server', [
      `P-Asserted-Identity: <sip:${story.parties.caller}@${story.parties.domain}>`,
    ]);
    story.respond(call.invite, 100, 'Trying');
    story.respond(call.invite, 183, 'Session Progress', [story.contactOf('server')], story.sdp('server'));
    story.respond(call.invite, 200, 'OK', [story.contactOf('server')], story.sdp('server'));
    story.acknowledge(call);
    story.bye(call, 'server');
  },
  cancel: story => {
    const call = story.call('server');
    story.respond(call.invite, 100, 'Trying');
    story.respond(call.invite, 180, 'Ringing', [story.contactOf('server')]);
    const cancel = story.cancel(call);
    story.respond(cancel, 200, 'OK');
    story.respond(call.invite, 487, 'Request Terminated');
    story.refusalAck(call);
  },
  hold: story => {
    const call = story.call('server');
    story.respond(call.invite, 100, 'Trying');
    story.ring(call.invite);
    story.acknowledge(call);
    for (const direction of ['sendonly', 'sendrecv']) {
      story.next(call.dialog);
      const again = story.request(
        call.dialog,
        'INVITE',
        call.target,
        'caller',
        'server',
        [story.contactOf('caller')],
        story.sdp('caller', direction),
      );
      story.respond(
        again,
        200,
        'OK',
        [story.contactOf('server')],
        story.sdp('server', direction === 'sendonly' ? 'recvonly' : 'sendrecv'),
      );
      story.request(call.dialog, 'ACK', call.target, 'caller', 'server', []);
    }
    story.bye(call, 'caller');
  },
  transfer: story => {
    const call = story.call('server');
    story.respond(call.invite, 100, 'Trying');
    story.ring(call.invite);
    story.acknowledge(call);
    story.next(call.dialog);
    const refer = story.request(call.dialog, 'REFER', call.target, 'caller', 'server', [
      story.contactOf('caller'),
      `Refer-To: <sip:transfer@${story.parties.domain}>`,
      `Referred-By: <sip:${story.parties.caller}@${story.parties.domain}>`,
    ]);
    story.respond(refer, 202, 'Accepted', [story.contactOf('server')]);
    const notify = story.back(
      call,
      'NOTIFY',
      ['Event: refer', 'Subscription-State: terminated;reason=noresource'],
      {
        type: 'message/sipfrag;version=2.0',
        text: 'SIP/2.0 200 OK\r\n',
      },
    );
    story.respond(notify, 200, 'OK');
    story.bye(call, 'caller');
  },
};

type Party = 'caller' | 'callee' | 'server';

interface Dialog {
  readonly callId: string;
  readonly fromTag: string;
  toTag: string | undefined;
  cseq: number;
  readonly fromUri: string;
  readonly toUri: string;
}

interface Sent {
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

interface Body {
  readonly type: string;
  readonly text: string;
}

interface Response {
  readonly status: number;
  readonly reason: string;
  readonly headers: readonly string[];
  readonly body: Body | undefined;
}

const NONCE = '5f2c9a7e31d84b06';

/** Writes messages one after the other. Identifiers and times are made by counting, so that the same input gives the same trace. */
class Story {
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
    return `${header}: Digest realm="${quotable(this.parties.domain)}", nonce="${NONCE}", algorithm=MD5, qop="auth"`;
  }

  answer(header: string, method: string, uri: string): string {
    const { caller, domain, password } = this.parties;
    const cnonce = '0a4f113b';
    const { response } = computeDigest(computeHa1('MD5', caller, domain, password), {
      algorithm: 'MD5',
      method,
      uri,
      nonce: NONCE,
      qop: 'auth',
      nc: '00000001',
      cnonce,
    });
    return `${header}: Digest username="${quotable(caller)}", realm="${quotable(domain)}", nonce="${NONCE}", uri="${uri}", response="${response}", algorithm=MD5, cnonce="${cnonce}", qop=auth, nc=00000001`;
  }

  sdp(party: Party, direction = 'sendrecv'): Body {
    const host = hostOnly(this.address(party));
    const kind = host.startsWith('[') ? 'IP6' : 'IP4';
    const address = host.replace(/^\[|\]$/g, '');
    const port = party === 'caller' ? 49170 : party === 'callee' ? 49180 : 49190;
    const lines = [
      'v=0',
      `o=- 1 1 IN ${kind} ${address}`,
      's=-',
      `c=IN ${kind} ${address}`,
      't=0 0',
      `m=audio ${port} RTP/AVP 8 0 101`,
      'a=rtpmap:8 PCMA/8000',
      'a=rtpmap:0 PCMU/8000',
      'a=rtpmap:101 telephone-event/8000',
      `a=${direction}`,
    ];
    return { type: 'application/sdp', text: lines.map(line => `${line}\r\n`).join('') };
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

function hostOnly(address: string): string {
  return address.replace(/:\d+$/, '');
}

function quotable(text: string): string {
  return text.replace(/["\\]/g, '\\$&');
}
