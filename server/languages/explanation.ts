import type { Range } from 'vscode-languageserver-types';
import type { ConfigurationLine, Explanation, Step } from '../sip/explanation.ts';
import type { PacketSource } from '../sip/packetSource.ts';
import type { Registration } from './explainQuestion.ts';

/** The answer of a language to an `ExplainQuestion`. */
export type ExplainAnswer =
  | {
      readonly kind: 'obstacle';
      readonly reason: string;
      /** What must be changed to get an explanation. */
      readonly about: 'message' | 'source' | 'configuration' | 'question';
      readonly config: readonly ConfigurationLine[];
    }
  | {
      readonly kind: 'explained';
      /** One for each message, in order; exactly one if this server explains single messages. */
      readonly results: readonly MessageExplanation[];
      /** True if a question may contain several messages, so that programs always get a list. */
      readonly isSequence: boolean;
    };

/**
 * What a server does with one message, and why: one common shape for all languages, shown by the web view, the reports
 * and the command line alike. A language fills it from its own, richer explanation. Plain data; never contains a
 * password.
 */
export interface MessageExplanation extends Explanation {
  /** The message that was explained: generated if the question is about a device. */
  readonly text: string;
  /** Undefined if it is unknown and the server does not need it. */
  readonly source: PacketSource | undefined;
  /** The registrations that were assumed, including those of a generated message. */
  readonly registrations: readonly Registration[];
  /** The outcome in one sentence. */
  readonly sentence: string;
  /** All replies to the client, in order. */
  readonly codes: readonly number[];
  /** The text to show if there is no reply. */
  readonly withoutReply: string;
  /** Name of the device, endpoint or account that was matched, which a client would use in its answer. */
  readonly account: string | null;
  /** The facts by name, in display order. */
  readonly facts: readonly ExplanationFact[];
  readonly steps: readonly Step[];
  /** The sections after the steps, in display order. */
  readonly sections: readonly ExplanationSection[];
  /** Sentences at the end. */
  readonly notes: readonly string[];
  /** What the files do not tell, with the answers that the steps are based on. */
  readonly questions?: readonly OpenQuestion[];
  /** For a script: which lines ran. */
  readonly way?: ScriptWay;
  /** Other possible results if a question about the message is open. */
  readonly alternatives?: readonly MessageExplanation[];
  /** The fields of the command line's JSON for this server, without `steps` and `alternatives`. */
  readonly data: ExplanationData;
}

/** A question about the world outside the configuration. */
export interface OpenQuestion {
  /** Counts from 1; 0 if no line applies. */
  readonly line: number;
  /** The file, as a URI. */
  readonly file: string;
  readonly text: string;
  readonly assumed: string;
  /** True if the user gave the answer. */
  readonly isAnswered: boolean;
  readonly possible: readonly string[];
}

/** Lines of a file, from 0. */
export interface ScriptLines {
  readonly file: string;
  readonly first: number;
  readonly last: number;
}

/** The way of a message through a script. */
export interface ScriptWay {
  readonly ran: readonly ScriptLines[];
  readonly unreached: readonly ScriptLines[];
  /** The titles of the route blocks, in the order in which they were entered. */
  readonly routes: readonly string[];
}

export interface ExplanationFact {
  readonly name: string;
  /** Text from files, from the message, or our own word; shown as code. */
  readonly value: string;
}

export type ExplanationSection =
  | {
      readonly kind: 'list';
      readonly title: string;
      readonly items: readonly ExplanationItem[];
      /** A symbol in front of each item. */
      readonly mark?: string;
    }
  | { readonly kind: 'changes'; readonly title: string; readonly changes: readonly ProposedChange[] }
  | { readonly kind: 'identities'; readonly title: string; readonly identities: readonly IdentityUse[] };

export interface ExplanationItem {
  /** What the item is about, as written in a file or in the message. */
  readonly label?: string;
  readonly text: string;
  readonly config: readonly ConfigurationLine[];
  /** The number of the question in `questions` that the item is about. */
  readonly question?: number;
}

/** Lines that would change the outcome. */
export interface ProposedChange {
  readonly title: string;
  /** What would happen then. */
  readonly effect: string;
  /** True if it makes the server less secure. */
  readonly isRisky: boolean;
  readonly edits: readonly ProposedEdit[];
}

export interface ProposedEdit {
  readonly file: string;
  readonly range: Range;
  readonly newText: string;
}

/** An identity in a header, and what this server uses it for. */
export interface IdentityUse {
  readonly header: string;
  readonly identity: 'SIP User ID' | 'Auth-ID' | 'DID' | 'Caller ID' | 'Caller name' | 'Contact';
  readonly value: string;
  readonly use: string;
}

/** Fields for JSON; undefined ones are omitted. */
export type ExplanationData = object;

/** Every configuration line in an explanation. */
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
