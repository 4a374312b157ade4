import type { Range } from 'vscode-languageserver-types';
import { lengthWithoutEol } from '../../../text/lines.ts';
import { encodeTokens, type Token, type TokenModifier, type TokenType } from '../../tokens.ts';
import { type ConfigLine, commentStart, type HeaderLine, type OptionLine } from '../config/line.ts';
import { sectionAt } from '../config/parser.ts';
import type { ConfView } from './confView.ts';

/** A range of a line with its meaning. */
export interface TokenPiece {
  readonly start: number;
  readonly end: number;
  readonly type: TokenType;
  readonly modifiers?: readonly TokenModifier[];
}

/** What a module knows about the lines of one section. */
export interface SectionWords {
  /** True for a name with a meaning of its own, such as general. */
  readonly isSpecial: boolean;
  /** Name and value of an option line, in order. */
  option(line: OptionLine): readonly TokenPiece[];
}

/** Answers the request for semantic tokens: of the lines of `range`, or of the whole file. `wordsOf` describes a section by its number. */
export function tokensBy<V extends ConfView>(wordsOf: (view: V, index: number) => SectionWords) {
  return (view: V, range?: Range): number[] => encodeTokens(tokensIn(view, range, wordsOf));
}

function* tokensIn<V extends ConfView>(
  view: V,
  range: Range | undefined,
  wordsOf: (view: V, index: number) => SectionWords,
): Generator<Token> {
  const { tree } = view;
  const first = range?.start.line ?? 0;
  const last = range?.end.line ?? Number.POSITIVE_INFINITY;
  for (let index = sectionAt(tree, first); index < tree.sections.length; index++) {
    const start = tree.starts[index] ?? 0;
    if (start > last) return;
    const lines = tree.sections[index]?.lines ?? [];
    const words = wordsOf(view, index);
    for (let offset = Math.max(0, first - start); offset < lines.length && start + offset <= last; offset++) {
      const line = lines[offset];
      if (line === undefined) continue;
      for (const { start: from, end, type, modifiers } of piecesOf(line, words)) {
        yield {
          line: start + offset,
          character: from,
          length: end - from,
          type,
          ...(modifiers === undefined ? {} : { modifiers }),
        };
      }
    }
  }
}

function piecesOf(line: ConfigLine, words: SectionWords): TokenPiece[] {
  switch (line.kind) {
    case 'blank':
    case 'long':
      return [];
    case 'comment': {
      const start = line.text.length - line.text.trimStart().length;
      return [{ start, end: lengthWithoutEol(line.text), type: 'comment' }];
    }
    case 'header':
      return withComments(line, headerPieces(line, words.isSpecial));
    case 'directive':
      return withComments(line, [
        { start: line.start, end: line.wordEnd, type: 'macro' },
        { start: line.argumentStart, end: line.argumentEnd, type: 'string' },
      ]);
    case 'option':
      return withComments(line, words.option(line));
    case 'stray':
      return commentPieces(line);
  }
}

/** Adds the comments of a line, and removes those inside its code from the other pieces. */
function withComments(line: ConfigLine, pieces: readonly TokenPiece[]): TokenPiece[] {
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

function headerPieces(line: HeaderLine, isSpecial: boolean): TokenPiece[] {
  const isTemplate = line.options.some(option => option.kind === 'template');
  const type = isSpecial ? 'namespace' : isTemplate ? 'type' : 'class';
  return [
    { start: line.nameStart, end: line.nameEnd, type, modifiers: ['declaration'] },
    ...line.options.map(
      (option): TokenPiece => ({
        start: option.start,
        end: option.end,
        type: option.kind === 'parent' ? 'type' : 'keyword',
      }),
    ),
  ];
}

/** The comment at the end of a line, and block comments inside its code. */
function commentPieces(line: ConfigLine): TokenPiece[] {
  const pieces: TokenPiece[] = [];
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
