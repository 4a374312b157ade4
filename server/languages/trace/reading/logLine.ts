/** True for a line that a program wrote between messages, recognized by its start. */
export function isLogLine(line: string): boolean {
  const first = line.charCodeAt(0);
  // Digits, spaces, `<`, `[` and capital letters begin log lines; nearly all header lines are recognized by their
  // second letter.
  return (first <= 57 || (first >= 60 && first <= 91) || first > 127) && LOG_LINE.test(line);
}

const DATE = String.raw`\d{4}[-/.]\d\d[-/.]\d\d|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|\d{1,2}[/ -]\p{L}{3,4}[/ -]\d{4}`;
const TIME = String.raw`\d\d:\d\d:\d\d`;
const LOG_LINE = new RegExp(
  [
    // `<13>1 2024-05-01T10:00:00`, `[2024-05-01 10:00:00]`, `01.05.2024 10:00:00`
    String.raw`^(?:<\d+>1? ?)?\[?(?:${DATE})[T \t:]\s*${TIME}`,
    // `[May  1 10:00:00]`, `Wed May  1 10:00:00`, `*Mar  1 00:12:34.567`
    String.raw`^[*[]?(?:\p{L}{2,4},? )?\p{Lu}\p{L}{2,3}\.? +\d{1,2} (?:\d{4} )?${TIME}`,
    String.raw`^\[?${TIME}[.,]\d+\]? `,
    // Kamailio on standard error, levels of loggers, Asterisk's console
    String.raw`^ ?\d+\(\d+\) [A-Z]+:`,
    String.raw`^(?:DEBUG|INFO|NOTICE|WARNING|ERROR|VERBOSE|DTMF)\[\d+\]`,
    String.raw`^ +(?:--|==|>) [A-Z]\S* `,
    String.raw`^\S*CLI> ?$`,
  ].join('|'),
  'u',
);
