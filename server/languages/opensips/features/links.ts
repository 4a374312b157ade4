import type { DocumentLink } from 'vscode-languageserver-types';
import { moduleFacts } from '../facts/facts.ts';
import { bodySpan } from '../model/occurrences.ts';
import { moduleNameOf } from '../model/placed.ts';
import { blocksOf, type ScriptView } from '../model/view.ts';
import { includes, rangeOf } from '../reading/parser.ts';
import { stringValue } from '../syntax/token.ts';
import { pageOf } from './describe.ts';

/** Included files, and the documentation of every module that is loaded. */
export function linksOf(view: ScriptView): DocumentLink[] {
  const links: DocumentLink[] = [];
  for (const include of includes(view.tree)) {
    const target = view.model.project.resolve(view.uri, include.path)?.[0];
    if (target !== undefined) links.push({ range: include.range, target });
  }
  for (const { block, place } of blocksOf(view)) {
    for (const item of block.items) {
      if (item.type !== 'loadmodule' || item.path === undefined) continue;
      const name = moduleNameOf(stringValue(item.path));
      const facts = moduleFacts(name);
      if (facts === undefined) continue;
      links.push({
        range: rangeOf(bodySpan(item.path), place.start),
        target: pageOf(name, facts, view.model.version),
        tooltip: `Documentation of ${name}`,
      });
    }
  }
  return links;
}
