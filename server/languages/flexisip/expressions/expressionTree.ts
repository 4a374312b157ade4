import type { Regexp } from '../../../text/cppRegexp.ts';

/**
 * A text of an expression: a quoted constant or the name of a variable. Offsets count from the start of the expression.
 */
export interface Operand {
  readonly kind: 'constant' | 'variable';
  /** Without the quotes. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export type Comparison = '==' | '!=' | 'contains' | 'in' | 'notin';

export interface Extent {
  readonly start: number;
  readonly end: number;
}

export type Condition = Extent &
  (
    | { readonly kind: 'constant'; readonly value: boolean }
    | { readonly kind: 'operator'; readonly name: string }
    | {
        readonly kind: 'comparison';
        readonly operator: Comparison;
        /** Undefined for `in` and `notin` without a left side, which crash the server when they are evaluated. */
        readonly left: Operand | undefined;
        readonly right: Operand;
      }
    | {
        readonly kind: 'regexp';
        readonly left: Operand | undefined;
        readonly right: Operand;
        readonly regexp: Regexp;
      }
    | { readonly kind: 'defined' | 'numeric'; readonly operand: Operand }
    | { readonly kind: 'not'; readonly operand: Condition }
    | {
        readonly kind: 'and' | 'or';
        readonly left: Condition;
        readonly right: Condition;
        readonly operatorStart: number;
      }
    | { readonly kind: 'group'; readonly inner: Condition }
  );

/** Why the server cannot read an expression. `uncaught`: it throws an exception that its caller does not catch. */
export interface Failure extends Extent {
  readonly kind: 'error' | 'uncaught';
  readonly problem: string;
  /** The word that is neither a variable nor an operator, if that is the problem. */
  readonly unknownWord?: string;
}

/** Something that is read but has no effect: a condition followed by another one, or a text that nothing uses. */
export interface Discarded extends Extent {
  readonly kind: 'condition' | 'operand';
}

export interface Expression {
  readonly text: string;
  /** Undefined if the server cannot read it. */
  readonly condition: Condition | undefined;
  readonly failure: Failure | undefined;
  readonly discarded: readonly Discarded[];
  /** Pieces with a meaning, for colors. */
  readonly tokens: readonly Token[];
}

export interface Token extends Extent {
  readonly kind: 'variable' | 'string' | 'operator' | 'keyword';
}

/** The result of an evaluation. `crash`: the server ends with a segmentation fault. */
export type Outcome = boolean | 'error' | 'uncaught' | 'crash';

/** An outcome as text. */
export function outcomeInWords(outcome: Outcome): string {
  switch (outcome) {
    case 'error':
      return 'cannot be read';
    case 'uncaught':
      return 'stops the server when it is read';
    case 'crash':
      return 'crashes the server';
    default:
      return String(outcome);
  }
}
