import type { Range } from 'vscode-languageserver-types';
import {
  encodeTokens,
  type Token as SemanticToken,
  type TokenModifier,
  type TokenType,
} from '../../tokens.ts';
import { coreFunction, globalFacts } from '../facts/facts.ts';
import { existsIn } from '../facts/versions.ts';
import { type NameKind, type Occurrence, occurrencesOf } from '../model/occurrences.ts';
import { blocksOf, type ScriptView } from '../model/view.ts';
import type { Span } from '../syntax/token.ts';

/** Semantic tokens: the names of the script; the editor's grammar colors keywords, strings and numbers. */
export function tokensOf(view: ScriptView, range?: Range): number[] {
  const first = range?.start.line ?? 0;
  const last = range?.end.line ?? Number.POSITIVE_INFINITY;
  const tokens: SemanticToken[] = [];
  for (const { block, place } of blocksOf(view)) {
    if (place.start > last || place.start + block.lineCount <= first) continue;
    for (const one of occurrencesOf(block)) {
      const type = types[one.kind];
      if (type === undefined || one.span.line !== one.span.endLine) continue;
      const line = place.start + one.span.line;
      if (line < first || line > last) continue;
      tokens.push({
        line,
        character: one.span.start,
        length: one.span.end - one.span.start,
        type,
        modifiers: modifiersOf(one, view),
      });
    }
  }
  tokens.sort((a, b) => a.line - b.line || a.character - b.character || b.length - a.length);
  return encodeTokens(withoutOverlap(tokens));
}

const types: Readonly<Partial<Record<NameKind, TokenType>>> = {
  route: 'class',
  var: 'variable',
  avp: 'variable',
  flag: 'enumMember',
  'branch-flag': 'enumMember',
  module: 'namespace',
  parameter: 'property',
  function: 'function',
  variable: 'parameter',
  transformation: 'macro',
  global: 'property',
};

function modifiersOf(one: Occurrence, view: ScriptView): TokenModifier[] {
  const modifiers: TokenModifier[] = [];
  if (one.role === 'definition') modifiers.push('declaration');
  const facts =
    one.kind === 'function'
      ? coreFunction(one.key)
      : one.kind === 'global'
        ? globalFacts(one.key)
        : undefined;
  if (facts !== undefined && one.kind === 'function') modifiers.push('defaultLibrary');
  if (facts !== undefined && !existsIn(view.model.version, facts)) modifiers.push('deprecated');
  return modifiers;
}

function withoutOverlap(tokens: readonly SemanticToken[]): SemanticToken[] {
  const kept: SemanticToken[] = [];
  let end: Span | undefined;
  for (const token of tokens) {
    if (end !== undefined && token.line === end.line && token.character < end.end) continue;
    kept.push(token);
    end = {
      line: token.line,
      start: token.character,
      endLine: token.line,
      end: token.character + token.length,
    };
  }
  return kept;
}
