export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** What a user may set for a rule. */
export type RuleSeverity = Severity | 'off';

export const RULE_SEVERITIES: readonly RuleSeverity[] = ['error', 'warning', 'information', 'hint', 'off'];

/**
 * What every rule of every language declares. A language adds its own `check` (its input and its findings);
 * the page under docs/rules is made from this object, and `bad` and `good` run as tests.
 */
export interface RuleInfo {
  /** `<language>/<name>`; the name reads well after "allow". */
  readonly code: `${string}/${string}`;
  /**
   * What the server does: `error`, it refuses the file, the section or the line, or does not do what is configured;
   * `warning`, it accepts, but lets someone in, loses calls, or does something unexpected; else style and migration.
   */
  readonly severity: Severity;
  /** One line, sentence case, no full stop. */
  readonly title: string;
  /** Why it matters: what the server does and who is hurt. Markdown. */
  readonly why: string;
  /** What to do instead. Markdown. */
  readonly fix: string;
  /** A minimal file that has the finding. */
  readonly bad: string;
  /** Other files of the bad example, by name. */
  readonly files?: Readonly<Record<string, string>>;
  /** The same file, fixed: the rule has no finding. */
  readonly good: string;
  /** Version of the server that the examples are for; by default the newest one. */
  readonly exampleVersion?: string;
  /** `security` rules are about who gets in; the others about how the server reads the file. */
  readonly family: string;
  /**
   * Many findings in a file are combined into one with a number: all findings of the rule (`rule`), or all with the
   * same message (`message`). By default, every finding is separate, and errors always are.
   */
  readonly habit?: 'rule' | 'message';
  /** Server versions that it applies to; by default all. */
  readonly since?: string;
  readonly until?: string;
}

/**
 * A message from its three parts. It must not contain a secret: callers quote names and places, never
 * values of password options.
 */
export function message(what: string, why: string, todo: string): string {
  return `${what} ${why} ${todo}`.trim();
}
