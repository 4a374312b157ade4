import { DiagnosticSeverity, type Location, RequestType } from 'vscode-languageserver';
import type { InventoryGroup, InventoryItem, InventoryPlace } from '../../languages/inventory.ts';
import { beginningWithoutSecrets } from '../../text/secrets.ts';
import { visibleText } from '../../text/visible.ts';
import type { ProjectState } from '../../workspace/project.ts';
import type { Subject } from '../../workspace/workspace.ts';
import { aboutFile, type Context, type Feature, guarded } from '../context.ts';
import { diagnosticsOf } from '../textDocument/diagnostics.ts';
import {
  INVENTORY_REQUEST,
  type InventoryAnswer,
  type InventoryNode,
  type InventoryParams,
  type InventoryPath,
  type InventoryProblems,
  SERVERS_REQUEST,
  type ServersAnswer,
  type ServersParams,
} from './inventoryRequest.ts';

const serversRequest = new RequestType<ServersParams, ServersAnswer | null, void>(SERVERS_REQUEST);
const inventoryRequest = new RequestType<InventoryParams, InventoryAnswer | null, void>(INVENTORY_REQUEST);

/** More servers, or more children of one node, would be too many for a tree that people look at. */
export const most = { servers: 100, children: 500 };

/** `sipWorkbench/servers` and `sipWorkbench/inventory`: the servers of a workspace, and what they have. */
export const inventory: Feature = {
  start: context => {
    context.connection.onRequest(
      serversRequest,
      guarded<ServersParams, ServersAnswer | null>(context, 'servers of the workspace', null, ({ files }) =>
        serversOf(files, context),
      ),
    );
    context.connection.onRequest(
      inventoryRequest,
      aboutFile<InventoryParams, InventoryAnswer | null>(context, 'inventory', null, (subject, params) =>
        answerTo(params, subject, context),
      ),
    );
  },
};

async function serversOf(files: readonly string[], { workspace }: Context): Promise<ServersAnswer> {
  const roots = await workspace.keepRootsOf([...files].sort(), most.servers + 1);
  const servers = [...roots].flatMap(([uri, { id, title, inventory: ofLanguage }]) =>
    ofLanguage === undefined ? [] : [{ uri, language: id, title }],
  );
  return { servers: servers.slice(0, most.servers), isCut: servers.length > most.servers };
}

function answerTo(
  path: InventoryPath,
  { language, view, state }: Subject,
  context: Context,
): InventoryAnswer | undefined {
  const overview = overviewOf(state, context);
  if (overview === undefined) return undefined;
  const label = language.status?.(view).label ?? language.title;
  const { generation, problems } = overview;
  const files = [...state.project.trees.keys()];
  return { generation, label, files, problems: problems.all, nodes: nodesBelow(overview, path) };
}

function nodesBelow(
  { groups, nodes, problems }: Overview,
  { group, from, item }: InventoryPath,
): readonly InventoryNode[] {
  if (group === undefined) return nodes;
  const chosen = groups.find(({ id }) => id === group);
  if (chosen === undefined) return [];
  if (item !== undefined) return (chosen.item(item)?.related() ?? []).slice(0, most.children).map(placeNode);
  if (from === undefined && chosen.keys.length > most.children) return partNodes(chosen, problems);
  const first = from ?? 0;
  return chosen.keys.slice(first, first + most.children).flatMap(key => {
    const found = chosen.item(key);
    return found === undefined ? [] : [itemNode(chosen, key, found, problems)];
  });
}

function groupNode(group: InventoryGroup, problems: Problems): InventoryNode {
  return {
    kind: 'group',
    label: group.title,
    detail: String(group.keys.length),
    problems: problems.in(extentOf(group, group.keys)),
    children: { group: group.id },
  };
}

/** The parts of a large group, named after their first and last items. */
function partNodes(group: InventoryGroup, problems: Problems): InventoryNode[] {
  const nodes: InventoryNode[] = [];
  for (let from = 0; from < group.keys.length; from += most.children) {
    const keys = group.keys.slice(from, from + most.children);
    const [first, last] = [keys[0], keys.at(-1)].map(key => shown(group.item(key ?? '')?.label ?? ''));
    nodes.push({
      kind: 'group',
      label: `${first} … ${last}`,
      detail: String(keys.length),
      problems: problems.in(extentOf(group, keys)),
      children: { group: group.id, from },
    });
  }
  return nodes;
}

