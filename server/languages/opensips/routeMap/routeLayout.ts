import { greatest, least } from '../../../text/longLists.ts';
import type { LaidBox, LaidLine } from '../../routeMap.ts';
import type { RouteGraph } from './routeGraph.ts';

/** The positions of the boxes and arrows of a graph: layers from left to right, in the direction of a request. In pixels. */
export interface RouteLayout {
  readonly width: number;
  readonly height: number;
  /** In the order of the nodes of the graph. */
  readonly boxes: readonly LaidBox[];
  /** In the order of the edges of the graph. */
  readonly lines: readonly LaidLine[];
}

export interface BoxSize {
  readonly width: number;
  readonly height: number;
}

const MARGIN = 24;
const BETWEEN_LAYERS = 72;
const BETWEEN_BOXES = 18;
const BETWEEN_LINES = 8;
/** Rounds of improving the order of the boxes in each layer, and of moving them toward their neighbors. */
const ROUNDS = 12;
/** Beyond this many bends, long arrows go straight: nobody reads a picture of that size as a whole. */
const MOST_BENDS = 4000;

/** An element of a layer: a box, or the point where a longer arrow passes through. */
interface Slot {
  /** Index of the box; undefined for an arrow that passes. */
  readonly box: number | undefined;
  readonly layer: number;
  readonly height: number;
  readonly before: number[];
  readonly behind: number[];
}

/**
 * Layers by the longest path from a beginning, with the edges of cycles reversed; then the order inside the layers by
 * the median of the neighbors, kept when it crosses fewer edges; then heights, as near to the neighbors as their order
 * allows.
 */
export function routeLayoutOf(graph: RouteGraph, sizes: readonly BoxSize[]): RouteLayout {
  const backward = circlesOf(graph);
  const layers = layersOf(graph, backward);
  const { slots, ways } = slotsOf(graph, backward, layers, sizes);
  const order = orderOf(slots, greatest([0, ...layers]) + 1);
  const ys = heightsOf(slots, order);

  const { columns, right } = columnsOf(slots, order, sizes);
  const boxes = graph.nodes.map((_, index): LaidBox => {
    const { width, height } = sizes[index] ?? { width: 0, height: 0 };
    const layer = layers[index] ?? 0;
    return { x: columns[layer]?.left ?? 0, y: (ys[index] ?? 0) - height / 2, width, height, layer };
  });
  const lines = graph.edges.map((link, index): LaidLine => {
    const from = boxes[link.from];
    const to = boxes[link.to];
    const isBackward = backward.has(index);
    if (from === undefined || to === undefined || link.from === link.to) return { points: [], isBackward };
    const passed = (ways[index] ?? []).flatMap(slot => {
      const { left, width } = columns[slots[slot]?.layer ?? 0] ?? nowhere;
      const y = ys[slot] ?? 0;
      // Straight through the layer, so that the bends lie between the boxes.
      return [
        { x: left, y },
        { x: left + width, y },
      ];
    });
    return { points: pointsBetween(from, to, isBackward, passed, columns), isBackward };
  });
  const bottom = slots.map((slot, index) => (ys[index] ?? 0) + slot.height / 2);
  return {
    width: Math.max(MARGIN * 2, right - BETWEEN_LAYERS + MARGIN),
    height: greatest([0, ...bottom]) + MARGIN,
    boxes,
    lines,
  };
}

/** The column of a layer, as wide as its widest box. */
interface Column {
  readonly left: number;
  readonly width: number;
}

const nowhere: Column = { left: 0, width: 0 };

/** The column of each layer, and where the next one would begin. */
function columnsOf(
  slots: readonly Slot[],
  order: readonly (readonly number[])[],
  sizes: readonly BoxSize[],
): { readonly columns: readonly Column[]; readonly right: number } {
  const columns: Column[] = [];
  let right = MARGIN;
  for (const layer of order) {
    const widths = layer.map(slot => {
      const box = slots[slot]?.box;
      return box === undefined ? 0 : (sizes[box]?.width ?? 0);
    });
    const width = greatest([0, ...widths]);
    columns.push({ left: right, width });
    right += width + BETWEEN_LAYERS;
  }
  return { columns, right };
}

/** The bends of an arrow from box to box; `passed` are those in the layers between, from left to right. */
function pointsBetween(
  from: LaidBox,
  to: LaidBox,
  isBackward: boolean,
  passed: LaidLine['points'],
  columns: readonly Column[],
): LaidLine['points'] {
  const start = { x: isBackward ? from.x : from.x + from.width, y: from.y + from.height / 2 };
  const end = { x: isBackward ? to.x + to.width : to.x, y: to.y + to.height / 2 };
  // An arrow leaves its layer straight, past wider boxes above and below.
  const narrow = isBackward ? to : from;
  const column = columns[narrow.layer] ?? nowhere;
  const edge = column.left + column.width;
  const isNarrow = narrow.x + narrow.width < edge;
  const out = isNarrow ? [{ x: edge, y: narrow.y + narrow.height / 2 }] : [];
  return isBackward ? [start, ...passed.toReversed(), ...out, end] : [start, ...out, ...passed, end];
}

