import type * as vscode from 'vscode';
import type { Registration } from '../../../server/languages/explainQuestion.ts';
import type { PacketSource } from '../../../server/sip/packetSource.ts';

/** What is to be explained. */
export type ChosenMessage = {
  readonly source: PacketSource | undefined;
  readonly registrations: readonly Registration[];
  readonly nonce: string | undefined;
} & (
  | {
      readonly kind: 'message';
      readonly text: string;
      /** The message with those of its call before it, for servers that run them in order. */
      readonly story?: string;
      /** Its place, if it is in a document. */
      readonly place: { readonly uri: vscode.Uri; readonly line: number } | undefined;
    }
  | { readonly kind: 'device'; readonly name: string }
);
