import type { PacketPlace } from '../../languages/explainQuestion.ts';
import { JsonFileError, objectAt } from '../jsonFile.ts';

/** The keys of a request that is written in a few words. */
export const REQUEST_KEYS = ['request', 'from', 'to', 'headers', 'body'] as const;

/**
 * A complete request from its method, URI and caller: `{ "request": "INVITE sip:bob@example.org", "from":
 * "sip:alice@example.org" }`. Header lines that are given replace those of the same name. Throws `JsonFileError`.
 */
export function readMadeRequest(value: unknown, where: string, source: PacketPlace | undefined): string {
  const { request, from, to, headers = {}, body = '' } = objectAt(value, where, REQUEST_KEYS);
  const [, method, uri] = /^([A-Z]+) (\S+)$/.exec(typeof request === 'string' ? request : '') ?? [];
  if (method === undefined || uri === undefined)
    throw new JsonFileError(
      `${where}.request: write a method and a URI, such as "INVITE sip:bob@example.org".`,
    );
  const caller = uriAt(from, `${where}.from`);
  const callee = to === undefined ? (method === 'REGISTER' ? caller : uri) : uriAt(to, `${where}.to`);
  if (source === undefined)
    throw new JsonFileError(`${where}: add "source" to the test, the IP:PORT that this request comes from.`);
  if (typeof body !== 'string') throw new JsonFileError(`${where}.body: write a text in quotes.`);
  const given = givenHeaders(headers, `${where}.headers`);
  const place = `${source.address.includes(':') ? `[${source.address}]` : source.address}:${source.port}`;
  const user = /^sips?:([^@;?]*)@/.exec(caller)?.[1];
  const own: readonly (readonly [string, string])[] = [
    ['Via', `SIP/2.0/UDP ${place};branch=z9hG4bK-${method}-1;rport`],
    ['Max-Forwards', '70'],
    ['From', `<${caller}>;tag=1`],
    ['To', `<${callee}>`],
    ['Call-ID', `${method}-1@${source.address}`],
    ['CSeq', `1 ${method}`],
    ['Contact', `<sip:${user === undefined ? '' : `${user}@`}${place}>`],
    ['Content-Length', String(new TextEncoder().encode(body).length)],
  ];
  const names = new Set(given.map(([name]) => name.toLowerCase()));
  const lines = [...own.filter(([name]) => !names.has(name.toLowerCase())), ...given];
  return `${method} ${uri} SIP/2.0\r\n${lines.map(([name, text]) => `${name}: ${text}\r\n`).join('')}\r\n${body}`;
}

function uriAt(value: unknown, where: string): string {
  if (typeof value !== 'string' || !/^[a-z]+:[^\s<>]+$/i.test(value))
    throw new JsonFileError(`${where}: write a URI, such as "sip:alice@example.org".`);
  return value;
}

function givenHeaders(value: unknown, where: string): (readonly [string, string])[] {
  return Object.entries(objectAt(value, where)).flatMap(([name, written]) =>
    (Array.isArray(written) ? written : [written]).map((text: unknown) => {
      if (typeof text !== 'string' || /[\r\n]/.test(text) || !/^[\w.!%*+`'~-]+$/.test(name))
        throw new JsonFileError(`${where}: write each header as its name and a text on one line.`);
      return [name, text] as const;
    }),
  );
}
