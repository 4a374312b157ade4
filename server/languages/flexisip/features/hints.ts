import { type InlayHint, InlayHintKind, type Range } from 'vscode-languageserver-types';
import { durationInWords } from '../facts/durations.ts';
import { defaultIn, existsIn, isSince, itemFacts, itemsOf, typeIn } from '../facts/facts.ts';
import { readInteger, readValue, unitMilliseconds } from '../facts/values.ts';
import type { FlexisipModel } from '../model/model.ts';
import type { ConfigurationLine, Entry, Section } from '../reading/parser.ts';
import type { FlexisipView } from './cursor.ts';

/** Durations in words, defaults that still apply, and modules that are enabled or disabled by default. */
export function hintsOf({ tree, model }: FlexisipView, range: Range): InlayHint[] {
  const hints: InlayHint[] = [];
  tree.sections.forEach((section, index) => {
    const start = model.starts[index] ?? 0;
    const first = Math.max(0, range.start.line - start);
    const last = Math.min(section.lines.length - 1, range.end.line - start);
    for (let offset = first; offset <= last; offset++) {
      const line = section.lines[offset];
      const label = line === undefined ? undefined : labelOf(model, section, line, index);
      if (label === undefined) continue;
      hints.push({
        position: { line: start + offset, character: label.column },
        label: label.text,
        kind: InlayHintKind.Type,
        paddingLeft: true,
      });
    }
  });
  return hints;
}

function labelOf(
  model: FlexisipModel,
  section: Section,
  { statement }: ConfigurationLine,
  index: number,
): { column: number; text: string } | undefined {
  if (statement.kind === 'section') {
    const group = model.groups.get(statement.name.toLowerCase());
    const enabled = itemsOf(statement.name, model.version).find(item => item.key === 'enabled');
    if (enabled === undefined || group === undefined || group.parts[0] !== index) return undefined;
    if (group.settings.has('enabled')) return undefined;
    const isOn = defaultIn(enabled, model.version) === 'true';
    return { column: statement.close + 1, text: isOn ? 'enabled by default' : 'disabled by default' };
  }
  const name = section.header?.name;
  if (statement.kind !== 'entry' || name === undefined) return undefined;
  const text = entryLabel(model, name, statement);
  return text === undefined ? undefined : { column: statement.valueEnd, text };
}

function entryLabel(model: FlexisipModel, section: string, entry: Entry): string | undefined {
  const item = itemFacts(section, entry.key);
  if (item === undefined || !existsIn(item, model.version)) return undefined;
  const standard = defaultIn(item, model.version);
  if (entry.ignored) return standard === '' ? undefined : `stays ${standard}`;
  const type = typeIn(item, model.version);
  const value = entry.value.replace(/\r$/, '');
  if (type.startsWith('Duration')) {
    const read = readValue(type, value, model.version);
    return read.ok && read.number !== undefined ? durationInWords(read.number) : undefined;
  }
  // Durations of old releases are plain numbers in the unit that the item has in later releases.
  const scale = unitMilliseconds[item.type];
  if (type === 'Integer' && scale !== undefined && !isSince(model.version, '2.4.0-beta')) {
    const read = readInteger(value);
    return read.ok && read.number !== undefined && read.number > 0
      ? durationInWords(read.number * scale)
      : undefined;
  }
  return undefined;
}
