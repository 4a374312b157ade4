import type { Value } from '../values/value.ts';
import type { Socket } from './reception.ts';

/** A destination: the message itself, for its Request-URI, and each one in addition (append_branch, lookup). */
export interface MessageBranch {
  uri: string;
  dstUri: string | undefined;
  path: string | undefined;
  q: number | undefined;
  sendSocket: Socket | undefined;
  branchFlags: Set<string>;
  readonly branchAttributes: Map<string, Value>;
}

export function newBranch(uri: string): MessageBranch {
  return {
    uri,
    dstUri: undefined,
    path: undefined,
    q: undefined,
    sendSocket: undefined,
    branchFlags: new Set(),
    branchAttributes: new Map(),
  };
}

/** A copy of a branch; of a message, the destination of its Request-URI as a branch of its own. */
export function copyOfBranch(branch: MessageBranch): MessageBranch {
  const { uri, dstUri, path, q, sendSocket, branchFlags, branchAttributes } = branch;
  return {
    uri,
    dstUri,
    path,
    q,
    sendSocket,
    branchFlags: new Set(branchFlags),
    branchAttributes: new Map(branchAttributes),
  };
}
