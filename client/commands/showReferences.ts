import * as vscode from 'vscode';
import type { BaseLanguageClient, Location, Position } from 'vscode-languageclient';

/** The command of the server's code lenses: the editor's own command needs other types of places than the protocol has. */
export function registerShowReferences(client: BaseLanguageClient): vscode.Disposable {
  return vscode.commands.registerCommand(
    'sipWorkbench.showReferences',
    (uri: string, position: Position, locations: Location[]) => {
      const { protocol2CodeConverter: convert } = client;
      return vscode.commands.executeCommand(
        'editor.action.showReferences',
        convert.asUri(uri),
        convert.asPosition(position),
        locations.map(location => convert.asLocation(location)),
      );
    },
  );
}
