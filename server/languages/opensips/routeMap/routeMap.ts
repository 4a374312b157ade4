import { greatest } from '../../../text/longLists.ts';
import { withoutSecrets } from '../../../text/secrets.ts';
import type { CodePlace, EdgeKind, ExitKind, MapArrow, MapBox, RouteMap } from '../../routeMap.ts';
import type { ScriptModel } from '../model/model.ts';
import type { RouteEdge, RouteGraph, RouteNode } from './routeGraph.ts';
import { MOST_NODES, routeGraphOf } from './routeGraph.ts';
import { type BoxSize, routeLayoutOf } from './routeLayout.ts';

const LETTER = 6.6;
/** Titles are bold, and often in capitals. */
const TITLE_LETTER = 8.2;
const PADDING = 12;
const LONGEST = 34;
export const TITLE_ROW = 26;
export const SUBTITLE_ROW = 16;
export const EXIT_ROW = 17;

/** The map of a script. */
export function routeMapOf(model: ScriptModel): RouteMap {
  const graph = routeGraphOf(model);
  const notes: string[] = [];
  if (graph.nodes.length === 0) notes.push('The script has no route block.');
  if (graph.nodes.length >= MOST_NODES) notes.push(`Only the first ${MOST_NODES} route blocks are shown.`);
  if (model.isPartial) notes.push('An included file was not read, so its blocks are missing here.');
  return mapOf(graph, notes);
}

export function mapOf(graph: RouteGraph, notes: readonly string[] = []): RouteMap {
  const layout = routeLayoutOf(graph, graph.nodes.map(sizeOf));
  const places: CodePlace[] = [];
  const placed = (place: CodePlace) => places.push(place) - 1;
  const boxes = graph.nodes.map((node, index): MapBox => {
    const box = layout.boxes[index] ?? { x: 0, y: 0, width: 0, height: 0, layer: 0 };
    const subtitle = subtitleOf(node);
    const top = box.y + TITLE_ROW + (subtitle === undefined ? 0 : SUBTITLE_ROW);
    return {
      ...box,
      title: short(node.title),
      subtitle: subtitle === undefined ? undefined : short(subtitle),
      isEntry: node.entry !== undefined,
      state: node.state,
      kind: node.kind,
      place: placed(node.place),
      exits: node.exits.map((exit, row) => ({
        kind: exit.kind,
        label: short(exitLabel(exit.kind, exit.label, exit.places.length)),
        description: exitSentence(exit.kind, exit.label),
        y: top + EXIT_ROW * (row + 0.5),
        places: exit.places.map(placed),
      })),
      description: describe(node, graph, index),
    };
  });
  const arrows = graph.edges.map((edge, index): MapArrow => {
    const line = layout.lines[index] ?? { points: [], isBackward: false };
    return {
      ...line,
      from: edge.from,
      to: edge.to,
      kind: edge.kind,
      label: arrowLabels[edge.kind],
      description: sentenceOf(edge, graph),
      places: edge.places.map(placed),
    };
  });
  return { width: layout.width, height: layout.height, boxes, arrows, places, notes };
}

const arrowLabels: Readonly<Record<EdgeKind, string>> = {
  call: '',
  reply: 'on reply',
  failure: 'on failure',
  branch: 'each branch',
  resume: 'resume',
  dialog: 'dialog',
  event: 'event',
};

const arrowVerbs: Readonly<Record<EdgeKind, string>> = {
  call: 'calls',
  reply: 'arms for replies',
  failure: 'arms for failures',
  branch: 'arms for branches',
  resume: 'resumes in',
  dialog: 'arms for the dialog',
  event: 'raises the event of',
};

function subtitleOf({ entry, state }: RouteNode): string | undefined {
  if (state === 'missing') return 'not found';
  return entry ?? unreachedWords[state];
}

const unreachedWords: Readonly<Partial<Record<RouteNode['state'], string>>> = {
  unused: 'not called or armed',
  unreached: 'not reachable',
};

function sizeOf(node: RouteNode): BoxSize {
  const subtitle = subtitleOf(node);
  const widthOf = (text: string, letter: number) => Math.min(text.length, LONGEST) * letter;
  const exits = node.exits.map(exit => `  ${exitLabel(exit.kind, exit.label, exit.places.length)}`);
  const width = greatest([
    80,
    widthOf(node.title, TITLE_LETTER),
    ...[subtitle ?? '', ...exits].map(text => widthOf(text, LETTER)),
  ]);
  const rows = (subtitle === undefined ? 0 : SUBTITLE_ROW) + EXIT_ROW * node.exits.length;
  return {
    width: Math.ceil(width + PADDING * 2),
    height: TITLE_ROW + rows + (rows === 0 ? 4 : 6),
  };
}

function exitLabel(kind: ExitKind, label: string, count: number): string {
  const what = kind === label ? label : `${kind} ${label}`;
  return count > 1 && !label.includes(',') ? `${what} ×${count}` : what;
}

function exitSentence(kind: ExitKind, label: string): string {
  if (kind === label) return `${kind}s`;
  return kind === 'relay' ? `relays with ${label}` : `replies ${label}`;
}

function sentenceOf(edge: RouteEdge, graph: RouteGraph): string {
  const from = graph.nodes[edge.from]?.title ?? '';
  return `${from} ${arrowVerbs[edge.kind]} ${graph.nodes[edge.to]?.title ?? ''}`;
}

function describe(node: RouteNode, graph: RouteGraph, index: number): string {
  const sentences = [node.title];
  if (node.state === 'missing') sentences.push('does not exist in the files that were read');
  if (node.entry !== undefined) sentences.push(`runs for: ${node.entry}`);
  const unreached = unreachedWords[node.state];
  if (unreached !== undefined) sentences.push(unreached);
  for (const edge of graph.edges)
    if (edge.from === index) sentences.push(`${arrowVerbs[edge.kind]} ${graph.nodes[edge.to]?.title ?? ''}`);
  for (const exit of node.exits) sentences.push(exitSentence(exit.kind, exit.label));
  return `${sentences.join('; ')}.`;
}

function short(text: string): string {
  const shown = withoutSecrets(text);
  return shown.length > LONGEST ? `${shown.slice(0, LONGEST - 1)}…` : shown;
}
