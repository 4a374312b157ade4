import type { Diagnostic } from 'vscode-languageserver-types';
import type { View } from './project.ts';

/** The result of a server's own check, run by the user's server. */
export interface CheckRun {
  /** The exit status of the program. */
  readonly status: number;
  /** Its output, possibly truncated. */
  readonly output: string;
  /** The version that it reports, such as `3.6.2`. */
  readonly version: string;
}

/** One message of the real server about a configuration. */
export interface ServerAnswer {
  readonly severity: 'error' | 'warning';
  /** Its own words, without secrets. */
  readonly text: string;
  /** Its messages just before about the same problem. */
  readonly details: readonly string[];
  /**
   * `consequence`: may result from an earlier error, so it counts only where our rules have a finding too.
   * `check-only`: reported by the check, but accepted at start.
   */
  readonly kind: 'finding' | 'consequence' | 'check-only';
  /**
   * The file as the server names it, and the line, from 1, counted by line feeds; absent if it concerns the whole
   * configuration.
   */
  readonly place?: { readonly file: string; readonly line: number };
}

/** An answer with its current place in a file. */
export interface PlacedAnswer {
  readonly answer: ServerAnswer;
  /** From 0; undefined for the whole configuration. */
  readonly line: number | undefined;
}

export interface MergedAnswers {
  readonly diagnostics: Diagnostic[];
  /** The answers that none of our findings covers. */
  readonly alone: readonly ServerAnswer[];
}

/** A server's own check, such as `opensips -C`, without running it. */
export interface ServerCheck<Tree extends object = object, Model extends object = object> {
  /** Why the server would not read this configuration as it is, as a sentence; undefined if it would. */
  obstacle(model: Model): string | undefined;
  answers(model: Model, run: CheckRun): readonly ServerAnswer[];
  /** The diagnostics of a file together with the answers about it and about the whole configuration. */
  merge(
    view: View<Tree, Model>,
    found: readonly Diagnostic[],
    answers: readonly PlacedAnswer[],
    run: CheckRun,
  ): MergedAnswers;
  /** A summary of the run in one or two sentences, for the status of the file. */
  summary(model: Model, run: CheckRun): string;
}
