import { RequestType } from 'vscode-languageserver';
import type { DigestSettings } from '../../sip/digest/digestSettings.ts';
import { aboutFile, type Feature } from '../context.ts';
import { DIGEST_SETTINGS_REQUEST, type DigestSettingsParams } from './digestSettingsRequest.ts';

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
