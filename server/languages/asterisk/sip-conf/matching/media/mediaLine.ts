/** The parts of an m= line as sscanf reads them; undefined when it cannot be read. */
export interface MediaLine {
  /** As an unsigned number of 32 bits. */
  readonly port: number;
  readonly proto: string;
  /** The text after the profile. */
  readonly rest: string;
}

/** `audio`, `video` or `text`, with or without a number of ports. */
export function readRtpLine(line: string, kind: string): MediaLine | undefined {
  const text = line.slice(kind.length);
  const parts =
    /^\s*([+-]?\d+)\/\s*[+-]?\d+(?!\d)\s*(\S{1,17})\s*(.*)$/s.exec(text) ??
    /^\s*([+-]?\d+)(?!\d)\s*(\S{1,17})\s*(.*)$/s.exec(text);
  if (parts === null) return undefined;
  const [, port = '', proto = '', rest = ''] = parts;
  return { port: unsigned(port), proto, rest };
}

/** An image stream: T.38 over UDPTL, or over something that is declined. */
export function readImageLine(line: string): { port: number; proto: string; isFax: boolean } | undefined {
  const parts = /^image\s*([+-]?\d+)(?!\d)\s*(\S{1,17})\s*t38/.exec(line);
  if (parts === null) return undefined;
  const [, port = '', proto = ''] = parts;
  return { port: unsigned(port), proto, isFax: proto === 'udptl' || proto === 'UDPTL' };
}

/** A stream of a kind that is unknown to the server, or turned off. */
export function readOtherLine(line: string): { media: string; rest: string } | undefined {
  const parts =
    /^\s*(\S{1,19})\s*([+-]?\d+)\/\s*[+-]?\d+(?!\d)\s*(.*)$/s.exec(line) ??
    /^\s*(\S{1,19})\s*([+-]?\d+)(?!\d)\s*(.*)$/s.exec(line);
  return parts === null ? undefined : { media: parts[1] ?? '', rest: parts[3] ?? '' };
}

/** The payload types of an m= line; undefined when one of them is not a number. */
export function readFormats(text: string): readonly number[] | undefined {
  const numbers: number[] = [];
  let rest = text.trimStart();
  while (rest !== '') {
    const digits = /^[+-]?\d{1,30}/.exec(rest)?.[0];
    if (digits === undefined) return undefined;
    numbers.push(unsigned(digits));
    rest = rest.slice(digits.length).trimStart();
  }
  return numbers;
}

/** %30u: strtoul, of which the lower 32 bits are kept; a minus sign counts from the top. */
export function unsigned(digits: string): number {
  const number = BigInt(digits.replace('+', '').slice(0, 30));
  const limit = 2n ** 64n - 1n;
  const long = number > limit ? limit : number < -limit ? limit : number;
  return Number(BigInt.asUintN(32, long));
}

/** The same as a C int, which is how ports are kept. */
export function signed(number: number): number {
  return number | 0;
}
