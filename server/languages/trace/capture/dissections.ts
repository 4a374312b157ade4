import { hostAndPort } from '../reading/formats/format.ts';
import type { CapturedMessage } from './capturedMessage.ts';

/** True for what tshark writes with `-T json`, `-T ek` or `-T pdml`. */
export function isDissection(text: string): boolean {
  return formOf(text) !== undefined;
}

/**
 * The SIP messages in what tshark writes with `-T json`, `-T ek` or `-T pdml`. A message is put together from the raw payload
 * if present, otherwise from its start line, its header and its body as tshark dissected them. Linear in the length.
 */
export function dissectedMessages(text: string): CapturedMessage[] {
  const form = formOf(text);
  if (form === undefined) return [];
  const messages: CapturedMessage[] = [];
  for (const packet of packetsOf(text, form)) {
    const message = messageOf(packet, messages.length + 1);
    if (message !== undefined) messages.push(message);
  }
  return messages;
}

type Form = 'json' | 'ek' | 'pdml';

function formOf(text: string): Form | undefined {
  const head = text.slice(0, 20_000);
  if (/<pdml[\s>]|<\?xml[\s\S]*<packet>/.test(head)) return 'pdml';
  if (/"layers"\s*:\s*\{/.test(head)) return /"frame_frame_/.test(head) ? 'ek' : 'json';
  return undefined;
}

/** The fields of one packet, in order: a name may occur several times. */
type Packet = readonly (readonly [name: string, value: string])[];

function* packetsOf(text: string, form: Form): Generator<Packet> {
  if (form === 'ek') {
    for (const line of text.split('\n')) if (line.includes('"layers"')) yield jsonFields(line, true);
    return;
  }
  const boundary = form === 'json' ? /"layers"\s*:/g : /<packet>/g;
  let from = -1;
  for (const found of text.matchAll(boundary)) {
    if (from >= 0) yield fieldsOf(text.slice(from, found.index), form);
    from = found.index;
  }
  if (from >= 0) yield fieldsOf(text.slice(from), form);
}

function fieldsOf(packet: string, form: Form): Packet {
  return form === 'json' ? jsonFields(packet, false) : pdmlFields(packet);
}

/** `"name": "value"` and `"name": ["value", ...]`; Elasticsearch names start with the protocol. */
function jsonFields(packet: string, isElastic: boolean): Packet {
  const fields: [string, string][] = [];
  const pattern =
    /"([A-Za-z][\w.-]*)"\s*:\s*(\[\s*"(?:[^"\\]|\\.)*"(?:\s*,\s*"(?:[^"\\]|\\.)*")*\s*\]|"(?:[^"\\]|\\.)*")/g;
  for (const found of packet.matchAll(pattern)) {
    const written = found[1] ?? '';
    const name = isElastic
      ? written.replace(/^[a-z]+_(?=[a-z]+_)/, '').replace(/^([a-z]+)_/, '$1.')
      : written;
    if (!/^(?:frame|ip|ipv6|udp|tcp|sctp|sip|sdp|websocket|exported_pdu)\b/.test(name)) continue;
    for (const value of (found[2] ?? '').matchAll(/"((?:[^"\\]|\\.)*)"/g)) {
      fields.push([name, jsonText(value[1] ?? '')]);
    }
  }
  return fields;
}

function jsonText(escaped: string): string {
  try {
    const text: unknown = JSON.parse(`"${escaped}"`);
    return typeof text === 'string' ? text : escaped;
  } catch {
    return escaped;
  }
}

/** `<field name="sip.msg_hdr" show="..." value="hex"/>`: the bytes are exact, except for numbers and addresses. */
function pdmlFields(packet: string): Packet {
  const fields: [string, string][] = [];
  for (const found of packet.matchAll(/<(?:field|proto)\b([^>]*)>/g)) {
    const attributes = found[1] ?? '';
    const name = /\bname="([^"]*)"/.exec(attributes)?.[1] ?? '';
    if (!/^(?:frame|ip|ipv6|udp|tcp|sctp|sip|sdp|timestamp)\b/.test(name)) continue;
    const bytes = /\bvalue="([0-9a-fA-F]*)"/.exec(attributes)?.[1];
    const shown = xmlText(/\bshow="([^"]*)"/.exec(attributes)?.[1] ?? '');
    const isText = /^(?:sip|sdp)\./.test(name);
    fields.push([name, isText && bytes !== undefined && bytes !== '' ? hexText(bytes) : shown]);
    if (/payload$/.test(name) && bytes !== undefined) fields.push([name, bytes]);
  }
  return fields;
}

