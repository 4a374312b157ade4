import type { Explanation, Step } from '../sip/explanation.ts';
import type { View } from './project.ts';

/** The selection in the call flow view. */
export interface CallFlowFilter {
  readonly foldPorts: boolean;
  /** Only this dialog; all when empty. */
  readonly callId: string;
  /** More dialogs to show beside that one, by Call-ID. */
  readonly callIds?: readonly string[];
  /** Only dialogs with one of these numbers, users, hosts or Call-IDs somewhere, separated by commas; all when empty. */
  readonly search: string;
  /** Also the other legs of the calls that are shown; by default false. */
  readonly withLegs?: boolean;
}

/** Everything that the call flow view shows. Plain data. */
export interface CallFlow {
  readonly layout: LadderLayout;
  /** Every dialog of the trace, for the list of the filter. */
  readonly dialogs: readonly { readonly callId: string; readonly title: string }[];
  /** The explanations of the dialogs that are shown. */
  readonly explanations: readonly TraceExplanation[];
  /** Messages of the whole trace, and how many of them are shown. */
  readonly total: number;
  readonly shown: number;
  readonly isCut: boolean;
}

/** The export formats of a call flow. */
export type ExportFormat = 'svg' | 'mermaid' | 'text' | 'messages' | 'sipp' | 'redacted';

/** An exported call flow: files by name extension. */
export type ExportedFiles = Readonly<Record<string, string>>;

/** A call flow as things to draw: the picture of the view, the SVG file and the PNG are made from it. Plain data. */
export interface LadderLayout {
  readonly width: number;
  readonly height: number;
  /** `label` are its addresses, `name` what it is, if the messages prove it. */
  readonly lanes: readonly {
    readonly x: number;
    readonly label: string;
    readonly name: string | undefined;
  }[];
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
  /** Number of the dialog's color and dash pattern, from 0; more dialogs reuse them in turn. */
  readonly style: number;
  readonly callId: string;
  readonly from: string;
  readonly to: string;
  /** The sentence for screen readers. */
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

/** One event of a call or registration, with the message that shows it. */
export interface TraceStep extends Step {
  /** Index of the message; null if the step is about something missing. */
  readonly message: number | null;
}

/** The explanation of a call or registration. `outcome` is the state of the dialog. */
export interface TraceExplanation extends Explanation {
  readonly callId: string;
  readonly steps: readonly TraceStep[];
}

/** Two messages side by side: what differs, and how much is the same. Plain data. */
export interface MessageComparison {
  /** `#3 INVITE` */
  readonly first: string;
  readonly second: string;
  /** In the order of the first message, then what only the second one has; null if a message does not have the part. */
  readonly rows: readonly {
    readonly name: string;
    readonly first: string | null;
    readonly second: string | null;
  }[];
  /** How many header fields and body lines are the same. */
  readonly same: number;
}

/** The messages of a trace as a ladder diagram, with explanations. */
export interface CallFlows<Tree extends object = object, Model extends object = object> {
  /** Undefined for a file that the model does not know. */
  flowOf(view: View<Tree, Model>, filter: CallFlowFilter): CallFlow | undefined;
  /** The selection of the filter, as files. */
  write(view: View<Tree, Model>, filter: CallFlowFilter, format: ExportFormat): ExportedFiles | undefined;
  /** Two messages by their numbers; undefined if one does not exist. */
  compare(view: View<Tree, Model>, first: number, second: number): MessageComparison | undefined;
}
