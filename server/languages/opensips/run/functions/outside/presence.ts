import { addressParameter } from '../../messages/address.ts';
import { receivedBody } from '../../messages/body.ts';
import { placeOf } from '../../messages/build.ts';
import { parseServerUri } from '../../messages/uri.ts';
import { type Execution, type Server, stateKey } from '../../server.ts';
import { tableRows } from '../../tables/tables.ts';
import { sendLocalRequest } from '../../tm/localRequest.ts';
import type { Arguments } from '../arguments.ts';
import type { ModuleModel } from '../model.ts';
import { signalingReply } from '../transactions/signaling.ts';

/** What the server keeps: entity tags by user and event, subscriptions by Call-ID and From tag with their last CSeq. */
const kept = stateKey(() => ({
  tags: new Map<string, Set<string>>(),
  subscriptions: new Map<string, Subscription>(),
}));

interface Subscription {
  readonly cseq: number;
  readonly isPending: boolean;
  /** How many NOTIFY requests were sent. */
  readonly sent: number;
}

/** The modules that register events, with the events in the order in which they do. A state is published for all but `presence.winfo`. */
const eventsOf: Readonly<Record<string, readonly string[]>> = {
  presence_xml: ['presence', 'presence.winfo', 'dialog;sla'],
  presence_mwi: ['message-summary'],
  presence_dialoginfo: ['dialog'],
  presence_callinfo: ['call-info', 'line-seize'],
  presence_xcapdiff: ['xcap-diff'],
  presence_dfks: ['as-feature-event'],
  presence_reginfo: ['reg'],
};

function knownEvents({ model }: Server): readonly string[] {
  return [...model.modules.keys()].flatMap(name => eventsOf[name] ?? []).reverse();
}

/** Both functions reply themselves, whatever they return. */
export const presence: ModuleModel = {
  name: 'presence',
  functions: { handle_publish: publish, handle_subscribe: subscribe },
};

/** The registered event of a request; without one, the server replies 489 with those that it knows. */
function eventOf(x: Execution): string | undefined {
  const [name = '', ...params] = (x.message.value('event') ?? '').toLowerCase().split(';');
  const event = params.some(param => param.trim() === 'sla') ? 'dialog;sla' : name.trim();
  const known = knownEvents(x.server);
  if (known.includes(event)) return event;
  if (known.length > 0) x.message.replyHeaders.push(`Allow-Events: ${known.join(', ')}\r\n`);
  signalingReply(x, 489, 'Bad Event');
  return undefined;
}

function expiresOf(x: Execution, parameter: string): number | undefined {
  const most = x.server.parameterNumber('presence', parameter, 3600);
  const value = x.message.value('expires')?.trim() ?? '3600';
  return /^\d+$/.test(value) ? Math.min(Number(value), most > 0 ? most : 3600) : undefined;
}

function refuse(x: Execution, code: number, reason: string): number {
  signalingReply(x, code, reason);
  return -1;
}

function accept(x: Execution, code: number, headers: string): void {
  x.message.replyHeaders.push(headers);
  signalingReply(x, code, 'OK');
}

function note(x: Execution, text: string): void {
  if (!x.server.record.notes.includes(text)) x.server.record.notes.push(text);
}

function publish(x: Execution): number {
  const { message, server } = x;
  const event = eventOf(x);
  if (event === undefined) return -1;
  const seconds = expiresOf(x, 'max_expires_publish');
  const uri = parseServerUri(message.uri);
  const before = message.value('sip-if-match');
  const hasBody = receivedBody(message) !== '' && message.value('content-length') !== '0';
  const needsBody = !/^(reg|xcap-diff|as-feature-event|call-info|line-seize)$/.test(event);
  const isBad =
    message.value('content-length') === undefined || (before === undefined && needsBody && !hasBody);
  if (seconds === undefined || uri === undefined || isBad) return refuse(x, 400, 'Bad request');
  const { tags } = server.state(kept);
  const key = `${uri.user ?? ''}@${uri.host} ${event}`;
  const known = tags.get(key) ?? new Set();
  if (before !== undefined && !known.has(before)) {
    const rows = tableRows(server, server.parameter('presence', 'presentity_table') ?? 'presentity');
    // The tags of this run cannot be predicted: prefix, time of the start, process, two counters.
    const isMade = known.size > 0 && /^\w\.\d+\.\d+\.\d+\.\d+$/.test(before);
    const isStored = isMade || rows?.some(row => row.etag === before) === true;
    const question = `Is ${before} the entity tag of a state that was published before?`;
    if (!isStored && rows !== undefined && known.size === 0) return unmatched(x);
    if (!server.questions.askYes(question, isStored)) return unmatched(x);
  }
  const isEnd = before !== undefined && seconds === 0;
  const tag = isEnd ? before : `a.run.${server.record.replies.length}.${message.number}.${known.size}`;
  if (before !== undefined) known.delete(before);
  if (!isEnd) known.add(tag);
  tags.set(key, known);
  const offset = server.parameterNumber('presence', 'expires_offset', 0);
  accept(x, 200, `Expires: ${Math.max(0, seconds - offset)}\r\nSIP-ETag: ${tag}\r\n`);
  note(x, 'The NOTIFY requests to those who watch this state are not shown.');
  return 1;
}

