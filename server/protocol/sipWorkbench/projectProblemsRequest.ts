import type { Diagnostic } from 'vscode-languageserver-types';

/**
 * The problems in all files of the project that a file belongs to, whatever was reported before: a list of `FileProblems`
 * with the file itself first, or null for a file that no language reads.
 */
export const PROJECT_PROBLEMS_REQUEST = 'sipWorkbench/projectProblems';

export interface ProjectProblemsParams {
  readonly textDocument: { readonly uri: string };
}

export interface FileProblems {
  readonly uri: string;
  readonly problems: readonly Diagnostic[];
}
