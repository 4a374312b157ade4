import { boldFirstSentence, escapeMarkdown, inlineCode } from '../../../text/markdown.ts';
import { durationInWords } from '../facts/durations.ts';
import {
  defaultIn,
  existsIn,
  type ItemFacts,
  type ItemType,
  isSince,
  itemsOf,
  moduleOrder,
  releaseOf,
  type SectionFacts,
  typeIn,
  type Version,
} from '../facts/facts.ts';
import { commaSeparates, readValue } from '../facts/values.ts';

/** What is known about an item, as Markdown. An editor shows about twelve lines at once, so what decides comes first: the risk,
 * `here`, what is in force in the file, and the end of an item. */
export function describeItem(item: ItemFacts, version: Version, here = ''): string {
  const type = typeIn(item, version);
  const standard = defaultIn(item, version);
  const parts = [
    `**${item.key}** · ${typeNames[type]} · \`[${item.section}]\``,
    item.security === null ? '' : `**Security:** ${boldFirstSentence(item.security)}`,
    here,
    describeEnd(item, version),
    item.description,
    describeType(item, type, version),
    `**Default:** ${standard === '' ? 'empty' : inlineCode(standard)}${meaning(type, standard, version)} · ${life(item, version)}`,
  ];
  return parts.filter(part => part !== '').join('\n\n');
}

/** What is known about a section, as Markdown. */
export function describeSection(section: SectionFacts, version: Version): string {
  const parts = [`**[${section.name}]**`, section.description];
  if (section.module) {
    const name = section.name.replace(/^module::/, '');
    const order = moduleOrder(version);
    const place = order.indexOf(name);
    const enabled = itemsOf(section.name, version).find(item => item.key === 'enabled');
    const state =
      enabled === undefined
        ? ''
        : defaultIn(enabled, version) === 'true'
          ? 'Enabled by default. '
          : 'Disabled by default. ';
    const before = place > 0 ? ` after ${inlineCode(order[place - 1] ?? '')}` : '';
    const where =
      place < 0
        ? ''
        : `Module ${place + 1} of ${order.length}${before}; the order in the file does not matter.`;
    parts.push(`${state}${where}`.trim());
  }
  if (section.plugin)
    parts.push('Belongs to a plugin: exists only if `plugins=` in `[global]` lists the plugin.');
  if (section.build !== null && !section.plugin) {
    parts.push(`Exists only in builds with ${inlineCode(section.build)}.`);
  }
  if (section.experimental)
    parts.push('Experimental: not part of the default configuration that the server prints.');
  if (section.deprecated !== null) {
    parts.push(
      `**Deprecated** since ${section.deprecated.since}: moved to the ${escapeMarkdown(section.deprecated.movedTo)}; its keys are ignored.`,
    );
  }
  parts.push(life(section, version));
  return parts.filter(part => part !== '').join('\n\n');
}

export const typeNames: Readonly<Record<ItemType, string>> = {
  Boolean: 'Boolean',
  BooleanExpr: 'Boolean expression',
  ByteSize: 'byte size',
  DurationMIN: 'duration in minutes',
  DurationMS: 'duration in milliseconds',
  DurationS: 'duration in seconds',
  Integer: 'integer',
  IntegerRange: 'integer or range',
  String: 'text',
  StringList: 'list',
};

/** The meaning of a value in words, after a comma; empty if the value needs no explanation. */
export function meaning(type: ItemType, value: string, version: Version): string {
  if (!type.startsWith('Duration') || !/\d/.test(value)) return '';
  const read = readValue(type, value, version);
  return read.ok && read.number !== undefined ? ` (${durationInWords(read.number)})` : '';
}

function describeType(item: ItemFacts, type: ItemType, version: Version): string {
  const words = item.values.map(word => inlineCode(word)).join(', ');
  if (item.values.length > 0) return `**Values:** ${words}`;
  switch (type) {
    case 'Boolean':
      return 'Exactly `true`, `false`, `1` or `0`.';
    case 'BooleanExpr':
      return 'Variables, texts in single quotes, `==`, `!=`, `contains`, `in`, `nin`, `regexp`, `defined`, `numeric`, `!`, `&&`, `||` and parentheses. `&&` and `||` have no precedence: use parentheses. An empty expression is true.';
    case 'Integer':
      return item.range.length === 2
        ? `A number from ${item.range[0]} to ${item.range[1]}.`
        : item.type.startsWith('Duration') && !isSince(version, '2.4.0-beta')
          ? `A number in ${item.type === 'DurationMS' ? 'milliseconds' : item.type === 'DurationS' ? 'seconds' : 'minutes'}; units were added in 2.4.`
          : 'A number; text after it is ignored.';
    case 'IntegerRange':
      return 'A number, or two numbers separated by a dash.';
    case 'ByteSize':
      return 'A number with `K`, `M` or `G` for a thousand, a million, or a billion bytes.';
    case 'DurationMS':
    case 'DurationS':
    case 'DurationMIN':
      return `A number in ${unitNames[type]}, or followed directly by one of the units \`${unitsOf(type)}\`; \`m\` is a month, \`min\` a minute.`;
    case 'StringList':
      return commaSeparates(version)
        ? 'Words separated by spaces or commas; since 2.6.0-beta, by spaces only.'
        : 'Words separated by spaces; a comma does not separate them.';
    case 'String':
      return '';
  }
}

const unitNames = { DurationMS: 'milliseconds', DurationS: 'seconds', DurationMIN: 'minutes' } as const;

function unitsOf(type: 'DurationMS' | 'DurationS' | 'DurationMIN'): string {
  if (type === 'DurationMS') return 'ms s min h d m y';
  return type === 'DurationS' ? 's min h d m y' : 'min h d m y';
}

/** Whether the server no longer wants the item: then nothing else about it decides. */
function describeEnd(item: ItemFacts, version: Version): string {
  const { deprecated } = item;
  const parts: string[] = [];
  if (item.idleSince !== undefined && isSince(version, item.idleSince))
    parts.push(
      `**No effect** since ${releaseOf(item.idleSince)}: the server reads the value but does not use it.`,
    );
  else if (item.idleSince !== undefined) parts.push(`**No effect** from ${releaseOf(item.idleSince)} on.`);
  if (deprecated !== null && isSince(version, deprecated.firstTag)) {
    const since = deprecated.since === null ? '' : ` since ${deprecated.since}`;
    const instead = deprecated.replacement === null ? '' : `: use ${inlineCode(deprecated.replacement)}`;
    parts.push(`**Deprecated**${since}${instead}.`);
  }
  if (item.deprecatedValue !== null) {
    parts.push(
      `The value ${inlineCode(item.deprecatedValue.value)} is deprecated since ${item.deprecatedValue.since}.`,
    );
  }
  return parts.join(' ');
}

function life(thing: { since: string | null; removed: string | null }, version: Version): string {
  const from = thing.since === null ? 'Only in the development branch' : `Since ${thing.since}`;
  const until = thing.removed === null ? '' : `, removed in ${thing.removed}`;
  const here = existsIn(thing, version) ? '' : ` — not in Flexisip ${version.label}`;
  return `_${from}${until}${here}_`;
}
