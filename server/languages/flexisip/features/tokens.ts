import type { Range } from 'vscode-languageserver-types';
import { encodeTokens, type Token } from '../../tokens.ts';
import { expressionOfEntry, holdsExpression } from '../expressions/expressionSettings.ts';
import { existsIn, type ItemFacts, type ItemType, isSince, itemFacts, typeIn } from '../facts/facts.ts';
import { words } from '../facts/values.ts';
import type { FlexisipModel } from '../model/model.ts';
import type { ConfigurationLine, Entry } from '../reading/parser.ts';
import type { FlexisipView } from './cursor.ts';

/** Names of sections and keys, values by their type, and the parts of expressions. */
export function tokensOf(view: FlexisipView, range?: Range): number[] {
  return encodeTokens(tokensIn(view, range?.start.line ?? 0, range?.end.line ?? Number.POSITIVE_INFINITY));
}

function* tokensIn({ tree, model }: FlexisipView, first: number, last: number): Generator<Token> {
  let start = 0;
  for (const section of tree.sections) {
    const end = start + section.lines.length;
    const name = section.header?.name;
    for (let line = Math.max(start, first); line < end && line <= last; line++) {
      const source = section.lines[line - start];
      if (source !== undefined) yield* lineTokens(model, source, line, name);
    }
    start = end;
  }
}

function* lineTokens(
  model: FlexisipModel,
  { statement }: ConfigurationLine,
  line: number,
  section: string | undefined,
): Generator<Token> {
  if (statement.kind === 'section') {
    const { nameStart, nameEnd } = statement;
    yield {
      line,
      character: nameStart,
      length: nameEnd - nameStart,
      type: 'namespace',
      modifiers: ['declaration'],
    };
  }
  if (statement.kind !== 'entry') return;
  const item = section === undefined ? undefined : itemFacts(section, statement.key);
  const isKnown = item !== undefined && existsIn(item, model.version);
  const { keyStart, keyEnd } = statement;
  yield {
    line,
    character: keyStart,
    length: keyEnd - keyStart,
    type: isKnown ? 'property' : 'variable',
    ...(isKnown && isDeprecated(model, item) ? { modifiers: ['deprecated'] } : {}),
  };
  if (isKnown) yield* valueTokens(model, statement, line, item, typeIn(item, model.version));
}

function isDeprecated(model: FlexisipModel, item: ItemFacts): boolean {
  return item.deprecated !== null && isSince(model.version, item.deprecated.firstTag);
}

function* valueTokens(
  model: FlexisipModel,
  entry: Entry,
  line: number,
  item: ItemFacts,
  type: ItemType,
): Generator<Token> {
  const at = (start: number, end: number, tokenType: Token['type']): Token => ({
    line,
    character: entry.valueStart + start,
    length: Math.min(end, entry.valueEnd - entry.valueStart) - start,
    type: tokenType,
  });
  const length = entry.valueEnd - entry.valueStart;
  if (holdsExpression(item, type)) {
    const types = {
      variable: 'variable',
      string: 'string',
      operator: 'operator',
      keyword: 'keyword',
    } as const;
    for (const token of expressionOfEntry(entry).tokens.toSorted((a, b) => a.start - b.start)) {
      yield at(token.start, token.end, types[token.kind]);
    }
    return;
  }
  if (type === 'Boolean') yield at(0, length, 'keyword');
  else if (type === 'StringList') {
    for (const { text, start } of words(entry.value, model.version)) {
      const kind = item.values.includes(text) ? 'enumMember' : text.startsWith('${') ? 'macro' : 'string';
      yield at(start, start + text.length, kind);
    }
  } else if (type === 'String') {
    yield at(0, length, item.values.includes(entry.value) ? 'enumMember' : 'string');
  } else yield at(0, length, 'number');
}
