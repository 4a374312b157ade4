import * as vscode from 'vscode';
import type { BaseLanguageClient, Location, Position } from 'vscode-languageclient';

/** The command of the server's code lenses: the editor's own command needs other types of places than the protocol has. */
export async function showReferences(
  { protocol2CodeConverter: convert }: BaseLanguageClient,
  uri: string,
  position: Position,
  locations: readonly Location[],
): Promise<void> {
  await vscode.commands.executeCommand(
    'editor.action.showReferences',
    convert.asUri(uri),
    convert.asPosition(position),
    locations.map(location => convert.asLocation(location)),
  );
}
