/** The legend of semantic tokens, shared by all languages: a token refers to its type and modifiers by index. */
export const tokenTypes = [
  'namespace',
  'class',
  'type',
  'enumMember',
  'property',
  'variable',
  'parameter',
  'function',
  'keyword',
  'string',
  'number',
  'operator',
  'comment',
  'macro',
  'event',
  'regexp',
  'decorator',
] as const;

export const tokenModifiers = ['declaration', 'deprecated', 'readonly', 'defaultLibrary'] as const;

export type TokenType = (typeof tokenTypes)[number];
export type TokenModifier = (typeof tokenModifiers)[number];

/** One token on one line; columns in UTF-16 units. */
export interface Token {
  readonly line: number;
  readonly character: number;
  readonly length: number;
  readonly type: TokenType;
  readonly modifiers?: readonly TokenModifier[];
}

/** Tokens, in the order of the text, in LSP's relative encoding. */
export function encodeTokens(tokens: Iterable<Token>): number[] {
  const data: number[] = [];
  let line = 0;
  let character = 0;
  for (const token of tokens) {
    if (token.length <= 0) continue;
    const sameLine = token.line === line;
    data.push(
      token.line - line,
      sameLine ? token.character - character : token.character,
      token.length,
      typeNumbers.get(token.type) ?? 0,
      modifierBits(token.modifiers),
    );
    line = token.line;
    character = token.character;
  }
  return data;
}

const typeNumbers: ReadonlyMap<TokenType, number> = new Map(tokenTypes.map((type, index) => [type, index]));

function modifierBits(modifiers: readonly TokenModifier[] | undefined): number {
  let bits = 0;
  for (const modifier of modifiers ?? []) bits |= 1 << tokenModifiers.indexOf(modifier);
  return bits;
}
