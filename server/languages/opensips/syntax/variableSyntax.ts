/** The parts of `$...`, read like pv_parse_spec. Offsets count from the `$`. Nothing here knows which variables
 * exist: `VariableWorld` does.
 */
export interface VariableSyntax {
  readonly name: string;
  readonly nameOffset: number;
  /** The text in the parentheses after the name. */
  readonly inner: VariablePart | undefined;
  readonly index: VariablePart | undefined;
  readonly transformations: readonly TransformationSyntax[];
  /** `<request>` or `<reply>` before the name. */
  readonly context: string | undefined;
  /** The end of the variable. */
  readonly end: number;
  readonly isMarker: boolean;
}

export interface VariablePart {
  readonly text: string;
  readonly offset: number;
}

export interface TransformationSyntax {
  readonly cls: string;
  /** Without surrounding spaces. */
  readonly name: string;
  /** The start of the class. */
  readonly offset: number;
  readonly nameOffset: number;
  /** Everything after the first comma, if there is one. */
  readonly args: string | undefined;
  readonly argsOffset: number;
}

export interface VariableFault {
  readonly kind: 'malformed' | 'unknown-variable' | 'unknown-transformation';
  /** A sentence that says what is wrong. */
  readonly text: string;
  readonly offset: number;
  readonly length: number;
}

/** What a script may use at the position of the variable. */
export interface VariableWorld {
  /** How the variable takes its inner name; undefined for one that does not exist. */
  lookup(name: string, hasInner: boolean): VariableShape | undefined;
  /** Undefined for a class that does not exist, null for a class whose members are not known. */
  transformations(cls: string): ReadonlySet<string> | null | undefined;
}

export interface VariableShape {
  readonly takesInner: boolean;
  /** Takes a number, `*` or a variable as index. */
  readonly takesIndex: boolean;
  /** Words that it takes as an index in addition, or instead. */
  readonly indexWords: 'any' | readonly string[];
  readonly indexSuffixes: readonly string[];
  readonly writable: boolean;
}

export type VariableResult =
  | { readonly syntax: VariableSyntax; readonly shape: VariableShape | undefined; readonly fault?: undefined }
  | { readonly fault: VariableFault; readonly syntax?: undefined };

export function malformed(text: string, offset: number, length: number): Faulty {
  return { fault: { kind: 'malformed', text, offset, length: Math.max(1, length) } };
}

export interface Faulty {
  readonly fault: VariableFault;
}

/** The offset of the bracket that closes the one at `open`; -1 when there is none. */
export function matching(text: string, open: number, opening: string, closing: string): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === opening) depth++;
    else if (text[at] === closing) {
      depth--;
      if (depth === 0) return at;
    }
  }
  return -1;
}
