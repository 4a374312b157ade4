import type { Range } from 'vscode-languageserver-types';
import type { ConfigurationLine, Explanation, Step } from '../sip/explanation.ts';
import type { PacketSource } from '../sip/packetSource.ts';
import type { Registration } from './explainQuestion.ts';

/** What a language answers to an `ExplainQuestion`. */
export type ExplainAnswer =
  | {
      readonly kind: 'obstacle';
      readonly reason: string;
      /** What must be changed so that there is something to explain. */
      readonly about: 'message' | 'source' | 'configuration' | 'question';
      readonly config: readonly ConfigurationLine[];
    }
  | {
      readonly kind: 'explained';
      /** One for each message, in order; exactly one when a single message is what this server is asked about. */
      readonly results: readonly MessageExplanation[];
      /** True where a question may hold several messages, so that programs always get a list. */
      readonly isSequence: boolean;
    };

/**
 * What a server does with one message, and why: one shape for all languages, shown by the web view, the reports and the
 * command line alike. A language fills it from its own, richer explanation. Plain data; never holds a password.
 */
export interface MessageExplanation extends Explanation {
  /** The message that was explained: made up when a device was asked about. */
  readonly text: string;
  /** Undefined when nobody knows and the server need not. */
  readonly source: PacketSource | undefined;
  /** The registrations that were taken for granted, those of a made-up message included. */
  readonly registrations: readonly Registration[];
  /** The outcome in one sentence. */
  readonly sentence: string;
  /** All replies to the client, in order. */
  readonly codes: readonly number[];
  /** What stands in place of a reply when there is none. */
  readonly withoutReply: string;
  /** Name of the device, endpoint or account that was matched, which a client's answer would name. */
  readonly account: string | null;
  /** What was found out, by name, in the order to be shown. */
  readonly facts: readonly ExplanationFact[];
  readonly steps: readonly Step[];
  /** What follows the steps, in the order to be shown. */
  readonly sections: readonly ExplanationSection[];
  /** Sentences that stand at the end. */
  readonly notes: readonly string[];
  /** What else may happen where a question about the message is open. */
  readonly alternatives?: readonly MessageExplanation[];
  /** The fields of the command line's JSON for this server, without `steps` and `alternatives`. */
  readonly data: ExplanationData;
}

export interface ExplanationFact {
  readonly name: string;
  /** Text of files, of the message, or a word of ours; shown as code. */
  readonly value: string;
}

export type ExplanationSection =
  | { readonly kind: 'list'; readonly title: string; readonly items: readonly ExplanationItem[] }
  | { readonly kind: 'changes'; readonly title: string; readonly changes: readonly ProposedChange[] }
  | { readonly kind: 'identities'; readonly title: string; readonly identities: readonly IdentityUse[] };

export interface ExplanationItem {
  /** What the item is about, as written in a file or in the message. */
  readonly label?: string;
  readonly text: string;
  readonly config: readonly ConfigurationLine[];
}

/** Lines that would change the outcome. */
export interface ProposedChange {
  readonly title: string;
  /** What would happen then. */
  readonly effect: string;
  /** True when it opens the server further than before. */
  readonly isRisky: boolean;
  readonly edits: readonly ProposedEdit[];
}

export interface ProposedEdit {
  readonly file: string;
  readonly range: Range;
  readonly newText: string;
}

/** An identity that a header carries, and what this server uses it for. */
export interface IdentityUse {
  readonly header: string;
  readonly identity: 'SIP User ID' | 'Auth-ID' | 'DID' | 'Caller ID' | 'Caller name' | 'Contact';
  readonly value: string;
  readonly use: string;
}

/** Fields as JSON can hold them; what is undefined is left out. */
export type ExplanationData = object;

/** Every configuration line that an explanation names. */
export function linesNamed(explanation: MessageExplanation): readonly ConfigurationLine[] {
  return [
    ...explanation.steps.flatMap(({ config }) => config),
    ...explanation.sections.flatMap(section =>
      section.kind === 'list' ? section.items.flatMap(({ config }) => config) : [],
    ),
    ...(explanation.alternatives ?? []).flatMap(linesNamed),
  ];
}

/** The changes that an explanation proposes, in the order in which they are shown. */
export function changesOf({ sections }: MessageExplanation): readonly ProposedChange[] {
  return sections.flatMap(section => (section.kind === 'changes' ? section.changes : []));
}
