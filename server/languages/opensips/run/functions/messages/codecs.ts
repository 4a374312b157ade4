import { compilePosix } from '../../../../../text/posixRegexp.ts';
import type { Execution } from '../../server.ts';
import type { Arguments } from '../arguments.ts';
import type { FunctionRun } from '../model.ts';

/** One `m=` line with its codecs, as offsets in the message. */
interface Stream {
  readonly media: string;
  readonly transport: string;
  readonly port: number;
  /** The payload types of the line, and where their list begins and ends. */
  readonly payloads: readonly string[];
  readonly listStart: number;
  readonly listEnd: number;
  readonly start: number;
  readonly end: number;
}

const wellKnown: Readonly<Record<string, readonly [string, string]>> = {
  '0': ['PCMU', '8000'],
  '3': ['GSM', '8000'],
  '4': ['G723', '8000'],
  '8': ['PCMA', '8000'],
  '9': ['G722', '8000'],
  '18': ['G729', '8000'],
};

function body(x: Execution): { readonly text: string; readonly start: number } | undefined {
  const { message } = x;
  if (message.body === '') return undefined;
  if (!/^application\/sdp/i.test(message.value('content-type') ?? 'application/sdp')) return undefined;
  return { text: message.body, start: message.bodyStart };
}

function streamsOf(x: Execution): readonly Stream[] {
  const found = body(x);
  if (found === undefined) return [];
  const lines = /^m=(\S+) (\d+)(?:\/\d+)? (\S+) ([^\r\n]*)/gm;
  const matches = [...found.text.matchAll(lines)];
  return matches.map((match, at) => {
    const list = match[4] ?? '';
    const start = found.start + match.index;
    const listStart = start + match[0].length - list.length;
    const next = matches[at + 1];
    return {
      media: match[1] ?? '',
      port: Number(match[2]),
      transport: match[3] ?? '',
      payloads: list.split(' ').filter(one => one !== ''),
      listStart,
      listEnd: listStart + list.length,
      start,
      end: next === undefined ? found.start + found.text.length : found.start + next.index,
    };
  });
}

/** The name and clock rate of a payload type, from its rtpmap or from the list of static types. */
function codecOf(x: Execution, stream: Stream, payload: string): readonly [string, string] | undefined {
  const text = x.message.raw.slice(stream.start, stream.end);
  const map = new RegExp(`^a=rtpmap:${payload} ([^/\\r\\n]+)/(\\d+)`, 'm').exec(text);
  if (map !== null) return [map[1] ?? '', map[2] ?? ''];
  return wellKnown[payload];
}

type Picker = (name: string, clock: string) => boolean;

function byName(args: Arguments): Picker {
  const name = (args.text(0) ?? '').toLowerCase();
  const clock = args.text(1);
  return (codec, rate) => codec.toLowerCase() === name && (clock === undefined || clock === rate);
}

function byPattern(args: Arguments, isNegated = false): Picker {
  const regexp = compilePosix(args.text(0) ?? '', { ignoreCase: true, newline: true });
  return codec => (regexp?.match(codec) !== undefined) !== isNegated;
}

function exists(pick: (args: Arguments) => Picker): FunctionRun {
  return (x, args) => {
    const test = pick(args);
    for (const stream of streamsOf(x))
      for (const payload of current(x, stream)) {
        const codec = codecOf(x, stream, payload);
        if (codec !== undefined && test(codec[0], codec[1])) return 1;
      }
    return -1;
  };
}

/** The payload types of a stream after earlier calls. */
function current(x: Execution, stream: Stream): readonly string[] {
  const edit = x.message.edits.findLast(one => one.kind === 'codecs' && one.at === stream.listStart);
  return edit === undefined ? stream.payloads : edit.insert.split(' ').filter(one => one !== '');
}

