import { type MessageBranch, newBranch } from '../../messages/branch.ts';
import type { Execution } from '../../server.ts';
import { printed, textValue, type Value } from '../../values/value.ts';
import type { Arguments } from '../arguments.ts';

/** The AVP in which the branches wait, with a name that no script can write. */
const waiting = '\0serial_branches';

interface Waiting {
  readonly uri: string;
  readonly dstUri?: string | undefined;
  readonly path?: string | undefined;
  readonly q?: number | undefined;
  readonly socket?: string | undefined;
  readonly flags: readonly string[];
  /** Whether the group of branches that are tried together ends with this one. */
  readonly endsGroup: boolean;
}

/** The q of a branch without one is the lowest. */
function qOf({ q }: { readonly q?: number | undefined }): number {
  return q ?? -1;
}

/** Keeps the Request-URI and all branches for serial forking, those with the highest q first; nothing changes when
 * all have the same q (serialize_branches).
 */
export function serializeBranches(x: Execution, args: Arguments): number {
  const { message } = x;
  const keepsOrder = (args.number(1) ?? 0) !== 0;
  if (message.branches.every(branch => qOf(branch) === qOf(message)) && !keepsOrder) return 1;
  if (message.branches.length === 0) return 1;
  const ascending: MessageBranch[] = [message];
  for (const branch of message.branches) {
    const place = keepsOrder ? 0 : ascending.findIndex(one => qOf(one) >= qOf(branch));
    ascending.splice(place < 0 ? ascending.length : place, 0, branch);
  }
  const values = ascending.map((branch, at): Value => {
    const before = ascending[at - 1];
    const endsGroup = before !== undefined && (keepsOrder || qOf(before) < qOf(branch));
    return textValue(JSON.stringify(kept(branch, endsGroup)));
  });
  const others = (args.number(0) ?? 0) === 0 ? (x.avps.get(waiting) ?? []) : [];
  x.avps.set(waiting, [...values.reverse(), ...others]);
  message.branches = [];
  return 1;
}

function kept(branch: MessageBranch, endsGroup: boolean): Waiting {
  const { uri, dstUri, path, q, sendSocket, branchFlags } = branch;
  return { uri, dstUri, path, q, socket: sendSocket?.name, flags: [...branchFlags], endsGroup };
}

/** Takes the next branches with the same q: the first as Request-URI, the others beside it. 2 for the last ones. */
export function nextBranches(x: Execution): number {
  const list = x.avps.get(waiting) ?? [];
  const [first, ...rest] = list.map(value => JSON.parse(printed(value)) as Waiting);
  if (first === undefined) return -1;
  fill(x, x.message, first);
  let taken = 1;
  for (let isDone = first.endsGroup; !isDone && taken <= rest.length; taken++) {
    const next = rest[taken - 1];
    if (next === undefined) break;
    const branch = newBranch(next.uri);
    // The server keeps an empty destination here instead of none.
    fill(x, branch, { ...next, dstUri: next.dstUri ?? '' });
    x.message.branches.push(branch);
    isDone = next.endsGroup;
  }
  const left = list.slice(taken);
  if (left.length === 0) x.avps.delete(waiting);
  else x.avps.set(waiting, left);
  return left.length > 0 ? 1 : 2;
}

function fill(x: Execution, branch: MessageBranch, from: Waiting): void {
  branch.uri = from.uri;
  branch.dstUri = from.dstUri;
  branch.path = from.path;
  branch.q = from.q;
  branch.sendSocket = x.server.sockets.find(({ name }) => name === from.socket);
  branch.branchFlags = new Set(from.flags);
}
