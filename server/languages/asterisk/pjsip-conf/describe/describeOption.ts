import { boldFirstSentence, escapeMarkdown, inlineCode } from '../../../../text/markdown.ts';
import { existsIn, firstIn, type OptionFacts, type Release, valuesIn } from '../facts/facts.ts';
import { describeReload } from './describeReload.ts';

/**
 * What an option does, as Markdown. An editor shows about twelve lines at once, so what decides comes first: the risk, and `here`,
 * what is in force at the place in question; then description and values, and reference data in one paragraph.
 */
export function describeOption(facts: OptionFacts, release: Release, here = ''): string {
  const parts = [
    `**${escapeMarkdown(facts.name)}** of ${facts.type}`,
    facts.risk === undefined ? '' : `**Security:** ${boldFirstSentence(facts.risk)}`,
    existsIn(facts, release)
      ? ''
      : `**Not in Asterisk ${release.version}**, which drops any object that sets this option.`,
    here,
    facts.description ?? '',
    valueWords(facts, release),
    factsInBrief(facts, release).join(' · '),
  ];
  return parts.filter(part => part !== '').join('\n\n');
}

function valueWords(facts: OptionFacts, release: Release): string {
  if (facts.values !== undefined) return `**Values:** ${valueList(facts, release)}`;
  return facts.kind === 'boolean' ? '**Values:** `yes` or `no`; any other word silently counts as `no`.' : '';
}

function factsInBrief(facts: OptionFacts, release: Release): string[] {
  const { range, units, default: standard, since = facts.from > 12 ? [String(facts.from)] : [] } = facts;
  const lines: string[] = [];
  if (range !== undefined) lines.push(`**Range:** ${range[0] ?? 0} to ${range[1] ?? 0}`);
  if (units !== undefined) lines.push(`**Unit:** ${units}`);
  lines.push(
    `**Default:** ${standard === undefined ? 'none' : standard === '' ? 'empty' : inlineCode(standard)}`,
  );
  if (facts.required === true) lines.push('**Required**');
  if (facts.repeatable === true) lines.push('**Several lines** add up');
  if (isStrict(facts)) lines.push(`**Invalid value:** Asterisk drops the whole ${facts.type}`);
  const reload = describeReload(facts, release);
  if (reload !== undefined) lines.push(`**Reload:** ${reload}`);
  lines.push(`**Asterisk:** ${since.length === 0 ? 'all branches known here' : `since ${since.join(', ')}`}`);
  const before = facts.chanSip?.options ?? [];
  if (before.length > 0) lines.push(`**sip.conf:** ${before.map(name => inlineCode(name)).join(', ')}`);
  return lines;
}

/** The words; those that the release, or older ones of its branch, do not know are marked. */
function valueList(facts: OptionFacts, release: Release): string {
  const { values = [], valuesSince } = facts;
  const known = valuesIn(facts, release);
  const words = values.map(word => {
    const since = firstIn(valuesSince?.[word.toLowerCase()], release.branch);
    if (!known.includes(word)) return `${inlineCode(word)} (not in Asterisk ${release.version})`;
    return since === undefined ? inlineCode(word) : `${inlineCode(word)} (since ${since})`;
  });
  return words.join(', ');
}

/** An invalid value makes the server drop the object. */
function isStrict({ kind }: OptionFacts): boolean {
  return ![
    'text',
    'boolean',
    'ignored',
    'groups',
    'word-or-nothing',
    'identifier-order',
    'algorithms-or-default',
  ].includes(kind);
}
