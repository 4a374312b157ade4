import type { Piece } from '../../../../sip/piece.ts';
import type { Kept } from './kept.ts';

/**
 * Keeps time stamps outside messages: dates with a time of day, times of day, seconds since 1970 with a fraction. A plain number or a fraction is a time only where a format writes one, or behind a name that says so:
 * anywhere else it may be a number that someone dialed, an amount or a place on a map.
 */
export function keepTimes(line: Piece, kept: Kept): void {
  kept.places(line, TIMES);
  kept.places(line, TIMES_BY_PLACE);
  kept.places(line, TIMES_BY_NAME);
}

const CLOCK = String.raw`(?:[01]\d|2[0-3]):[0-5]\d:[0-6]\d(?:[.,:]\d{1,9})?`;
const YEAR = String.raw`(?:19|20)\d\d`;
const MONTH = '(?:0[1-9]|1[0-2])';
const DAY = String.raw`(?:0[1-9]|[12]\d|3[01])`;
const DATE = `${YEAR}[-/.]${MONTH}[-/.]${DAY}`;
const ZONE = String.raw`(?:Z|[+-]\d\d:?\d\d)?`;
const NAMED_MONTH = String.raw`\p{Lu}\p{L}{2}`;

const TIMES = new RegExp(
  [
    String.raw`(?<!\d)${DATE}[ T\t]+${CLOCK}${ZONE}`,
    String.raw`(?<![\w.])${YEAR}${MONTH}${DAY}[-T](?:[01]\d|2[0-3])[0-5]\d[0-6]\d(?:[.,]\d{1,9})?(?!\w)`,
    String.raw`(?<![\d.])\d{1,2}[-/. ](?:\d{1,2}|${NAMED_MONTH})[-/. ]\d{4}[T :,]+${CLOCK}`,
    String.raw`(?<!\p{L})${NAMED_MONTH}\.? +\d{1,2} (?:\d{4} )?${CLOCK}`,
    String.raw`(?<![\w.+])1[4-9]\d{8}\.\d{1,9}(?![\w.])`,
    // A hardware address has more groups.
    String.raw`(?<![\w:.])${CLOCK}${ZONE}(?!\w|:[0-9A-Fa-f])`,
  ].join('|'),
  'gu',
);

/** Where a line begins, or the text in a record of JSON. */
const BEGIN = String.raw`^(?:\s{0,8}\{.{0,200}?"\s?:\s?")?[\s([#<]{0,8}`;

const TIMES_BY_PLACE = new RegExp(
  [
    // A date alone; seconds, milliseconds or microseconds since 1970; seconds since the start of a computer.
    String.raw`${BEGIN}(${DATE})(?![\w.])`,
    String.raw`${BEGIN}(1[4-9]\d{8}(?:\d{3}|\d{6})?)(?![\w.])`,
    String.raw`^\[\s{0,8}(\d{1,7}\.\d{3,9})\]`,
    String.raw`^# ([+-]?\d{1,10}(?:\.\d{1,9})?) (?:[A-Z]{2,4} )?\S+ => `,
    // Polycom: month, day, hour, minute, second.
    String.raw`^(${MONTH}${DAY}(?:[01]\d|2[0-3])[0-5]\d[0-6]\d(?:\.\d{1,9})?)\|`,
    // ngrep: seconds since the packet before; Wireshark: seconds since the first packet, before an address.
    String.raw`^[UTIS?]\s{1,8}([+-]\d{1,7}\.\d{3,9})\s`,
    String.raw`^\s{0,20}\d{1,9}\s{1,20}(\d{1,7}\.\d{3,9})\s+(?:\d{1,3}\.){3}\d`,
    String.raw`^\s{0,20}\d{1,9}\s{1,20}(\d{1,7}\.\d{3,9})\s+[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:]*:`,
    String.raw`^\s{0,20}\[?(?:Epoch|Time)[A-Za-z ]{0,60}: (\d{1,10}\.\d{1,9}) seconds`,
  ].join('|'),
  'g',
);

/** A number in a field of JSON or logfmt that has a name of a time. */
const TIMES_BY_NAME =
  /(?<![A-Za-z])(?:time_?u?sec(?:ond)?s?|tv_u?sec|time(?:stamp)?|ts|micro_ts|create_date|date(?:time)?|_*(?:source_)?realtime_timestamp)"?\s{0,4}[:=]\s{0,4}"?(\d{1,16}(?:\.\d{1,9})?)(?=["\s,}\]]|$)/gi;
