import type { Diagnostic } from 'vscode-languageserver-types';
import type { Severity } from '../../rules/rule.ts';

/** What was found in one file. */
export interface CheckedFile {
  /** As the user wrote it, or in the same way for files that it includes. */
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
  /** For which version files were judged, where nobody named one that is known by itself. */
  readonly notes: readonly string[];
  /** Counts everything that was found, shown or not. */
  readonly summary: { readonly files: number } & Readonly<Record<Severity, number>>;
}

/** Gives a report as pieces of text. */
export type ReportFormat = (report: CheckReport, hasColors: boolean) => Iterable<string>;
