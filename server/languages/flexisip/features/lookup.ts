import { allItems, masterVersion, sectionFacts, versionNamed } from '../facts/facts.ts';
import { describeItem, describeSection } from './describe.ts';

/**
 * What is known about a section, or about a key in each section that has it, as Markdown; `section/key` selects one of
 * them.
 */
export function describeName(name: string, version: string): readonly string[] {
  const asked = name.trim();
  const target = versionNamed(version) ?? masterVersion();
  const section = sectionFacts(asked.replace(/^\[|\]$/g, ''));
  const items = allItems().filter(item => item.key === asked || `${item.section}/${item.key}` === asked);
  return [
    ...(section === undefined ? [] : [describeSection(section, target)]),
    ...items.map(item => describeItem(item, target)),
  ];
}
