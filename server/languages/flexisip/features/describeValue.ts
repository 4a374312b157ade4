import { codeBlock, escapeMarkdown, inlineCode } from '../../../text/markdown.ts';
import { entryOf } from '../../../text/table.ts';
import { expressionOfEntry, holdsExpression } from '../expressions/expressionSettings.ts';
import type { Condition } from '../expressions/expressionTree.ts';
import {
  expressionOperators,
  expressionVariables,
  namedOperators,
} from '../expressions/expressionVocabulary.ts';
import { durationInWords } from '../facts/durations.ts';
import type { ItemFacts, ItemType, Version } from '../facts/facts.ts';
import { booleanOf, readValue, words } from '../facts/values.ts';
import type { Cursor } from './cursor.ts';

/** The meaning of a value, or of its word at the cursor, with the offsets in the value that it describes. */
export interface ValueDescription {
  readonly markdown: string;
  readonly start: number;
  readonly end: number;
}

export function describeValue(
  cursor: Cursor,
  item: ItemFacts,
  type: ItemType,
  version: Version,
): ValueDescription | undefined {
  const { entry, offset } = cursor;
  if (entry === undefined) return undefined;
  const { value } = entry;
  const length = entry.valueEnd - entry.valueStart;
  const whole = (markdown: string): ValueDescription => ({ markdown, start: 0, end: length });
  if (entry.ignored)
    return whole('Nothing follows the `=`: the server ignores this line and uses the default.');
  if (holdsExpression(item, type)) return describeExpression(cursor);
  if (type === 'Boolean') {
    const flag = booleanOf(value);
    return flag === undefined ? undefined : whole(`**${item.key}** is ${flag ? 'enabled' : 'disabled'}.`);
  }
  if (type === 'StringList') {
    const word = words(value, version).find(
      ({ text, start }) => offset >= start && offset <= start + text.length,
    );
    if (word === undefined) return undefined;
    const markdown = describeWord(item, word.text);
    return { markdown, start: word.start, end: Math.min(length, word.start + word.text.length) };
  }
  const read = readValue(type, value, version);
  if (!read.ok) return whole(`This value ${read.problem}.`);
  if (type.startsWith('Duration') && read.number !== undefined)
    return whole(`${durationInWords(read.number)}.`);
  if (type === 'ByteSize' && read.number !== undefined)
    return whole(`${read.number.toLocaleString('en')} bytes.`);
  if (type === 'Integer' && read.rest !== undefined && read.number !== undefined) {
    return whole(`The server reads ${read.number} and ignores the rest.`);
  }
  return undefined;
}

function describeWord(item: ItemFacts, word: string): string {
  const shown = inlineCode(word);
  if (item.key === 'auth-domains') {
    if (word === '*') return `${shown}: every From domain is challenged.`;
    if (word.includes('*')) {
      return `${shown}: every host that contains the text before the star and the text after it, anywhere.`;
    }
    return `${shown}: requests with this From host are challenged.`;
  }
  if (item.key === 'reg-domains') {
    if (word.startsWith('*')) return `${shown}: users of every domain may register.`;
    return `${shown}: users with this From host may register.`;
  }
  if (item.key === 'available-algorithms') {
    const known: Readonly<Record<string, string>> = {
      MD5: 'The weak algorithm that every client knows.',
      'SHA-256': 'The strong algorithm of RFC 8760.',
    };
    return `${shown}: ${entryOf(known, word) ?? 'unknown to the server, which does not start with it.'}`;
  }
  if (item.key === 'trusted-hosts') {
    return /^\$\{/.test(word)
      ? `${shown}: refers to the list of that section and key.`
      : `${shown}: messages received from here, by the top Via, pass without a challenge.`;
  }
  if (item.key === 'transports') return describeTransport(word);
  return `${shown}: a word of **${item.key}**.`;
}

function describeTransport(word: string): string {
  const match = /^<?(sips?):(\[[^\]]*\]|[^:;>]*)(?::(\d+))?([^>]*)>?$/i.exec(word);
  if (match === null) return `${inlineCode(word)} is not a SIP URI.`;
  const [, scheme = '', host = '', port, parameters = ''] = match;
  const transport = /;transport=(\w+)/i.exec(parameters)?.[1]?.toUpperCase();
  const isTls = scheme.toLowerCase() === 'sips' || transport === 'TLS';
  const over = isTls ? 'TLS' : (transport ?? 'UDP and TCP');
  const where = host === '*' ? 'all local addresses' : escapeMarkdown(host);
  return `Listens on ${where}, port ${port ?? (isTls ? '5061' : '5060')}, over ${escapeMarkdown(over)}.`;
}

function describeExpression({ entry, offset }: Cursor): ValueDescription | undefined {
  if (entry === undefined) return undefined;
  const expression = expressionOfEntry(entry);
  const length = entry.valueEnd - entry.valueStart;
  const token = expression.tokens.find(({ start, end }) => offset >= start && offset <= end);
  const reading =
    expression.failure !== undefined
      ? `The server cannot read this expression: it ${expression.failure.problem}.`
      : expression.condition === undefined
        ? ''
        : `The server reads:\n\n${codeBlock(withParentheses(expression.condition))}`;
  const word = token === undefined ? '' : entry.value.slice(token.start, token.end);
  const about =
    entryOf(expressionVariables, word) ?? entryOf(namedOperators, word) ?? entryOf(expressionOperators, word);
  if (token !== undefined && about !== undefined) {
    return { markdown: `${inlineCode(word)} — ${about}.\n\n${reading}`, start: token.start, end: token.end };
  }
  return reading === '' ? undefined : { markdown: reading, start: 0, end: length };
}

/** The expression with all parentheses written out. */
export function withParentheses(condition: Condition): string {
  const operand = (side: { kind: string; text: string } | undefined): string =>
    side === undefined ? '(nothing)' : side.kind === 'constant' ? `'${side.text}'` : side.text;
  switch (condition.kind) {
    case 'constant':
      return String(condition.value);
    case 'operator':
      return condition.name;
    case 'defined':
    case 'numeric':
      return `${condition.kind} ${operand(condition.operand)}`;
    case 'group':
      return withParentheses(condition.inner);
    case 'not':
      return `!${wrapped(condition.operand)}`;
    case 'and':
    case 'or':
      return `${wrapped(condition.left)} ${condition.kind === 'and' ? '&&' : '||'} ${wrapped(condition.right)}`;
    case 'regexp':
      return `${operand(condition.left)} regexp ${operand(condition.right)}`;
    case 'comparison':
      return `${operand(condition.left)} ${condition.operator} ${operand(condition.right)}`;
  }
}

function wrapped(condition: Condition): string {
  let inner = condition;
  while (inner.kind === 'group') inner = inner.inner;
  const text = withParentheses(inner);
  return inner.kind === 'constant' || inner.kind === 'operator' || inner.kind === 'not' ? text : `(${text})`;
}
