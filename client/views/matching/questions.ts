import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { ClientAnswer, Registration } from '../../../server/languages/explainQuestion.ts';
import type { MatchedRequest } from '../../../server/languages/traces.ts';
import {
  MESSAGE_AT_REQUEST,
  type MessageParams,
  type SourceParams,
} from '../../../server/protocol/sipWorkbench/traces/traceRequests.ts';
import { canonicalAddress } from '../../../server/sip/packetSource.ts';
import { clientLanguage, clientLanguages } from '../../languages.ts';
import { askText, runSteps } from '../../steps.ts';
import { textSource } from '../../textSource.ts';
import type { ChosenMessage } from './chosenMessage.ts';

/** The message of the selection, or the one around a line of the document. */
export async function messageIn(
  client: BaseLanguageClient,
  document: vscode.TextDocument,
  selection: vscode.Range,
): Promise<ChosenMessage | undefined> {
  const requestAt = (source: SourceParams, line: number): Promise<MatchedRequest | null> => {
    const params: MessageParams = { ...source, line };
    return client.sendRequest(MESSAGE_AT_REQUEST, params);
  };
  const selected = document.getText(selection);
  if (selected.trim() !== '') {
    const place = { uri: document.uri, line: selection.start.line };
    // A whole log can be selected as well as a bare message.
    const found =
      (await requestAt({ text: selected }, 0)) ??
      (await requestAt({ text: selected }, selected.split('\n').length - 1));
    const isBare = /^[A-Z]+ \S/.test(selected.trimStart());
    if (found === null || isBare)
      return {
        kind: 'message',
        text: selected.trimStart(),
        place,
        source: undefined,
        registrations: [],
        nonce: undefined,
      };
    return {
      kind: 'message',
      ...found,
      place: { uri: document.uri, line: selection.start.line + found.line },
    };
  }
  const found = await requestAt(textSource(client, document), selection.start.line);
  if (found === null) return undefined;
  return { kind: 'message', ...found, place: { uri: document.uri, line: found.line } };
}

/** The device or endpoint around the cursor of an editor, by the outline of its file. */
export async function deviceAt({ document, selection }: vscode.TextEditor): Promise<string | undefined> {
  const symbols = await vscode.commands.executeCommand<readonly vscode.DocumentSymbol[] | undefined>(
    'vscode.executeDocumentSymbolProvider',
    document.uri,
  );
  return symbols?.find(
    ({ kind, range }) => kind === vscode.SymbolKind.Class && range.contains(selection.active),
  )?.name;
}

/** Can this file explain a message? */
export function isConfiguration({ languageId }: vscode.TextDocument): boolean {
  return clientLanguage(languageId)?.explains === true;
}

/** Configurations that can explain messages: the open ones, otherwise those in the folder. Says so if there are none. */
export async function findConfigurations(): Promise<readonly vscode.Uri[]> {
  const open = vscode.workspace.textDocuments.filter(isConfiguration);
  const found =
    open.length > 0
      ? open.map(({ uri }) => uri)
      : await vscode.workspace.findFiles(`**/{${rootNames.join(',')}}`, undefined, 50);
  // Files that others include are open as often as their root.
  const roots = found.filter(uri => isRootName(uri.path.replace(/^.*\//, '')));
  const choices = roots.length > 0 ? roots : found;
  if (choices.length === 0)
    await vscode.window.showWarningMessage(
      `No ${rootNames.join(' or ')} found. Open the configuration, or its folder.`,
    );
  return choices;
}

/** Usual names of configurations that can explain messages. */
const rootNames = clientLanguages.flatMap(({ explains, rootName }) => (explains ? (rootName ?? []) : []));

function isRootName(name: string): boolean {
  return rootNames.some(pattern => {
    const [start = '', end] = pattern.split('*');
    return end === undefined ? name === start : name.startsWith(start) && name.endsWith(end);
  });
}

/** Registrations in one line; undefined if the user canceled. */
export async function askRegistrations(
  told: readonly Registration[],
): Promise<readonly Registration[] | undefined> {
  const text = await vscode.window.showInputBox({
    title: 'Active Registrations',
    prompt: 'Devices and their addresses in the order of registration, kept until the window closes',
    placeHolder: 'alice=192.0.2.10:5060, bob=[2001:db8::1]:5060',
    value: told
      .map(({ name, address, port }) => `${name}=${address.includes(':') ? `[${address}]` : address}:${port}`)
      .join(', '),
    ignoreFocusOut: true,
    validateInput: value =>
      readRegistrations(value) === undefined ? 'Write NAME=IP:PORT, separated by commas.' : undefined,
  });
  return text === undefined ? undefined : readRegistrations(text);
}

function readRegistrations(text: string): Registration[] | undefined {
  const registrations: Registration[] = [];
  for (const word of text
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== '')) {
    const match = /^(.+)=(?:\[([^\]]+)\]|([^[\]]+)):(\d{1,5})$/.exec(word);
    const address = canonicalAddress(match?.[2] ?? match?.[3] ?? '');
    if (match?.[1] === undefined || address === undefined) return undefined;
    registrations.push({ name: match[1], address, port: Number(match[4]) });
  }
  return registrations;
}

/** The client's answer to a challenge; `none` if it gives up. The password is not shown while it is typed. */
export async function askAnswer(name: string): Promise<ClientAnswer | 'none' | undefined> {
  let username = name;
  let password = '';
  const isAnswered = await runSteps("Client's Answer to a Challenge", [
    {
      ask: async frame => {
        const prompt = 'User name in its Authorization; empty if the client gives up';
        const answer = await askText(frame, { prompt, value: username, check: () => [] });
        if (answer.kind === 'value') username = answer.value;
        return answer;
      },
    },
    {
      applies: () => username !== '',
      ask: async frame => {
        const prompt = `Password of ${username}; it is discarded when the view closes`;
        const answer = await askText(frame, { prompt, value: '', password: true, check: () => [] });
        if (answer.kind === 'value') password = answer.value;
        return answer;
      },
    },
  ]);
  if (!isAnswered) return undefined;
  return username === '' ? 'none' : { username, password };
}
