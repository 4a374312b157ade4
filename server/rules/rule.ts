export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** What a user may set for a rule. */
export type RuleSeverity = Severity | 'off';

export const RULE_SEVERITIES: readonly RuleSeverity[] = ['error', 'warning', 'information', 'hint', 'off'];

/**
 * What every rule of every language declares. A language adds its own `check` (what it looks at, what it may yield);
 * the page under docs/rules is made from this object, and `bad` and `good` run as tests.
 */
export interface RuleInfo {
  /** `<language>/<name>`; the name reads well after "allow". */
  readonly code: `${string}/${string}`;
  /**
   * What the server does: `error`, it refuses the file, the section or the line, or does not do what is written;
   * `warning`, it accepts, but lets someone in, loses calls, or does something unexpected; else style and migration.
   */
  readonly severity: Severity;
  /** One line, sentence case, no full stop. */
  readonly title: string;
  /** Why it matters: what the server does and who is hurt. Markdown. */
  readonly why: string;
  /** What to do instead. Markdown. */
  readonly fix: string;
  /** A file, as small as possible, in which the rule speaks. */
  readonly bad: string;
  /** Other files that the bad example is about, by name. */
  readonly files?: Readonly<Record<string, string>>;
  /** The same file, fixed: the rule is silent. */
  readonly good: string;
  /** Version of the server that the examples are for; the newest one when absent. */
  readonly exampleVersion?: string;
  /** `security` rules tell who gets in; the others how the server reads the file. */
  readonly family: string;
  /**
   * What a file does in many places is one finding with a number: all that this rule says (`rule`), or all that it says in the
   * same words (`message`). Every finding stands by itself when absent, and errors always do.
   */
  readonly habit?: 'rule' | 'message';
  /** Server versions it speaks for; all when absent. */
  readonly since?: string;
  readonly until?: string;
}

/**
 * A message in its three parts, joined to one text. No secret may stand in it: callers quote names and places, never
 * values of password options.
 */
export function message(what: string, why: string, todo: string): string {
  return `${what} ${why} ${todo}`.trim();
}
