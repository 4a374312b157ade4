import { type Position, RequestType } from 'vscode-languageserver';
import type { DigestSettings } from '../sip/digestSettings.ts';
import { aboutFile, type Feature } from './context.ts';

/** What a document says about authentication, with the account at a position. Holds secrets of the file: never logged. */
export interface DigestSettingsParams {
  readonly textDocument: { readonly uri: string };
  readonly position: Position;
}

export const DIGEST_SETTINGS_REQUEST = 'sipWorkbench/digestSettings';

const request = new RequestType<DigestSettingsParams, DigestSettings | null, void>(DIGEST_SETTINGS_REQUEST);

/** `sipWorkbench/digestSettings`: for the digest commands of the editor. */
export const digestSettings: Feature = {
  start: context =>
    context.connection.onRequest(
      request,
      aboutFile<DigestSettingsParams, DigestSettings | null>(
        context,
        'digest settings',
        null,
        ({ language, view }, params) => language.digestSettings?.(view, params.position),
      ),
    ),
};
