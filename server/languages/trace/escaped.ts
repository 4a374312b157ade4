import type { LineSlice, TraceMessage } from './block.ts';
import { endpoint, hostAndPort, type LogContext, logContext } from './formats/format.ts';
import { timeStampIn } from './formats/timeStamp.ts';
import { startLineIn } from './startLine.ts';

/** True for a line that holds a whole message with its ends of line escaped: JSON, syslog (`#015#012`), ngrep (`..`). */
export function hasEscapedMessage(line: string): boolean {
  if (!line.includes('SIP/')) return false;
  return /SIP\/\d\.\d(?: \d{3} [^\\#"]{0,80})?(?:(?:\\r)?\\n|#015#012|#012|\^M#012)[A-Za-z]/.test(line);
}

/** The messages of such a line, each with the context that the same JSON object or line gives. */
export function escapedMessages(line: string, lineNumber = 0): TraceMessage[] {
  const messages: TraceMessage[] = [];
  for (const field of fieldsWithMessages(line)) {
    const unescaped = field.isJson
      ? unescapeJson(line, field.start, field.end)
      : unescapeSyslog(line, field.start, field.end);
    const slices = slicesOf(unescaped.text, unescaped.map, lineNumber);
    const first = slices[0]?.text.trimEnd() ?? '';
    if (startLineIn(first, false)?.prefix !== '') continue;
    const context = field.isJson
      ? jsonContext(objectAround(line, field))
      : lineContext(line.slice(0, field.start));
    messages.push({
      slices,
      context,
      format: field.isJson ? 'JSON' : 'syslog',
      isExact: slices.slice(0, -1).every(slice => slice.text.endsWith('\r\n')),
    });
    if (messages.length >= MOST_MESSAGES) break;
  }
  return messages;
}

/** Context out of the text of one JSON object, with the names that HOMER, sngrep and others use. */
export function jsonContext(text: string): LogContext {
  const value = (names: string): string | undefined =>
    new RegExp(`"(?:${names})"\\s*:\\s*(?:"((?:[^"\\\\]|\\\\.){0,200})"|(-?[\\d.]+))`, 'i')
      .exec(text)
      ?.slice(1)
      .find(part => part !== undefined);
  const source = value('srcIp|src_ip|source_ip|src|srcip|src_address|source');
  const destination = value('dstIp|dst_ip|destination_ip|dst|dstip|dst_address|destination');
  const seconds = value('timeSeconds|time_sec|tv_sec');
  const micros = value('timeUseconds|time_usec|tv_usec');
  const time =
    seconds === undefined
      ? (value('create_date|timestamp|time|date|@timestamp') ?? value('micro_ts'))
      : `${seconds}.${(micros ?? '0').padStart(6, '0')}`;
  const protocol = value('protocol|proto|transport');
  return logContext({
    time: time !== undefined && /^\d{13,16}$/.test(time) ? fromMicroseconds(time) : time,
    source: source === undefined ? undefined : address(source, value('srcPort|src_port|source_port|srcport')),
    destination:
      destination === undefined
        ? undefined
        : address(destination, value('dstPort|dst_port|destination_port|dstport')),
    transport: protocol === '17' ? 'UDP' : protocol === '6' ? 'TCP' : protocol === '132' ? 'SCTP' : protocol,
  });
}

const MOST_MESSAGES = 20_000;
/** So far from the message other fields of its object are looked for. */
const OBJECT_REACH = 4000;

interface Field {
  readonly start: number;
  readonly end: number;
  readonly isJson: boolean;
  /** End of the field before, and start of the one behind: what lies between may belong to the same object. */
  readonly from: number;
  readonly to: number;
}

/** Places of the strings that hold a message. */
function fieldsWithMessages(line: string): Field[] {
  const places: { start: number; end: number; isJson: boolean }[] = [];
  const begin =
    /(?:[A-Z][A-Z0-9-]{2,24} <?[A-Za-z][A-Za-z0-9+.-]*:[^"\s\\]{1,2000} SIP\/\d\.\d|SIP\/\d\.\d \d{3})(?=[^"]{0,120}?(?:\\n|#012))/g;
  let found = begin.exec(line);
  while (found !== null && places.length < MOST_MESSAGES) {
    const isJson = /^[^#]*?(?:\\r)?\\n/.test(line.slice(found.index, found.index + 2200));
    const end = isJson ? endOfString(line, found.index) : line.length;
    places.push({ start: found.index, end, isJson });
    begin.lastIndex = end;
    found = begin.exec(line);
  }
  return places.map((place, index) => ({
    ...place,
    from: places[index - 1]?.end ?? 0,
    to: places[index + 1]?.start ?? line.length,
  }));
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

function lineContext(before: string): LogContext {
  const pair =
    /((?:\d+\.){3}\d+:\d+|\[[0-9a-fA-F:.]+\]:\d+) *-+> *((?:\d+\.){3}\d+:\d+|\[[0-9a-fA-F:.]+\]:\d+)/.exec(
      before,
    );
  return logContext({
    time: timeStampIn(before),
    source: pair?.[1],
    destination: pair?.[2],
  });
}

function address(host: string, port: string | undefined): string {
  return port === undefined ? endpoint(host) : hostAndPort(host, port);
}

function fromMicroseconds(digits: string): string {
  const seconds = digits.slice(0, 10);
  return `${seconds}.${digits.slice(10).padEnd(6, '0')}`;
}

interface Unescaped {
  readonly text: string;
  /** Column of every unit of the text, and, last, of its end. */
  readonly map: readonly number[];
}

function unescapeJson(line: string, from: number, to: number): Unescaped {
  const units: string[] = [];
  const map: number[] = [];
  let at = from;
  while (at < to) {
    map.push(at);
    const code = line.charCodeAt(at);
    if (code !== 92) {
      units.push(line.charAt(at));
      at++;
      continue;
    }
    const next = line.charAt(at + 1);
    if (next === 'u' && /^[0-9a-fA-F]{4}$/.test(line.slice(at + 2, at + 6))) {
      units.push(String.fromCharCode(Number.parseInt(line.slice(at + 2, at + 6), 16)));
      at += 6;
      continue;
    }
    units.push(next === 'r' ? '\r' : next === 'n' ? '\n' : next === 't' ? '\t' : next);
    at += 2;
  }
  map.push(to);
  return { text: units.join(''), map };
}

function unescapeSyslog(line: string, from: number, to: number): Unescaped {
  const units: string[] = [];
  const map: number[] = [];
  let at = from;
  while (at < to) {
    map.push(at);
    const octal = /^#([0-3][0-7]{2})/.exec(line.slice(at, at + 4));
    if (octal !== null) {
      units.push(String.fromCharCode(Number.parseInt(octal[1] ?? '0', 8)));
      at += 4;
    } else if (line.startsWith('^M', at)) {
      units.push('\r');
      at += 2;
    } else {
      units.push(line.charAt(at));
      at++;
    }
  }
  map.push(to);
  return { text: units.join(''), map };
}

/** The lines of an unescaped message. The cost of the map is bounded by the length of the line. */
function slicesOf(text: string, map: readonly number[], line: number): LineSlice[] {
  const slices: LineSlice[] = [];
  let start = 0;
  while (start < text.length && slices.length < 4000) {
    const lf = text.indexOf('\n', start);
    const end = lf < 0 ? text.length : lf + 1;
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
