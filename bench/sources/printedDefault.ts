import { allItems, defaultIn, existsIn, releaseLines } from '../../server/languages/flexisip/facts/facts.ts';

/** All keys of the newest release with their defaults, each below a comment, filled up with comments. */
export function printedDefault(lineCount: number): string {
  const version = releaseLines().at(-1);
  if (version === undefined) throw new Error('no release is known');
  const items = allItems().filter(item => existsIn(item, version));
  const comments = Math.max(1, Math.floor((lineCount - items.length) / items.length));
  const lines: string[] = [];
  let section = '';
  for (const item of items) {
    if (item.section !== section) lines.push('', `[${item.section}]`);
    section = item.section;
    for (let count = 0; count < comments; count++) lines.push(`# ${item.description.slice(0, 70)}`);
    lines.push(`${item.key}=${defaultIn(item, version)}`);
  }
  while (lines.length < lineCount) lines.push('# end');
  return `${lines.join('\n')}\n`;
}
