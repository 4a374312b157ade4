import { escapeMarkdown, inlineCode } from '../../../text/markdown.ts';
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

/** What is known about an item, as Markdown. */
export function describeItem(item: ItemFacts, version: Version): string {
  const type = typeIn(item, version);
  const parts = [`**${item.key}** · ${typeNames[type]} · \`[${item.section}]\``, item.description];
  parts.push(describeType(item, type, version));
  const standard = defaultIn(item, version);
  parts.push(
    `**Default:** ${standard === '' ? 'empty' : inlineCode(standard)}${meaning(type, standard, version)}`,
  );
  if (item.security !== null) parts.push(`**Security:** ${item.security}`);
  parts.push(describeLife(item, version));
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
          ? 'On by default. '
          : 'Off by default. ';
    const before = place > 0 ? ` after ${inlineCode(order[place - 1] ?? '')}` : '';
    const where =
      place < 0
        ? ''
        : `Module ${place + 1} of ${order.length}${before}; the order in the file has no effect.`;
    parts.push(`${state}${where}`.trim());
  }
  if (section.plugin)
    parts.push('Belongs to a plugin: it only exists after `plugins=` in `[global]` named it.');
  if (section.build !== null && !section.plugin) {
    parts.push(`Only in builds with ${inlineCode(section.build)}.`);
  }
  if (section.experimental) parts.push('Experimental: not part of a printed default.');
  if (section.deprecated !== null) {
    parts.push(
      `**Deprecated** since ${section.deprecated.since}: moved to the ${escapeMarkdown(section.deprecated.movedTo)}, keys are ignored.`,
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

/** The meaning of a value in words, in front of it a comma; empty when the value says it all. */
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
      return 'Variables, texts in single quotes, `==`, `!=`, `contains`, `in`, `nin`, `regexp`, `defined`, `numeric`, `!`, `&&`, `||` and parentheses. `&&` and `||` have no precedence: use parentheses. Empty is true.';
    case 'Integer':
      return item.range.length === 2
        ? `A number from ${item.range[0]} to ${item.range[1]}.`
        : item.type.startsWith('Duration') && !isSince(version, '2.4.0-beta')
          ? `A number in ${item.type === 'DurationMS' ? 'milliseconds' : item.type === 'DurationS' ? 'seconds' : 'minutes'}; units came with 2.4.`
          : 'A number; text behind it is dropped.';
    case 'IntegerRange':
      return 'A number, or two with a dash between them.';
    case 'ByteSize':
      return 'A number with `K`, `M` or `G` for thousand, million, thousand million bytes.';
    case 'DurationMS':
    case 'DurationS':
    case 'DurationMIN':
      return `A number in ${unitNames[type]}, or with one of the units \`${unitsOf(type)}\` right behind it; \`m\` is a month, \`min\` a minute.`;
    case 'StringList':
      return commaSeparates(version)
        ? 'Words with spaces or commas between them; since 2.6.0-beta only spaces part them.'
        : 'Words with spaces between them; a comma does not separate them.';
    case 'String':
      return '';
  }
}

const unitNames = { DurationMS: 'milliseconds', DurationS: 'seconds', DurationMIN: 'minutes' } as const;

function unitsOf(type: 'DurationMS' | 'DurationS' | 'DurationMIN'): string {
  if (type === 'DurationMS') return 'ms s min h d m y';
  return type === 'DurationS' ? 's min h d m y' : 'min h d m y';
}

function describeLife(item: ItemFacts, version: Version): string {
  const { deprecated } = item;
  const parts: string[] = [];
  if (item.idleSince !== undefined && isSince(version, item.idleSince))
    parts.push(
      `**No effect** since ${releaseOf(item.idleSince)}: the server reads the value and uses it for nothing.`,
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
  parts.push(life(item, version));
  return parts.join(' ');
}

function life(thing: { since: string | null; removed: string | null }, version: Version): string {
  const from = thing.since === null ? 'In the development branch only' : `Since ${thing.since}`;
  const until = thing.removed === null ? '' : `, gone since ${thing.removed}`;
  const here = existsIn(thing, version) ? '' : ` — not in Flexisip ${version.label}`;
  return `_${from}${until}${here}_`;
}
