import type { FlexisipModel } from './model.ts';

/** A value with which the owner of an item stops the start; the checks are those of the server's own `onLoad` functions. */
export interface Refusal {
  readonly section: string;
  readonly key: string;
  /** First release that is known to refuse it. */
  readonly since: string;
  /** Further conditions; a module or server must be on anyway. */
  readonly applies?: (model: FlexisipModel) => boolean;
  /** What is wrong, in words that follow the name of the item; undefined when the value will do. */
  readonly problem: (value: string, model: FlexisipModel) => string | undefined;
  /** Judges the default too. */
  readonly withDefault?: boolean;
}
