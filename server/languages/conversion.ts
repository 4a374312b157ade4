import type { PacketSource } from '../sip/packetSource.ts';
import type { ClientAnswer, Registration } from './explainQuestion.ts';

/** A line of a file; lines count from 0. */
export interface PlaceOfLine {
  /** URI. */
  readonly file: string;
  readonly line: number;
}

/**
 * What became of a line of sip.conf. `converted`: the lines at `to` do the same. `default`: chan_pjsip does it without a line.
 * `no-counterpart`: nothing in pjsip.conf does it. `without-effect`: it did nothing before, either.
 */
export type LineVerdict = 'converted' | 'default' | 'no-counterpart' | 'without-effect' | 'comment';

export interface ConvertedLine extends PlaceOfLine {
  readonly verdict: LineVerdict;
  readonly to: readonly PlaceOfLine[];
  /** One or more sentences; empty where there is nothing to add. Never holds a secret. */
  readonly note: string;
}

/** Something that behaves differently afterwards. */
export interface Difference {
  /** Name of the section; null for what concerns the whole server. */
  readonly device: string | null;
  readonly what: string;
  readonly why: string;
  /** What the administrator can do about it. */
  readonly todo: string;
  readonly lines: readonly PlaceOfLine[];
}

/** A line of extensions.conf that uses chan_sip. */
export interface DialplanUse extends PlaceOfLine {
  readonly text: string;
  /** The same line for chan_pjsip; null where several ways exist or none. */
  readonly replacement: string | null;
  readonly note: string;
}

export interface ConvertedFile {
  /** URI of the file that it stands for. */
  readonly source: string;
  /** URI. */
  readonly file: string;
  readonly text: string;
}

/** A pjsip.conf that does what a sip.conf does, and an account of every line. Plain data. */
export interface Conversion {
  /** The root first. */
  readonly files: readonly ConvertedFile[];
  /** One entry for every line of every source file that is not empty, in reading order of the files. */
  readonly lines: readonly ConvertedLine[];
  readonly differences: readonly Difference[];
  readonly dialplan: readonly DialplanUse[];
}

/** A message that both drivers are asked about. */
export interface AskedMessage {
  /** What it is, in a few words. */
  readonly title: string;
  readonly text: string;
  readonly source: PacketSource;
  readonly answers: readonly ClientAnswer[];
  readonly registrations: readonly Registration[];
}

/** What a driver does with a message. Calls that are let in are the same only in the same context and extension. */
export interface DriverOutcome {
  readonly outcome: 'accepted' | 'registered' | 'not-routed' | 'no-codec' | 'refused' | 'no-reply';
  readonly codes: readonly number[];
  readonly device: string | null;
  readonly context: string | null;
  readonly exten: string | null;
}

export interface ComparedMessage {
  readonly message: string;
  readonly before: DriverOutcome;
  readonly after: DriverOutcome;
  readonly same: boolean;
  /** chan_sip refuses it, chan_pjsip lets it in. */
  readonly opens: boolean;
}

/** How a place is named, such as `sip.conf:12`. */
export type NamePlace = (place: PlaceOfLine) => string;

/** A configuration turned into that of another driver of the server. */
export interface Converter<Model extends object = object> {
  /** What it makes, as the command line names it. */
  readonly target: string;
  convert(model: Model): Conversion;
  /** Messages of each device and of a stranger. */
  messagesFor(model: Model): readonly AskedMessage[];
  /** What both drivers do with messages, before and after. */
  compare(
    model: Model,
    conversion: Conversion,
    messages: readonly AskedMessage[],
  ): readonly ComparedMessage[];
  /** The account for people, as text for a terminal or as Markdown. */
  report(
    conversion: Conversion,
    comparison: readonly ComparedMessage[] | null,
    name: NamePlace,
    format: 'text' | 'markdown',
  ): string;
}
