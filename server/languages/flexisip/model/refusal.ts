import type { FlexisipModel } from './model.ts';

/** A value that keeps the server from starting; the checks are those of the server's own `onLoad` functions. */
export interface Refusal {
  readonly section: string;
  readonly key: string;
  /** First release that is known to refuse it. */
  readonly since: string;
  /** More conditions; in any case, the module or server must be enabled. */
  readonly applies?: (model: FlexisipModel) => boolean;
  /** What is wrong, in words that follow the name of the item; undefined if the value is accepted. */
  readonly problem: (value: string, model: FlexisipModel) => string | undefined;
  /** Checks the default too. */
  readonly withDefault?: boolean;
}
