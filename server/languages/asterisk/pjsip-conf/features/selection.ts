import { sectionAt } from '../../config/parser.ts';
import { selectionRangesBy } from '../../editing/selection.ts';
import { valuePartAt } from '../facts/valueParts.ts';
import { factsOf, subjectOf } from './cursor.ts';
import type { PjsipView } from './view.ts';

export const selectionRangesOf = selectionRangesBy((view: PjsipView, option, offset, line) => {
  const { type } = subjectOf(view, sectionAt(view.tree, line));
  const facts = factsOf(type, option.name);
  return facts === undefined ? undefined : valuePartAt(facts, option.value, offset);
});
