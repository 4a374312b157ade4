import type { Position } from 'vscode-languageserver-types';

/** The account at `position` is returned separately from the others of the document. */
export interface DigestSettingsParams {
  readonly textDocument: { readonly uri: string };
  readonly position: Position;
}

/** The answer is `DigestSettings`, with secrets of the file, or null: it must not be logged. */
export const DIGEST_SETTINGS_REQUEST = 'sipWorkbench/digestSettings';
