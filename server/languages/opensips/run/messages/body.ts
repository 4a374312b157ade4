import { applyEdits } from './edits.ts';
import type { BodyPart, Edit, Message } from './message.ts';

/** The delimiter of bodies that the server makes multipart (OSS_BOUNDARY). */
const ownBoundary = 'OSS-unique-boundary-42';

/** The body as far as Content-Length says. */
export function receivedBody(message: Message): string {
  const declared = Number(message.value('content-length') ?? Number.NaN);
  return Number.isFinite(declared) ? message.body.slice(0, declared) : message.body;
}

function boundaryOf(message: Message): string | undefined {
  const type = message.value('content-type') ?? '';
  if (!/^multipart\//i.test(type)) return undefined;
  return /;\s*boundary\s*=\s*(?:"([^"]*)"|([^;\s]+))/i.exec(type)?.slice(1).find(Boolean);
}

/** The parts of the received body (parse_sip_body): none without a body or a type, undefined for a malformed one. */
export function receivedParts(message: Message): readonly BodyPart[] | undefined {
  const body = receivedBody(message);
  const type = message.value('content-type');
  if (body === '' || type === undefined) return [];
  const { bodyStart } = message;
  const place = { start: bodyStart, text: bodyStart, end: bodyStart + body.length };
  if (!/^multipart\//i.test(type)) return [{ type, headers: '', text: body, place }];
  const delimiter = `--${boundaryOf(message) ?? ''}`;
  const starts: number[] = [];
  for (let at = body.indexOf(delimiter); at >= 0; at = body.indexOf(delimiter, at + delimiter.length))
    if (at === 0 || /[\r\n]/.test(body[at - 1] ?? '')) starts.push(at);
  if (starts.length === 0) return undefined;
  const parts: BodyPart[] = [];
  for (const [index, end] of starts.slice(1).entries()) {
    const start = starts[index] ?? 0;
    const written = body.slice(start + delimiter.length, end);
    const match = /^(\r?\n)((?:[^\r\n]+\r?\n)*)\r?\n([\s\S]*?)\r?\n$/.exec(written);
    if (match === null) return undefined;
    const [, lineEnd = '', headers = '', text = ''] = match;
    const textAt = start + delimiter.length + lineEnd.length + headers.length + lineEnd.length;
    parts.push({
      type: /^(?:content-type|c)[ \t]*:[ \t]*(.*?)[ \t]*$/im.exec(headers)?.[1] ?? 'text/plain',
      headers,
      text,
      place: {
        start: bodyStart + (index === 0 ? 0 : start),
        text: bodyStart + textAt,
        end: bodyStart + textAt + text.length,
      },
    });
  }
  return parts;
}

export interface WrittenBody {
  readonly text: string;
  /** What replaces the Content-Type; undefined if it stays. */
  readonly headers: string | undefined;
}

/** The body with its parts added and removed, and the edits made in those that stay (reassemble_body_parts). */
export function writtenBody(
  message: Message,
  parts: readonly BodyPart[],
  edits: readonly Edit[],
): WrittenBody {
  const kept = parts.filter(({ isRemoved }) => isRemoved !== true);
  const received = parts.filter(({ place }) => place !== undefined);
  const edited = (start: number, end: number): string =>
    applyEdits(
      message.raw.slice(start, end),
      edits.flatMap(edit => (edit.at >= start && edit.at < end ? [{ ...edit, at: edit.at - start }] : [])),
    );
  // The only part of a multipart body is copied with its delimiter when others join it.
  const textOf = ({ place, text }: BodyPart): string =>
    place === undefined ? text : edited(received.length < 2 ? place.start : place.text, place.end);
  const [first, second] = kept;
  if (first === undefined) return { text: '', headers: '' };
  if (second === undefined) {
    if (first.place === undefined)
      return { text: first.text, headers: `Content-Type: ${first.type}\r\n${first.headers}` };
    if (received.length > 1)
      return {
        text: textOf(first),
        headers: first.headers.replace(/^(?:content-length|l)[ \t]*:.*\r?\n/gim, ''),
      };
    return {
      text: edited(message.bodyStart, message.bodyStart + receivedBody(message).length),
      headers: undefined,
    };
  }
  const boundary = received.length < 2 ? ownBoundary : (boundaryOf(message) ?? '');
  const withDelimiter = (part: BodyPart): string =>
    `--${boundary}\r\nContent-Type: ${part.type}\r\n${part.headers}\r\n${textOf(part)}\r\n`;
  if (received.length < 2)
    return {
      text: `${kept.map(withDelimiter).join('')}--${boundary}--\r\n`,
      headers: `Content-Type: multipart/mixed;boundary=${boundary}\r\n`,
    };
  const end = (received.at(-1)?.place?.end ?? 0) + 2;
  const written = kept.map(part =>
    part.place === undefined ? withDelimiter(part) : `${edited(part.place.start, part.place.end)}\r\n`,
  );
  return { text: written.join('') + message.raw.slice(end), headers: undefined };
}

/** Replaces the Content-Type of a message, or adds one. */
export function typeEdit(message: Message, headers: string): Edit {
  const before = message.first('content-type');
  const at = before?.start ?? message.headersEnd;
  return { at, remove: (before?.end ?? at) - at, insert: headers };
}

/** Compares a Content-Type, without its parameters, with a type. */
export function isType(value: string | undefined, wanted: string): boolean {
  return (value ?? 'application/sdp').split(';')[0]?.trim().toLowerCase() === wanted.trim().toLowerCase();
}
