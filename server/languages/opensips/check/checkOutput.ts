import type { ServerAnswer } from '../../serverCheck.ts';

/** Reads the output of `opensips -C`: the log of a start that ends before anything is opened. Only messages are
 * kept; the script lines that versions since 3.0 print around an error may hold passwords.
 */
export function readCheckOutput(output: string, isRefused: boolean): ServerAnswer[] {
  const answers: ServerAnswer[] = [];
  const doubt = { isLost: false, lacksModule: false };
  let before: Message[] = [];
  let open: Located | undefined;
  const close = (): void => {
    if (open !== undefined) answers.push(answerAt(open, isRefused));
    open = undefined;
  };
  for (const message of messagesOf(output)) {
    const located = locate(message);
    if (located === undefined) {
      if (isChecked(message)) answers.push(answerWithoutPlace([message], 'check-only'));
      else if (!isSummary(message)) before.push(message);
      continue;
    }
    const details = before.filter(isError).map(({ text }) => text);
    before = [];
    if (open !== undefined && continues(open, located)) {
      open = joined(open, { ...located, details });
    } else {
      close();
      const kind = isConsequence(located, details, doubt) ? 'consequence' : 'finding';
      if (located.text !== '') open = { ...located, details, kind };
    }
    doubt.isLost ||= located.isSyntaxError;
    doubt.lacksModule ||= /^failed to load module/.test(located.text);
  }
  close();
  if (isRefused && before.some(isError)) answers.push(answerWithoutPlace(before, 'finding'));
  return answers;
}

/** Further parser messages about the line that it has just reported. */
function continues(open: Located, next: Located): boolean {
  return open.isFromParser && next.isFromParser && open.line === next.line && open.file === next.file;
}

function joined(open: Located, next: Located): Located {
  // Bison reports each error as a plain "syntax error"; the grammar rule that catches it may add a better message.
  const isBetter = open.isSyntaxError && open.details.length === 0 && next.text !== '';
  if (isBetter && plainSyntaxError.test(open.text)) return { ...open, text: next.text };
  const more = [...next.details, next.text].filter(text => text !== '' && !plainSyntaxError.test(text));
  return { ...open, details: [...open.details, ...more] };
}

/** After a syntax error, later parser messages may be wrong; without a module, everything that uses it is unknown. */
function isConsequence(
  located: Located,
  details: readonly string[],
  { isLost, lacksModule }: { readonly isLost: boolean; readonly lacksModule: boolean },
): boolean {
  if (isLost && located.isFromParser) return true;
  const words = [located.text, ...details].join('\n');
  return (
    lacksModule && /missing loadmodule\?|'loadmodule' statement is missing|no module matching/.test(words)
  );
}

/** Only the messages about problems, one per line, in the form that `readCheckOutput` reads: without script lines
 * and secrets, so that the traffic between editor and server can be logged.
 */
export function problemLog(output: string): string {
  return messagesOf(output)
    .map(({ level, origin, text }) => `${level}:${origin}: ${text}\n`)
    .join('');
}

/** The version that `opensips -V` prints; undefined for the output of another program. */
export function readVersionOutput(output: string): string | undefined {
  return /^version: opensips (\d+\.\d+[\w.-]*)/m.exec(output)?.[1];
}

interface Message {
  readonly level: string;
  /** Module and function, with a colon between them. */
  readonly origin: string;
  readonly text: string;
}

interface Located {
  readonly level: string;
  readonly file: string;
  readonly line: number;
  readonly text: string;
  readonly isFromParser: boolean;
  readonly isSyntaxError: boolean;
  readonly kind: ServerAnswer['kind'];
  readonly details: readonly string[];
}

/** The messages that report problems, one per line; dprint.h defines how a line begins. */
function messagesOf(output: string): Message[] {
  const messages = output.split(/\r?\n/).flatMap(line => {
    const message = line.startsWith('{') ? fromJson(line) : fromPlain(line);
    return message === undefined || !problemLevels.has(message.level) ? [] : [message];
  });
  return messages.slice(0, mostMessages);
}

/** More messages than this would not be read. */
const mostMessages = 1000;

const problemLevels: ReadonlySet<string> = new Set(['ALERT', 'CRITICAL', 'ERROR', 'WARNING']);