function xmlText(text: string): string {
  return text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#(?:x([0-9a-f]+)|(\d+));/gi, (_all, hex: string | undefined, digits: string | undefined) =>
      String.fromCharCode(Math.min(0xffff, hex === undefined ? Number(digits) : Number.parseInt(hex, 16))),
    )
    .replace(/&amp;/g, '&');
}

function hexText(digits: string): string {
  const bytes = Uint8Array.from(digits.match(/[0-9a-f]{2}/gi) ?? [], pair => Number.parseInt(pair, 16));
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

function messageOf(packet: Packet, number: number): CapturedMessage | undefined {
  const first = (...names: string[]) => packet.find(([name]) => names.includes(name))?.[1];
  const last = (...names: string[]) => packet.findLast(([name]) => names.includes(name))?.[1];
  const text = rawMessage(packet) ?? dissected(packet);
  if (text === undefined) return undefined;
  const transport =
    first('tcp.srcport') !== undefined ? 'TCP' : first('sctp.srcport') !== undefined ? 'SCTP' : 'UDP';
  // In a tunnel the inner addresses are the last ones.
  const source = last('ip.src', 'ipv6.src') ?? '-';
  const destination = last('ip.dst', 'ipv6.dst') ?? '-';
  return {
    frame: Number(first('frame.number') ?? number) || number,
    time: timeText(first('frame.time_epoch') ?? first('timestamp') ?? ''),
    source: hostAndPort(source, last('udp.srcport', 'tcp.srcport', 'sctp.srcport')),
    destination: hostAndPort(destination, last('udp.dstport', 'tcp.dstport', 'sctp.dstport')),
    transport,
    text,
  };
}

const START = /^(?:[A-Z][\w-]{1,40} [^\r\n]{1,4000} SIP\/\d\.\d|SIP\/\d\.\d \d{3}[^\r\n]*)\r?\n/;

/** The payload of the packet, when a whole message begins in it. */
function rawMessage(packet: Packet): string | undefined {
  for (const [name, value] of packet) {
    if (!/^(?:udp|tcp|sctp|websocket)\.payload$|^sip(?:\.raw|_raw)?$/.test(name)) continue;
    if (!/^(?:[0-9a-f]{2}[: ]?){20,}$/i.test(value)) continue;
    const text = hexText(value);
    if (START.test(text) && text.includes('\r\n\r\n')) return text;
  }
  return undefined;
}

/** Start line, header and body as tshark took them apart. */
function dissected(packet: Packet): string | undefined {
  const value = (name: string) => packet.find(([other]) => other === name)?.[1];
  const start = value('sip.Request-Line') ?? value('sip.Status-Line');
  const header = value('sip.msg_hdr');
  if (start === undefined || header === undefined) return undefined;
  const body = value('sip.msg_body') ?? '';
  const lines = packet.flatMap(([name, line]) => {
    const letter = SDP_LINES[name];
    return letter === undefined ? [] : [`${letter}=${line.replace(/^[a-z]=/, '').trim()}\r\n`];
  });
  return `${start.trim()}\r\n${header.replace(/(?:\r?\n)*$/, '\r\n')}\r\n${body === '' ? lines.join('') : body}`;
}

const SDP_LINES: Readonly<Record<string, string>> = {
  'sdp.version': 'v',
  'sdp.owner': 'o',
  'sdp.session_name': 's',
  'sdp.session_info': 'i',
  'sdp.connection_info': 'c',
  'sdp.bandwidth': 'b',
  'sdp.time': 't',
  'sdp.media': 'm',
  'sdp.media_attr': 'a',
  'sdp.session_attr': 'a',
};

function timeText(epoch: string): string | undefined {
  const found = /^(\d{9,11})(?:\.(\d+))?$/.exec(epoch);
  // Newer releases of tshark write a date here.
  if (found === null) return epoch === '' ? undefined : epoch.replace(/\s/g, 'T');
  const date = new Date(Number(found[1]) * 1000).toISOString().slice(0, 19);
  return `${date}.${(found[2] ?? '').slice(0, 6).padEnd(6, '0')}Z`;
}
