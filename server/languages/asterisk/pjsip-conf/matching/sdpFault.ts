/**
 * Why pjproject 2.17 refuses a session description (pjmedia_sdp_parse, pjmedia_sdp_validate2), as a sentence; undefined when it
 * takes it. It reads character by character and not line by line: what one line lacks is taken from the next.
 */
export function sdpFault(text: string): string | undefined {
  const read: ReadSdp = { hasName: false, origin: [], hasConnection: false, streams: [] };
  const scanner: Scanner = { text, at: /^[\r\n]*/.exec(text)?.[0].length ?? 0 };
  while (scanner.at < text.length) {
    const fault = readLine(scanner, read);
    if (fault !== undefined) return fault;
  }
  return validate(read);
}

interface ReadSdp {
  hasName: boolean;
  /** User, network type, address type and address. */
  origin: readonly string[];
  hasConnection: boolean;
  readonly streams: ReadStream[];
}

interface ReadStream {
  readonly port: number;
  readonly protocol: string;
  readonly formats: readonly string[];
  hasConnection: boolean;
  /** Payload types with an rtpmap attribute. */
  readonly named: Set<string>;
}

interface Scanner {
  readonly text: string;
  at: number;
}

function readLine(scanner: Scanner, read: ReadSdp): string | undefined {
  const { text } = scanner;
  const letter = text[scanner.at] ?? '';
  if (letter === '\r' || letter === '\n') {
    // Empty lines are allowed only at the end.
    if (/[^\r\n]/.test(text.slice(scanner.at))) return 'There is an empty line in the description.';
    scanner.at = text.length;
    return undefined;
  }
  if (!/[a-z]/.test(letter))
    return `A line starts with ${JSON.stringify(letter)}, not with a lowercase letter.`;
  // Connections and bandwidths are read after two characters, whatever these are.
  const isLenient = letter === 'c' || letter === 'b';
  if (!isLenient && text[scanner.at + 1] !== '=') return `There is no equal sign after "${letter}".`;
  scanner.at += 2;
  const reader = readers[letter];
  if (reader !== undefined) return reader(scanner, read);
  const rest = until(scanner, /[\r\n]/);
  if (rest === undefined || scanner.at >= text.length) return `The ${letter}= line has no end.`;
  if (letter === 's') read.hasName = rest !== '';
  scanner.at += text.startsWith('\r\n', scanner.at) ? 2 : 1;
  return undefined;
}

const readers: Readonly<Record<string, (scanner: Scanner, read: ReadSdp) => string | undefined>> = {
  v: scanner => {
    if (scanner.text[scanner.at] !== '0') return 'The version is not 0.';
    return skipLine(scanner);
  },
  o: (scanner, read) => {
    const words = [...wordsBySpace(scanner, 5), until(scanner, /[ \t\r\n]/)];
    const [user, id, version, net, type, address] = words;
    if (!isNumber(id) || !isNumber(version) || address === undefined) return 'The o= line is invalid.';
    read.origin = [user ?? '', net ?? '', type ?? '', address];
    return skipLine(scanner);
  },
  t: scanner => {
    const [start] = wordsBySpace(scanner, 1);
    if (!isNumber(start) || !isNumber(until(scanner, /[ \t\r\n]/))) return 'The t= line is invalid.';
    return skipLine(scanner);
  },
  b: scanner => {
    const modifier = until(scanner, /:/);
    if (modifier === undefined || scanner.at >= scanner.text.length) return 'A b= line is invalid.';
    scanner.at++;
    return isNumber(until(scanner, /[ \t\r\n]/)) ? skipLine(scanner) : 'A b= line is invalid.';
  },
  c: (scanner, read) => {
    const [net, type] = wordsBySpace(scanner, 2);
    const address = until(scanner, /[/ \t\r\n]/);
    const counts = /^(?:\/[^/ \t\r\n]*){0,2}/.exec(scanner.text.slice(scanner.at))?.[0] ?? '';
    const areNumbers = counts
      .split('/')
      .slice(1)
      .every(count => isNumber(count) && Number.parseInt(count, 10) < 256);
    if (
      net !== 'IN' ||
      (type !== 'IP4' && type !== 'IP6') ||
      address === undefined ||
      address === '' ||
      !areNumbers
    )
      return 'A c= line is invalid.';
    const stream = read.streams.at(-1);
    if (stream === undefined) read.hasConnection = true;
    else stream.hasConnection = true;
    return skipLine(scanner);
  },
  a: (scanner, read) => {
    const name = token(scanner);
    if (name === undefined) return 'An a= line has no name.';
    const value = /^:?([^\r\n]*)/.exec(scanner.text.slice(scanner.at))?.[1] ?? '';
    const payload = name === 'rtpmap' ? /^(\d+)/.exec(value)?.[1] : undefined;
    if (payload !== undefined) read.streams.at(-1)?.named.add(payload);
    return skipLine(scanner);
  },
  m: (scanner, read) => {
    const rest = scanner.text.slice(scanner.at);
    const match = STREAM.exec(rest);
    const port = Number(match?.[1]?.replace(/\D.*/, ''));
    if (match === null || !(port <= 0xffff)) return 'An m= line is invalid.';
    const formats = (match[3] ?? '').split(' ').slice(1);
    // A space before the end of the line is fine, but not two of them.
    if (formats.at(-1) === '') formats.pop();
    const words = formats.map(format => TOKEN.exec(format)?.[0] ?? '');
    if (words.includes('')) return 'An m= line is invalid.';
    const protocol = match[2] ?? '';
    read.streams.push({ port, protocol, formats: words, hasConnection: false, named: new Set() });
    scanner.at += match[0].length;
    return skipLine(scanner);
  },
};

