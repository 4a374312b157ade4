import type { Entry, Setting } from '../../config/entry.ts';
import type { OptionFacts } from '../facts/facts.ts';
import type { ValueFault } from '../facts/valueFault.ts';

/** One object as the server creates it from a section, or drops it. */
export interface PjsipObject {
  readonly type: string;
  /** The object ID: the name of the section, case-sensitive. For an object of a wizard, its generated name. */
  readonly name: string;
  /** The section; for an object of a wizard, the section of the wizard. */
  readonly entry: Entry;
  /** Why the server does not create it, based on its own lines; undefined when it does. */
  readonly loss: Loss | undefined;
  /** True when one of its lines or values has a problem. */
  readonly isFaulty: boolean;
  /** Its lines set `type` more than once. */
  readonly hasSeveralTypes: boolean;
  /** The references in its lines, in order. */
  readonly references: readonly Reference[];
  /** Its lines, in the order in which the server applies them. */
  readonly settings: readonly Setting[];
  /** False when some lines of its section could not be read, so that nothing follows from a line that is absent. */
  readonly isWhole: boolean;
  /** An object of the same kind that stands for this one and others: what differs is individual. */
  readonly like?: PjsipObject;
  /** A wizard creates it; it has no section of its own. */
  readonly isMade: boolean;
}

/** The server stops at the first of these. */
export type Loss =
  /** The type has no such option in this release; `known` when another release has it. */
  | { readonly kind: 'unknown-option'; readonly setting: Setting; readonly known: OptionFacts | undefined }
  | { readonly kind: 'invalid-value'; readonly setting: Setting; readonly fault: ValueFault }
  /** All lines are valid, but the object as a whole is not. */
  | { readonly kind: 'incomplete'; readonly fault: WholeFault };

/** The problem of an object as a whole. */
export interface WholeFault {
  readonly what: string;
  readonly todo: string;
  /** The line to report; absent when something is missing. */
  readonly setting?: Setting;
}

/** A name in a value that refers to another object. */
export interface Reference {
  readonly type: string;
  readonly name: string;
  /** Offset of the name in the value. */
  readonly start: number;
  readonly setting: Setting;
}

/** The last line of an option, or undefined. */
export function lastOf(settings: readonly Setting[], key: string): Setting | undefined {
  for (let index = settings.length - 1; index >= 0; index--) {
    const setting = settings[index];
    if (setting?.option.key === key) return setting;
  }
  return undefined;
}

/** The value of an option in force: that of its last line, or undefined when no line sets it. */
export function lastValue(settings: readonly Setting[], key: string): string | undefined {
  return lastOf(settings, key)?.value;
}

/** The key of an object that references are counted by. */
export function targetOf({ type, name }: Pick<PjsipObject, 'type' | 'name'>): string {
  return `${type}\n${name}`;
}

/** Objects of pjsip.conf come before those of wizards; otherwise, reading order counts. */
export function inOrder(a: PjsipObject, b: PjsipObject): number {
  const made = Number(a.isMade) - Number(b.isMade);
  return made !== 0 ? made : a.entry.ordinal - b.entry.ordinal;
}
