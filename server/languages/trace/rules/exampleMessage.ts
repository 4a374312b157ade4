import { appendAll } from '../../../text/longLists.ts';

/** The changes from a plain, correct message in an example. */
interface Changes {
  readonly startLine?: string;
  /** Header fields to replace, by name; null removes one. */
  readonly headers?: Readonly<Record<string, string | null>>;
  /** Lines to add after the header fields. */
  readonly add?: readonly string[];
  readonly body?: readonly string[];
}

const HEADERS: Readonly<Record<string, string>> = {
  Via: 'SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK776asdhds',
  'Max-Forwards': '70',
  From: '"Alice" <sip:alice@example.com>;tag=1928301774',
  To: '<sip:bob@example.com>',
  'Call-ID': 'a84b4c76e66710@192.0.2.10',
  CSeq: '1 OPTIONS',
};

/** A message for the examples of rules: a correct OPTIONS with the given changes. */
export function exampleMessage(changes: Changes = {}): string {
  const lines = [changes.startLine ?? 'OPTIONS sip:bob@example.com SIP/2.0'];
  const headers: Record<string, string | null> = { ...HEADERS, ...changes.headers };
  for (const [name, value] of Object.entries(headers)) if (value !== null) lines.push(`${name}: ${value}`);
  appendAll(lines, changes.add ?? []);
  const body = (changes.body ?? []).map(line => `${line}\r\n`).join('');
  if (!/^content-length|^l:/im.test(lines.join('\n'))) lines.push(`Content-Length: ${body.length}`);
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}

/** A correct response to the example, with the given changes. */
export function exampleResponse(startLine: string, changes: Changes = {}): string {
  return exampleMessage({
    ...changes,
    startLine,
    headers: { 'Max-Forwards': null, To: '<sip:bob@example.com>;tag=314159', ...changes.headers },
  });
}

/** A session description of one audio stream. */
export const EXAMPLE_SDP: readonly string[] = [
  'v=0',
  'o=alice 1 1 IN IP4 192.0.2.10',
  's=-',
  'c=IN IP4 192.0.2.10',
  't=0 0',
  'm=audio 49170 RTP/AVP 0',
  'a=rtpmap:0 PCMU/8000',
];
