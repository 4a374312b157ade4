import { hostOf } from '../model/endpoint.ts';
import type { TraceEntry } from '../model/entry.ts';
import type { TraceDialog } from '../model/flow.ts';
import type { Trace } from '../model/model.ts';
import { messageText } from '../reading/compact.ts';

/** Two SIPp scenarios that replay a dialog: one plays the caller, the other the callee. */
export interface SippPair {
  readonly caller: string;
  readonly callee: string;
}

/**
 * Makes the pair from the hop on which the dialog begins. Addresses, branches, tags and lengths become SIPp's keywords,
 * answers to challenges `[authentication]` (give `-au` and `-ap`), everything else is unchanged.
 */
export function sippPair(trace: Trace, dialog: TraceDialog): SippPair {
  const first = dialog.messages
    .flatMap(index => trace.entries[index] ?? [])
    .find(entry => entry.facts.method !== undefined);
  const begin = first === undefined ? undefined : trace.flow.arrows[first.index];
  const caller = hostOf(begin?.from ?? '');
  const callee = hostOf(begin?.to ?? '');
  const hop = dialog.messages.flatMap(index => {
    const arrow = trace.flow.arrows[index];
    const entry = trace.entries[index];
    if (arrow === undefined || entry === undefined || arrow.repeats !== undefined) return [];
    const ends = [hostOf(arrow.from), hostOf(arrow.to)];
    return ends.includes(caller) && ends.includes(callee)
      ? [{ entry, isFromCaller: isFrom(begin?.from ?? '', caller === callee, arrow.from, caller) }]
      : [];
  });
  return { caller: scenario(dialog, hop, true), callee: scenario(dialog, hop, false) };
}

interface HopMessage {
  readonly entry: TraceEntry;
  readonly isFromCaller: boolean;
}

function isFrom(beginFrom: string, sameHost: boolean, from: string, caller: string): boolean {
  return sameHost ? from === beginFrom : hostOf(from) === caller;
}

function scenario(dialog: TraceDialog, hop: readonly HopMessage[], isCaller: boolean): string {
  const steps: string[] = [];
  /** Step at which each transaction's request is sent, by its number and method. */
  const sent = new Map<string, number>();
  const begun = begunBy(hop);
  for (const { entry, isFromCaller } of hop) {
    if (isFromCaller !== isCaller) {
      steps.push(receive(entry, isCaller));
      continue;
    }
    if (entry.facts.method === 'BYE' && steps.length > 0) steps.push('  <pause milliseconds="1000"/>');
    // SIPp needs a mandatory message before it sends: the last provisional response is then no longer optional.
    const last = steps.at(-1);
    if (last !== undefined) steps[steps.length - 1] = last.replace(' optional="true"', '');
    if (entry.facts.method === 'INVITE') sent.set(`${entry.facts.cseq}`, steps.length);
    steps.push(send(entry, begun, branchOf(entry, begun, sent, steps.length)));
  }
  const name = `${dialog.method} ${isCaller ? 'caller' : 'callee'}`;
  return [
    '<?xml version="1.0" encoding="UTF-8" ?>',
    '<!DOCTYPE scenario SYSTEM "sipp.dtd">',
    `<scenario name="${attribute(name)}">`,
    ...steps,
    '</scenario>',
    '',
  ].join('\n');
}

/** From which message on something holds, by the number of the message. */
interface Begun {
  /** A request has been refused, by its CSeq. */
  readonly refused: ReadonlyMap<string, number>;
  /** The callee has a tag. */
  readonly peerTag: number;
}

function begunBy(hop: readonly HopMessage[]): Begun {
  const refused = new Map<string, number>();
  let peerTag = Number.POSITIVE_INFINITY;
  for (const { entry } of hop) {
    const { cseqText = '', status = 0, toTag } = entry.facts;
    const before = refused.get(cseqText) ?? Number.POSITIVE_INFINITY;
    if (status >= 300) refused.set(cseqText, Math.min(entry.index, before));
    if (toTag !== undefined) peerTag = Math.min(entry.index, peerTag);
  }
  return { refused, peerTag };
}

/** CANCEL, and the ACK to a refusal, have the branch of their INVITE (RFC 3261 section 9.1, 17.1.1.3). */
function branchOf(
  entry: TraceEntry,
  { refused }: Begun,
  sent: ReadonlyMap<string, number>,
  step: number,
): string {
  const { method, cseq } = entry.facts;
  const invite = sent.get(`${cseq}`);
  const isRefused = (refused.get(`${cseq} INVITE`) ?? entry.index) < entry.index;
  const isOfInvite = method === 'CANCEL' || (method === 'ACK' && isRefused);
  return isOfInvite && invite !== undefined ? `[branch-${step - invite}]` : '[branch]';
}

