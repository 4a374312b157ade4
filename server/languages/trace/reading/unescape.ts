/** The text of a part of a line, without the escapes of the log. */
export interface Unescaped {
  readonly text: string;
  /** Column of every unit of the text, and, last, of its end. */
  readonly map: readonly number[];
}

/** A part of a line that is written as inside a JSON string or a string of C. */
export function unescapedJson(line: string, from: number, to: number): Unescaped {
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

/** A part of a line in which rsyslog wrote control characters as `#` and three octal digits. */
export function unescapedSyslog(line: string, from: number, to: number): Unescaped {
  const units: string[] = [];
  const map: number[] = [];
  let at = from;
  // AudioCodes devices put a space before every line ending.
  const hasSpaces = /^[^#]*(?:#(?!0)[^#]*)* #012/.test(line.slice(from, Math.min(to, from + 4000)));
  while (at < to) {
    if (hasSpaces && line.startsWith(' #012', at)) at++;
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

/** A part of a line in which ngrep wrote two dots for every CR LF. */
export function unescapedDots(line: string, from: number, to: number): Unescaped {
  const units: string[] = [];
  const map: number[] = [];
  let at = from;
  while (at < to) {
    const end = Math.min(endOfDottedLine(line, at), to);
    for (; at < end; at++) {
      units.push(line.charAt(at));
      map.push(at);
    }
    if (at >= to) break;
    units.push('\r', '\n');
    map.push(at, at + 1);
    at += 2;
  }
  map.push(to);
  return { text: units.join(''), map };
}

/** Two dots end a line when a header field, a line of SDP, another line ending or nothing follows. */
export function endOfDottedLine(packet: string, start: number): number {
  const end = /\.\.(?=\.\.|[A-Za-z][A-Za-z-]* ?:|[a-z]=|\s*$)/g;
  end.lastIndex = start;
  return end.exec(packet)?.index ?? packet.length;
}
