import { endpoint, hostAndPort, type LogContext, logContext } from './formats/format.ts';
import { announcementOf, endsMessage } from './formats/formats.ts';
import { timeStampIn } from './formats/timeStamp.ts';
import { startLineIn } from './startLine.ts';
import type { LineSlice, TraceMessage } from './traceMessage.ts';
import { type Unescaped, unescapedDots, unescapedJson, unescapedSyslog } from './unescape.ts';

/** True for a line that contains a whole message with escaped line endings: JSON, C, syslog (`#015#012`), ngrep (`..`). */
export function hasEscapedMessage(line: string): boolean {
  if (!line.includes('SIP/')) return false;
  if ((line.includes('\\n') || line.includes('#012')) && HAS_MESSAGE.test(line)) return true;
  return line.includes('..') && !line.startsWith('  ') && HAS_DOTTED.test(line);
}

/** The messages of such a line, each with the context from the same JSON object or line. */
export function escapedMessages(line: string, lineNumber = 0): TraceMessage[] {
  const messages: TraceMessage[] = [];
  for (const field of fieldsWithMessages(line)) {
    const slices = slicesOf(unescaped(line, field), lineNumber);
    const first = slices[0]?.text.trimEnd() ?? '';
    if (startLineIn(first, false)?.prefix !== '') continue;
    messages.push({
      slices,
      context: contextOf(line, field),
      format: FORMATS[field.kind],
      isExact: slices.slice(0, -1).every(slice => slice.text.endsWith('\r\n')),
    });
    if (messages.length >= MOST_MESSAGES) break;
  }
  return messages;
}

/** The context in the text of one JSON object, with the names that HOMER, sngrep and others use. */
export function jsonContext(text: string): LogContext {
  return contextOfFields(names =>
    new RegExp(`"(?:${names})"\\s*:\\s*(?:"((?:[^"\\\\]|\\\\.){0,200})"|(-?[\\d.]+))`, 'i')
      .exec(text)
      ?.slice(1)
      .find(part => part !== undefined),
  );
}

/** The same in a line of `name=value` and `name="value"` (logfmt). */
function logfmtContext(text: string): LogContext {
  return contextOfFields(names =>
    new RegExp(`(?:^|\\s)(?:${names})=(?:"((?:[^"\\\\]|\\\\.){0,200})"|([^\\s"]{1,200}))`, 'i')
      .exec(text)
      ?.slice(1)
      .find(part => part !== undefined),
  );
}

/** The context in named fields; `value` finds the first one that has one of the names. */
function contextOfFields(value: (names: string) => string | undefined): LogContext {
  const seconds = value('timeSeconds|time_sec|tv_sec');
  const micros = value('timeUseconds|time_usec|tv_usec');
  const time =
    seconds === undefined
      ? (value('create_date|timestamp|time|date|@timestamp|ts|datetime') ??
        value('micro_ts|__REALTIME_TIMESTAMP|_SOURCE_REALTIME_TIMESTAMP'))
      : `${seconds}.${(micros ?? '0').padStart(6, '0')}`;
  const protocol = value('protocol|proto|transport');
  return logContext({
    time: time !== undefined && /^\d{13,16}$/.test(time) ? fromMicroseconds(time) : time,
    transport: protocol === '17' ? 'UDP' : protocol === '6' ? 'TCP' : protocol === '132' ? 'SCTP' : protocol,
    ...endsOfFields(value),
  });
}

/** Source and destination, or the local and the remote side where the direction is known as well. */
function endsOfFields(value: (names: string) => string | undefined): LogContext {
  const side = (host: string, port: string): string | undefined => {
    const found = value(host);
    return found === undefined ? undefined : address(found, value(port));
  };
  const direction = DIRECTIONS.exec(value('direction|dir') ?? '');
  const isSent = direction?.[1] !== undefined;
  const local = () => side('local|local_addr|local_address|laddr|local_ip', 'local_port|lport');
  const remote = () => side('remote|remote_addr|remote_address|raddr|remote_ip|peer', 'remote_port|rport');
  const source = side(
    'srcIp|src_ip|source_ip|src|srcip|src_address|source',
    'srcPort|src_port|source_port|srcport',
  );
  const destination = side(
    'dstIp|dst_ip|destination_ip|dst|dstip|dst_address|destination',
    'dstPort|dst_port|destination_port|dstport',
  );
  if (direction === null) return logContext({ source, destination });
  return logContext({
    source: source ?? (isSent ? local() : remote()),
    destination: destination ?? (isSent ? remote() : local()),
    direction: isSent ? 'sent' : 'received',
  });
}

/** The first group: sent. */
const DIRECTIONS =
  /^(?:(out|outbound|outgoing|sent|send|sending|tx|egress)|in|inbound|incoming|received|receive|recv|rx|ingress)$/i;

