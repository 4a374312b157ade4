import { greatest } from './longLists.ts';
import { withoutSecrets } from './secrets.ts';

/**
 * Text from files, escaped for Markdown: no markup, no links, no images, no HTML, no line breaks. Characters that
 * change the writing direction or are invisible are replaced, so that the displayed text is the real one. Secrets are masked
 * before a long text is cut.
 */
export function escapeMarkdown(text: string): string {
  return visible(text).replace(/[!-/:-@[-`{-~]/g, '\\$&');
}

/**
 * A sentence of our own with names from files in it, for Markdown that is also read as text: only what Markdown would act on within a
 * line is escaped.
 */
export function escapeSentence(text: string): string {
  return visible(text).replace(
    /[\\`*[\]<>|~@$]|(?<!\w)_|_(?!\w)|&(?=[\w#])|:(?=\/\/)|(?<=\bwww)\./gi,
    '\\$&',
  );
}

/** Text from files as inline code; also for table cells. An empty text gives an empty string. */
export function inlineCode(text: string): string {
  const shown = visible(text);
  if (shown === '') return '';
  const longest = greatest([0, ...[...shown.matchAll(/`+/g)].map(run => run[0].length)]);
  const fence = '`'.repeat(longest + 1);
  const pad = shown.startsWith('`') || shown.endsWith('`') || shown.trim() === '' ? ' ' : '';
  // A bar would end a table cell even inside code; only tables remove the backslash before it.
  return shown.includes('|') ? escapeMarkdown(text) : `${fence}${pad}${shown}${pad}${fence}`;
}

/** Text from files as a block of code. */
export function codeBlock(text: string, language = ''): string {
  const shown = text
    .split(/\r\n|\r|\n/)
    .map(line => withoutHidden(line))
    .join('\n');
  const longest = greatest([2, ...[...shown.matchAll(/`+/g)].map(run => run[0].length)]);
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${shown}\n${fence}`;
}

/** A table. Cells are Markdown already: text from files must have gone through one of the functions above. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Our own text with its first sentence in bold. */
export function boldFirstSentence(text: string): string {
  const end = /[.!?](?=\s+[A-Z`])/.exec(text);
  const length = end === null ? text.length : end.index + 1;
  return `**${text.slice(0, length)}**${text.slice(length)}`;
}

const LONGEST_SHOWN = 300;

function visible(text: string): string {
  const shown = withoutHidden(withoutSecrets(text.replace(/[\r\n\t]+/g, ' ')));
  return shown.length <= LONGEST_SHOWN ? shown : `${shown.slice(0, LONGEST_SHOWN)}…`;
}

/** Control characters, direction marks, zero-width characters and lone surrogates. */
function withoutHidden(text: string): string {
  return text.replace(
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
    '\ufffd',
  );
}
