import * as vscode from 'vscode';
import type { ClientAnswer, Registration } from '../../../server/languages/explainQuestion.ts';
import { requestAt } from '../../../server/languages/traces.ts';
import { splitMessages } from '../../../server/sip/messages.ts';
import type { PacketSource } from '../../../server/sip/packetSource.ts';
import { canonicalAddress } from '../../../server/sip/packetSource.ts';
import { clientLanguage, clientLanguages } from '../../languages.ts';

/** What is to be explained. */
export type ChosenMessage = {
  readonly source: PacketSource | undefined;
  readonly registrations: readonly Registration[];
  readonly nonce: string | undefined;
} & (
  | {
      readonly kind: 'message';
      readonly text: string;
      /** Its place, if it is in a document. */
      readonly place: { readonly uri: vscode.Uri; readonly line: number } | undefined;
    }
  | { readonly kind: 'device'; readonly name: string }
);

/** The message of the selection, or the one around a line of the document. */
export function messageIn(document: vscode.TextDocument, selection: vscode.Range): ChosenMessage | undefined {
  const selected = document.getText(selection);
  if (selected.trim() !== '') {
    const place = { uri: document.uri, line: selection.start.line };
    // A whole log can be selected as well as a bare message.
    const found = requestAt(selected, 0) ?? requestAt(selected, selected.split('\n').length - 1);
    const isBare = /^[A-Z]+ \S/.test(selected.trimStart());
    if (found === undefined || isBare)
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
  const found = requestAt(document.getText(), selection.start.line);
  return found && { kind: 'message', ...found, place: { uri: document.uri, line: found.line } };
}

/** Asks for a message: that of the clipboard, or one that is pasted into a new document. */
export async function chooseMessage(): Promise<ChosenMessage | undefined> {
  const clipboard = await vscode.env.clipboard.readText();
  const isMessage = splitMessages(clipboard).some(({ startLine }) => startLine.kind === 'request');
  const paste = {
    label: '$(new-file) Paste Into a New Document',
    description: 'then run the command again there',
  };
  const use = {
    label: '$(clippy) Use the Message on the Clipboard',
    description: clipboard.split('\n')[0] ?? '',
  };
  const picked = await vscode.window.showQuickPick(isMessage ? [use, paste] : [paste], {
    title: 'Explain Message Matching',
    placeHolder: 'Which message?',
  });
  if (picked === undefined) return undefined;
  if (picked === use)
    return {
      kind: 'message',
      text: clipboard,
      place: undefined,
      source: undefined,
      registrations: [],
      nonce: undefined,
    };
  const document = await vscode.workspace.openTextDocument({ language: 'sip-trace', content: '' });
  await vscode.window.showTextDocument(document);
  return undefined;
}

/** Can this file explain a message? */
export function isConfiguration({ languageId }: vscode.TextDocument): boolean {
  return clientLanguage(languageId)?.explains === true;
}

/** The active configuration, an open one, or one in the folder. Undefined if there is none, or the user canceled. */
export async function chooseConfiguration(): Promise<vscode.Uri | undefined> {
  const active = vscode.window.activeTextEditor?.document;
  if (active !== undefined && isConfiguration(active)) return active.uri;
  const open = vscode.workspace.textDocuments.filter(isConfiguration);
  const found =
    open.length > 0
      ? open.map(({ uri }) => uri)
      : await vscode.workspace.findFiles(`**/{${rootNames.join(',')}}`, undefined, 50);
  // Files that others include are open as often as their root.
  const roots = found.filter(uri => isRootName(uri.path.replace(/^.*\//, '')));
  const choices = roots.length > 0 ? roots : found;
  if (choices.length <= 1) {
    if (choices.length === 0)
      await vscode.window.showWarningMessage(
        `No ${rootNames.join(' or ')} found. Open the configuration, or its folder.`,
      );
    return choices[0];
  }
  const picked = await vscode.window.showQuickPick(
    choices.map(uri => ({ label: vscode.workspace.asRelativePath(uri), uri })),
    { title: 'Explain Message Matching', placeHolder: 'Which configuration?' },
  );
  return picked?.uri;
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
  const username = await vscode.window.showInputBox({
    title: "Client's Answer to a Challenge (1/2)",
    prompt: 'User name in its Authorization; empty if the client gives up',
    value: name,
    ignoreFocusOut: true,
  });
  if (username === undefined) return undefined;
  if (username === '') return 'none';
  const password = await vscode.window.showInputBox({
    title: "Client's Answer to a Challenge (2/2)",
    prompt: `Password of ${username}; it is discarded when the view closes`,
    password: true,
    ignoreFocusOut: true,
  });
  return password === undefined ? undefined : { username, password };
}
