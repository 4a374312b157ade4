import { atoi } from '../../values/integers.ts';
import { bufferOf, cut, indexBefore, type LinePart, type LineProblem } from '../../values/serverBuffer.ts';

/** An `auth` line: `user[:secret]@realm` or `user#md5secret@realm`. */
export interface AuthLine {
  readonly accepted: boolean;
  readonly user: LinePart | undefined;
  readonly secret: LinePart | undefined;
  readonly md5secret: LinePart | undefined;
  readonly realm: LinePart | undefined;
  readonly problems: readonly LineProblem[];
}

/** Splits the value of an `auth` line as add_realm_authentication does: no quoting, no trimming. */
export function parseAuthLine(value: string): AuthLine {
  const at = value.lastIndexOf('@');
  const until = at < 0 ? value.length : at;
  const realm = at < 0 ? undefined : cut(value, at + 1, value.length);
  const colon = indexBefore(value, ':', 0, until);
  const hash = colon < 0 ? indexBefore(value, '#', 0, until) : -1;
  const separator = colon >= 0 ? colon : hash;
  const accepted = at > 0 && realm?.value !== '';
  return {
    accepted,
    user: cut(value, 0, separator < 0 ? until : separator),
    secret: colon < 0 ? undefined : cut(value, colon + 1, until),
    md5secret: hash < 0 ? undefined : cut(value, hash + 1, until),
    realm,
    // The server silently skips an empty line.
    problems: accepted || value === '' ? [] : [{ code: 'not-understood', start: 0, end: value.length }],
  };
}

/** An `mwi` line: `user[:secret[:authuser]]@host[:port]/mailbox`. */
export interface MwiLine {
  readonly accepted: boolean;
  readonly user: LinePart | undefined;
  readonly secret: LinePart | undefined;
  readonly authuser: LinePart | undefined;
  readonly host: LinePart | undefined;
  readonly portPart: LinePart | undefined;
  readonly port: number | undefined;
  readonly mailbox: LinePart | undefined;
  readonly problems: readonly LineProblem[];
}

/** Splits the value of an `mwi` line as sip_subscribe_mwi does. */
export function parseMwiLine(value: string): MwiLine {
  const { limit } = bufferOf(value);
  const text = value.slice(0, limit);
  const at = text.lastIndexOf('@');
  const userEnd = at < 0 ? limit : at;
  const colon = indexBefore(text, ':', 0, userEnd);
  const second = colon < 0 ? -1 : indexBefore(text, ':', colon + 1, userEnd);
  const slash = at < 0 ? -1 : indexBefore(text, '/', at + 1, limit);
  const hostEnd = slash < 0 ? limit : slash;
  const portColon = at < 0 ? -1 : indexBefore(text, ':', at + 1, hostEnd);
  const portPart = portColon < 0 ? undefined : cut(text, portColon + 1, hostEnd);
  const port = portPart === undefined ? undefined : atoi(portPart.value);
  const user = cut(text, 0, colon < 0 ? userEnd : colon);
  // The server checks the host before it splits off the port, so a port without a host is enough.
  const hasHost = at >= 0 && hostEnd > at + 1;
  const mailbox = slash < 0 ? undefined : cut(text, slash + 1, limit);
  const isComplete = user.value !== '' && hasHost && mailbox !== undefined && mailbox.value !== '';
  const problems: LineProblem[] = [];
  if (limit < value.length) problems.push({ code: 'too-long', start: limit, end: value.length });
  if (!isComplete) problems.push({ code: 'not-understood', start: 0, end: value.length });
  else if (portPart !== undefined && port === 0) {
    problems.push({ code: 'port-bad', start: portPart.start, end: portPart.end });
  }
  return {
    accepted: isComplete && port !== 0,
    user,
    secret: colon < 0 ? undefined : cut(text, colon + 1, second < 0 ? userEnd : second),
    authuser: second < 0 ? undefined : cut(text, second + 1, userEnd),
    host: at < 0 ? undefined : cut(text, at + 1, portColon < 0 ? hostEnd : portColon),
    portPart,
    port,
    mailbox,
    problems,
  };
}
