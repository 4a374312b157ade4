import { copyOfBranch, type MessageBranch, newBranch } from '../../messages/branch.ts';
import type { Execution } from '../../server.ts';
import { setRequestUri } from '../../values/uriVariables.ts';
import type { Arguments } from '../arguments.ts';
import type { FunctionRun } from '../model.ts';

/** A q value in thousandths; further digits are ignored (str2q). */
function qOf(args: Arguments, position: number): number | undefined {
  const text = args.text(position)?.trim() ?? '';
  return text === '' ? undefined : Math.trunc(Number(text) * 1000 + 1e-6);
}

/** Also `append_branch` before 3.6: the branch gets the destination and flags of the Request-URI; without a URI of its
 * own, the Request-URI loses them.
 */
function append(x: Execution, args: Arguments): number {
  const uri = args.text(0);
  const { message } = x;
  const q = qOf(args, 1);
  const branch = { ...copyOfBranch(message), branchAttributes: new Map() };
  message.branches.push({ ...branch, uri: uri ?? message.uri, q: uri === undefined ? (q ?? message.q) : q });
  if (uri === undefined)
    put(x, { ...newBranch(message.uri), branchAttributes: message.branchAttributes }, -1);
  return 1;
}

function appendNew(x: Execution, args: Arguments): number {
  const uri = args.text(0) ?? '';
  if (uri === '') return -1;
  const { message } = x;
  const isHeir = args.text(2)?.includes('inherite') === true;
  const q = qOf(args, 1) ?? (isHeir ? message.q : undefined);
  message.branches.push({
    ...(isHeir ? copyOfBranch(message) : newBranch(uri)),
    branchAttributes: new Map(),
    uri,
    q,
  });
  return 1;
}

function remove(x: Execution, args: Arguments): number {
  const at = args.number(0) ?? 0;
  return at >= 0 && x.message.branches.splice(at, 1).length > 0 ? 1 : -1;
}

/** Puts a branch in the place of another; a negative index is the Request-URI. */
function put(x: Execution, branch: MessageBranch, at: number): void {
  const { message } = x;
  if (at >= 0) message.branches[at] = copyOfBranch(branch);
  else {
    const { uri, ...rest } = copyOfBranch(branch);
    setRequestUri(x, uri);
    Object.assign(message, rest);
  }
}

/** Two branches, by the indexes in the first arguments. */
function pair(x: Execution, args: Arguments) {
  const [from = -1, to = -1] = [args.number(0), args.number(1)].map(at => at ?? -1);
  const branchAt = (at: number): MessageBranch | undefined => (at < 0 ? x.message : x.message.branches[at]);
  return { from, to, source: branchAt(from), target: branchAt(to) };
}

function move(x: Execution, args: Arguments): number {
  const { from, to, source, target } = pair(x, args);
  if (from === to) return 1;
  if (source === undefined || target === undefined) return -1;
  put(x, source, to);
  if (from > 0 && !args.has(2)) x.message.branches.splice(from, 1);
  return 1;
}

function swap(x: Execution, args: Arguments): number {
  const { from, to, source, target } = pair(x, args);
  if (from === to) return 1;
  if (source === undefined || target === undefined) return -1;
  const before = copyOfBranch(target);
  put(x, source, to);
  put(x, before, from);
  return 1;
}

export const branchFunctions: Readonly<Record<string, FunctionRun>> = {
  append_branch: append,
  append_branch_old: append,
  append_msg_branch: appendNew,
  remove_branch: remove,
  remove_msg_branch: remove,
  move_branch: move,
  move_msg_branch: move,
  swap_branches: swap,
  swap_msg_branches: swap,
};
