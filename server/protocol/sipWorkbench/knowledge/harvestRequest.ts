/**
 * The private modules, functions and parameters of a source or module folder, as additions to a project file. The answer is
 * `HarvestAnswer`, or null if there is no module.
 */
export const HARVEST_REQUEST = 'sipWorkbench/harvest';

export interface HarvestParams {
  readonly folder: string;
  /** The text of the project file; absent if there is none yet. */
  readonly projectFile?: string;
}

export type HarvestAnswer =
  | {
      /** The text of the project file with what was found. */
      readonly text: string;
      readonly added: number;
    }
  /** Why the project file cannot be changed. */
  | { readonly refusal: string };
