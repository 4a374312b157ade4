import { appendAll } from '../../../text/longLists.ts';
import type { TraceEntry } from '../model/entry.ts';
import type { Trace } from '../model/model.ts';
import { messageText } from '../reading/compact.ts';

/** A whole message to insert, in the syntax of snippets. */
export interface MessageSnippet {
  readonly label: string;
  readonly detail: string;
  readonly text: string;
}

/**
 * Messages that can follow the last one: responses repeat its Via, From, To, Call-ID and CSeq; later requests of the dialog
 * repeat its tags with the next CSeq. Without a message above: messages that start a conversation.
 */
export function messageSnippets(trace: Trace, above: TraceEntry | undefined): MessageSnippet[] {
  const snippets: MessageSnippet[] = [];
  const dialog = above === undefined ? undefined : dialogOf(trace, above);
  if (above?.facts.method !== undefined && above.facts.method !== 'ACK')
    appendAll(snippets, answersTo(above));
  if (above !== undefined && dialog !== undefined) appendAll(snippets, laterRequests(above, dialog));
  return [...snippets, ...beginnings()];
}

interface DialogParts {
  /** From, To and Call-ID as the caller writes them. */
  readonly from: string;
  readonly to: string;
  readonly callId: string;
  readonly uri: string;
  readonly cseq: number;
  readonly method: string;
}

function dialogOf(trace: Trace, above: TraceEntry): DialogParts | undefined {
  const number = trace.flow.arrows[above.index]?.dialog;
  const dialog = number === undefined ? undefined : trace.flow.dialogs[number];
  const entries = (dialog?.messages ?? [])
    .flatMap(index => trace.entries[index] ?? [])
    .filter(entry => entry.index <= above.index);
  const request = entries.find(entry => entry.facts.method !== undefined);
  const answered = entries.findLast(entry => entry.facts.toTag !== undefined) ?? request;
  if (request === undefined || answered === undefined) return undefined;
  const isSameSide = answered.facts.fromTag === request.facts.fromTag;
  const from = headerLine(isSameSide ? answered : request, 'From|f');
  const to = headerLine(isSameSide ? answered : request, 'To|t');
  if (from === undefined || to === undefined) return undefined;
  return {
    from,
    to,
    callId: request.facts.callId ?? '',
    uri: request.facts.requestUri ?? 'sip:user@example.com',
    cseq: entries.reduce((highest, entry) => Math.max(highest, entry.facts.cseq ?? 0), 0),
    method: request.facts.method ?? '',
  };
}

function answersTo(request: TraceEntry): MessageSnippet[] {
  const text = messageText(request.message);
  const kept = ['Via|v', 'From|f', 'To|t', 'Call-ID|i', 'CSeq'].flatMap(name => headerLines(text, name));
  const answer = (code: string, reason: string, add: readonly string[]): MessageSnippet => ({
    label: `${code} ${reason}`,
    detail: `response to ${request.facts.method ?? 'the request'}`,
    text: [
      `SIP/2.0 ${code} ${reason}`,
      ...kept.map(line => {
        const literal = escaped(line);
        const isTo = /^(?:To|t)[ \t]*:/i.test(line);
        return isTo && code !== '100' && !/;[ \t]*tag=/i.test(line)
          ? `${literal};tag=${tab(1, 'callee')}`
          : literal;
      }),
      ...add,
      'Content-Length: 0',
      '',
      '$0',
    ].join('\n'),
  });
  const challenge = (header: string): string =>
    `${header}: Digest realm="${tab(2, 'example.com')}", nonce="${tab(3, '84a4cc6f3082121f32b42a2187831a9e')}", algorithm=MD5, qop="auth"`;
  return [
    answer('100', 'Trying', []),
    answer('180', 'Ringing', [`Contact: <sip:${tab(2, 'callee@192.0.2.20')}>`]),
    answer(
      '200',
      'OK',
      request.facts.method === 'BYE' ? [] : [`Contact: <sip:${tab(2, 'callee@192.0.2.20')}>`],
    ),
    answer('401', 'Unauthorized', [challenge('WWW-Authenticate')]),
    answer('407', 'Proxy Authentication Required', [challenge('Proxy-Authenticate')]),
    answer('403', 'Forbidden', []),
    answer('404', 'Not Found', []),
    answer('486', 'Busy Here', []),
    answer('488', 'Not Acceptable Here', []),
  ];
}

