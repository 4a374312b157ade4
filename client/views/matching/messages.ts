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
  /** What differs from another explanation: before edits that are not saved, with another answer, or of another version. */
  readonly changed: WhatChanged | undefined;
}

/** From the extension to the page. */
export type ToPage =
  | { readonly type: 'state'; readonly state: MatchingState }
  /** Why the source address that was typed cannot be used. */
  | { readonly type: 'sourceProblem'; readonly text: string }
  /** Go to the next step at this line. */
  | { readonly type: 'cursor'; readonly file: string; readonly line: number };

const asked = ['message', 'registrations', 'answer', 'report', 'cursor', 'version'] as const;
export type Asked = (typeof asked)[number];

export function isAsked(value: unknown): value is Asked {
  return asked.some(one => one === value);
}

/** From the page to the extension. The page shows untrusted text, so the extension checks its messages. */
export type FromPage =
  | { readonly type: 'ready' }
  /** Show a configuration line, by step, near miss or remark of the latest answer. */
  | { readonly type: 'line'; readonly file: string; readonly line: number }
  | { readonly type: 'header'; readonly name: string }
  | { readonly type: 'change'; readonly index: number }
  | { readonly type: 'source'; readonly text: string }
  /** Answer an open question of the first result in another way. */
  | { readonly type: 'question'; readonly index: number }
  | { readonly type: 'ask'; readonly what: Asked };

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
    case 'question':
      return 'index' in value && isCount(value.index);
    case 'source':
      return 'text' in value && typeof value.text === 'string';
    case 'ask':
      return 'what' in value && isAsked(value.what);
    default:
      return false;
  }
}
