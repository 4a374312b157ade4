import type { Execution } from '../server.ts';
import { isNull, leadingNumber, printed, type Value } from '../values/value.ts';
import { getVariable, variableOf } from '../values/variables.ts';

/** The arguments of a transformation, read from left to right: numbers, strings or variables. */
export class TransformationArguments {
  private readonly x: Execution;
  private rest: string | undefined;

  constructor(x: Execution, args: string | undefined) {
    this.x = x;
    this.rest = args;
  }

  get hasMore(): boolean {
    return this.rest !== undefined;
  }

  /** The rest of the text, unchanged. */
  get all(): string {
    return this.rest ?? '';
  }

  /** A number, or a variable that has one. */
  number(): number | undefined {
    const value = this.value();
    if (value === undefined) return undefined;
    if (value.number !== undefined) return value.number;
    return value.text !== undefined && /^\s*[+-]?\s*\d+\s*$/.test(value.text)
      ? leadingNumber(value.text.replace(/\s/g, ''))
      : undefined;
  }

  text(): string | undefined {
    const value = this.value();
    return value === undefined || isNull(value) ? undefined : printed(value);
  }

  private value(): Value | undefined {
    if (this.rest === undefined) return undefined;
    const written = this.rest.trimStart();
    if (written.startsWith('$')) {
      const end = endOfVariable(written);
      const variable = variableOf(this.x, written.slice(0, end));
      this.rest = behindComma(written.slice(end));
      return variable === undefined ? undefined : getVariable(this.x, variable);
    }
    const comma = this.rest.indexOf(',');
    const text = comma < 0 ? this.rest : this.rest.slice(0, comma);
    this.rest = comma < 0 ? undefined : this.rest.slice(comma + 1);
    return { text, number: undefined, isInteger: false };
  }
}

/** Where the variable at the start of a text ends, with its brackets. */
function endOfVariable(text: string): number {
  let depth = 0;
  for (let at = 1; at < text.length; at++) {
    const character = text[at] ?? '';
    if (character === '(') depth++;
    else if (character === ')') {
      depth--;
      if (depth === 0) return at + 1;
    } else if (depth === 0 && !/[\w.]/.test(character)) return at;
  }
  return text.length;
}

function behindComma(text: string): string | undefined {
  const rest = text.trimStart();
  return rest.startsWith(',') ? rest.slice(1) : undefined;
}
