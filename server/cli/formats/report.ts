import type { Diagnostic } from 'vscode-languageserver-types';
import type { Severity } from '../../rules/rule.ts';

/** What was found in one file. */
export interface CheckedFile {
  /** As the user wrote it, or in the same style for included files. */
  readonly file: string;
  readonly uri: string;
  readonly language: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** Everything that a report shows. */
export interface CheckReport {
  /** With at most `--max-problems` diagnostics in all. */
  readonly files: readonly CheckedFile[];
  /** URI of the folder where relative paths start. */
  readonly directory: string;
  /** The version that files were checked for, if no known version was given. */
  readonly notes: readonly string[];
  /** True if `--fix` would change a file, as far as that was searched for. */
  readonly isFixable: boolean;
  /** Counts everything that was found, shown or not. */
  readonly summary: { readonly files: number } & Readonly<Record<Severity, number>>;
}

/** Gives a report as pieces of text. */
export type ReportFormat = (report: CheckReport, hasColors: boolean) => Iterable<string>;
