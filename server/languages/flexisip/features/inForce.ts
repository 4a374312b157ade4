import { inlineCode } from '../../../text/markdown.ts';
import { HIDDEN, isSecretName, withoutSecrets } from '../../../text/secrets.ts';
import { isSince } from '../facts/facts.ts';
import {
  DUPLICATES_REFUSED,
  effective,
  type FlexisipModel,
  isModuleOn,
  lineOf,
  settingsNamed,
  written,
} from '../model/model.ts';
import type { Cursor } from './cursor.ts';

/** What is in force for the key of a line, where that is set, and whether it is this line that decides. Markdown. */
export function describeInForce(model: FlexisipModel, { item, line, sectionFacts }: Cursor): string {
  if (item === undefined) return '';
  const { section, key, deprecated } = item;
  if (sectionFacts?.module === true && key !== 'enabled' && !isModuleOn(model, section)) {
    const off = effective(model, section, 'enabled').setting;
    const why = off === undefined ? 'by default' : `in line ${lineOf(model, off) + 1}`;
    return `**Not in force:** the module is disabled, ${why}.`;
  }
  const lines = settingsNamed(model, section, key);
  if (lines.length > 1 && isSince(model.version, DUPLICATES_REFUSED))
    return '**Not in force:** the server does not start, because another line sets the same key.';
  const own = written(model, section, key);
  if (own === undefined) return '**Not in force:** the server ignores this line.';
  const isOverridden = own.section.lines[own.line] !== line;
  const lost = isOverridden ? ' **This line has no effect:** another line overrides it.' : '';
  const newer =
    deprecated?.stillRead === true && deprecated.replacement !== null
      ? written(model, section, deprecated.replacement)
      : undefined;
  if (newer !== undefined)
    return `**Not in force:** ${inlineCode(newer.entry.key)} in line ${lineOf(model, newer) + 1} overrides it.`;
  const { value } = own.entry;
  const shown = value === '' ? '*empty*' : inlineCode(isSecretName(key) ? HIDDEN : withoutSecrets(value));
  return `**In force:** ${shown} (line ${lineOf(model, own) + 1}).${lost}`;
}
