import { type Piece, slicePiece } from '../../../../sip/piece.ts';
import { parseSdp } from '../../../../sip/sdp.ts';
import type { Kept } from './kept.ts';
import { CODECS, SDP_WORDS } from './vocabulary.ts';

/**
 * Keeps of a session description (RFC 8866) versions, times, media, ports, codecs and the standard attributes. The owner,
 * the name of the session, addresses, keys and identifiers are replaced.
 */
export function keepInDescription(body: Piece, kept: Kept): void {
  for (const { type, value } of parseSdp(body).lines) {
    if (type === '') continue;
    kept.whole({ start: value.start - 1, end: value.start });
    const typeStart = value.start - 1;
    keepType(body, typeStart, type, kept);
    LINES.get(type)?.(value, kept);
  }
}

/** The letter before the equal sign, which may be followed by spaces. */
function keepType(body: Piece, equals: number, type: string, kept: Kept): void {
  const at = body.text.lastIndexOf(type, equals - body.start);
  if (at >= 0 && equals - body.start - at < 8)
    kept.whole({ start: body.start + at, end: body.start + at + 1 });
}

const ADDRESS_WORDS: ReadonlySet<string> = new Set(['in', 'ip4', 'ip6']);
const NUMBERS = /(?<![\w.:@-])\d{1,6}(?![\w.:@])/g;

const LINES: ReadonlyMap<string, (value: Piece, kept: Kept) => void> = new Map([
  ['v', (value, kept) => kept.ifLike(value, /^\d{1,2}\s*$/)],
  ['o', (value, kept) => kept.places(value, /\s(IN\s+IP[46])(?=\s)/g)],
  [
    'c',
    (value, kept) => {
      kept.words(slicePiece(value, 0, Math.min(7, value.text.length)), ADDRESS_WORDS);
      // Time to live and number of addresses after a multicast address.
      kept.places(value, /\/(\d{1,3}(?:\/\d{1,3})?)\s*$/g);
    },
  ],
  ['t', (value, kept) => kept.ifLike(value, /^(?:0|[2-4]\d{9})\s+(?:0|[2-4]\d{9})\s*$/)],
  ['r', (value, kept) => kept.ifLike(value, /^\d{1,8}[dhms]?(?:\s+\d{1,8}[dhms]?)*\s*$/)],
  [
    'z',
    (value, kept) =>
      kept.ifLike(value, /^[2-4]\d{9}\s+-?\d{1,8}[dhms]?(?:\s+[2-4]\d{9}\s+-?\d{1,8}[dhms]?)*\s*$/),
  ],
  ['b', (value, kept) => kept.places(value, /^[A-Z]{2,6}:\d{1,10}(?=\s*$)/g)],
  ['k', (value, kept) => kept.places(value, /^(?:prompt|clear|base64|uri)(?=:|\s*$)/g)],
  ['m', keepInMedia],
  ['a', keepInAttribute],
]);

function keepInMedia(value: Piece, kept: Kept): void {
  kept.words(value, SDP_WORDS, CODECS);
  kept.places(value, /(?<![\w.:@-])\d{1,5}(?:\/\d{1,3})?(?![\w.:@])/g);
}

/** Attributes whose numbers are rates, sizes, ports, payload types and other numbers. */
const MEASURED: ReadonlySet<string> = new Set(
  `rtpmap fmtp ptime maxptime minptime rtcp-fb rtcp rtcp-xr framerate framesize imageattr sctp-port sctpmap max-message-size extmap
  quality simulcast silencesupp curr des conf group mid msid-semantic t38faxversion t38maxbitrate t38faxmaxbuffer t38faxmaxdatagram
  t38faxfillbitremoval t38faxtranscodingmmr t38faxtranscodingjbig t38faxratemanagement t38faxudpec sqn cdsc cpar tcap pcfg acfg csup
  x-sqn x-cap network-cost`.split(/\s+/),
);

function keepInAttribute(value: Piece, kept: Kept): void {
  const colon = value.text.indexOf(':');
  if (colon < 0) {
    kept.words(value, SDP_WORDS);
    return;
  }
  const name = value.text.slice(0, colon).trim().toLowerCase();
  kept.words(slicePiece(value, 0, colon), SDP_WORDS);
  const rest = slicePiece(value, colon + 1);
  if (MEASURED.has(name)) {
    kept.words(rest, SDP_WORDS, CODECS);
    if (name === 'fmtp') keepInFormat(rest, kept);
    else kept.places(rest, NUMBERS);
    if (name === 'rtpmap') kept.places(rest, /\/\d{1,6}(?:\/\d{1,2})?(?=\s*$)/g);
    if (name === 'max-message-size') kept.ifLike(rest, /^\d{1,10}\s*$/);
    return;
  }
  PARTICULAR.get(name)?.(rest, kept);
}

