import type { VariableSyntax } from '../../../syntax/variableSyntax.ts';
import { type Execution, stateKey, type VariableModel } from '../../server.ts';
import { type Json, jsonNull, printJson, readJson } from '../../values/jsonTree.ts';
import { isNull, nullValue, printed, textValue, type Value } from '../../values/value.ts';
import { getVariable, indexOf, variableOf } from '../../values/variables.ts';
import type { ModuleModel } from '../model.ts';
import { askFunction } from '../unknown.ts';

/** Documents live as long as the worker process. */
const documents = stateKey(() => new Map<string, Json>());

export const json: ModuleModel = {
  name: 'json',
  functions: {
    json_merge: (x, args) => {
      const texts = [args.text(0) ?? '', args.text(1) ?? ''];
      // The server prints other numbers with digits of its own.
      if (texts.some(text => /\d[.eE]|\\u/.test(text))) return askFunction(x, 'json_merge', args);
      const [main, patch] = texts.map(text => parsed(x, text));
      if (main === undefined || patch === undefined) return -1;
      const merged = printJson(mergePatch(main, patch), false).replaceAll('\\/', '/');
      return args.set(2, textValue(merged)) ? 1 : -1;
    },
  },
  variables: {
    json: jsonVariable(value => printJson(value, true)),
    json_compact: jsonVariable(value => printJson(value, false)),
  },
};

/** RFC 7396; names are compared without case, and a member that changes goes to the end. */
function mergePatch(main: Json | undefined, patch: Json): Json {
  if (patch.kind !== 'object') return patch;
  const members = new Map(main?.kind === 'object' ? main.members : []);
  for (const [name, value] of patch.members) {
    const before = [...members.keys()].find(one => one.toLowerCase() === name.toLowerCase()) ?? name;
    const old = members.get(before);
    members.delete(before);
    if (value.kind !== 'word' || value.text !== 'null') members.set(name, mergePatch(old, value));
  }
  return { kind: 'object', members };
}

function jsonVariable(print: (value: Json) => string): VariableModel {
  return {
    get: (x, variable) => {
      const path = pathOf(x, variable);
      const found = path === undefined ? undefined : find(x, path);
      if (path === undefined || found === undefined) return nullValue;
      const index = indexOf(x, variable);
      if (index?.kind !== 'at') return index?.kind === 'none' ? asValue(found, print) : nullValue;
      const element = elementAt(found, path.lists, index.at);
      return element === undefined ? nullValue : asValue(element, print);
    },
    set: (x, variable, value, operator) => {
      const path = pathOf(x, variable);
      if (path === undefined) return false;
      if (isNull(value)) return put(x, path, undefined);
      if (operator !== ':=') {
        const isInteger = value.isInteger && value.number !== undefined;
        return put(
          x,
          path,
          isInteger
            ? { kind: 'integer', value: value.number ?? 0 }
            : { kind: 'string', text: printed(value) },
        );
      }
      const read = value.text === undefined ? undefined : parsed(x, value.text);
      // Text that cannot be parsed leaves the variable empty.
      const isPut = value.text !== undefined && put(x, path, read);
      return read !== undefined && isPut;
    },
  };
}

/** json-c accepts more than JSON: names in single quotes, comments, trailing commas, uppercase words. */
function parsed(x: Execution, text: string): Json | undefined {
  const found = readJson(text);
  if (found !== undefined || !/'|\/[/*]|,\s*[\]}]|\b(?:TRUE|FALSE|NULL|NaN|Infinity)\b/i.test(text))
    return found;
  x.server.questions.ask(`Can the server read this as JSON: ${text}?`, 'no', ['no']);
  return undefined;
}

function asValue(json: Json, print: (value: Json) => string): Value {
  switch (json.kind) {
    case 'string':
      return textValue(json.text);
    case 'integer':
      return { text: String(json.value), number: json.value | 0, isInteger: true };
    case 'word':
      return json.text === 'null' ? nullValue : textValue(json.text);
    default:
      return textValue(print(json));
  }
}

/** One of the values that a `for each` iterates over: the items of a list, or the names or values of an object. */
function elementAt(json: Json, lists: Path['lists'], at: number): Json | undefined {
  if (lists !== undefined) {
    if (json.kind !== 'object') return undefined;
    const names = [...json.members.keys()].map((text): Json => ({ kind: 'string', text }));
    return (lists === 'keys' ? names : [...json.members.values()]).at(at);
  }
  return json.kind === 'array' ? json.items.at(at) : undefined;
}

type Step =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'index'; readonly at: number }
  | { readonly kind: 'end' };

