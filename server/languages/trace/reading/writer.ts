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

const TIME = String.raw`(?:<\d+>1? ?)?\[?(?:\p{Lu}\p{L}{1,3}\.? +\d{1,2} (?:\d{4} )?\d\d:\d\d:\d\d(?:[.,]\d+)?|\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,:]\d+)?(?:Z|[+-]\d\d:?\d\d)?)\]?`;
/**
 * A time, perhaps host and program, and the number of the process or thread in brackets: `host kamailio[12]`,
 * `VERBOSE[12]`.
 */
const NUMBERED = new RegExp(
  String.raw`^(?:${TIME} +)(?:([\w.:/-]+ )?([\w./-]*))?[\[(](\d+|0x[0-9a-f]+|[Tt]hread[- ]\d+)[\])]`,
  'u',
);
/** The same in the order of RFC 5424: `host kamailio 12 - - `. */
const NUMBERED_PLAIN = new RegExp(String.raw`^${TIME} (\S+ \S+ \d+) \S+ (?:-|\[.*?\]) `, 'u');
/** Kamailio on standard error. */
const ON_STANDARD_ERROR = /^ ?(\d+\(\d+\)) [A-Z]+: /;

function programOf(line: string): string | undefined {
  const numbered = NUMBERED.exec(line);
  if (numbered !== null) {
    // The level of a logger, VERBOSE or DEBUG, changes from line to line.
    const program = /^[A-Z]+$/.test(numbered[2] ?? '') ? '' : (numbered[2] ?? '');
    return `${numbered[1] ?? ''}${program} ${numbered[3]}`;
  }
  return (NUMBERED_PLAIN.exec(line) ?? ON_STANDARD_ERROR.exec(line))?.[1];
}
