import { spliced } from '../../../text/longLists.ts';
import type { Project } from '../../project.ts';
import { fragmentOf, type ScriptTree } from '../reading/parser.ts';
import type { Item, Statement } from '../syntax/syntax.ts';
import type { Token } from '../syntax/token.ts';
import { usesOf } from '../syntax/uses.ts';
import type { BlockEdit, Place, PlacedItem } from './placed.ts';

/** The items of a root file and of everything it includes, in reading order. */
export interface ReadItems {
  readonly items: readonly PlacedItem[];
  readonly includeFaults: readonly IncludeFault[];
  /** Files that are included inside a route block, so they contain statements. */
  readonly fragments: ReadonlySet<string>;
  /** True when an include was not read, so its definitions are unknown. */
  readonly isPartial: boolean;
  /** True when an item at the top cannot be understood. */
  readonly isBroken: boolean;
  readonly places: Places;
}

export interface IncludeFault {
  readonly place: Place;
  readonly path: Token;
  readonly kind: 'missing' | 'too-deep' | 'unknown';
}

/** The places of the blocks of each file by index: shared, so that they can be compared by identity, and moved in place. */
export type Places = Map<string, readonly MovablePlace[]>;

type MovablePlace = { -readonly [Key in keyof Place]: Place[Key] };

/** The include depth that OpenSIPS follows. */
const includeDepthLimit = 50;
/** Limits the cost of hostile includes. */
export const mostItems = 100_000;

export function readProject(project: Project<ScriptTree>): ReadItems {
  const reader = new ProjectReader(project);
  reader.read(project.root, 0, [project.root]);
  return reader;
}

/** The position of an include, and how it was reached. */
interface Origin {
  readonly place: Place;
  readonly uri: string;
  readonly depth: number;
  /** The files that led here, to detect a cycle. */
  readonly path: readonly string[];
}

class ProjectReader implements ReadItems {
  readonly items: PlacedItem[] = [];
  readonly includeFaults: IncludeFault[] = [];
  readonly fragments = new Set<string>();
  isPartial = false;
  isBroken = false;
  readonly places: Places = new Map();
  private readonly project: Project<ScriptTree>;

  constructor(project: Project<ScriptTree>) {
    this.project = project;
  }

  read(uri: string, depth: number, path: readonly string[]): void {
    const tree = this.project.trees.get(uri);
    if (tree === undefined) return;
    tree.blocks.forEach((block, index) => {
      const origin = { place: this.placeOf(uri, index), uri, depth, path };
      for (const item of block.items) {
        if (this.items.length > mostItems) return;
        this.items.push({ place: origin.place, block, item });
        if (isUnreadable(item)) this.isBroken = true;
        if (item.type === 'include') this.follow(item.path, origin, false);
        if (item.type === 'route') this.followInside(item.body, origin);
      }
      for (const hidden of block.hiddenIncludes) this.follow(hidden, origin, true);
    });
  }

  private followInside(statements: readonly Statement[], origin: Origin): void {
    const { depth, path } = origin;
    for (const include of usesOf(statements).includes) {
      for (const target of this.follow(include, origin, true)) {
        this.fragments.add(target);
        const tree = this.project.trees.get(target);
        if (tree === undefined || depth >= includeDepthLimit || path.includes(target)) continue;
        this.followInside(fragmentOf(tree).statements, {
          place: this.placeOf(target, 0),
          uri: target,
          depth: depth + 1,
          path: [...path, target],
        });
      }
    }
  }

  /** The files that an include refers to; includes at the top level are read in its place. */
  private follow(include: Token, origin: Origin, isInside: boolean): readonly string[] {
    const { place, uri, depth, path } = origin;
    const targets = this.project.resolve(uri, include.text);
    if (targets === undefined || targets.length === 0) {
      this.isPartial = true;
      this.includeFaults.push({ place, path: include, kind: targets === undefined ? 'unknown' : 'missing' });
      return [];
    }
    for (const target of targets) {
      if (depth >= includeDepthLimit || path.includes(target)) {
        this.includeFaults.push({ place, path: include, kind: 'too-deep' });
        continue;
      }
      if (!this.project.trees.has(target)) this.isPartial = true;
      if (!isInside) this.read(target, depth + 1, [...path, target]);
    }
    return targets;
  }

  private placeOf(uri: string, index: number): Place {
    let ofFile = this.places.get(uri);
    if (ofFile === undefined) {
      const starts = this.project.trees.get(uri)?.starts ?? [];
      ofFile = starts.map(start => ({ uri, start }));
      this.places.set(uri, ofFile);
    }
    return ofFile[index] ?? { uri, start: 0 };
  }
}

/** The items of blocks that took the place of others; all places below move. */
export function placedAfter(
  places: Places,
  { uri, tree, first, before, after }: BlockEdit,
): readonly PlacedItem[] {
  const old = places.get(uri) ?? [];
  const added = after.map((_, index) => ({ uri, start: tree.starts[first + index] ?? 0 }));
  const moved = spliced(old, first, before.length, added);
  const below = first + after.length;
  // All blocks below move by as many lines as the first of them.
  if (moved[below]?.start !== tree.starts[below])
    moved.slice(below).forEach((place, index) => {
      place.start = tree.starts[below + index] ?? 0;
    });
  places.set(uri, moved);
  return after.flatMap((block, index) => {
    const place = added[index];
    return place === undefined ? [] : block.items.map(item => ({ place, block, item }));
  });
}

/** True for an item whose module, route or setting is unknown. */
export function isUnreadable(item: Item): boolean {
  switch (item.type) {
    case 'unknown':
      return true;
    case 'loadmodule':
      return item.path === undefined || item.path.endLine > item.path.line;
    case 'route':
      return item.isMisread === true;
    default:
      return false;
  }
}
