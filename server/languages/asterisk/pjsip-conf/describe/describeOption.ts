import { boldFirstSentence, escapeMarkdown, inlineCode } from '../../../../text/markdown.ts';
import { existsIn, firstIn, type OptionFacts, type Release, valuesIn } from '../facts/facts.ts';
import { describeReload } from './describeReload.ts';

/** What an option does, as Markdown: its risk first, then its values, its default, its releases and its name in sip.conf. */
export function describeOption(facts: OptionFacts, release: Release): string {
  const head = `**${escapeMarkdown(facts.name)}** of ${facts.type}`;
  const lines = [head];
  if (facts.risk !== undefined) lines.push(`**Security:** ${boldFirstSentence(facts.risk)}`);
  if (facts.description !== undefined) lines.push(facts.description);
  const details: string[] = [];
  if (facts.values !== undefined) details.push(`Values: ${valueList(facts, release)}.`);
  else if (facts.kind === 'boolean') details.push('`yes` or `no`; any other word silently counts as `no`.');
  if (facts.range !== undefined) details.push(`Range: ${facts.range[0] ?? 0} to ${facts.range[1] ?? 0}.`);
  if (facts.units !== undefined) details.push(`Unit: ${facts.units}.`);
  details.push(facts.default === undefined ? 'No default.' : `Default: ${inlineCode(facts.default)}.`);
  if (facts.repeatable === true) details.push('Several lines add up.');
  if (facts.required === true) details.push('Required.');
  if (isStrict(facts))
    details.push(`If Asterisk does not understand the value, it drops the whole ${facts.type}.`);
  lines.push(details.join(' '));
  if (!existsIn(facts, release))
    lines.push(`Asterisk ${release.version} does not know this option, and drops any object that sets it.`);
  const reload = describeReload(facts, release);
  if (reload !== undefined) lines.push(reload);
  const since = facts.since ?? (facts.from > 12 ? [String(facts.from)] : []);
  if (since.length > 0) lines.push(`Since Asterisk ${since.join(', ')}.`);
  const before = facts.chanSip?.options ?? [];
  if (before.length > 0) {
    const names = before.map(name => inlineCode(name)).join(', ');
    lines.push(`In sip.conf: ${names}.`);
  }
  return lines.join('\n\n');
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
