/** Where a start line (RFC 3261 section 7.1, 7.2) is in a line of a log. Columns are UTF-16 units. */
export interface StartLine {
  /** The text before it on the line: a time stamp, an indent, bytes of a packet header. */
  readonly prefix: string;
}

/**
 * Finds a start line in a line without its line ending. A start line in column 0 counts by itself; one after a prefix
 * is only a candidate that the next line has to confirm. `binaryPrefix`: it may directly follow bytes.
 */
export function startLineIn(line: string, binaryPrefix: boolean): StartLine | undefined {
  const version = line.indexOf('SIP/');
  if (version < 0 || line.length > LONGEST) return undefined;
  // Checked first because it is cheap: the patterns below search for the beginning.
  const endsRequest = REQUEST_END.test(line.slice(-40));
  const inPacket = binaryPrefix ? (endsRequest ? PACKET_REQUEST : PACKET_STATUS).exec(line) : null;
  if (inPacket !== null) return { prefix: line.slice(0, inPacket.index) };
  if ((endsRequest && REQUEST.test(line)) || (version === 0 && STATUS.test(line))) return { prefix: '' };
  const request = endsRequest ? PREFIXED_REQUEST.exec(line) : null;
  if (request !== null) return { prefix: line.slice(0, line.length - (request[1]?.length ?? 0)) };
  const status = PREFIXED_STATUS.exec(line);
  return status === null ? undefined : { prefix: line.slice(0, line.length - (status[1]?.length ?? 0)) };
}

/** True for `name: value` and for a folded line: what follows a start line in a message. */
export function looksLikeHeader(line: string): boolean {
  return /^[A-Za-z0-9\-.!%*_+`'~]+[ \t]*:(?!\/\/)/.test(line);
}

const LONGEST = 70_000;
const KNOWN =
  'INVITE|ACK|BYE|CANCEL|REGISTER|OPTIONS|PRACK|SUBSCRIBE|NOTIFY|PUBLISH|INFO|REFER|MESSAGE|UPDATE|PING|BENOTIFY|SERVICE';
const REQUEST = new RegExp(
  `^(?:[A-Za-z0-9\\-.!%*_+\`'~]+[ \\t]+<?[A-Za-z][A-Za-z0-9+.-]*:\\S|(?:${KNOWN})[ \\t]+\\S).*[ \\t]SIP/\\d+\\.\\d+[ \\t]*\\.?$`,
);
const STATUS = /^SIP\/\d+\.\d+[ \t]+\d{3,}(?:[ \t.]|$)/;
const PREFIXED_REQUEST =
  /[\s\]|>"'[(:]([A-Z][A-Z0-9-]{2,24}[ \t]+<?(?:sips?|tel|urn|im|pres):\S.*[ \t]SIP\/\d\.\d[ \t]*\.?)$/;
const PREFIXED_STATUS = /(?:^|[\s\]|>"'[(:])(SIP\/\d\.\d[ \t]+\d{3}(?:[ \t.].*)?)$/;
const PACKET_REQUEST = new RegExp(`(?:${KNOWN}) <?[A-Za-z][A-Za-z0-9+.-]*:\\S.* SIP/\\d\\.\\d\\.?$`);
const PACKET_STATUS = /SIP\/\d\.\d \d{3}(?: .*)?$/;
const REQUEST_END = /[ \t]SIP\/\d+\.\d+[ \t]*\.?$/;
