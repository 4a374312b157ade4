import type { TokenType } from '../../../tokens.ts';
import type { Branch } from '../../config/branch.ts';
import { valueColumns } from '../../config/columns.ts';
import type { OptionLine } from '../../config/line.ts';
import { type TokenPiece, tokensBy } from '../../editing/tokens.ts';
import { existsIn, optionFacts } from '../facts/facts.ts';
import { type ValuePartKind, valueParts } from '../facts/valueParts.ts';
import { isSpecial } from '../model/model.ts';
import type { SipConfView } from './cursor.ts';

/** Semantic tokens of the lines of `range`, or of the whole file. */
export const tokensOf = tokensBy(({ tree, model }: SipConfView, index) => {
  const header = tree.sections[index]?.lines[0];
  return {
    isSpecial: header?.kind === 'header' && isSpecial(header.name.toLowerCase()),
    option: line => optionPieces(line, model.branch),
  };
});

function optionPieces(line: OptionLine, branch: Branch): TokenPiece[] {
  const facts = optionFacts(line.key);
  if (facts === undefined) return [];
  const alias = facts.aliases?.find(candidate => candidate.name === line.key);
  const isOld = alias?.deprecated === true || !existsIn(facts, branch, line.key);
  const name: TokenPiece = {
    start: line.nameStart,
    end: line.nameEnd,
    type: 'property',
    ...(isOld ? { modifiers: ['deprecated'] } : {}),
  };
  const pieces = [name];
  let behind = 0;
  for (const part of valueParts(facts, line.value, branch)) {
    const type = types[part.kind];
    // Parts of a damaged register line can overlap; tokens must not.
    if (type === undefined || part.start < behind) continue;
    behind = part.end;
    pieces.push({ ...valueColumns(line, part.start, part.end), type });
  }
  return pieces;
}

const types: Readonly<Partial<Record<ValuePartKind, TokenType>>> = {
  keyword: 'enumMember',
  codec: 'enumMember',
  transport: 'enumMember',
  context: 'namespace',
  device: 'class',
  'named-acl': 'variable',
  address: 'number',
  host: 'string',
  domain: 'string',
  port: 'number',
  number: 'number',
  expiry: 'number',
  user: 'variable',
  secret: 'string',
  realm: 'string',
  extension: 'function',
  mailbox: 'string',
  file: 'string',
  variable: 'variable',
  text: 'string',
};
