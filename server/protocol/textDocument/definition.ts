import type { Location, LocationLink, Position } from 'vscode-languageserver-types';
import { aboutFile, type Feature, someLanguage } from '../context.ts';

/** textDocument/definition */
export const definition: Feature = {
  start: context =>
    context.connection.onDefinition(
      aboutFile<Params, LocationLink[] | Location[] | null>(
        context,
        'definition',
        null,
        ({ language, view }, { position }) => {
          const links = language.definition?.(view, position);
          const { linkSupport } = context.client.capabilities.textDocument?.definition ?? {};
          return linkSupport === true ? links : links?.map(locationOf);
        },
      ),
    ),
  capabilities: languages => ({ definitionProvider: someLanguage(languages, 'definition') }),
};

interface Params {
  readonly textDocument: { readonly uri: string };
  readonly position: Position;
}

function locationOf(link: LocationLink): Location {
  return { uri: link.targetUri, range: link.targetSelectionRange };
}