/** The edges that lead back to a block on the path to them, by index. Without them the graph has no cycles. */
function circlesOf(graph: RouteGraph): ReadonlySet<number> {
  const outgoing: number[][] = graph.nodes.map(() => []);
  const isReached = graph.nodes.map(() => false);
  graph.edges.forEach((edge, index) => {
    outgoing[edge.from]?.push(index);
    if (edge.from !== edge.to) isReached[edge.to] = true;
  });
  const backward = new Set<number>();
  const state = graph.nodes.map((): 'new' | 'open' | 'done' => 'new');
  const indexes = graph.nodes.map((_, index) => index);
  const starts = [
    ...indexes.filter(index => graph.nodes[index]?.entry !== undefined),
    ...indexes.filter(index => isReached[index] === false),
    ...indexes,
  ];
  for (const start of starts) {
    if (state[start] !== 'new') continue;
    state[start] = 'open';
    const path = [{ node: start, next: 0 }];
    for (let step = path.at(-1); step !== undefined; step = path.at(-1)) {
      const edge = outgoing[step.node]?.[step.next++];
      if (edge === undefined) {
        state[step.node] = 'done';
        path.pop();
        continue;
      }
      const to = graph.edges[edge]?.to ?? 0;
      if (state[to] === 'open') backward.add(edge);
      else if (state[to] === 'new') {
        state[to] = 'open';
        path.push({ node: to, next: 0 });
      }
    }
  }
  return backward;
}

/** The layer of each node: one after the last of its predecessors. */
function layersOf(graph: RouteGraph, backward: ReadonlySet<number>): number[] {
  const following: number[][] = graph.nodes.map(() => []);
  const waiting = graph.nodes.map(() => 0);
  graph.edges.forEach((edge, index) => {
    if (edge.from === edge.to) return;
    const [from, to] = backward.has(index) ? [edge.to, edge.from] : [edge.from, edge.to];
    following[from]?.push(to);
    waiting[to] = (waiting[to] ?? 0) + 1;
  });
  const layers = graph.nodes.map(() => 0);
  const ready = graph.nodes.map((_, index) => index).filter(index => waiting[index] === 0);
  for (let node = ready.pop(); node !== undefined; node = ready.pop()) {
    for (const to of following[node] ?? []) {
      layers[to] = Math.max(layers[to] ?? 0, (layers[node] ?? 0) + 1);
      waiting[to] = (waiting[to] ?? 0) - 1;
      if (waiting[to] === 0) ready.push(to);
    }
  }
  return layers;
}

/** A slot for each node, with its number, and one for each layer that an edge passes. */
function slotsOf(
  graph: RouteGraph,
  backward: ReadonlySet<number>,
  layers: readonly number[],
  sizes: readonly BoxSize[],
): { readonly slots: readonly Slot[]; readonly ways: readonly (readonly number[])[] } {
  const slots: Slot[] = graph.nodes.map((_, box) => ({
    ...{ box, layer: layers[box] ?? 0, height: sizes[box]?.height ?? 0 },
    ...{ before: [], behind: [] },
  }));
  const link = (from: number, to: number) => {
    slots[from]?.behind.push(to);
    slots[to]?.before.push(from);
  };
  const ways = graph.edges.map((edge, index) => {
    if (edge.from === edge.to) return [];
    const [first, last] = backward.has(index) ? [edge.to, edge.from] : [edge.from, edge.to];
    const way: number[] = [];
    let at = first;
    for (let layer = (layers[first] ?? 0) + 1; layer < (layers[last] ?? 0); layer++) {
      if (slots.length - graph.nodes.length >= MOST_BENDS) break;
      slots.push({ box: undefined, layer, height: 0, before: [], behind: [] });
      way.push(slots.length - 1);
      link(at, slots.length - 1);
      at = slots.length - 1;
    }
    // A shortened path would link layers that are far apart, which the ordering cannot use.
    if ((slots[at]?.layer ?? 0) + 1 === layers[last]) link(at, last);
    return way;
  });
  return { slots, ways };
}

