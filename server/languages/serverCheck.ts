import type { Diagnostic } from 'vscode-languageserver-types';
import type { View } from './project.ts';

/** How the check that a server has built in ended, when the user's own server was asked to run it. */
export interface CheckRun {
  /** The exit status of the program. */
  readonly status: number;
  /** What it wrote, perhaps cut off. */
  readonly output: string;
  /** The version that it says it has, such as `3.6.2`. */
  readonly version: string;
}

/** One thing that the real server said about a configuration. */
export interface ServerAnswer {
  readonly severity: 'error' | 'warning';
  /** Its own words, without secrets. */
  readonly text: string;
  /** What it said just before about the same thing. */
  readonly details: readonly string[];
  /**
   * `consequence`: may come of an error that it told before, so that it counts only where others see something too.
   * `check-only`: said by the check, while a start accepts it.
   */
  readonly kind: 'finding' | 'consequence' | 'check-only';
  /** The file as the server names it, and the line, from 1, counted by line feeds; absent for what concerns the whole. */
  readonly place?: { readonly file: string; readonly line: number };
}

/** An answer where it stands in a file now. */
export interface PlacedAnswer {
  readonly answer: ServerAnswer;
  /** From 0; undefined for what concerns the whole configuration. */
  readonly line: number | undefined;
}

export interface MergedAnswers {
  readonly diagnostics: Diagnostic[];
  /** The answers that say what no finding of ours says. */
  readonly alone: readonly ServerAnswer[];
}

/** The check that a server has built in, such as `opensips -C`, as far as it takes no process to know about it. */
export interface ServerCheck<Tree extends object = object, Model extends object = object> {
  /** Why the server would not read this configuration as it stands, as a sentence; undefined when it would. */
  obstacle(model: Model): string | undefined;
  answers(model: Model, run: CheckRun): readonly ServerAnswer[];
  /** The diagnostics of a file together with the answers about it and about the whole configuration. */
  merge(
    view: View<Tree, Model>,
    found: readonly Diagnostic[],
    answers: readonly PlacedAnswer[],
    run: CheckRun,
  ): MergedAnswers;
  /** What the run said altogether, in a sentence or two for the status of the file. */
  summary(model: Model, run: CheckRun): string;
}
