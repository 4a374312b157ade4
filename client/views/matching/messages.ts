import type { Registration } from '../../../server/languages/explainQuestion.ts';
import type { ExplainAnswer } from '../../../server/languages/explanation.ts';
import type { PacketSource } from '../../../server/sip/packetSource.ts';
import { isCount } from '../fromPage.ts';
import type { WhatChanged } from './whatChanged.ts';

/** What the page shows besides the answer. */
export interface MatchingState {
  readonly answer: ExplainAnswer;
  /** Base name of the configuration. */
  readonly configuration: string;
  readonly source: PacketSource | undefined;
  readonly registrations: readonly Registration[];
  /** The user name that the client answers with; its password stays in the extension. */
  readonly answerUser: string | undefined;
  /** Short names of the files that lines point to. */
  readonly fileNames: Readonly<Record<string, string>>;
  /** What differs from the explanation before the edits that are not saved; undefined if nothing does. */
  readonly changed: WhatChanged | undefined;
}

/** From the extension to the page. */
export type ToPage =
  | { readonly type: 'state'; readonly state: MatchingState }
  /** Why the source address that was typed cannot be used. */
  | { readonly type: 'sourceProblem'; readonly text: string };

/** From the page to the extension. The page shows untrusted text, so the extension checks its messages. */
export type FromPage =
  | { readonly type: 'ready' }
  /** Show a configuration line, by step, near miss or remark of the latest answer. */
  | { readonly type: 'line'; readonly file: string; readonly line: number }
  | { readonly type: 'header'; readonly name: string }
  | { readonly type: 'change'; readonly index: number }
  | { readonly type: 'source'; readonly text: string }
  | { readonly type: 'ask'; readonly what: 'message' | 'registrations' | 'answer' | 'report' };

/** True when a value from the page is a message that the extension may act on. */
export function isFromPage(value: unknown): value is FromPage {
  if (typeof value !== 'object' || value === null || !('type' in value)) return false;
  switch (value.type) {
    case 'ready':
      return true;
    case 'line':
      return 'file' in value && typeof value.file === 'string' && 'line' in value && isCount(value.line);
    case 'header':
      return 'name' in value && typeof value.name === 'string';
    case 'change':
      return 'index' in value && isCount(value.index);
    case 'source':
      return 'text' in value && typeof value.text === 'string';
    case 'ask':
      return (
        'what' in value &&
        typeof value.what === 'string' &&
        ['message', 'registrations', 'answer', 'report'].includes(value.what)
      );
    default:
      return false;
  }
}
