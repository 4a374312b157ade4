import { remembered } from '../../../../text/remembered.ts';

/** The first date with time, or time of day, in a text, as written; undefined when there is none. */
export function timeStampIn(text: string): string | undefined {
  return text.length < SHORTEST ? undefined : TIME.exec(text)?.[0];
}

/** `12:34:56`. Many announcements begin their line, and the pattern takes long to compile. */
const SHORTEST = 8;

/**
 * Seconds for a time stamp as logs write it: since 1970 if it has a year (a stamp without a zone is read as UTC),
 * otherwise since the beginning of the year or of the day. Undefined for anything else. Only differences between stamps
 * of one log are meaningful.
 */
export function secondsOf(stamp: string): number | undefined {
  const fraction = FRACTION_IN_UTC.exec(stamp);
  if (fraction === null) return secondsOfAny(stamp);
  const whole = secondsWithoutFraction(stamp.slice(0, fraction.index));
  return whole === undefined ? undefined : whole + Number(`0${fraction[0].slice(0, -1)}`);
}

/** As in captures, where many messages come in one second. */
const FRACTION_IN_UTC = /(?<=^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.\d+Z$/;

const secondsWithoutFraction = remembered(secondsOfAny, 256);

function secondsOfAny(stamp: string): number | undefined {
  const full =
    /^(\d{4})[-/.](\d\d)[-/.](\d\d)[ T\t]+(\d\d):(\d\d):(\d\d)(?:[.,:](\d+))?\s*(Z|[+-]\d\d:?\d\d)?/.exec(
      stamp,
    );
  if (full !== null) {
    const [, year, month, day, hour, minute, second, fraction, zone] = full;
    const days = Date.UTC(Number(year), Number(month) - 1, Number(day)) / 1000;
    return days + ofDay(hour, minute, second, fraction) - zoneSeconds(zone);
  }
  const epoch = /^\d{9,12}(?:\.\d+)?$/.exec(stamp);
  if (epoch !== null) return Number(stamp);
  const relative = /^[+-]?\d+\.\d+$/.exec(stamp);
  if (relative !== null) return Number(stamp);
  const compact = /^(\d{4})(\d\d)(\d\d)[-T](\d\d)(\d\d)(\d\d)(?:[.,](\d+))?/.exec(stamp);
  if (compact !== null) {
    const [, year, month, day, hour, minute, second, fraction] = compact;
    const days = Date.UTC(Number(year), Number(month) - 1, Number(day)) / 1000;
    return days + ofDay(hour, minute, second, fraction);
  }
  const milliseconds = /^\d{13}$/.exec(stamp);
  if (milliseconds !== null) return Number(stamp) / 1000;
  const dayFirst = DAY_FIRST.exec(stamp);
  if (dayFirst !== null) {
    const [, first, separator, second, year, hour, minute, secondOfMinute, fraction, half] = dayFirst;
    const named = MONTHS.indexOf(second ?? '');
    // With only slashes and numbers, the month comes first if possible.
    const isMonthFirst = named < 0 && separator === '/' && Number(first) <= 12;
    const month = named >= 0 ? named : Number(isMonthFirst ? first : second) - 1;
    const day = Number(isMonthFirst ? second : first);
    const later = half === 'PM' && Number(hour) < 12 ? 12 : half === 'AM' && hour === '12' ? -12 : 0;
    return (
      Date.UTC(Number(year), month, day) / 1000 + later * 3600 + ofDay(hour, minute, secondOfMinute, fraction)
    );
  }
  const named = /^(\p{Lu}\p{L}{2})\.? +(\d{1,2}) (?:(\d{4}) )?(\d\d):(\d\d):(\d\d)(?:[.,](\d+))?/u.exec(
    stamp,
  );
  if (named !== null) {
    const month = MONTHS.indexOf(named[1] ?? '');
    // With the name of a month in another language, only the time of day is known.
    if (month < 0) return ofDay(named[4], named[5], named[6], named[7]);
    const days = Date.UTC(Number(named[3] ?? 1972), month, Number(named[2])) / 1000;
    return days + ofDay(named[4], named[5], named[6], named[7]);
  }
  const day = /^(\d\d):(\d\d):(\d\d)(?:[.,:](\d+))?/.exec(stamp);
  return day === null ? undefined : ofDay(day[1], day[2], day[3], day[4]);
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const DAY_FIRST =
  /^(\d{1,2})([-/. ])(\d{1,2}|\p{Lu}\p{L}{2})[-/. ](\d{4})[T :,]+(\d\d):(\d\d):(\d\d)(?:[.,](\d+))?(?: ?([AP]M))?/u;

const CLOCK = String.raw`\d\d:\d\d:\d\d(?:[.,]\d+|:\d{3}\b)?`;
const TIME = new RegExp(
  [
    String.raw`\d{4}[-/.]\d\d[-/.]\d\d[ T\t]+\d\d:\d\d:\d\d(?:[.,:]\d+)?(?:Z|[+-]\d\d:?\d\d)?`,
    String.raw`\b(?:19|20)\d{6}[-T]\d{6}(?:[.,]\d+)?`,
    String.raw`\b\d{1,2}[-/. ](?:\d{1,2}|\p{Lu}\p{L}{2})[-/. ]\d{4}[T :,]+${CLOCK}(?: ?[AP]M)?`,
    String.raw`(?<!\p{L})\p{Lu}\p{L}{2}\.? +\d{1,2} (?:\d{4} )?${CLOCK}`,
    String.raw`\b\d{9,10}\.\d+`,
    // Elsewhere, it may be a number that someone dialed.
    String.raw`(?<=^[\s([{<"]{0,8})1[4-9]\d{11}\b`,
    String.raw`\b${CLOCK}`,
  ].join('|'),
  'u',
);

function ofDay(
  hour: string | undefined,
  minute: string | undefined,
  second: string | undefined,
  fraction: string | undefined,
): number {
  return (
    Number(hour) * 3600 + Number(minute) * 60 + Number(second) + (fraction ? Number(`0.${fraction}`) : 0)
  );
}

function zoneSeconds(zone: string | undefined): number {
  if (zone === undefined || zone === 'Z') return 0;
  const sign = zone.startsWith('-') ? -1 : 1;
  return sign * (Number(zone.slice(1, 3)) * 3600 + Number(zone.slice(-2)) * 60);
}
