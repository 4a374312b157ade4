import { selectionRangesBy } from '../../editing/selection.ts';
import { optionFacts } from '../facts/facts.ts';
import { partAt, valueParts } from '../facts/valueParts.ts';
import type { SipConfView } from './cursor.ts';

export const selectionRangesOf = selectionRangesBy(({ model }: SipConfView, option, offset) => {
  const facts = optionFacts(option.key);
  return facts === undefined ? undefined : partAt(valueParts(facts, option.value, model.branch), offset);
});
