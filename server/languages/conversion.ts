import type { PacketSource } from '../sip/packetSource.ts';
import type { ClientAnswer, Registration } from './explainQuestion.ts';

/** A line of a file; lines count from 0. */
export interface PlaceOfLine {
  /** URI. */
  readonly file: string;
  readonly line: number;
}

/**
 * The conversion result of a line of sip.conf. `converted`: the lines at `to` do the same. `default`: chan_pjsip does
 * it without a line. `no-counterpart`: pjsip.conf has no equivalent. `without-effect`: it had no effect before, either.
 */
export type LineVerdict = 'converted' | 'default' | 'no-counterpart' | 'without-effect' | 'comment';

export interface ConvertedLine extends PlaceOfLine {
  readonly verdict: LineVerdict;
  readonly to: readonly PlaceOfLine[];
  /** One or more sentences; empty if there is nothing to add. Never contains a secret. */
  readonly note: string;
}

/** A difference in behavior after the conversion. */
export interface Difference {
  /** Name of the section; null for the whole server. */
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
  /** The same line for chan_pjsip; null if there are several ways or none. */
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

/** A pjsip.conf that does the same as a sip.conf, with a report about every line. Plain data. */
export interface Conversion {
  /** The root first. */
  readonly files: readonly ConvertedFile[];
  /** One entry for every line of every source file that is not empty, in reading order of the files. */
  readonly lines: readonly ConvertedLine[];
  readonly differences: readonly Difference[];
  readonly dialplan: readonly DialplanUse[];
}

/** A message that is compared for both drivers. */
export interface AskedMessage {
  /** What it is, in a few words. */
  readonly title: string;
  readonly text: string;
  readonly source: PacketSource;
  readonly answers: readonly ClientAnswer[];
  readonly registrations: readonly Registration[];
}

/** What a driver does with a message. Accepted calls are the same only in the same context and extension. */
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
  /** chan_sip refuses it, but chan_pjsip accepts it. */
  readonly opens: boolean;
}

/** How a place is named, such as `sip.conf:12`. */
export type NamePlace = (place: PlaceOfLine) => string;

/** Converts a configuration for another driver of the server. */
export interface Converter<Model extends object = object> {
  /** The result, as named on the command line. */
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
  /** The report for people, as text for a terminal or as Markdown. */
  report(
    conversion: Conversion,
    comparison: readonly ComparedMessage[] | null,
    name: NamePlace,
    format: 'text' | 'markdown',
  ): string;
}
