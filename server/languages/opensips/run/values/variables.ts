import type { VariableSyntax } from '../../syntax/variableSyntax.ts';
import type { Execution } from '../server.ts';
import { isNull, leadingNumber, nullValue, printed, type Value } from './value.ts';

/** Reads the variable of a token; undefined for one that does not exist. */
export function variableOf(x: Execution, text: string): VariableSyntax | undefined {
  return x.server.world.variable(text);
}

export function getVariable(x: Execution, variable: VariableSyntax): Value {
  if (variable.isMarker) return { text: '$', number: undefined, isInteger: false };
  const target = inContext(x, variable.context);
  if (target === undefined) return nullValue;
  const model = x.server.engine.variable(x.server, variable.name);
  let value = model === undefined ? askVariable(x, variable) : model.get(target, variable);
  for (const transformation of variable.transformations) {
    const next = x.server.engine.transform(target, transformation, value);
    if (next === undefined) return nullValue;
    value = next;
  }
  return value;
}

export function setVariable(x: Execution, variable: VariableSyntax, value: Value, operator = '='): boolean {
  const model = x.server.engine.variable(x.server, variable.name);
  if (model?.set === undefined) {
    // A variable of an unmodeled module is stored by its name.
    if (model !== undefined) return false;
    x.server.vars.set(`$${variable.name}(${variable.inner?.text ?? ''})`, value);
    return true;
  }
  return model.set(x, variable, value, operator);
}

/** `$(<request>name)` and `$(<reply>name)` read the message of the transaction. */
function inContext(x: Execution, context: string | undefined): Execution | undefined {
  if (context === undefined) return x;
  if (context === 'request') {
    const request = x.transaction?.request;
    return request === undefined ? undefined : { ...x, message: request };
  }
  if (context === 'reply') {
    return x.reply === undefined ? undefined : { ...x, message: x.reply };
  }
  return x;
}

function askVariable(x: Execution, variable: VariableSyntax): Value {
  const shown = `$${variable.name}${variable.inner === undefined ? '' : `(${variable.inner.text})`}`;
  const stored = x.server.vars.get(`$${variable.name}(${variable.inner?.text ?? ''})`);
  if (stored !== undefined) return stored;
  const answer = x.server.questions.ask(`What is the value of ${shown}?`, 'NULL', ['NULL']);
  return valueOfAnswer(answer);
}

export function valueOfAnswer(answer: string): Value {
  if (answer === 'NULL' || answer === 'null' || answer === 'no') return nullValue;
  if (/^-?\d{1,10}$/.test(answer)) return { text: answer, number: leadingNumber(answer), isInteger: true };
  return { text: answer, number: undefined, isInteger: false };
}

/** The name in the parentheses: the text itself, or the value of the variable there. */
export function innerName(x: Execution, variable: VariableSyntax): string | undefined {
  const text = variable.inner?.text;
  if (text === undefined || !text.startsWith('$')) return text;
  const inner = variableOf(x, text);
  if (inner === undefined) return undefined;
  const value = getVariable(x, inner);
  return isNull(value) ? undefined : printed(value);
}

export type Index =
  | { readonly kind: 'all' | 'append' | 'none' }
  | { readonly kind: 'at'; readonly at: number };

/** The index in brackets; undefined for one that has no value. */
export function indexOf(x: Execution, variable: VariableSyntax): Index | undefined {
  const text = variable.index?.text.trim();
  if (text === undefined) return { kind: 'none' };
  if (text === '*') return { kind: 'all' };
  if (text === '' || text.toLowerCase() === 'append') return { kind: 'append' };
  if (text.startsWith('$')) {
    const inner = variableOf(x, text);
    if (inner === undefined) return undefined;
    const value = getVariable(x, inner);
    if (value.number !== undefined) return { kind: 'at', at: value.number };
    return value.text !== undefined && /^-?\d+$/.test(value.text)
      ? { kind: 'at', at: leadingNumber(value.text) }
      : undefined;
  }
  return { kind: 'at', at: leadingNumber(text) };
}

/** The buffer for joined values (PV_LOCAL_BUF_SIZE): longer ones are NULL. */
const joinedLimit = 511;

/** One value of a list by its index, from the end if negative; all joined with `, ` for `*`. */
export function pick(x: Execution, variable: VariableSyntax, list: readonly Value[]): Value {
  const index = indexOf(x, variable);
  if (index === undefined || index.kind === 'append') return nullValue;
  if (index.kind === 'none') return list[0] ?? nullValue;
  if (index.kind !== 'at') {
    if (list.length === 0) return nullValue;
    const text = list.map(value => (isNull(value) ? '' : printed(value))).join(', ');
    return text.length < joinedLimit ? { text, number: undefined, isInteger: false } : nullValue;
  }
  return list.at(index.at) ?? nullValue;
}
