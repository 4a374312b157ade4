import { escapeMarkdown } from '../../../text/markdown.ts';
import { visibleText } from '../../../text/visible.ts';
import type { Upgrade, UpgradeChange, UpgradeVerdict } from '../../upgrade.ts';

const headings: readonly (readonly [UpgradeVerdict, string])[] = [
  ['by-hand', 'Yours to decide'],
  ['check', 'Done, please check'],
  ['done', 'Done'],
];

/** The report of an upgrade for people, with the decisions that they have to make first. Lines count from 1, as in editors. */
export function upgradeReport(upgrade: Upgrade, shown: (uri: string) => string, format: string): string {
  const { from, to, changes } = upgrade;
  const isMarkdown = format === 'markdown';
  const title = `OpenSIPS ${from} to ${to}: ${counted(changes)}`;
  const parts = [isMarkdown ? `# ${title}\n` : `${title}\n`];
  for (const [verdict, heading] of headings) {
    const own = changes.filter(change => change.verdict === verdict);
    if (own.length === 0) continue;
    parts.push(isMarkdown ? `\n## ${heading}\n\n` : `\n${heading}\n`);
    for (const { uri, line, what, why } of own) {
      const place = `${shown(uri)}:${line + 1}`;
      parts.push(
        isMarkdown
          ? `- \`${place.replaceAll('`', '')}\`: ${safe(what)} ${safe(why)}\n`
          : `  ${visibleText(place)}: ${visibleText(what)} ${visibleText(why)}\n`,
      );
    }
  }
  if (changes.length === 0) parts.push(isMarkdown ? '\nNothing to change.\n' : 'Nothing to change.\n');
  return parts.join('');
}

function counted(changes: readonly UpgradeChange[]): string {
  return headings
    .map(
      ([verdict, heading]) =>
        `${changes.filter(one => one.verdict === verdict).length} ${heading.toLowerCase()}`,
    )
    .join(', ');
}

/**
 * Our sentences quote the script in backticks. The text between them is escaped like the rest, except punctuation that means
 * nothing within a line: people read the report as plain text too.
 */
function safe(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map(part => (part.startsWith('`') ? part : escapeMarkdown(part).replace(/\\([.,"';=-]|: )/g, '$1')))
    .join('');
}
