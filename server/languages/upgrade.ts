import type { Diagnostic } from 'vscode-languageserver-types';

/** A line of the report; lines count from 0, in the text after the upgrade. */
export interface UpgradeChange {
  readonly uri: string;
  readonly line: number;
  readonly verdict: UpgradeVerdict;
  readonly what: string;
  readonly why: string;
}

export interface Upgrade {
  readonly from: string;
  readonly to: string;
  /** The files that change, with their new text. */
  readonly files: readonly { readonly uri: string; readonly before: string; readonly text: string }[];
  readonly changes: readonly UpgradeChange[];
  /** What our own check says about the result, by file. */
  readonly remaining: readonly { readonly uri: string; readonly diagnostics: readonly Diagnostic[] }[];
}

/** How sure a change is: `done` needs no look, `check` is done but may mean something else, `by-hand` is the user's to decide. */
export type UpgradeVerdict = 'done' | 'check' | 'by-hand';

/** Files rewritten for a later version of their server, with an account of what changed and what is left. */
export interface Upgrades<Model extends object = object> {
  /** The versions that files can be rewritten for, the oldest first. */
  readonly versions: readonly string[];
  /** The one of `versions` that a text such as `3.6` or `3.6.2` means. */
  versionOf(text: string): string | undefined;
  /** `from` is detected where nobody names it. Undefined when the files are of the version `to` or of a later one. */
  upgrade(model: Model, from: string | undefined, to: string): Upgrade | undefined;
  /** The account for people; `shown` names a file. */
  report(upgrade: Upgrade, shown: (uri: string) => string, format: string): string;
}