function change(
  pick: (args: Arguments) => Picker,
  reorder: (meant: readonly string[], others: readonly string[]) => readonly string[],
  removesLines: boolean,
): FunctionRun {
  return (x, args) => {
    const test = pick(args);
    let isFound = false;
    for (const stream of streamsOf(x)) {
      const list = current(x, stream);
      const meant = list.filter(payload => {
        const codec = codecOf(x, stream, payload);
        return codec !== undefined && test(codec[0], codec[1]);
      });
      if (meant.length === 0) continue;
      isFound = true;
      const others = list.filter(payload => !meant.includes(payload));
      x.message.edits = x.message.edits.filter(
        one => !(one.kind === 'codecs' && one.at === stream.listStart),
      );
      x.message.edit({
        at: stream.listStart,
        remove: stream.listEnd - stream.listStart,
        insert: reorder(meant, others).join(' '),
        kind: 'codecs',
      });
      if (removesLines) for (const payload of meant) removeAttributes(x, stream, payload);
    }
    return isFound ? 1 : -1;
  };
}

/** Removes the rtpmap and fmtp lines of a payload type. */
function removeAttributes(x: Execution, stream: Stream, payload: string): void {
  const text = x.message.raw.slice(stream.start, stream.end);
  for (const match of text.matchAll(new RegExp(`^a=(?:rtpmap|fmtp):${payload} [^\\r\\n]*\\r?\\n?`, 'gm')))
    x.message.edit({
      at: stream.start + match.index,
      remove: match[0].length,
      insert: '',
      kind: 'codec line',
    });
}

const none = (_: readonly string[], others: readonly string[]): readonly string[] => others;
const up = (meant: readonly string[], others: readonly string[]): readonly string[] => [...meant, ...others];
const down = (meant: readonly string[], others: readonly string[]): readonly string[] => [
  ...others,
  ...meant,
];

function isMeantStream(args: Arguments): (stream: Stream) => boolean {
  const media = compilePosix(args.text(0) ?? '', { ignoreCase: true });
  const transport = args.text(1);
  const proto = transport === undefined ? undefined : compilePosix(transport, { ignoreCase: true });
  return stream =>
    media?.match(stream.media) !== undefined &&
    (proto === undefined || proto.match(stream.transport) !== undefined);
}

export const codecFunctions: Readonly<Record<string, FunctionRun>> = {
  codec_exists: exists(byName),
  codec_exists_re: exists(args => byPattern(args)),
  codec_delete: change(byName, none, true),
  codec_delete_re: change(args => byPattern(args), none, true),
  codec_delete_except_re: change(args => byPattern(args, true), none, true),
  codec_move_up: change(byName, up, false),
  codec_move_up_re: change(args => byPattern(args), up, false),
  codec_move_down: change(byName, down, false),
  codec_move_down_re: change(args => byPattern(args), down, false),
  stream_exists: (x, args) => (streamsOf(x).some(isMeantStream(args)) ? 1 : -1),
  stream_delete: (x, args) => {
    const found = streamsOf(x).filter(isMeantStream(args));
    for (const stream of found)
      x.message.edit({ at: stream.start, remove: stream.end - stream.start, insert: '', kind: 'stream' });
    return found.length > 0 ? 1 : -1;
  },
  is_audio_on_hold: x => {
    const found = body(x);
    if (found === undefined) return -1;
    for (const stream of streamsOf(x)) {
      if (stream.media.toLowerCase() !== 'audio') continue;
      const text = x.message.raw.slice(stream.start, stream.end);
      if (
        /^a=(sendonly|inactive)\s*$/m.test(text) ||
        /^a=(sendonly|inactive)\s*$/m.test(sessionPart(found.text))
      )
        return 2;
      if (/^c=IN IP4 0\.0\.0\.0/m.test(text)) return 1;
      if (/^c=IN IP4 0\.0\.0\.0/m.test(sessionPart(found.text)) && !/^c=/m.test(text)) return 1;
    }
    return -1;
  },
};

function sessionPart(text: string): string {
  const media = text.search(/^m=/m);
  return media < 0 ? text : text.slice(0, media);
}