const PARTICULAR: ReadonlyMap<string, (value: Piece, kept: Kept) => void> = new Map([
  [
    'crypto',
    (value: Piece, kept: Kept) => {
      kept.places(value, /^\d{1,9}(?=\s)/g);
      const suite = /^\d+\s+(\S+)/.exec(value.text);
      if (suite !== null) {
        const end = suite[0].length;
        kept.words(slicePiece(value, end - (suite[1] ?? '').length, end), SDP_WORDS);
      }
      kept.places(value, /\sinline(?=:)/g);
      kept.places(value, /\|(2\^\d{1,2}|\d{1,10})(?=[|\s]|$)/g);
      kept.places(value, /\|(\d{1,6}:\d{1,3})(?=[|;\s]|$)/g);
    },
  ],
  [
    'candidate',
    (value: Piece, kept: Kept) => {
      // Foundation, component, transport, priority, address, port (RFC 8839 section 5.1).
      const parts = /^(\S+\s+)(\d{1,3}\s+)(\S+)(\s+(?:\d{1,9}|[12]\d{9})\s+)(\S+\s+)(\d{1,5})(?=\s|$)/.exec(
        value.text,
      );
      if (parts !== null) {
        let at = 0;
        for (const [number, part] of parts.slice(1).entries()) {
          const piece = slicePiece(value, at, at + part.length);
          if (number === 1 || number === 3 || number === 5) kept.whole(piece);
          if (number === 2) kept.words(piece, SDP_WORDS);
          at += part.length;
        }
      }
      kept.places(value, /\s(typ\s+(?:host|srflx|prflx|relay))(?=\s|$)/gi);
      kept.places(value, /\s(raddr)(?=\s)/gi);
      kept.places(value, /\s(rport\s+\d{1,5})(?=\s|$)/gi);
      kept.places(value, /\s(generation\s+\d{1,5})(?=\s|$)/gi);
      kept.places(value, /\s(tcptype\s+(?:active|passive|so))(?=\s|$)/gi);
      kept.places(value, /\s(network-id|network-cost|ufrag)(?=\s)/gi);
    },
  ],
  [
    'fingerprint',
    (value: Piece, kept: Kept) => kept.words(slicePiece(value, 0, value.text.search(/\s|$/)), SDP_WORDS),
  ],
  ['ssrc', (value: Piece, kept: Kept) => kept.places(value, /\s(cname|msid|mslabel|label)(?=:)/g)],
  ...[
    'setup',
    'connection',
    'ice-options',
    'ssrc-group',
    'key-mgmt',
    'content',
    'zrtp-hash',
    'direction',
    'rid',
    'type',
  ].map((name): [string, (value: Piece, kept: Kept) => void] => [
    name,
    (value, kept) => kept.words(value, SDP_WORDS),
  ]),
  [
    'path',
    (value: Piece, kept: Kept) =>
      kept.places(value, /\bmsrps?(?=:\/\/)|(?<=\/\/[^/\s]{1,255}):\d{1,5}(?=\/)|;tcp\b/gi),
  ],
]);

/** The payload type, then `name=value` with known names, or a list of events; values are measures and modes. */
function keepInFormat(value: Piece, kept: Kept): void {
  kept.places(value, /^\s*\d{1,3}(?=\s|$)/g);
  for (const { 0: whole, 1: name = '', index } of value.text.matchAll(FORMAT_PARAMETER)) {
    if (!SDP_WORDS.has(name.toLowerCase())) continue;
    kept.whole(slicePiece(value, index, index + name.length));
    const measure = MEASURE.exec(whole.slice(name.length + 1))?.[0];
    if (measure !== undefined)
      kept.whole(slicePiece(value, index + name.length + 1, index + name.length + 1 + measure.length));
  }
  kept.places(value, /(?<=profile-level-id=)[0-9a-fA-F]{6}(?![0-9A-Za-z])/gi);
  kept.places(value, /(?<=^\d{1,3}\s+)\d{1,3}(?:[-,]\d{1,3}){0,20}(?=\s*$)/g);
  kept.places(value, /(?<=^\d{1,3}\s+)\d{1,3}(?:\/\d{1,3}){1,4}(?=\s*$)/g);
}

const FORMAT_PARAMETER = /(?<![^\s;])([A-Za-z][A-Za-z0-9-]{0,60})=[^;]*/g;
const MEASURE = /^\s*\d{1,6}(?:[,-]\d{1,6}){0,20}(?=\s*$)/;