const MOST_MESSAGES = 20_000;
const HAS_MESSAGE = /SIP\/\d\.\d(?: \d{3} [^\\#"]{0,80})?(?:(?:\\r)?\\n|#015#012| ?#012|\^M#012)[A-Za-z]/;
const HAS_DOTTED = /SIP\/\d\.\d(?: \d{3} [^"]{0,80}?)?\.\.[A-Za-z][A-Za-z-]* ?:/;
/** The first line ending of a message, in each of these forms. */
const END_OF_LINE = /(\\r)?\\n|#012|\.\.(?=[A-Za-z])/;
const FORMATS = {
  json: 'JSON',
  logfmt: 'logfmt',
  c: 'escaped text',
  syslog: 'syslog',
  dots: 'ngrep',
} as const;

/** How far from the message other fields of its object are searched. */
const OBJECT_REACH = 4000;

interface Field {
  readonly start: number;
  readonly end: number;
  readonly kind: keyof typeof FORMATS;
  /** The start of the text that contains the message: its JSON string, or the line. */
  readonly open: number;
  /** End of the field before and start of the field after it: the text between them may belong to the same object. */
  readonly from: number;
  readonly to: number;
}

/** Places of the texts that are a message. */
function fieldsWithMessages(line: string): Field[] {
  const places: Omit<Field, 'from' | 'to'>[] = [];
  const begin =
    /(?:[A-Z][A-Z0-9-]{2,24} <?[A-Za-z][A-Za-z0-9+.-]*:[^"\s\\]{1,2000} SIP\/\d\.\d|SIP\/\d\.\d \d{3})(?=[^"]{0,120}?(?:\\n|#012|\.\.[A-Za-z]))/g;
  let found = begin.exec(line);
  let open: number | undefined;
  let at = 0;
  while (found !== null && places.length < MOST_MESSAGES) {
    const start = found.index;
    // The quotes before a place show whether it is inside a JSON string.
    for (; at < start; at++) {
      const code = line.charCodeAt(at);
      if (code === 92) at++;
      else if (code === 34) open = open === undefined ? at + 1 : undefined;
    }
    const first = END_OF_LINE.exec(line.slice(start, start + 2200))?.[0] ?? '';
    const kind = first === '#012' ? 'syslog' : first === '..' ? 'dots' : kindOfString(line, open);
    const end = kind === 'json' || kind === 'logfmt' ? endOfString(line, start) : line.length;
    places.push({ start, end, kind, open: open ?? 0 });
    begin.lastIndex = Math.max(end, start + 1);
    at = Math.max(at, end);
    found = begin.exec(line);
  }
  return places.map((place, index) => ({
    ...place,
    from: places[index - 1]?.end ?? 0,
    to: places[index + 1]?.start ?? line.length,
  }));
}

/** `name="..."` is logfmt, other texts in quotes are JSON. */
function kindOfString(line: string, open: number | undefined): keyof typeof FORMATS {
  if (open === undefined) return 'c';
  return line.charAt(open - 2) === '=' ? 'logfmt' : 'json';
}

/** The column of the quote that closes a JSON string, seen from inside. */
function endOfString(line: string, from: number): number {
  for (let at = from; at < line.length; at++) {
    const code = line.charCodeAt(at);
    if (code === 92) at++;
    else if (code === 34) return at;
  }
  return line.length;
}

/** The text of the object that holds the field, without the message itself. */
function objectAround(line: string, field: Field): string {
  const before = line.slice(Math.max(field.from, field.start - OBJECT_REACH), field.start);
  const behind = line.slice(field.end, Math.min(field.to, field.end + OBJECT_REACH));
  const boundary = /\}\s*,\s*\{(?![\s\S]*\}\s*,\s*\{)/.exec(before);
  const close = /\}\s*(?:,\s*\{|\])/.exec(behind);
  return `${boundary === null ? before : before.slice(boundary.index)} ${close === null ? behind : behind.slice(0, close.index)}`;
}

/** The context in the object around the message, or in the text before it in the same string or line. */
function contextOf(line: string, field: Field): LogContext {
  const before = textBefore(line, field);
  const announced = announcementOf(
    before
      .split(/[\r\n]+/)
      .findLast(part => part.trim() !== '')
      ?.trimEnd() ?? '',
  );
  const pair = PAIR.exec(before);
  const written = logContext({ time: timeStampIn(before), source: pair?.[1], destination: pair?.[2] });
  const said = { ...written, ...announced?.context };
  if (field.kind === 'logfmt') return { ...said, ...logfmtContext(objectAround(line, field)) };
  return field.kind === 'json' ? { ...said, ...jsonContext(objectAround(line, field)) } : said;
}

const PAIR =
  /((?:\d+\.){3}\d+:\d+|\[[0-9a-fA-F:.]+\]:\d+) *[-=]+> *(?:[a-z]{2,4}:)?((?:\d+\.){3}\d+:\d+|\[[0-9a-fA-F:.]+\]:\d+)/;

function textBefore(line: string, field: Field): string {
  const from = Math.max(field.open, field.start - OBJECT_REACH);
  return unescaped(line, { ...field, start: from, end: field.start }).text;
}

function address(host: string, port: string | undefined): string {
  return port === undefined ? endpoint(host) : hostAndPort(host, port);
}

function fromMicroseconds(digits: string): string {
  const seconds = digits.slice(0, 10);
  return `${seconds}.${digits.slice(10).padEnd(6, '0')}`;
}

function unescaped(line: string, { start, end, kind }: Pick<Field, 'start' | 'end' | 'kind'>): Unescaped {
  if (kind === 'syslog') return unescapedSyslog(line, start, end);
  return kind === 'dots' ? unescapedDots(line, start, end) : unescapedJson(line, start, end);
}

/** The lines of an unescaped message. The cost of the map is bounded by the length of the line. */
function slicesOf({ text, map }: Unescaped, line: number): LineSlice[] {
  const slices: LineSlice[] = [];
  let start = 0;
  while (start < text.length && slices.length < 4000) {
    const lf = text.indexOf('\n', start);
    const end = lf < 0 ? text.length : lf + 1;
    if (slices.length > 0 && endsMessage(text.slice(start, end).trimEnd())) break;
    slices.push({
      line,
      column: map[start] ?? 0,
      text: text.slice(start, end),
      map: map.slice(start, end + 1),
    });
    start = end;
  }
  return slices;
}
