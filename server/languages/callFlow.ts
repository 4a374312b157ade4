import type { Explanation, Step } from '../sip/explanation.ts';
import type { View } from './project.ts';

/** What the call flow view wants to see. */
export interface CallFlowFilter {
  readonly foldPorts: boolean;
  /** Only this dialog; all when empty. */
  readonly callId: string;
  /** More dialogs to show beside that one, by Call-ID. */
  readonly callIds?: readonly string[];
  /** Only dialogs with one of these numbers, users, hosts or Call-IDs somewhere, separated by commas; all when empty. */
  readonly search: string;
  /** The other legs of the calls that are shown, too; not when absent. */
  readonly withLegs?: boolean;
}

/** Everything that the call flow view shows. Plain data. */
export interface CallFlow {
  readonly layout: LadderLayout;
  /** Every dialog of the trace, for the list of the filter. */
  readonly dialogs: readonly { readonly callId: string; readonly title: string }[];
  /** Why things went as they went, for the dialogs that are shown. */
  readonly explanations: readonly TraceExplanation[];
  /** Messages of the whole trace, and how many of them are shown. */
  readonly total: number;
  readonly shown: number;
  readonly isCut: boolean;
}

/** The formats that a call flow can be written in. */
export type ExportFormat = 'svg' | 'mermaid' | 'text' | 'messages' | 'sipp' | 'redacted';

/** A written call flow: files by the ending of their name. */
export type ExportedFiles = Readonly<Record<string, string>>;

/** A call flow as things to draw: the picture of the view, the SVG file and the PNG are made from it. Plain data. */
export interface LadderLayout {
  readonly width: number;
  readonly height: number;
  readonly lanes: readonly { readonly x: number; readonly label: string }[];
  readonly arrows: readonly LaidArrow[];
  readonly braces: readonly LaidBrace[];
  readonly dialogs: readonly {
    readonly callId: string;
    readonly title: string;
    readonly style: number;
    readonly state: string;
  }[];
}

export interface LaidArrow {
  readonly index: number;
  /** Line of the file, from 0. */
  readonly line: number;
  readonly y: number;
  readonly fromX: number;
  readonly toX: number;
  readonly label: string;
  readonly media: string | undefined;
  readonly time: string;
  readonly gap: string;
  readonly isResponse: boolean;
  readonly isRetransmission: boolean;
  readonly isFailure: boolean;
  /** Number of the dialog's color and dash pattern, from 0; dialogs beyond the last share them in turn. */
  readonly style: number;
  readonly callId: string;
  readonly from: string;
  readonly to: string;
  /** The sentence that a screen reader says. */
  readonly description: string;
}

/** Marks the messages of one authentication round. */
export interface LaidBrace {
  readonly fromY: number;
  readonly toY: number;
  readonly x: number;
  readonly label: string;
  readonly outcome: string;
}

/** One thing that happened to a call or registration, with the message that shows it. */
export interface TraceStep extends Step {
  /** Index of the message; null when the step is about something that is missing. */
  readonly message: number | null;
}

/** Why a call or registration went as it went. `outcome` is the state of the dialog. */
export interface TraceExplanation extends Explanation {
  readonly callId: string;
  readonly steps: readonly TraceStep[];
}

/** Two messages side by side: what differs, and how much is the same. Plain data. */
export interface MessageComparison {
  /** `#3 INVITE` */
  readonly first: string;
  readonly second: string;
  /** In the order of the first message, then what only the second has; null where a message has no such part. */
  readonly rows: readonly {
    readonly name: string;
    readonly first: string | null;
    readonly second: string | null;
  }[];
  /** How many header fields and body lines are the same. */
  readonly same: number;
}

/** The messages of a trace as a ladder diagram, with why things went as they went. */
export interface CallFlows<Tree extends object = object, Model extends object = object> {
  /** Undefined for a file that the model does not know. */
  flowOf(view: View<Tree, Model>, filter: CallFlowFilter): CallFlow | undefined;
  /** What the filter shows, as files. */
  write(view: View<Tree, Model>, filter: CallFlowFilter, format: ExportFormat): ExportedFiles | undefined;
  /** Two messages by their numbers; undefined when one is not there. */
  compare(view: View<Tree, Model>, first: number, second: number): MessageComparison | undefined;
}
