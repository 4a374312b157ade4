import type { Range } from 'vscode-languageserver-types';
import { lengthWithoutEol } from '../../../../text/lines.ts';
import { encodeTokens, type Token, type TokenModifier, type TokenType } from '../../../tokens.ts';
import type { Branch } from '../../config/branch.ts';
import { valueColumns } from '../../config/columns.ts';
import { type ConfigLine, commentStart, type HeaderLine, type OptionLine } from '../../config/line.ts';
import { sectionAt } from '../../config/parser.ts';
import { existsIn, optionFacts } from '../facts/facts.ts';
import { type ValuePartKind, valueParts } from '../facts/valueParts.ts';
import { isSpecial } from '../model/model.ts';
import type { SipConfView } from './cursor.ts';

/** Semantic tokens of the lines of `range`, or of the whole file. */
export function tokensOf(view: SipConfView, range?: Range): number[] {
  return encodeTokens(tokensIn(view, range));
}

function* tokensIn(view: SipConfView, range: Range | undefined): Generator<Token> {
  const { tree } = view;
  const first = range?.start.line ?? 0;
  const last = range?.end.line ?? Number.POSITIVE_INFINITY;
  for (let index = sectionAt(tree, first); index < tree.sections.length; index++) {
    const start = tree.starts[index] ?? 0;
    if (start > last) return;
    const lines = tree.sections[index]?.lines ?? [];
    for (let offset = Math.max(0, first - start); offset < lines.length && start + offset <= last; offset++) {
      const line = lines[offset];
      if (line === undefined) continue;
      for (const piece of piecesOf(line, view.model.branch)) {
        yield {
          line: start + offset,
          character: piece.start,
          length: piece.end - piece.start,
          type: piece.type,
          ...(piece.modifiers === undefined ? {} : { modifiers: piece.modifiers }),
        };
      }
    }
  }
}

interface Piece {
  readonly start: number;
  readonly end: number;
  readonly type: TokenType;
  readonly modifiers?: readonly TokenModifier[];
}

function piecesOf(line: ConfigLine, branch: Branch): Piece[] {
  switch (line.kind) {
    case 'blank':
    case 'long':
      return [];
    case 'comment': {
      const start = line.text.length - line.text.trimStart().length;
      return [{ start, end: lengthWithoutEol(line.text), type: 'comment' }];
    }
    case 'header':
      return withComments(line, headerPieces(line));
    case 'directive':
      return withComments(line, [
        { start: line.start, end: line.wordEnd, type: 'macro' },
        { start: line.argumentStart, end: line.argumentEnd, type: 'string' },
      ]);
    case 'option':
      return withComments(line, optionPieces(line, branch));
    case 'stray':
      return commentPieces(line);
  }
}

/** Adds the comments of a line, and removes those inside its code from the other pieces. */
function withComments(line: ConfigLine, pieces: readonly Piece[]): Piece[] {
  const comments = commentPieces(line);
  let split = [...pieces];
  for (const comment of comments) {
    split = split.flatMap(piece => {
      if (piece.end <= comment.start || piece.start >= comment.end) return [piece];
      return [
        { ...piece, end: comment.start },
        { ...piece, start: comment.end },
      ].filter(part => part.end > part.start);
    });
  }
  return [...split, ...comments].sort((a, b) => a.start - b.start);
}

function headerPieces(line: HeaderLine): Piece[] {
  const isTemplate = line.options.some(option => option.kind === 'template');
  const type = isSpecial(line.name.toLowerCase()) ? 'namespace' : isTemplate ? 'type' : 'class';
  return [
    { start: line.nameStart, end: line.nameEnd, type, modifiers: ['declaration'] },
    ...line.options.map(
      (option): Piece => ({
        start: option.start,
        end: option.end,
        type: option.kind === 'parent' ? 'type' : 'keyword',
      }),
    ),
  ];
}

function optionPieces(line: OptionLine, branch: Branch): Piece[] {
  const facts = optionFacts(line.key);
  if (facts === undefined) return [];
  const alias = facts.aliases?.find(candidate => candidate.name === line.key);
  const isOld = alias?.deprecated === true || !existsIn(facts, branch, line.key);
  const name: Piece = {
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

/** The comment at the end of a line, and block comments inside its code. */
function commentPieces(line: ConfigLine): Piece[] {
  const pieces: Piece[] = [];
  if (line.kind !== 'blank' && line.kind !== 'comment' && line.kind !== 'long') {
    for (const [column, next] of gaps(line.map ?? [])) {
      if (line.text[column] === ';') pieces.push({ start: column, end: next, type: 'comment' });
    }
  }
  const start = commentStart(line);
  const end = lengthWithoutEol(line.text);
  if (start !== undefined && start < end) pieces.push({ start, end, type: 'comment' });
  return pieces;
}

function gaps(map: readonly number[]): (readonly [number, number])[] {
  return map.flatMap((column, index) => {
    const next = map[index + 1];
    return next === undefined || next === column + 1 ? [] : [[column + 1, next] as const];
  });
}
