import type { RuleInfo, Severity } from '../../../rules/rule.ts';

/** Something a rule found in one message. Offsets count in the text of the message. */
export interface Finding {
  readonly start: number;
  readonly end: number;
  readonly message: string;
  /** When it differs from that of the rule. */
  readonly severity?: Severity;
  /** Another message of the dialog that has to do with it. */
  readonly related?: { readonly number: number; readonly message: string };
}

/** A part of a line; lines are counted from the first one that the rule was given. */
export interface LineFinding {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

/** What a rule found in a message, a dialog (with the number of the message), or other lines. */
export interface Found {
  readonly rule: RuleInfo;
  readonly finding: Finding;
}

export interface FoundInDialog {
  readonly rule: RuleInfo;
  readonly finding: Finding & { readonly number: number };
}

export interface FoundLine {
  readonly rule: RuleInfo;
  readonly finding: LineFinding;
}
