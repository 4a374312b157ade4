import { type Execution, stateKey } from '../../server.ts';
import type { ModuleModel } from '../model.ts';

export const pike: ModuleModel = {
  name: 'pike',
  functions: { pike_check_req: checkRequest },
};

/** One byte of addresses in the tree; the tree contains the full path of an address once each of its bytes was seen often enough. */
interface Node {
  readonly kids: Map<string, Node>;
  /** Requests counted at this byte and no deeper. */
  hits: number;
  /** Requests from the address that ends here. */
  leafHits: number;
  isBlocked: boolean;
}

interface Flood {
  readonly root: Node;
  /** When the first request arrived: the server restarts its count every `sampling_time_unit`, at an unknown offset. */
  readonly since: number;
}

const floods = stateKey((server): Flood => ({ root: newNode(0), since: server.clock.now }));

/** Counts a request for its source address (mark_node): 1, -2 when blocking begins, then -1. */
function checkRequest(x: Execution): number {
  const { server, message } = x;
  const most = server.parameterNumber('pike', 'reqs_density_per_unit', 30);
  const flood = server.state(floods);
  const result = mark(flood.root, bytesOf(message.reception.source.address), most);
  if (server.clock.now - flood.since < server.parameterNumber('pike', 'sampling_time_unit', 2)) return result;
  return server.questions.askCode(
    `Does pike_check_req() block ${message.reception.source.address}? The requests fall into several time units.`,
    String(result),
    ['1', '-1', '-2'],
  );
}

function newNode(hits: number): Node {
  return { kids: new Map(), hits, leafHits: 0, isBlocked: false };
}

function bytesOf(address: string): readonly string[] {
  return address.includes(':') ? [...address.replaceAll(':', '')] : address.split('.');
}

function mark(root: Node, bytes: readonly string[], most: number): number {
  let node = root;
  let depth = 0;
  for (let kid = node.kids.get(bytes[0] ?? ''); kid !== undefined; kid = node.kids.get(bytes[depth] ?? '')) {
    node = kid;
    depth++;
  }
  if (depth === bytes.length) {
    node.leafHits++;
    if (node.isBlocked) return -1;
    node.isBlocked = node.leafHits >= most;
    return node.isBlocked ? -2 : 1;
  }
  const next = bytes[depth] ?? '';
  if (depth === 0) {
    root.kids.set(next, newNode(1));
    return 1;
  }
  // A byte that is seen a quarter as often as an address may be gets a separate node for the byte after it.
  node.hits++;
  if (node.hits >= most >> 2) node.kids.set(next, newNode(node.hits - 1));
  return 1;
}