const TOKEN_CHARACTER = "[\\w!#$%&'*+.^`{|}~-]";
const TOKEN = new RegExp(`^${TOKEN_CHARACTER}+`);

/** Media, port with an optional count, profile and formats. */
const STREAM = new RegExp(
  String.raw`^${TOKEN_CHARACTER}+ (\d${TOKEN_CHARACTER}*)(?:\/\d${TOKEN_CHARACTER}*)? ([^ \t\r\n]*)((?: [^ \t\r\n]*)*)`,
);

/** What the server checks when all lines were read. */
function validate({ hasName, origin, hasConnection, streams }: ReadSdp): string | undefined {
  const [user, net, type, address] = origin;
  if (user === undefined) return 'The description has no o= line.';
  if (user === '' || net !== 'IN' || (type !== 'IP4' && type !== 'IP6') || address === '')
    return 'The o= line is invalid.';
  if (!hasName) return 'The s= line is missing or empty.';
  for (const stream of streams) {
    if (stream.protocol === '') return 'An m= line has no profile.';
    if (stream.port !== 0 && stream.formats.length === 0) return 'An m= line has no formats.';
    if (stream.port !== 0 && !hasConnection && !stream.hasConnection) return 'A stream has no c= line.';
    for (const format of stream.formats) {
      if (!/^\d/.test(format)) continue;
      const payload = Number.parseInt(format, 10);
      if (payload > 127) return `The payload type ${payload} is greater than 127.`;
      if (payload >= 96 && stream.port !== 0 && !stream.named.has(format))
        return `The payload type ${format} has no rtpmap in its stream.`;
    }
  }
  return undefined;
}

/** So many words, each up to a space, even if there are line ends before it. */
function wordsBySpace(scanner: Scanner, count: number): readonly string[] {
  const words: string[] = [];
  for (let index = 0; index < count; index++) {
    const word = until(scanner, / /);
    if (word === undefined || scanner.at >= scanner.text.length) break;
    words.push(word);
    scanner.at++;
  }
  return words;
}

/** The text up to a character or the end; undefined at the end of the text. */
function until(scanner: Scanner, stop: RegExp): string | undefined {
  if (scanner.at >= scanner.text.length) return undefined;
  const rest = scanner.text.slice(scanner.at);
  const length = rest.search(stop);
  const found = length < 0 ? rest : rest.slice(0, length);
  scanner.at += found.length;
  return found;
}

function token(scanner: Scanner): string | undefined {
  const found = TOKEN.exec(scanner.text.slice(scanner.at))?.[0];
  scanner.at += found?.length ?? 0;
  return found;
}

function skipLine(scanner: Scanner): undefined {
  const end = scanner.text.indexOf('\n', scanner.at);
  scanner.at = end < 0 ? scanner.text.length : end + 1;
}

/** Digits at the start that fit into 64 bits (pj_strtoul4). */
function isNumber(text: string | undefined): boolean {
  const digits = /^\s*(\d+)/.exec(text ?? '')?.[1];
  return digits !== undefined && (digits.length < 20 || BigInt(digits) <= 0xffff_ffff_ffff_ffffn);
}