function itemNode(
  { id }: InventoryGroup,
  key: string,
  item: InventoryItem,
  problems: Problems,
): InventoryNode {
  const { extent, device, isAccount, related } = item;
  return {
    ...placeNode(item),
    problems: problems.in(extent),
    ...(device === undefined ? {} : { device }),
    ...(isAccount === true ? { isAccount } : {}),
    ...(related().length === 0 ? {} : { children: { group: id, item: key } }),
  };
}

function placeNode({ kind, label, detail, place }: InventoryPlace): InventoryNode {
  return { kind, label: shown(label), detail: shown(detail), problems: none, place };
}

/** A name or a few words from a file as the tree shows them: on one line, without secrets, and not longer than a screen is wide. */
function shown(text: string): string {
  return beginningWithoutSecrets(visibleText(text), LONGEST);
}

const LONGEST = 200;

function* extentOf(group: InventoryGroup, keys: readonly string[]): Generator<Location> {
  for (const key of keys) yield* group.item(key)?.extent ?? [];
}

const none: InventoryProblems = { errors: 0, warnings: 0 };

/** The problems of a server, by their places. */
interface Problems {
  readonly all: InventoryProblems;
  in(extent: Iterable<Location>): InventoryProblems;
}

/** A server as a whole, which stays the same object until something in it changes. */
interface Overview {
  readonly generation: number;
  /** Of the results of the user's own server. */
  readonly revision: number;
  readonly groups: readonly InventoryGroup[];
  readonly problems: Problems;
  readonly nodes: readonly InventoryNode[];
}

/** A state that changes is a new object. */
const known = new WeakMap<ProjectState, Overview>();
let generations = 0;

function overviewOf(state: ProjectState, context: Context): Overview | undefined {
  const revision = context.checks.revisionOf(state.project.root);
  const before = known.get(state);
  if (before?.revision === revision) return before;
  const groups = state.language.inventory?.(state.model);
  if (groups === undefined) return undefined;
  const problems = findProblems(state, context);
  const nodes = groups.map(group => groupNode(group, problems));
  const overview = { generation: ++generations, revision, groups, problems, nodes };
  known.set(state, overview);
  return overview;
}

function findProblems(state: ProjectState, context: Context): Problems {
  const byFile = new Map<string, readonly FoundLine[]>();
  const all = { errors: 0, warnings: 0 };
  for (const uri of state.project.trees.keys()) {
    const lines: FoundLine[] = [];
    for (const { range, severity } of diagnosticsOf(context, state, uri)) {
      const errors = severity === DiagnosticSeverity.Error ? 1 : 0;
      const warnings = severity === DiagnosticSeverity.Warning ? 1 : 0;
      if (errors + warnings === 0) continue;
      all.errors += errors;
      all.warnings += warnings;
      lines.push({ line: range.start.line, errors, warnings });
    }
    if (lines.length > 0)
      byFile.set(
        uri,
        lines.sort((a, b) => a.line - b.line),
      );
  }
  return { all, in: extent => (byFile.size === 0 ? none : problemsIn(extent, byFile)) };
}

interface FoundLine extends InventoryProblems {
  readonly line: number;
}

function problemsIn(
  extent: Iterable<Location>,
  byFile: ReadonlyMap<string, readonly FoundLine[]>,
): InventoryProblems {
  const sum = { errors: 0, warnings: 0 };
  for (const { uri, range } of extent) {
    const lines = byFile.get(uri) ?? [];
    for (let at = firstFrom(lines, range.start.line); at < lines.length; at++) {
      const found = lines[at];
      if (found === undefined || found.line > range.end.line) break;
      sum.errors += found.errors;
      sum.warnings += found.warnings;
    }
  }
  return sum;
}

/** The index of the first problem at or after a line. */
function firstFrom(lines: readonly FoundLine[], line: number): number {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lines[middle]?.line ?? 0) < line) low = middle + 1;
    else high = middle;
  }
  return low;
}
