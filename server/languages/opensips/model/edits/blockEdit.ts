import type { Project } from '../../../project.ts';
import type { ScriptTree } from '../../reading/parser.ts';
import type { Block, Item } from '../../syntax/syntax.ts';
import type { ScriptModel } from '../model.ts';
import type { BlockEdit } from '../placed.ts';

/** What an edit has replaced, if it is in one file that is read once, and no include is among it. */
export function blockEditOf(previous: ScriptModel, project: Project<ScriptTree>): BlockEdit | undefined {
  const { project: before, fragments } = previous;
  if (project.root !== before.root || project.trees.size !== before.trees.size) return undefined;
  let found: Omit<BlockEdit, 'position'> | undefined;
  for (const [uri, tree] of project.trees) {
    const old = before.trees.get(uri);
    if (old === tree) continue;
    if (old === undefined || found !== undefined || fragments.has(uri)) return undefined;
    found = { uri, tree, ...differenceOf(old, tree) };
  }
  if (found === undefined || ![...found.before, ...found.after].every(isWithoutIncludes)) return undefined;
  const position = positionOf(previous, found);
  return position === undefined ? undefined : { ...found, position };
}

export function itemsOf(blocks: readonly Block[]): readonly Item[] {
  return blocks.flatMap(({ items }) => items);
}

function differenceOf(old: ScriptTree, tree: ScriptTree): Pick<BlockEdit, 'first' | 'before' | 'after'> {
  const { blocks: before } = old;
  const { blocks: after } = tree;
  const shorter = Math.min(before.length, after.length);
  let first = 0;
  while (first < shorter && before[first] === after[first]) first++;
  let same = 0;
  while (same < shorter - first && before[before.length - 1 - same] === after[after.length - 1 - same])
    same++;
  return {
    first,
    before: before.slice(first, before.length - same),
    after: after.slice(first, after.length - same),
  };
}

function isWithoutIncludes({ includes, hiddenIncludes }: Block): boolean {
  return includes.length === 0 && hiddenIncludes.length === 0;
}

/** Where the items of the first replaced block are, or would be behind those of the block above it. */
function positionOf(
  { items, project }: ScriptModel,
  { uri, first, before }: Omit<BlockEdit, 'position'>,
): number | undefined {
  const replaced = before.find(block => block.items.length > 0);
  const above = replaced === undefined ? blockAbove(project.trees.get(uri), first) : undefined;
  const known = replaced ?? above;
  if (known === undefined) return uri === project.root ? 0 : undefined;
  if (above?.items.at(-1)?.type === 'include') return undefined;
  // Only the last block of a file may have no items.
  const earliest = replaced === undefined ? 0 : first;
  const position = items.findIndex((item, index) => index >= earliest && item.block === known);
  const last = items.findLastIndex(({ block }) => block === known);
  // A file may be read more than once; files are included between the items of a block.
  if (position < 0 || last - position + 1 !== known.items.length) return undefined;
  return replaced === undefined ? last + 1 : position;
}

function blockAbove(tree: ScriptTree | undefined, first: number): Block | undefined {
  return tree?.blocks.slice(0, first).findLast(({ items }) => items.length > 0);
}
