import type { VariableSyntax } from '../../syntax/variableSyntax.ts';
import { type MessageBranch, newBranch } from '../messages/branch.ts';
import type { Message } from '../messages/message.ts';
import type { Socket } from '../messages/reception.ts';
import type { Execution, VariableModel, VariableTable } from '../server.ts';
import { flagList } from './messageVariables.ts';
import { printedQ } from './qValue.ts';
import { integerValue, isNull, nullValue, optionalText, textValue, type Value } from './value.ts';
import { indexOf, innerName } from './variables.ts';

type Field = 'uri' | 'duri' | 'path' | 'q' | 'flags' | 'socket';

/**
 * The destinations of a request: `$branch(...)` counts the added ones, `$msg.branch...` the Request-URI too, as the first. Without an
 * index, the former means the first and the latter the last.
 */
export const branchVariables: VariableTable = {
  branch: {
    get: (x, variable) => read(x, variable, x.message.branches, fieldOf(variable), 'first'),
    set: (x, variable, value) =>
      variable.inner === undefined
        ? append(x, value)
        : write(x, variable, x.message.branches, fieldOf(variable), value, 'first'),
  },
  'branch.flag': flagVariable(),
  'msg.branch': {
    get: (x, variable) => read(x, variable, x.message.branches, 'uri', 'first'),
    set: (x, _, value) => append(x, value),
  },
  'msg.branch.uri': part('uri'),
  'msg.branch.duri': part('duri'),
  'msg.branch.path': part('path'),
  'msg.branch.q': part('q'),
  'msg.branch.flags': part('flags'),
  'msg.branch.socket': part('socket'),
  'msg.branch.flag': flagVariable(),
  'msg.branch.last_idx': { get: x => integerValue(x.message.branches.length) },
  'msg.branch.attr': {
    get: (x, variable) => {
      const branch = at(x, variable, all(x.message), 'last');
      return branch?.branchAttributes.get(innerName(x, variable) ?? '') ?? nullValue;
    },
    set: (x, variable, value) => {
      const branch = x.message.isRequest ? at(x, variable, all(x.message), 'last') : undefined;
      const name = innerName(x, variable);
      if (branch === undefined || name === undefined) return false;
      if (isNull(value)) branch.branchAttributes.delete(name);
      else branch.branchAttributes.set(name, value);
      return true;
    },
  },
};

function part(field: Field): VariableModel {
  return {
    get: (x, variable) => read(x, variable, all(x.message), field, 'last'),
    set: (x, variable, value) => write(x, variable, all(x.message), field, value, 'last'),
  };
}

function fieldOf({ inner }: VariableSyntax): Field {
  const name = inner?.text.toLowerCase();
  return name === 'duri' || name === 'path' || name === 'q' || name === 'flags' || name === 'socket'
    ? name
    : 'uri';
}

function all(message: Message): readonly MessageBranch[] {
  return [message, ...message.branches];
}

/** The branch that an index means. */
function at(
  x: Execution,
  variable: VariableSyntax,
  list: readonly MessageBranch[],
  usual: 'first' | 'last',
): MessageBranch | undefined {
  const index = indexOf(x, variable);
  if (index?.kind === 'none') return usual === 'first' ? list[0] : list.at(-1);
  return index?.kind === 'at' ? list.at(index.at) : undefined;
}

function read(
  x: Execution,
  variable: VariableSyntax,
  list: readonly MessageBranch[],
  field: Field,
  usual: 'first' | 'last',
): Value {
  if (indexOf(x, variable)?.kind !== 'all') {
    const branch = at(x, variable, list, usual);
    return branch === undefined ? nullValue : fieldValue(x, branch, field);
  }
  if (list.length === 0) return nullValue;
  return textValue(list.map(branch => fieldValue(x, branch, field).text ?? '').join(', '));
}

function fieldValue(x: Execution, branch: MessageBranch, field: Field): Value {
  switch (field) {
    case 'duri':
      return optionalText(branch.dstUri);
    case 'path':
      return optionalText(branch.path);
    case 'q':
      return textValue(printedQ(branch.q));
    case 'flags':
      return textValue(flagList(x, branch.branchFlags));
    case 'socket':
      return optionalText(branch.sendSocket?.name);
    default:
      return textValue(branch.uri);
  }
}

function append(x: Execution, value: Value): boolean {
  if (value.text === undefined || value.text === '') return false;
  x.message.branches.push(newBranch(value.text));
  return true;
}

/** Sets a field of a branch that exists (_int_pv_set_branch_fields). */
function write(
  x: Execution,
  variable: VariableSyntax,
  list: readonly MessageBranch[],
  field: Field,
  value: Value,
  usual: 'first' | 'last',
): boolean {
  const branch = x.message.isRequest ? at(x, variable, list, usual) : undefined;
  if (branch === undefined) return false;
  const text = value.text === '' ? undefined : value.text;
  if (field === 'uri') {
    if (text === undefined) return false;
    branch.uri = text;
    return true;
  }
  if (field === 'q') {
    if (!isNull(value) && value.number === undefined) return false;
    branch.q = value.number;
    return true;
  }
  if (!isNull(value) && value.text === undefined) return false;
  if (field === 'duri') branch.dstUri = text;
  else if (field === 'path') branch.path = text;
  else if (field === 'flags')
    branch.branchFlags = new Set((text ?? '').split(/[ ,]+/).filter(flag => flag !== ''));
  else {
    const socket = text === undefined ? undefined : socketNamed(x, text);
    if (text !== undefined && socket === undefined) return false;
    branch.sendSocket = socket;
  }
  return true;
}

function socketNamed(x: Execution, name: string): Socket | undefined {
  return x.server.sockets.find(one => one.name === name || one.tag === name);
}

/** A flag of a branch; reading one takes the number of added branches for that of all, so that there must be one more. */
function flagVariable(): VariableModel {
  return {
    get: (x, variable) => {
      const readable = all(x.message).slice(0, -1);
      const branch = at(x, variable, readable, 'first');
      if (branch === undefined) return nullValue;
      return textValue(branch.branchFlags.has(variable.inner?.text ?? '') ? 'true' : 'false');
    },
    set: (x, variable, value) => {
      const branch = at(x, variable, all(x.message), 'last');
      if (branch === undefined || !value.isInteger || value.number === undefined) return false;
      const name = variable.inner?.text ?? '';
      if (value.number === 0) branch.branchFlags.delete(name);
      else branch.branchFlags.add(name);
      return true;
    },
  };
}
