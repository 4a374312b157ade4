import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { MatchedRequest } from '../../../server/languages/traces.ts';
import {
  MESSAGE_AT_REQUEST,
  type MessageParams,
} from '../../../server/protocol/sipWorkbench/traces/traceRequests.ts';
import { splitMessages } from '../../../server/sip/messages.ts';
import type { ChoiceItem } from '../../choices.ts';
import { textSource } from '../../textSource.ts';
import { afterPause } from '../pause.ts';
import type { ChosenMessage } from './chosenMessage.ts';
import { madeMessages } from './madeMessages.ts';

/** Where a message comes from, asked only once it is chosen; undefined if there is none after all. */
export type MessageSource = () => Promise<ChosenMessage | undefined>;

const MAX_TRACES = 5;

/** Messages that are made up, those near the cursors of open traces, that of the clipboard, or one that is pasted. */
export async function messageSources(
  client: BaseLanguageClient,
  device?: string,
): Promise<ChoiceItem<MessageSource>[]> {
  return [
    ...madeMessages(device).map(({ label, detail, subject }) => ({
      label: `$(sparkle) ${label}`,
      description: detail,
      value: async () => subject,
    })),
    ...(await nearestMessages(client)),
    {
      label: '$(clippy) Use the Message on the Clipboard',
      description: 'read only if you choose this',
      value: messageOnClipboard,
    },
    {
      label: '$(new-file) Paste Into a New Document',
      description: 'explained as soon as it is there',
      value: pastedMessage,
    },
  ];
}

async function nearestMessages(client: BaseLanguageClient): Promise<ChoiceItem<MessageSource>[]> {
  const traces = vscode.workspace.textDocuments.filter(({ languageId }) => languageId === 'sip-trace');
  const found = await Promise.all(
    traces.slice(0, MAX_TRACES).map(async document => {
      const editor = vscode.window.visibleTextEditors.find(shown => shown.document === document);
      const line = editor?.selection.active.line ?? 0;
      const params: MessageParams = { ...textSource(client, document), line, nearest: true };
      const request = await client.sendRequest<MatchedRequest | null>(MESSAGE_AT_REQUEST, params);
      return request === null ? [] : [nearestMessage(document, request)];
    }),
  );
  return found.flat();
}

function nearestMessage({ uri }: vscode.TextDocument, request: MatchedRequest): ChoiceItem<MessageSource> {
  const [start = ''] = request.text.split(/\r?\n/, 1);
  return {
    label: `$(list-tree) Use the Nearest Message in ${uri.path.replace(/^.*\//, '')}`,
    description: `line ${request.line + 1}: ${start}`,
    value: async () => ({ kind: 'message', ...request, place: { uri, line: request.line } }),
  };
}

/** A browser asks the user first, and may refuse. */
async function messageOnClipboard(): Promise<ChosenMessage | undefined> {
  const text = await vscode.env.clipboard.readText().then(
    read => read,
    () => '',
  );
  if (hasRequest(text)) return pasted(text, undefined);
  await vscode.window.showWarningMessage('The clipboard contains no SIP request.');
  return undefined;
}

/** Opens a new document, and waits for a message in it; undefined if it is closed without one. */
async function pastedMessage(): Promise<ChosenMessage | undefined> {
  const document = await vscode.workspace.openTextDocument({ language: 'sip-trace', content: '' });
  await vscode.window.showTextDocument(document);
  return new Promise(resolve => {
    const finish = (chosen: ChosenMessage | undefined): void => {
      listening.dispose();
      resolve(chosen);
    };
    const pause = afterPause(() => {
      const text = document.getText();
      if (hasRequest(text)) finish(pasted(text, { uri: document.uri, line: 0 }));
    });
    const listening = vscode.Disposable.from(
      pause,
      vscode.workspace.onDidChangeTextDocument(change => {
        if (change.document === document) pause.restart();
      }),
      vscode.workspace.onDidCloseTextDocument(closed => {
        if (closed === document) finish(undefined);
      }),
    );
  });
}

function hasRequest(text: string): boolean {
  return splitMessages(text).some(({ startLine }) => startLine.kind === 'request');
}

function pasted(
  text: string,
  place: { readonly uri: vscode.Uri; readonly line: number } | undefined,
): ChosenMessage {
  return { kind: 'message', text, place, source: undefined, registrations: [], nonce: undefined };
}
