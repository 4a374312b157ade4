import { valueColumns } from '../../config/columns.ts';
import type { OptionLine } from '../../config/line.ts';
import { type TokenPiece, tokensBy } from '../../editing/tokens.ts';
import { existsIn } from '../facts/facts.ts';
import { valueParts } from '../facts/valueParts.ts';
import type { PjsipConf } from '../model/model.ts';
import { factsOf, subjectOf } from './cursor.ts';
import type { PjsipView } from './view.ts';

/** Semantic tokens of the lines of `range`, or of the whole file. */
export const tokensOf = tokensBy((view: PjsipView, index) => {
  const { type } = subjectOf(view, index);
  return {
    isSpecial: type === 'global' || type === 'system',
    option: line => optionPieces(line, type, view.model),
  };
});

function optionPieces(line: OptionLine, type: string | undefined, model: PjsipConf): TokenPiece[] {
  const { nameStart, nameEnd } = line;
  if (line.key === 'type')
    return [
      { start: nameStart, end: nameEnd, type: 'keyword' },
      { ...valueColumns(line, 0, line.value.length), type: 'type' },
    ];
  const facts = factsOf(type, line.name);
  if (facts === undefined) return [];
  const slash = type === 'wizard' && line.map === undefined ? line.name.indexOf('/') + 1 : 0;
  const own: TokenPiece = {
    start: nameStart + slash,
    end: nameEnd,
    type: 'property',
    ...(existsIn(facts, model.release) ? {} : { modifiers: ['deprecated'] }),
  };
  const prefix: TokenPiece = { start: nameStart, end: nameStart + slash, type: 'type' };
  return [
    ...(slash === 0 ? [] : [prefix]),
    own,
    ...valueParts(facts, line.value).map(part => ({
      ...valueColumns(line, part.start, part.end),
      type: part.type,
    })),
  ];
}
