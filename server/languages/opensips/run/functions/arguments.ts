import type { Argument } from '../../syntax/syntax.ts';
import { stringValue } from '../../syntax/token.ts';
import type { VariableSyntax } from '../../syntax/variableSyntax.ts';
import type { Execution } from '../server.ts';
import { expand } from '../values/format.ts';
import { integerValue, isNull, nullValue, printed, textValue, type Value } from '../values/value.ts';
import { getVariable, setVariable, variableOf } from '../values/variables.ts';

/** The arguments of a call, by position; each is expanded when the function reads it. */
export class Arguments {
  /** The expanded arguments, for display. */
  readonly shown: string[] = [];
  readonly count: number;
  private readonly x: Execution;
  private readonly args: readonly Argument[];
  private readonly values = new Map<number, Value>();

  constructor(x: Execution, args: readonly Argument[]) {
    this.x = x;
    this.args = args;
    this.count = args.length;
  }

  has(position: number): boolean {
    const argument = this.args[position];
    return argument !== undefined && argument.kind !== 'omitted' && argument.kind !== 'null';
  }

  value(position: number): Value {
    const known = this.values.get(position);
    if (known !== undefined) return known;
    const value = this.evaluate(this.args[position]);
    this.values.set(position, value);
    this.shown[position] = printed(value);
    return value;
  }

  /** The text of an argument; undefined for one that is absent or NULL. */
  text(position: number): string | undefined {
    if (!this.has(position)) return undefined;
    const value = this.value(position);
    return isNull(value) ? undefined : printed(value);
  }

  /** The text between the quotes, without expanded variables. */
  raw(position: number): string | undefined {
    const argument = this.args[position];
    if (argument === undefined || argument.kind !== 'string') return undefined;
    return joined(argument);
  }

  number(position: number): number | undefined {
    if (!this.has(position)) return undefined;
    const value = this.value(position);
    if (value.number !== undefined) return value.number;
    return value.text !== undefined && /^-?\d+$/.test(value.text) ? Number(value.text) : undefined;
  }

  /** True for an argument that is a single variable with the value NULL. */
  isNull(position: number): boolean {
    return this.has(position) && isNull(this.value(position));
  }

  variable(position: number): VariableSyntax | undefined {
    const argument = this.args[position];
    if (argument === undefined) return undefined;
    if (argument.kind === 'variable' && argument.token !== undefined)
      return variableOf(this.x, argument.token.text);
    if (argument.kind === 'string') {
      const [only, second] = this.x.server.world.format(joined(argument));
      return typeof only === 'object' && second === undefined ? only : undefined;
    }
    return undefined;
  }

  /** The variables among the arguments at some positions. */
  variables(...positions: readonly number[]): readonly VariableSyntax[] {
    return positions.map(position => this.variable(position)).filter(variable => variable !== undefined);
  }

  /** Stores a result in the variable that an argument names. */
  set(position: number, value: Value): boolean {
    const variable = this.variable(position);
    return variable !== undefined && setVariable(this.x, variable, value);
  }

  private evaluate(argument: Argument | undefined): Value {
    switch (argument?.kind) {
      case 'number':
        return integerValue(argument.number ?? 0);
      case 'string':
        return textValue(expand(this.x, joined(argument)));
      case 'variable': {
        const variable = argument.token === undefined ? undefined : variableOf(this.x, argument.token.text);
        return variable === undefined ? nullValue : getVariable(this.x, variable);
      }
      case 'name':
        return textValue(argument.token?.text ?? '');
      default:
        return nullValue;
    }
  }
}

function joined(argument: Argument): string {
  const tokens = [argument.token, ...(argument.folded ?? [])];
  return tokens.map(token => (token === undefined ? '' : stringValue(token))).join('');
}
