import { remembered } from '../../../../text/remembered.ts';
import type { World } from '../../model/world.ts';
import { readVariable, type VariableSyntax } from '../../syntax/variable.ts';
import type { Execution } from '../execution.ts';
import { moduleVariables } from '../functions/modules.ts';
import { transform } from '../transformations/transform.ts';
import { addressVariables } from './addressVariables.ts';
import { messageVariables } from './messageVariables.ts';
import { scriptVariables } from './scriptVariables.ts';
import { uriVariables } from './uriVariables.ts';
import { isNull, leadingNumber, nullValue, printed, type Value } from './value.ts';

/** What `$name(inner)[index]` gives and takes. A setter answers false when the server refuses the value. */
export interface VariableModel {
  readonly get: (x: Execution, variable: VariableSyntax) => Value;
  readonly set?: (x: Execution, variable: VariableSyntax, value: Value, operator: string) => boolean;
}

export type VariableTable = Readonly<Record<string, VariableModel>>;

const coreTables: readonly VariableTable[] = [
  scriptVariables,
  messageVariables,
  uriVariables,
  addressVariables,
];

function modelOf(x: Execution, name: string): VariableModel | undefined {
  for (const table of coreTables) if (Object.hasOwn(table, name)) return table[name];
  for (const [module, table] of moduleVariables()) {
    if (Object.hasOwn(table, name) && x.server.hasModule(module)) return table[name];
  }
  return undefined;
}

/** Reads the variable of a token; undefined for one that does not exist. */
export function variableOf(x: Execution, text: string): VariableSyntax | undefined {
  return readerOf(x.server.world)(text).syntax;
}

const readers = new WeakMap<World, (text: string) => { readonly syntax: VariableSyntax | undefined }>();

function readerOf(world: World): (text: string) => { readonly syntax: VariableSyntax | undefined } {
  let reader = readers.get(world);
  if (reader === undefined) {
    reader = remembered(text => ({ syntax: readVariable(text, world).syntax }));
    readers.set(world, reader);
  }
  return reader;
}

export function getVariable(x: Execution, variable: VariableSyntax): Value {
  if (variable.isMarker) return { text: '$', number: undefined, isInteger: false };
  const target = inContext(x, variable.context);
  if (target === undefined) return nullValue;
  const model = modelOf(x, variable.name);
  let value = model === undefined ? askVariable(x, variable) : model.get(target, variable);
  for (const transformation of variable.transformations) {
    const next = transform(target, transformation, value);
    if (next === undefined) return nullValue;
    value = next;
  }
  return value;
}

export function setVariable(x: Execution, variable: VariableSyntax, value: Value, operator = '='): boolean {
  const model = modelOf(x, variable.name);
  if (model?.set === undefined) {
    // A variable of a module that is not modelled is remembered by its name.
    if (model !== undefined) return false;
    x.server.vars.set(`$${variable.name}(${variable.inner?.text ?? ''})`, value);
    return true;
  }
  return model.set(x, variable, value, operator);
}

/** `$(<request>name)` and `$(<reply>name)` look at the message of the transaction. */
function inContext(x: Execution, context: string | undefined): Execution | undefined {
  if (context === undefined) return x;
  if (context === 'request') {
    if (x.message.isRequest) return x;
    const request = x.transaction?.request;
    return request === undefined ? undefined : { ...x, message: request };
  }
  if (context === 'reply') {
    if (!x.message.isRequest) return x;
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

/** The name in the parentheses: as written, or the value of the variable there. */
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

/** One of a list by its index: from the end when it is negative; all joined with `, ` for `*`. */
export function pick(x: Execution, variable: VariableSyntax, list: readonly Value[]): Value {
  const index = indexOf(x, variable);
  if (index === undefined || index.kind === 'append') return nullValue;
  if (index.kind === 'none') return list[0] ?? nullValue;
  if (index.kind !== 'at') {
    if (list.length === 0) return nullValue;
    const text = list.map(value => (isNull(value) ? '' : printed(value))).join(', ');
    return { text, number: undefined, isInteger: false };
  }
  return list.at(index.at) ?? nullValue;
}