interface Path {
  readonly document: string;
  readonly steps: readonly Step[];
  /** `.keys` or `.values` after the path. */
  readonly lists: 'keys' | 'values' | undefined;
}

/** `document/key/list[0]/key`; keys and indexes may be variables. Undefined for one that has no value. */
function pathOf(x: Execution, variable: VariableSyntax): Path | undefined {
  const text = variable.inner?.text ?? '';
  const head = /^[^/[.]+/.exec(text)?.[0];
  if (head === undefined) return undefined;
  const tail = /\.(keys|values)$/.exec(text);
  const end = tail?.index ?? text.length;
  const steps: Step[] = [];
  let at = head.length;
  while (at < end) {
    const rest = text.slice(at, end);
    const step = /^\/(?:\$(?:\w+\([^)]*\)|\([^)]*\)|\w+)|[^/[]+)|^\[[^\]]*\]/.exec(rest)?.[0];
    const read = step === undefined ? undefined : stepOf(x, step);
    if (step === undefined || read === undefined) return undefined;
    steps.push(read);
    at += step.length;
  }
  const lists = tail?.[1];
  return { document: head, steps, lists: lists === 'keys' || lists === 'values' ? lists : undefined };
}

function stepOf(x: Execution, step: string): Step | undefined {
  const isKey = step.startsWith('/');
  const written = isKey ? step.slice(1) : step.slice(1, -1).trim();
  const variable = written.startsWith('$') ? variableOf(x, written) : undefined;
  const value = variable === undefined ? textValue(written) : getVariable(x, variable);
  if (isKey) return value.text === undefined ? undefined : { kind: 'key', key: value.text };
  if (written === '') return { kind: 'end' };
  if (variable !== undefined)
    return value.number === undefined ? undefined : { kind: 'index', at: value.number };
  return /^-?\d+$/.test(written) ? { kind: 'index', at: Number(written) } : undefined;
}

function find(x: Execution, path: Path): Json | undefined {
  let json = x.server.state(documents).get(path.document);
  for (const step of path.steps) {
    if (json === undefined) return undefined;
    json = memberOf(json, step);
  }
  return json;
}

function memberOf(json: Json, step: Step): Json | undefined {
  if (step.kind === 'key') return json.kind === 'object' ? json.members.get(step.key) : undefined;
  if (step.kind === 'index') return json.kind === 'array' ? json.items.at(step.at) : undefined;
  return undefined;
}

/** Sets or removes the value at a path; false when its parent does not exist (pv_add_json). */
function put(x: Execution, path: Path, value: Json | undefined): boolean {
  const all = x.server.state(documents);
  const last = path.steps.at(-1);
  if (last === undefined) {
    if (value === undefined) all.delete(path.document);
    else all.set(path.document, value);
    return true;
  }
  const parent = find(x, { ...path, steps: path.steps.slice(0, -1) });
  if (last.kind === 'key') {
    if (parent?.kind !== 'object') return false;
    if (value === undefined) parent.members.delete(last.key);
    else parent.members.set(last.key, value);
    return true;
  }
  if (parent?.kind !== 'array') return false;
  const { items } = parent;
  const at = last.kind === 'end' ? items.length : last.at < 0 ? items.length + last.at : last.at;
  if (at < 0 || at > items.length + indexGap) return false;
  if (value === undefined) {
    if (at >= items.length) return false;
    items.splice(at, 1);
    return true;
  }
  while (items.length < at) items.push(jsonNull);
  items[at] = value;
  return true;
}

/** How far beyond the end of a list a script may set an item. */
const indexGap = 1000;