/** `Nov 27 02:26:37 [1882] CRITICAL:core:yyerror: text`, with the log_prefix of the script before the level since 3.3. */
function fromPlain(line: string): Message | undefined {
  const [, level, origin, text] =
    /^(?:\w{3} [ \d]\d [\d:]{8} \[-?\d+\] (?:\S*:)??)?([A-Z]+):([\w.+-]+:[\w.~-]+): ?(.*)$/.exec(line) ?? [];
  if (level === undefined || origin === undefined || text === undefined) return undefined;
  return { level, origin, text: shown(text.trim()) };
}

/** `stderror_log_format` of 3.4 and later: `json` has the keys level, module and message, `json_cee` pri, subsys and msg. */
function fromJson(line: string): Message | undefined {
  let fields: unknown;
  try {
    fields = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof fields !== 'object' || fields === null) return undefined;
  const values = new Map<string, unknown>(Object.entries(fields));
  const level = values.get('level') ?? values.get('pri');
  const text = values.get('message') ?? values.get('msg');
  const module = values.get('module') ?? values.get('subsys');
  // Lines of the script come without a module.
  if (typeof level !== 'string' || typeof text !== 'string' || module === undefined) return undefined;
  return { level, origin: `${String(module)}:json`, text: shown(text.trim()) };
}

/** The messages that contain a file and a line: the parser (yyerror and warn of cfg.y, cfg.lex), and the fixups of route.c. */
function locate({ level, text }: Message): Located | undefined {
  const parsed = fromParser.map(pattern => pattern.exec(text)?.groups).find(groups => groups !== undefined);
  const groups = parsed ?? fromFixups.exec(text)?.groups;
  if (groups?.file === undefined) return undefined;
  const said = (groups.text ?? '').trim();
  return {
    level,
    file: groups.file,
    line: Number(groups.line),
    text: said,
    isFromParser: parsed !== undefined,
    isSyntaxError: parsed !== undefined && plainSyntaxError.test(said),
    kind: 'finding',
    details: [],
  };
}

const plainSyntaxError = /^(?:syntax|parse) error\b/;

const fromParser = [
  // 3.0 and later
  /^parse error in (?<file>.+?):(?<line>\d+):\d+-\d+:(?<text>.*)$/,
  // 1.11 to 2.4; its warnings in all branches
  /^(?:parse error|warning) in config file (?<file>.+?), line (?<line>\d+), column \d+-\d+:(?<text>.*)$/,
];

/** `check failed for function <name>, file:line`, `fixing failed (code=-1) at file:line`, `error at file line 3` */
const fromFixups =
  /^(?<text>check failed for function <[^>]*>|fixing failed \(code=-?\d+\)|error|too many action elements)(?:,| at| in) (?<file>.+?)(?::| line )(?<line>\d+)\b/;

function isError({ level }: Message): boolean {
  return level !== 'WARNING';
}

/** What check_rls reports about functions in routes: only `-C` follows calls between routes, a start does not. */
function isChecked({ text }: Message): boolean {
  return /does not support route type/.test(text);
}

/** Messages that callers add on the way out, with nothing new. */
function isSummary({ text }: Message): boolean {
  return /^(?:bad config file \(|failed to parse config file |bad function call in config file|failed to (?:flatten|resolve file imports)|check failed for |route stack\[)/.test(
    text,
  );
}

function answerAt({ level, file, line, text, kind, details }: Located, isRefused: boolean): ServerAnswer {
  const severity = isRefused && level !== 'WARNING' ? 'error' : 'warning';
  return { severity, text, details, kind, place: { file, line } };
}

/** The first error is the cause; the callers of the function that met it add theirs afterwards. */
function answerWithoutPlace(messages: readonly Message[], kind: ServerAnswer['kind']): ServerAnswer {
  const cause = messages.find(isError) ?? messages[0];
  return {
    severity: kind === 'check-only' ? 'warning' : 'error',
    text: cause?.text ?? '',
    details: messages.filter(message => message !== cause).map(({ text }) => text),
    kind,
  };
}

/** A message that is safe to show: short, and without passwords, such as those in database URLs. */
function shown(text: string): string {
  // Mask first, then cut: a password cut off from the text that identifies it could no longer be masked.
  const masked = text
    .slice(0, mostRead)
    .replace(/\s+/g, ' ')
    .replace(/(:\/\/[^\s/:@]*:)[^\s@]+@/g, '$1***@')
    .replace(/((?:pass(?:word|wd)?|secret|pwd)\s*[=:]\s*)(?:"[^"]*"|'[^']*'|[^\s;,&>)]+)/gi, '$1***');
  return masked.length > mostShown ? `${masked.slice(0, mostShown)}…` : masked;
}

/** In UTF-16 units. */
const mostRead = 4000;
const mostShown = 500;
