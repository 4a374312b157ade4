import type { CodeLens } from 'vscode-languageserver-types';
import { lineRange } from '../../config/columns.ts';
import { locationOf, occurrencesOf } from './occurrences.ts';
import type { PjsipView } from './view.ts';

/** Above this number of sections, lenses would cost more than they are worth. */
const MAX_SECTIONS = 2000;

/** Lenses above objects and templates that show their uses. */
export function lensesOf({ uri, tree, model }: PjsipView): CodeLens[] {
  if (tree.sections.length > MAX_SECTIONS) return [];
  const lenses: CodeLens[] = [];
  const entries = model.conf.reading.byFile.get(uri) ?? [];
  for (const entry of entries) {
    if (entry === undefined || entry.isAppend) continue;
    const object = model.objectsOf(entry.key).find(each => each.entry === entry && each.made === undefined);
    const isUsed = object !== undefined && object.type !== 'global' && object.type !== 'system';
    if (!entry.isTemplate && !isUsed) continue;
    const named = entry.isTemplate
      ? ({ kind: 'template', key: entry.key } as const)
      : ({ kind: 'object', type: object?.type ?? '', name: object?.name ?? '' } as const);
    const uses = occurrencesOf(model, named).filter(({ isDeclaration }) => !isDeclaration);
    if (uses.length === 0) continue;
    const line = model.lineOf({ place: entry.place, line: 0 });
    const range = lineRange(line, entry.header.nameStart, entry.header.nameEnd);
    const title = `used in ${uses.length} ${uses.length === 1 ? 'place' : 'places'}`;
    const locations = uses.map(use => locationOf(model, use));
    lenses.push({
      range,
      command: { title, command: 'sipWorkbench.showReferences', arguments: [uri, range.start, locations] },
    });
  }
  return lenses;
}
