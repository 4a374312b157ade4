import type { Entry, Setting } from '../../config/entry.ts';
import type { ConfigLine } from '../../config/line.ts';
import { hintsBy, shortValue } from '../../editing/hints.ts';
import { keptWords, listParts } from '../facts/droppedWords.ts';
import { canonicalName, existsIn, optionFacts } from '../facts/facts.ts';
import { deviceOf, effectiveValue, maskedValue } from '../model/effective.ts';
import type { Device, SipConf } from '../model/model.ts';
import { roleOf } from '../model/role.ts';
import { entryOfLine, type SipConfView } from './cursor.ts';

/** The options that decide who is accepted and where calls go: shown after each header when they come from elsewhere. */
const decisive = ['type', 'host', 'context', 'insecure', 'transport', 'nat'];

/** Inherited values in force in a section, and lines that another one overrides. */
export const hintsIn = hintsBy((view: SipConfView, index) => {
  const { model } = view;
  const entry = entryOfLine(view, index, 0);
  if (entry === undefined) return undefined;
  const role = roleOf(model, entry);
  if (role !== 'device' && role !== 'template') return undefined;
  const device = deviceOf(model, entry);
  const deciders = new Map<string, Setting | undefined>();
  // All lines of an option need the same answer: the line that decides.
  const deciderOf = (name: string): Setting | undefined => {
    if (!deciders.has(name)) {
      const target = entry.isAppend ? (model.appendTarget(entry) ?? entry) : entry;
      deciders.set(name, effectiveValue(model, target, device, name).last);
    }
    return deciders.get(name);
  };
  return (line, offset) => labelOf(model, entry, device, line, offset, deciderOf);
});

function labelOf(
  model: SipConf,
  entry: Entry,
  device: Device | undefined,
  line: ConfigLine,
  offset: number,
  deciderOf: (name: string) => Setting | undefined,
): string | undefined {
  if (line.kind === 'header')
    return device === undefined || entry.isAppend ? undefined : inheritedLabel(model, entry, device);
  if (line.kind !== 'option') return undefined;
  const name = canonicalName(line.key);
  const facts = optionFacts(name);
  const parts = listParts(facts, line.value, entry.key === 'general' ? 'general' : 'device', model.branch);
  const kept = parts === undefined ? undefined : `in force: ${shortValue(keptWords(parts))}`;
  if (facts === undefined || facts.repeatable === true) return kept;
  const decider = deciderOf(name);
  if (decider === undefined) return kept;
  const isOwn = entry.pieces.some(piece => piece.place.section === decider.place.section);
  if (isOwn && decider.line === offset) return kept;
  const shown = maskedValue(facts, decider.value);
  return `overridden in line ${model.lineOf(decider) + 1}: ${shortValue(shown)}`;
}

/** `host=dynamic (phone), context=default (general)`. */
function inheritedLabel(model: SipConf, entry: Entry, device: Device): string | undefined {
  const words = decisive.flatMap(name => {
    const facts = optionFacts(name);
    if (facts === undefined || !existsIn(facts, model.branch)) return [];
    const value = effectiveValue(model, entry, device, name);
    const setting = value.last;
    switch (value.origin) {
      case 'template':
      case 'section':
        return setting === undefined
          ? []
          : [`${name}=${shortValue(counted(setting, model))} (${shortValue(setting.entry.header.name)})`];
      case 'general':
        return setting === undefined ? [] : [`${name}=${shortValue(counted(setting, model))} (general)`];
      case 'default':
        return name === 'context' ? [`${name}=${facts.default} (default)`] : [];
      default:
        return [];
    }
  });
  return words.length === 0 ? undefined : words.join(', ');
}

/** A value without the words that the server drops. */
function counted(setting: Setting, model: SipConf): string {
  const scope = setting.entry.key === 'general' ? 'general' : 'device';
  const parts = listParts(optionFacts(setting.option.key), setting.value, scope, model.branch);
  return parts === undefined ? setting.value : keptWords(parts);
}
