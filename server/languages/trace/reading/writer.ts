/**
 * The writer of a line of a log according to its prefix: process, thread, container or call. Undefined for
 * a line without this information.
 */
export function writerOf(line: string): string | undefined {
  const found = CONTAINER.exec(line);
  if (found === null) return programOf(line) ?? CALL.exec(line)?.[1];
  const container = found[1] ?? '';
  return `${container} ${programOf(line.slice(found[0].length)) ?? ''}`;
}

/** `asterisk_1  | ` of docker compose. */
const CONTAINER = /^([A-Za-z0-9][A-Za-z0-9._-]{0,60}) +\| /;
/** The Call-ID or channel that FreeSWITCH puts before every line. */
const CALL =
  /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[A-Za-z0-9-]{8,}@[A-Za-z0-9.-]+) /;

/** A priority of syslog, perhaps a bracket, then a date in digits or with the name of a month. */
const STARTS_WITH_DATE = /^(?:<\d+>1? ?)?\[?(?:(\d{4}[-/])|[^\s\d<[]{2,9} +\d)/;
const IN_DIGITS = programsAfter(
  String.raw`\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,:]\d+)?(?:Z|[+-]\d\d:?\d\d)?`,
);
/** Months of any language: what looks for letters of all alphabets takes long to compile, and most logs do not need it. */
const WITH_MONTH = programsAfter(
  String.raw`\p{Lu}\p{L}{1,3}\.? +\d{1,2} (?:\d{4} )?\d\d:\d\d:\d\d(?:[.,]\d+)?`,
  'u',
);

interface Programs {
  /**
   * A time, perhaps host and program, and the number of the process or thread in brackets: `host kamailio[12]`,
   * `VERBOSE[12]`.
   */
  readonly numbered: RegExp;
  /** The same in the order of RFC 5424: `host kamailio 12 - - `. */
  readonly numberedPlain: RegExp;
}

function programsAfter(date: string, flags = ''): Programs {
  const time = String.raw`^(?:<\d+>1? ?)?\[?${date}\]?`;
  return {
    numbered: new RegExp(
      String.raw`${time} +(?:([\w.:/-]+ )?([\w./-]*))?[\[(](\d+|0x[0-9a-f]+|[Tt]hread[- ]\d+)[\])]`,
      flags,
    ),
    numberedPlain: new RegExp(String.raw`${time} (\S+ \S+ \d+) \S+ (?:-|\[.*?\]) `, flags),
  };
}

/** Kamailio on standard error. */
const ON_STANDARD_ERROR = /^ ?(\d+\(\d+\)) [A-Z]+: /;

function programOf(line: string): string | undefined {
  const start = STARTS_WITH_DATE.exec(line);
  if (start === null) return ON_STANDARD_ERROR.exec(line)?.[1];
  const { numbered, numberedPlain } = start[1] === undefined ? WITH_MONTH : IN_DIGITS;
  const found = numbered.exec(line);
  if (found === null) return numberedPlain.exec(line)?.[1];
  // The level of a logger, VERBOSE or DEBUG, changes from line to line.
  const program = /^[A-Z]+$/.test(found[2] ?? '') ? '' : (found[2] ?? '');
  return `${found[1] ?? ''}${program} ${found[3]}`;
}
