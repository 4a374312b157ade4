import type { VariableSyntax } from '../../syntax/variableSyntax.ts';
import type { Execution, VariableTable } from '../server.ts';
import { integerValue, isNull, nullValue, optionalText, printed, textValue, type Value } from './value.ts';
import { indexOf, innerName, pick, valueOfAnswer } from './variables.ts';

/** Variables that the script creates, and the interpreter's own. */
export const scriptVariables: VariableTable = {
  var: {
    get: (x, variable) => x.server.vars.get(variable.inner?.text ?? '') ?? nullValue,
    set: (x, variable, value) => {
      const name = variable.inner?.text ?? '';
      if (isNull(value)) x.server.vars.delete(name);
      else x.server.vars.set(name, stored(value));
      return true;
    },
  },
  avp: { get: (x, variable) => pick(x, variable, listOf(x, variable)), set: setAvp },
  rc: { get: x => integerValue(x.server.returnCode) },
  retcode: { get: x => integerValue(x.server.returnCode) },
  return: {
    get: (x, variable) => {
      const index = Number(innerName(x, variable) ?? Number.NaN);
      return x.server.returnValues[index] ?? nullValue;
    },
  },
  param: {
    get: (x, variable) => {
      const name = parameterName(x, variable);
      if (name === undefined) return nullValue;
      const called = x.stack.at(-1);
      if (called === undefined && x.eventParams !== undefined) {
        const number = /^\d+$/.test(name) ? Number(name) : undefined;
        const found =
          number === undefined ? x.eventParams.find(one => one.name === name) : x.eventParams[number - 1];
        return found?.value ?? nullValue;
      }
      return called?.named?.get(name) ?? called?.params?.[Number(name) - 1] ?? nullValue;
    },
  },
  cfg_line: { get: x => integerValue(x.server.questions.place.line) },
  cfg_file: { get: x => textValue(x.server.model.project.root.replace(/^file:\/\//, '')) },
  route: {
    get: (x, variable) => {
      const titles = routeTitles(x);
      const index = indexOf(x, variable);
      if (index?.kind === 'all') return textValue(titles.join(' > '));
      return optionalText(titles.toReversed().at(index?.kind === 'at' ? index.at : 0));
    },
  },
  'route.name': {
    get: (x, variable) => {
      const index = indexOf(x, variable);
      const size = 1 + x.stack.length;
      const at = index?.kind === 'at' ? index.at : 0;
      const place = at < 0 ? at + size : at;
      // A block that another one started counts from the outermost of all (get_route_name).
      if (index?.kind === 'all' || place < 0 || place >= size) return nullValue;
      return textValue(x.server.routeNames[size - place - 1] ?? '');
    },
  },
  'route.type': {
    get: (x, variable) => {
      const types = routeTitles(x).map(title => title.replace(/\[.*$/, ''));
      const index = indexOf(x, variable);
      return optionalText(types.toReversed().at(index?.kind === 'at' ? index.at : 0));
    },
  },
  'err.class': { get: x => integerValue(x.errorClass) },
  'err.level': { get: x => integerValue(x.errorClass === 0 ? 0 : 3) },
  'err.info': { get: x => textValue(x.errorInfo) },
  'err.rcode': { get: x => integerValue(x.errorCode) },
  'err.rreason': { get: x => textValue(x.errorReason) },
  pp: { get: x => valueOfAnswer(x.server.questions.ask('Which process ID does $pp give?', '1', ['1'])) },
  C: { get: () => textValue('') },
  log_level: { get: () => integerValue(3), set: () => true },
  xlog_level: { get: () => integerValue(3), set: () => true },
  argv: { get: () => nullValue },
};

function routeTitles(x: Execution): readonly string[] {
  return [x.title, ...x.stack.map(({ title }) => title)];
}

/** The index of `$param` may be a variable; `$param($param(1))` looks in the caller. */
function parameterName(x: Execution, variable: VariableSyntax): string | undefined {
  if (!(variable.inner?.text ?? '').startsWith('$param')) return innerName(x, variable);
  return innerName({ ...x, stack: x.stack.slice(0, -1) }, variable);
}

/** A stored number prints as a number; a string stays a string; a number that is neither becomes an empty one. */
function stored(value: Value): Value {
  if (value.isInteger && value.number !== undefined) return integerValue(value.number);
  return isNull(value) ? value : textValue(value.text ?? '');
}

function listOf(x: Execution, variable: VariableSyntax): readonly Value[] {
  const name = innerName(x, variable);
  return name === undefined ? [] : (x.avps.get(avpName(name)) ?? []);
}

/** The name of an AVP, as written in `$avp(name)` or in a parameter of a module, with or without `$avp(...)`. */
export function avpName(written: string): string {
  return written.replace(/^\$avp\((.*)\)$/, '$1').replace(/^[si]:/, '');
}

/** Sets an AVP like pv_set_avp: `=` adds a value before the others, `:=` replaces all. */
function setAvp(x: Execution, variable: VariableSyntax, value: Value, operator: string): boolean {
  const inner = innerName(x, variable);
  if (inner === undefined) return false;
  const name = avpName(inner);
  const index = indexOf(x, variable);
  if (index === undefined) return false;
  const list = [...(x.avps.get(name) ?? [])];
  const put = (values: Value[]): boolean => {
    if (values.length === 0) x.avps.delete(name);
    else x.avps.set(name, values);
    return true;
  };
  if (index.kind === 'append') return isNull(value) || put([...list, stored(value)]);
  if (isNull(value)) {
    if (operator === ':=' || index.kind === 'all') return put([]);
    const at = index.kind === 'at' ? index.at : 0;
    const place = at < 0 ? list.length + at : at;
    return put(list.filter((_, position) => position !== place));
  }
  if (operator === ':=' || index.kind === 'all') return put([stored(value)]);
  if (index.kind === 'at') {
    const place = index.at < 0 ? list.length + index.at : index.at;
    if (place >= 0 && place < list.length) list[place] = stored(value);
    else return false;
    return put(list);
  }
  return put([stored(value), ...list]);
}

/** Adds a value before the others, like functions that return values. */
export function addAvp(x: Execution, name: string, value: Value): void {
  x.avps.set(name, [stored(value), ...(x.avps.get(name) ?? [])]);
}

/** Adds a value after the others. */
export function appendAvp(x: Execution, name: string, value: Value): void {
  x.avps.set(name, [...(x.avps.get(name) ?? []), stored(value)]);
}

/** Removes the first value of an AVP; false if there is none. */
export function shiftAvp(x: Execution, name: string): boolean {
  const [first, ...rest] = x.avps.get(name) ?? [];
  if (rest.length > 0) x.avps.set(name, rest);
  else x.avps.delete(name);
  return first !== undefined;
}

export function avpText(x: Execution, name: string): string | undefined {
  const value = x.avps.get(name)?.[0];
  return value === undefined ? undefined : printed(value);
}
