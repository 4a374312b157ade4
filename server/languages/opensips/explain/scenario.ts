import { firstAddress, firstHeader, headerText, parseMessage } from '../../../sip/message.ts';
import { splitMessages } from '../../../sip/messages.ts';
import type { PacketSource } from '../../../sip/packetSource.ts';
import { findParameter } from '../../../sip/parameters.ts';
import { type ExplainQuestion, type HopReply, itemFor, sourceOf } from '../../explainQuestion.ts';
import type { ScriptModel } from '../model/model.ts';
import { parameterValue } from '../model/parameters.ts';
import type * as run from '../run/scenario.ts';

/** A question as the scenario of a dry run, with the sources that were found; a string says why there is no scenario. */
export interface AskedScenario {
  readonly scenario: run.Scenario;
  /** The requests as pasted. */
  readonly texts: readonly string[];
  readonly sources: readonly PacketSource[];
}

export function scenarioOf(question: ExplainQuestion, model: ScriptModel): AskedScenario | undefined {
  const waits = question.replies?.some(({ timesOut }) => timesOut === true) === true;
  const messages: run.SentMessage[] = [];
  const sources: PacketSource[] = [];
  const requests = (question.messages ?? []).flatMap(requestsIn);
  for (const [index, { text: pasted }] of requests.entries()) {
    const text = asSent(pasted);
    const source = sourceOf(question, index, parseMessage(text));
    if (source === undefined) return undefined;
    sources.push(source);
    messages.push({
      text,
      source: { address: source.address, port: source.port },
      destination: itemFor(question.destinations, index),
      transport: source.transport,
      ...(waits ? { wait: secondsUntilGivenUp(model) } : {}),
    });
  }
  const scenario: run.Scenario = {
    messages,
    nextHops: nextHopsOf(question.replies ?? []),
    otherHops: otherHopsOf(requests),
    contacts: (question.contacts ?? []).map(({ addressOfRecord, uri }) => ({ aor: addressOfRecord, uri })),
    accounts: question.answers ?? [],
    files: new Map((question.tables ?? []).map(({ name, text }) => [name, text])),
    assumptions: (question.assumptions ?? []).map(({ value, ...place }) => ({ ...place, answer: value })),
    hosts: question.hosts ?? {},
    ...(question.time === undefined ? {} : { time: question.time }),
  };
  return { scenario, texts: requests.map(({ text }) => text), sources };
}

/** A request, and the responses to it that follow in the text. */
interface PastedRequest {
  readonly text: string;
  readonly method: string;
  readonly replies: run.HopReply[];
}

/** A text is one message, or a story: requests in their order, each with the responses of the next hop behind it. */
function requestsIn(text: string): readonly PastedRequest[] {
  const parts = splitMessages(text);
  if (parts.length < 2) return [{ text, method: '', replies: [] }];
  const requests: PastedRequest[] = [];
  for (const message of parts) {
    const { startLine, source } = message;
    if (startLine.kind === 'request')
      requests.push({
        text: source.text.replace(/(\r?\n)\s*$/, '$1'),
        method: startLine.method.text,
        replies: [],
      });
    const last = requests.at(-1);
    if (startLine.kind !== 'status' || last === undefined) continue;
    const { status: code } = startLine;
    // A capture next to the server has each response twice, and those to an earlier INVITE after its CANCEL.
    const [, method] = headerText(firstHeader(message, 'CSeq'))?.split(/\s+/) ?? [];
    if (method !== last.method || last.replies.at(-1)?.code === code) continue;
    const toTag = findParameter(firstAddress(message, 'To')?.parameters ?? [], 'tag')?.value?.text;
    last.replies.push(replyOf(code, last.replies.length, toTag));
  }
  return requests;
}

/** What any next hop replies to the first, the second, ... request of a method. */
function otherHopsOf(requests: readonly PastedRequest[]): run.NextHop | undefined {
  if (requests.every(({ replies }) => replies.length === 0)) return undefined;
  const lists: Record<string, run.HopReply[][]> = {};
  for (const { method, replies } of requests) {
    lists[method] ??= [];
    lists[method].push(replies);
  }
  return { replies: { ...lists, ...answersInDialogs } };
}

function replyOf(code: number, index: number, toTag?: string): run.HopReply {
  return { code, reason: reasonOf(code), delay: 0.01 * index, ...(toTag === undefined ? {} : { toTag }) };
}

/** How long the server waits for a first and for a final reply (fr_timeout and fr_inv_timeout of `tm`), in seconds. */
function secondsUntilGivenUp(model: ScriptModel): number {
  const seconds = (name: string, otherwise: number): number => {
    const value = Number(parameterValue(model, 'tm', name)?.value ?? otherwise);
    return Number.isFinite(value) && value > 0 ? value : otherwise;
  };
  return seconds('fr_timeout', 30) + seconds('fr_inv_timeout', 120) + 1;
}

/** The message in the form sent over the network: a pasted one has the line endings of an editor, and often no empty line at the end. */
function asSent(text: string): string {
  if (text.trim() === '') return text;
  const lines = text.includes('\r\n') ? text : text.replace(/\n/g, '\r\n');
  if (lines.includes('\r\n\r\n')) return lines;
  return lines.endsWith('\r\n') ? `${lines}\r\n` : `${lines}\r\n\r\n`;
}

/** A next hop that answers INVITEs also answers the other requests of the call. */
function nextHopsOf(replies: readonly HopReply[]): ReadonlyMap<string, run.NextHop> {
  const hops = new Map<string, run.NextHop>();
  for (const { address, port, codes } of replies) {
    const place = `${address.includes(':') ? `[${address}]` : address}:${port}`;
    const list = codes.map((code, index) => replyOf(code, index));
    const before = hops.get(place)?.replies.INVITE ?? [];
    hops.set(place, { replies: { INVITE: [...before, list], ...answersInDialogs } });
  }
  return hops;
}

const answersInDialogs = {
  BYE: [[{ code: 200, reason: 'OK' }]],
  CANCEL: [
    [
      { code: 200, reason: 'OK' },
      { code: 487, reason: 'Request Terminated', toInvite: true },
    ],
  ],
} satisfies run.NextHop['replies'];

const reasons: Readonly<Record<number, string>> = {
  100: 'Trying',
  180: 'Ringing',
  181: 'Call Is Being Forwarded',
  182: 'Queued',
  183: 'Session Progress',
  200: 'OK',
  202: 'Accepted',
  300: 'Multiple Choices',
  301: 'Moved Permanently',
  302: 'Moved Temporarily',
  305: 'Use Proxy',
  380: 'Alternative Service',
  400: 'Bad Request',
  401: 'Unauthorized',
  402: 'Payment Required',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  407: 'Proxy Authentication Required',
  408: 'Request Timeout',
  410: 'Gone',
  415: 'Unsupported Media Type',
  420: 'Bad Extension',
  480: 'Temporarily Unavailable',
  481: 'Call/Transaction Does Not Exist',
  482: 'Loop Detected',
  483: 'Too Many Hops',
  484: 'Address Incomplete',
  486: 'Busy Here',
  487: 'Request Terminated',
  488: 'Not Acceptable Here',
  500: 'Server Internal Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Server Time-out',
  600: 'Busy Everywhere',
  603: 'Decline',
  604: 'Does Not Exist Anywhere',
  606: 'Not Acceptable',
};

function reasonOf(code: number): string {
  return reasons[code] ?? (code < 200 ? 'Trying' : code < 300 ? 'OK' : 'Error');
}