function laterRequests(above: TraceEntry, dialog: DialogParts): MessageSnippet[] {
  const request = (method: string, cseq: number, add: readonly string[] = []): MessageSnippet => ({
    label: method,
    detail: `in the dialog ${dialog.callId}`,
    text: [
      `${method} ${escaped(dialog.uri)} SIP/2.0`,
      `Via: SIP/2.0/UDP ${tab(1, '192.0.2.10:5060')};branch=z9hG4bK\${2:${method.toLowerCase()}${cseq}}`,
      'Max-Forwards: 70',
      escaped(dialog.from),
      escaped(dialog.to),
      `Call-ID: ${escaped(dialog.callId)}`,
      `CSeq: ${cseq} ${method}`,
      ...add,
      'Content-Length: 0',
      '',
      '$0',
    ].join('\n'),
  });
  const next = dialog.cseq + 1;
  if (dialog.method === 'REGISTER') return [];
  const isRefusal = (above.facts.status ?? 0) >= 300;
  const ack = request('ACK', above.facts.cseq ?? dialog.cseq);
  if (isRefusal) return [ack];
  return [
    ack,
    request('BYE', next),
    request('CANCEL', above.facts.cseq ?? dialog.cseq),
    request('REFER', next, [`Refer-To: <sip:${tab(3, 'carol@example.com')}>`]),
    request('INFO', next),
    request('UPDATE', next, [`Contact: <sip:${tab(3, 'caller@192.0.2.10')}>`]),
  ];
}

const SDP = [
  'v=0',
  `o=- 1 1 IN IP4 ${tab(1)}`,
  's=-',
  `c=IN IP4 ${tab(1)}`,
  't=0 0',
  `m=audio ${tab(6, '49170')} RTP/AVP 0 8`,
  'a=rtpmap:0 PCMU/8000',
  'a=rtpmap:8 PCMA/8000',
];

function beginnings(): MessageSnippet[] {
  const first = (
    method: string,
    uri: string,
    to: string,
    add: readonly string[],
    body: readonly string[] = [],
  ): MessageSnippet => ({
    label: body.length > 0 ? `${method} with SDP` : method,
    detail: 'a new conversation',
    text: [
      `${method} ${uri} SIP/2.0`,
      `Via: SIP/2.0/UDP ${tab(1, '192.0.2.10')}:5060;branch=z9hG4bK${tab(2, '776asdhds')};rport`,
      'Max-Forwards: 70',
      `From: <sip:${tab(3, 'alice')}@${tab(4, 'example.com')}>;tag=1928301774`,
      `To: <${to}>`,
      `Call-ID: a84b4c76e66710@${tab(1)}`,
      `CSeq: 1 ${method}`,
      ...add,
      ...(body.length > 0 ? ['Content-Type: application/sdp'] : []),
      `Content-Length: ${body.length === 0 ? 0 : 149}`,
      '',
      ...body,
      '$0',
    ].join('\n'),
  });
  const contact = `Contact: <sip:${tab(3)}@${tab(1)}:5060>`;
  return [
    first('REGISTER', `sip:${tab(4)}`, `sip:${tab(3)}@${tab(4)}`, [contact, 'Expires: 3600']),
    first('INVITE', `sip:${tab(5, 'bob')}@${tab(4)}`, `sip:${tab(5)}@${tab(4)}`, [contact], SDP),
    first('OPTIONS', `sip:${tab(5, 'bob')}@${tab(4)}`, `sip:${tab(5)}@${tab(4)}`, [
      'Accept: application/sdp',
    ]),
    first('SUBSCRIBE', `sip:${tab(5, 'bob')}@${tab(4)}`, `sip:${tab(5)}@${tab(4)}`, [
      contact,
      'Event: presence',
      'Expires: 3600',
    ]),
    first('MESSAGE', `sip:${tab(5, 'bob')}@${tab(4)}`, `sip:${tab(5)}@${tab(4)}`, []),
  ];
}

function headerLine(entry: TraceEntry, names: string): string | undefined {
  return headerLines(messageText(entry.message), names)[0];
}

/** Header lines of that name, folded ones joined, without line endings. */
function headerLines(text: string, names: string): string[] {
  const header = text.split(/\r?\n\r?\n/, 1)[0] ?? '';
  const unfolded = header.replace(/\r?\n[ \t]+/g, ' ');
  return unfolded.split(/\r?\n/).filter(line => new RegExp(`^(?:${names})[ \\t]*:`, 'i').test(line));
}

/** A placeholder: the first one with a number has the initial value, the others repeat it. */
function tab(number: number, value?: string): string {
  return value === undefined ? `\${${number}}` : `\${${number}:${value}}`;
}

/** Text of the trace inside a snippet. */
function escaped(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}
