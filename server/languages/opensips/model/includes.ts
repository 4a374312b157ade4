import type { Project } from '../../project.ts';
import { fragmentOf, type ScriptTree } from '../reading/parser.ts';
import type { Item, Statement } from '../syntax/syntax.ts';
import type { Token } from '../syntax/token.ts';
import { usesOf } from '../syntax/uses.ts';
import type { Place, PlacedItem } from './placed.ts';

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

/** Places by file and line: shared, so that they can be compared by identity. */
export type Places = ReadonlyMap<string, ReadonlyMap<number, Place>>;

/** The include depth that OpenSIPS follows. */
const includeDepthLimit = 50;
/** Limits the cost of hostile includes. */
const itemLimit = 100_000;

/** `before` holds the places of the previous model, so that an unchanged place stays the same object. */
export function readProject(project: Project<ScriptTree>, before: Places): ReadItems {
  const reader = new ProjectReader(project, before);
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
  readonly places = new Map<string, Map<number, Place>>();
  private readonly before: Places;
  private readonly project: Project<ScriptTree>;

  constructor(project: Project<ScriptTree>, before: Places) {
    this.project = project;
    this.before = before;
  }

  read(uri: string, depth: number, path: readonly string[]): void {
    const tree = this.project.trees.get(uri);
    if (tree === undefined) return;
    tree.blocks.forEach((block, index) => {
      const origin = { place: this.placeOf(uri, tree.starts[index] ?? 0), uri, depth, path };
      for (const item of block.items) {
        if (this.items.length > itemLimit) return;
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

  private placeOf(uri: string, start: number): Place {
    let ofFile = this.places.get(uri);
    if (ofFile === undefined) {
      ofFile = new Map();
      this.places.set(uri, ofFile);
    }
    let place = ofFile.get(start);
    if (place === undefined) {
      place = this.before.get(uri)?.get(start) ?? { uri, start };
      ofFile.set(start, place);
    }
    return place;
  }
}

/** True for an item whose module, route or setting is unknown. */
function isUnreadable(item: Item): boolean {
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