function unmatched(x: Execution): number {
  signalingReply(x, 412, 'Conditional request failed');
  return 1;
}

function subscribe(x: Execution, args: Arguments): number {
  const { message, server } = x;
  const event = eventOf(x);
  if (event === undefined) return -1;
  const seconds = expiresOf(x, 'max_expires_subscribe');
  const fromTag = addressParameter(message.from, 'tag');
  const cseq = Number(message.cseq?.number);
  const contact = message.addresses('contact')?.[0];
  if (seconds === undefined || contact === undefined || !fromTag || !Number.isInteger(cseq))
    return refuse(x, 400, 'Bad request');
  const { subscriptions } = server.state(kept);
  const key = `${message.callId} ${fromTag}`;
  const isFirst = !addressParameter(message.to, 'tag');
  const before = isFirst ? undefined : subscriptions.get(key);
  if (!isFirst && before === undefined) {
    const rows = tableRows(
      server,
      server.parameter('presence', 'active_watchers_table') ?? 'active_watchers',
    );
    const isKnown =
      rows === undefined
        ? server.questions.askYes(
            `Does the server know the subscription with the Call-ID ${message.callId}?`,
            false,
          )
        : rows.some(row => row.callid === message.callId && row.from_tag === fromTag);
    if (!isKnown) return refuse(x, 481, 'Subscription does not exist');
  }
  if (before !== undefined && cseq <= before.cseq) return refuse(x, 400, 'Bad request');
  const isPending =
    before?.isPending ?? (event === 'presence' && args.number(0) !== 1 && isPendingWatcher(x));
  if (isFirst && subscriptions.has(key)) return refuse(x, 500, 'Server Internal Error');
  const renewed = { cseq, isPending, sent: (before?.sent ?? 0) + 1 };
  if (seconds > 0) subscriptions.set(key, renewed);
  else subscriptions.delete(key);
  const user = server.parameter('presence', 'contact_user') ?? (server.isSince('3.1') ? 'presence' : '');
  const own = `sip:${user === '' ? '' : `${user}@`}${placeOf(server, message.reception.socket, message)}`;
  const offset = seconds === 0 ? 0 : server.parameterNumber('presence', 'expires_offset', 0);
  accept(x, isPending ? 202 : 200, `Expires: ${seconds + offset}\r\nContact: <${own}>\r\n`);
  const state =
    seconds === 0 ? 'terminated;reason=timeout' : `${isPending ? 'pending' : 'active'};expires=${seconds}`;
  sendLocalRequest(server, {
    method: 'NOTIFY',
    uri: contact.uri,
    routes: (message.addresses('record-route') ?? []).map(route => `<${route.uri}>`),
    from: `<${message.to?.uri ?? ''}>;tag=${addressParameter(message.to, 'tag') ?? 'sl.run'}`,
    to: `<${message.from?.uri ?? ''}>;tag=${fromTag}`,
    callId: message.callId ?? '',
    cseq: renewed.sent,
    socket: message.reception.socket,
    headers: `Event: ${message.value('event') ?? ''}\r\nContact: <${own}>\r\nSubscription-State: ${state}\r\n`,
    notes: new Map(),
  });
  if (!isPending) note(x, 'The NOTIFY is shown without the state that it carries.');
  return 1;
}

/** Without a rule that allows it, the subscription waits for a decision (pres_watcher_allowed). */
function isPendingWatcher(x: Execution): boolean {
  const { server, message } = x;
  if (server.parameterNumber('presence_xml', 'force_active', 0) !== 0) return false;
  if (tableRows(server, 'xcap')?.length === 0 && tableRows(server, 'watchers')?.length === 0) return true;
  const watcher = message.from?.uri ?? '';
  return !server.questions.askYes(
    `Do the presence rules of ${message.uri} allow ${watcher} to watch?`,
    false,
  );
}
