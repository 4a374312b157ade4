import { keptText } from '../../../../text/remembered.ts';

/** What the lines around a message in a log say about it. Every part is as written in the log. */
export interface LogContext {
  /** Date and time, or time of day, as written. */
  readonly time?: string;
  /** `address:port`, IPv6 in brackets. */
  readonly source?: string;
  readonly destination?: string;
  /** `UDP`, `TCP`, `TLS`, `WS`, `WSS`, `SCTP`, in capitals. */
  readonly transport?: string;
  /** From the viewpoint of the host that wrote the log. */
  readonly direction?: 'received' | 'sent';
}

/** One way in which programs write SIP messages into text. All functions get single lines without their line endings. */
export interface LogFormat {
  /** For people, such as "Asterisk sip set debug". */
  readonly name: string;
  /** The context, when the line announces a message that follows. */
  announces(line: string): LogContext | undefined;
  /** The context with what another line before the message adds; undefined when the line adds nothing. */
  adds?(line: string, context: LogContext): LogContext | undefined;
  /** How many lines after the announcement the start line may be. */
  readonly reach: number;
  /** True if bytes that are not text may precede the start line on the same line. */
  readonly hasBinaryPrefix?: boolean;
}

/** The context with `name:port` joined; drops what is undefined. */
export function logContext(parts: {
  time?: string | undefined;
  source?: string | undefined;
  destination?: string | undefined;
  transport?: string | undefined;
  direction?: 'received' | 'sent' | undefined;
}): LogContext {
  // Written out: this runs for every message of a long log with few hosts.
  const context: { -readonly [Part in keyof LogContext]: LogContext[Part] } = {};
  if (parts.time !== undefined) context.time = parts.time;
  if (parts.source !== undefined) context.source = keptText(parts.source);
  if (parts.destination !== undefined) context.destination = keptText(parts.destination);
  if (parts.transport !== undefined) context.transport = parts.transport.toUpperCase();
  if (parts.direction !== undefined) context.direction = parts.direction;
  return context;
}

/** An address and a port as `address:port`, with brackets around a bare IPv6 address. */
export function hostAndPort(address: string, port: string | number | undefined): string {
  const host = address.includes(':') && !address.startsWith('[') ? `[${address}]` : address;
  return port === undefined || port === '' ? host : `${host}:${port}`;
}

/**
 * `address:port` as logs write it: a bare IPv6 address with a port after its last colon (ngrep, sngrep) gets
 * brackets. A bare IPv6 address without a port cannot be distinguished and is read as one with a port.
 */
export function endpoint(text: string): string {
  const colons = text.split(':').length - 1;
  if (colons < 2 || text.startsWith('[')) return text;
  const last = text.lastIndexOf(':');
  return hostAndPort(text.slice(0, last), text.slice(last + 1));
}

/**
 * The name of the host that wrote a log, for logs that name only the other side. Only a name that the form of the log
 * proves.
 */
export function serverOfFormat(format: string | undefined): string {
  if (format === undefined) return 'this host';
  return HOSTS.find(([start]) => format.startsWith(start))?.[1] ?? 'this host';
}

/** The same in a sentence. */
export function recorderName(format: string | undefined): string {
  const name = serverOfFormat(format);
  return name === 'this host' ? 'The program that wrote the log' : name;
}

const HOSTS: readonly (readonly [start: string, name: string])[] = [
  ['Asterisk', 'Asterisk'],
  ['PJSIP logger', 'Asterisk'],
  ['FreeSWITCH', 'FreeSWITCH'],
  ['Flexisip', 'Flexisip'],
  ['Linphone', 'Linphone'],
  ['SIPp', 'SIPp'],
];