function send(entry: TraceEntry, begun: Begun, branch: string): string {
  const { facts } = entry;
  const isRequest = facts.method !== undefined;
  const retrans = isRequest && facts.method !== 'ACK' ? ' retrans="500"' : '';
  const text = isRequest ? requestText(entry, begun, branch) : responseText(entry);
  return `  <send${retrans}>\n    <![CDATA[\n\n${cdata(text)}\n    ]]>\n  </send>`;
}

function receive(entry: TraceEntry, isCaller: boolean): string {
  const { facts } = entry;
  if (facts.method !== undefined) return `  <recv request="${attribute(facts.method)}" crlf="true"/>`;
  const isChallenge = facts.status === 401 || facts.status === 407;
  const optional = (facts.status ?? 0) < 200 ? ' optional="true"' : '';
  const auth = isChallenge && isCaller ? ' auth="true"' : '';
  return `  <recv response="${facts.status ?? 200}"${optional}${auth}/>`;
}

function requestText(entry: TraceEntry, begun: Begun, branch: string): string {
  const { lines, body } = parts(entry);
  const [startLine = '', ...headers] = lines;
  const peerTag = begun.peerTag < entry.index;
  const kept: string[] = [];
  let hasVia = false;
  for (const line of headers) {
    const name = /^([^:\s]+)/.exec(line)?.[1]?.toLowerCase() ?? '';
    if (name === 'via' || name === 'v') {
      if (!hasVia) kept.push(`Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=${branch};rport`);
      hasVia = true;
    } else if (name === 'call-id' || name === 'i') kept.push('Call-ID: [call_id]');
    else if (name === 'content-length' || name === 'l') kept.push('Content-Length: [len]');
    else if (name === 'contact' || name === 'm')
      kept.push(line.replace(/@[^>;\s]+/, '@[local_ip]:[local_port]'));
    else if ((name === 'to' || name === 't') && peerTag)
      kept.push(`${line.replace(/;tag=[^;\s]*/, '')}[peer_tag_param]`);
    else if (name === 'from' || name === 'f')
      kept.push(line.replace(/;tag=[^;\s]*/, ';tag=[pid]SIPp[call_number]'));
    else if (name === 'authorization' || name === 'proxy-authorization') kept.push('[authentication]');
    else kept.push(line);
  }
  return joined([startLine, ...kept], body);
}

function responseText(entry: TraceEntry): string {
  const { lines, body } = parts(entry);
  const [startLine = '', ...headers] = lines;
  const copied = [
    '[last_Via:]',
    '[last_From:]',
    `[last_To:]${(entry.facts.status ?? 0) === 100 ? '' : ';tag=[pid]SIPpTag[call_number]'}`,
    '[last_Call-ID:]',
    // Not [last_CSeq:]: between request and answer, another request may have arrived, such as CANCEL.
    `CSeq: ${entry.facts.cseqText ?? ''}`,
  ];
  const kept = headers.filter(
    line => !/^(?:via|v|from|f|to|t|call-id|i|cseq|content-length|l|record-route)[ \t]*:/i.test(line),
  );
  return joined(
    [
      startLine,
      ...copied,
      ...kept.map(line =>
        /^(?:contact|m)[ \t]*:/i.test(line) ? line.replace(/@[^>;\s]+/, '@[local_ip]:[local_port]') : line,
      ),
      'Content-Length: [len]',
    ],
    body,
  );
}

function parts(entry: TraceEntry): { lines: string[]; body: string } {
  const text = messageText(entry.message).replace(/\r\n/g, '\n');
  const end = text.indexOf('\n\n');
  const header = (end < 0 ? text : text.slice(0, end)).replace(/\n[ \t]+/g, ' ');
  return { lines: header.split('\n').filter(line => line !== ''), body: end < 0 ? '' : text.slice(end + 2) };
}

function joined(lines: readonly string[], body: string): string {
  const media = body
    .replace(/^(o=\S+ \S+ \S+ IN IP)[46] \S+/m, '$1[local_ip_type] [local_ip]')
    .replace(/^(c=IN IP)[46] \S+/gm, '$1[media_ip_type] [media_ip]');
  return [...lines, '', ...media.split('\n')].map(line => `      ${line}`.trimEnd()).join('\n');
}

function cdata(text: string): string {
  return text.replaceAll(']]>', ']]]]><![CDATA[>').replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '?');
}

function attribute(text: string): string {
  return text.replace(/[^\w -]/g, '_');
}