/** The slots of each layer from top to bottom. */
function orderOf(slots: readonly Slot[], count: number): readonly (readonly number[])[] {
  let layers: number[][] = Array.from({ length: count }, () => []);
  slots.forEach((slot, index) => {
    layers[slot.layer]?.push(index);
  });
  let best = layers.map(layer => [...layer]);
  let fewest = crossingsOf(slots, best);
  for (let round = 0; round < ROUNDS && fewest > 0; round++) {
    const place = new Array<number>(slots.length).fill(0);
    for (const layer of layers)
      layer.forEach((slot, at) => {
        place[slot] = at;
      });
    const isForward = round % 2 === 0;
    const sorted = layers.map(layer => [...layer]);
    for (const layer of isForward ? sorted : [...sorted].reverse()) {
      const wanted = new Map(
        layer.map(slot => {
          const neighbors = (isForward ? slots[slot]?.before : slots[slot]?.behind) ?? [];
          return [slot, median(neighbors.map(other => place[other] ?? 0)) ?? place[slot] ?? 0];
        }),
      );
      layer.sort((a, b) => (wanted.get(a) ?? 0) - (wanted.get(b) ?? 0));
      layer.forEach((slot, at) => {
        place[slot] = at;
      });
    }
    layers = sorted;
    const crossings = crossingsOf(slots, layers);
    if (crossings < fewest) {
      fewest = crossings;
      best = layers.map(layer => [...layer]);
    }
  }
  return best;
}

function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  if (sorted.length % 2 === 1) return sorted[middle];
  const [low, high] = [sorted[middle - 1], sorted[middle]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}

/** How often edges between neighboring layers cross: the inversions of their ends, counted with a tree of sums. */
function crossingsOf(slots: readonly Slot[], layers: readonly (readonly number[])[]): number {
  let crossings = 0;
  for (let index = 1; index < layers.length; index++) {
    const right = layers[index] ?? [];
    const place = new Map(right.map((slot, at) => [slot, at]));
    const ends = (layers[index - 1] ?? []).flatMap(slot =>
      (slots[slot]?.behind ?? []).map(to => place.get(to) ?? 0).sort((a, b) => a - b),
    );
    const sums = new Array<number>(right.length + 1).fill(0);
    ends.forEach((end, seen) => {
      let below = 0;
      for (let at = end + 1; at > 0; at -= at & -at) below += sums[at] ?? 0;
      crossings += seen - below;
      for (let at = end + 1; at <= right.length; at += at & -at) sums[at] = (sums[at] ?? 0) + 1;
    });
  }
  return crossings;
}

/** The middle of each slot. */
function heightsOf(slots: readonly Slot[], layers: readonly (readonly number[])[]): readonly number[] {
  const ys = new Array<number>(slots.length).fill(0);
  const gap = (upper: number, lower: number) => {
    const [first, second] = [slots[upper], slots[lower]];
    const isBox = first?.box !== undefined || second?.box !== undefined;
    return ((first?.height ?? 0) + (second?.height ?? 0)) / 2 + (isBox ? BETWEEN_BOXES : BETWEEN_LINES);
  };
  for (const layer of layers) place(layer, () => 0);
  for (let round = 0; round < ROUNDS; round++) {
    const isForward = round % 2 === 0;
    for (const layer of isForward ? layers : [...layers].reverse()) {
      place(layer, slot => {
        const neighbors = (isForward ? slots[slot]?.before : slots[slot]?.behind) ?? [];
        return median(neighbors.map(other => ys[other] ?? 0)) ?? ys[slot] ?? 0;
      });
    }
  }
  const top = least(slots.map((slot, index) => (ys[index] ?? 0) - slot.height / 2));
  return ys.map(y => y - top + MARGIN);

  /** Puts the slots of a layer as close as possible (least squares) to their preferred positions, in their order and
   * with their gaps: neighbors that would overlap become one group around the mean of their preferred positions.
   */
  function place(layer: readonly number[], wish: (slot: number) => number): void {
    const groups: { sum: number; count: number }[] = [];
    const offsets: number[] = [];
    layer.forEach((slot, at) => {
      const above = layer[at - 1];
      offsets.push(above === undefined ? 0 : (offsets[at - 1] ?? 0) + gap(above, slot));
      let group = { sum: wish(slot) - (offsets[at] ?? 0), count: 1 };
      for (let last = groups.at(-1); last !== undefined; last = groups.at(-1)) {
        if (last.sum / last.count <= group.sum / group.count) break;
        groups.pop();
        group = { sum: last.sum + group.sum, count: last.count + group.count };
      }
      groups.push(group);
    });
    let at = 0;
    for (const { sum, count } of groups) {
      for (let member = 0; member < count; member++, at++) {
        const slot = layer[at];
        if (slot !== undefined) ys[slot] = sum / count + (offsets[at] ?? 0);
      }
    }
  }
}
