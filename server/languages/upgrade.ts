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
  /** The findings of our own check in the result, by file. */
  readonly remaining: readonly { readonly uri: string; readonly diagnostics: readonly Diagnostic[] }[];
}

/**
 * How sure a change is: `done` needs no review, `check` is done but may mean something else, `by-hand` must be decided
 * by the user.
 */
export type UpgradeVerdict = 'done' | 'check' | 'by-hand';

export interface UpgradeTargets {
  readonly from: string;
  readonly versions: readonly { readonly version: string; readonly note?: string }[];
}

/** Files rewritten for a later version of their server, with a report of what changed and what remains. */
export interface Upgrades<Model extends object = object> {
  /** The versions that files can be rewritten for, the oldest first. */
  readonly versions: readonly string[];
  /** The one of `versions` that a text such as `3.6` or `3.6.2` means. */
  versionOf(text: string): string | undefined;
  /** The version that the files are for, and the later ones, the recommended one first. */
  targets(model: Model): UpgradeTargets;
  /** `from` is detected if not given. Undefined if the files are already for version `to` or a later one. */
  upgrade(model: Model, from: string | undefined, to: string): Upgrade | undefined;
  /** The report for people; `shown` returns the name of a file. */
  report(upgrade: Upgrade, shown: (uri: string) => string, format: string): string;
}
