import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { Conversation } from '../../server/languages/traces.ts';
import {
  DIGEST_SETTINGS_REQUEST,
  type DigestSettingsParams,
} from '../../server/protocol/sipWorkbench/digestSettingsRequest.ts';
import {
  CONVERSATION_REQUEST,
  type ConversationParams,
  type ConversationTexts,
} from '../../server/protocol/sipWorkbench/traces/traceRequests.ts';
import type { DigestSettings } from '../../server/sip/digest/digestSettings.ts';
import { parseMessage } from '../../server/sip/message.ts';
import { clientLanguage } from '../languages.ts';
import { textSource } from '../textSource.ts';
import type { Offers } from './questions.ts';

/** The input of the digest commands from the editor. */
export interface EditorSources {
  readonly editor: vscode.TextEditor | undefined;
  readonly selection: string;
  /** Of the active file, or of an open configuration if it has none. */
  readonly settings: DigestSettings | undefined;
  readonly offers: Offers;
}

export async function readSources(client: BaseLanguageClient): Promise<EditorSources> {
  const editor = vscode.window.activeTextEditor;
  const selection = editor === undefined ? '' : editor.document.getText(editor.selection);
  const others = vscode.workspace.textDocuments.filter(
    document => document !== editor?.document && hasSettings(document),
  );
  const documents = [...(editor === undefined ? [] : [editor.document]), ...others];
  for (const document of documents) {
    const position = document === editor?.document ? editor.selection.active : new vscode.Position(0, 0);
    const settings = await settingsOf(client, document, position);
    if (settings !== undefined) return { editor, selection, settings, offers: offersOf(settings, document) };
  }
  const none = { usernames: [], realms: [], accounts: [], file: '' };
  return { editor, selection, settings: undefined, offers: none };
}

/** The messages of the selection, or those around the cursor. */
export async function readConversation(
  client: BaseLanguageClient,
  { editor, selection }: EditorSources,
): Promise<Conversation | undefined> {
  if (editor === undefined) return undefined;
  const params: ConversationParams = {
    ...textSource(client, editor.document),
    line: editor.selection.active.line,
    selection,
  };
  const found = await client.sendRequest<ConversationTexts | null>(CONVERSATION_REQUEST, params);
  if (found === null) return undefined;
  return { messages: found.texts.map(text => parseMessage(text)), index: found.index };
}

/** True if the active file is a configuration, whose own text is not a message. */
export function isConfiguration(editor: vscode.TextEditor | undefined): boolean {
  return editor !== undefined && hasSettings(editor.document);
}

/** True for a file that has authentication settings. */
function hasSettings({ languageId }: vscode.TextDocument): boolean {
  return clientLanguage(languageId)?.hasDigestSettings === true;
}

async function settingsOf(
  client: BaseLanguageClient,
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<DigestSettings | undefined> {
  if (!hasSettings(document) || !client.isRunning()) return undefined;
  const convert = client.code2ProtocolConverter;
  const params: DigestSettingsParams = {
    textDocument: convert.asTextDocumentIdentifier(document),
    position: convert.asPosition(position),
  };
  const settings = await client.sendRequest<DigestSettings | null>(DIGEST_SETTINGS_REQUEST, params);
  return settings ?? undefined;
}

function offersOf(settings: DigestSettings, document: vscode.TextDocument): Offers {
  const { current, accounts } = settings;
  return {
    usernames: current === undefined ? [] : [current.username],
    realms: settings.realms,
    accounts: current === undefined ? accounts : [current, ...accounts],
    file: document.uri.path.split('/').at(-1) ?? document.uri.path,
  };
}
