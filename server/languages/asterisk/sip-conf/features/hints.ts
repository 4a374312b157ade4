import { type InlayHint, InlayHintKind, type Range } from 'vscode-languageserver-types';
import { lengthWithoutEol } from '../../../../text/lines.ts';
import { withoutSecrets } from '../../../../text/secrets.ts';
import type { Entry, Setting } from '../../config/entry.ts';
import type { ConfigLine } from '../../config/line.ts';
import { sectionAt } from '../../config/parser.ts';
import { keptWords, listParts } from '../facts/droppedWords.ts';
import { canonicalName, existsIn, optionFacts } from '../facts/facts.ts';
import { deviceOf, effectiveValue, maskedValue } from '../model/effective.ts';
import type { Device, SipConf } from '../model/model.ts';
import { roleOf } from '../model/role.ts';
import { entryOfLine, type SipConfView } from './cursor.ts';

/** The options that decide who is accepted and where calls go: shown after each header when they come from elsewhere. */
const decisive = ['type', 'host', 'context', 'insecure', 'transport', 'nat'];

/** Inherited values in force in a section, and lines that another one overrides. */
export function hintsIn(view: SipConfView, range: Range): InlayHint[] {
  const { tree, model } = view;
  const hints: InlayHint[] = [];
  for (let index = sectionAt(tree, range.start.line); index < tree.sections.length; index++) {
    const start = tree.starts[index] ?? 0;
    if (start > range.end.line) break;
    const section = tree.sections[index];
    const entry = entryOfLine(view, index, 0);
    if (section === undefined || entry === undefined) continue;
    const role = roleOf(model, entry);
    const device = deviceOf(model, entry);
    if (role !== 'device' && role !== 'template') continue;
    const deciders = new Map<string, Setting | undefined>();
    // All lines of an option need the same answer: the line that decides.
    const deciderOf = (name: string): Setting | undefined => {
      if (!deciders.has(name)) {
        const target = entry.isAppend ? (model.appendTarget(entry) ?? entry) : entry;
        deciders.set(name, effectiveValue(model, target, device, name).last);
      }
      return deciders.get(name);
    };
    section.lines.forEach((line, offset) => {
      const number = start + offset;
      if (number < range.start.line || number > range.end.line) return;
      const label = labelOf(model, entry, device, line, offset, deciderOf);
      if (label === undefined) return;
      hints.push({
        position: { line: number, character: hintColumn(line) },
        label,
        kind: InlayHintKind.Type,
        paddingLeft: true,
      });
    });
  }
  return hints;
}

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
  const kept = parts === undefined ? undefined : `in force: ${short(keptWords(parts))}`;
  if (facts === undefined || facts.repeatable === true) return kept;
  const decider = deciderOf(name);
  if (decider === undefined) return kept;
  const isOwn = entry.pieces.some(piece => piece.place.section === decider.place.section);
  if (isOwn && decider.line === offset) return kept;
  const shown = maskedValue(facts, decider.value);
  return `overridden in line ${model.lineOf(decider) + 1}: ${short(shown)}`;
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
          : [`${name}=${short(counted(setting, model))} (${short(setting.entry.header.name)})`];
      case 'general':
        return setting === undefined ? [] : [`${name}=${short(counted(setting, model))} (general)`];
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

/** After the code, before a comment. */
function hintColumn(line: ConfigLine): number {
  return line.kind === 'header' || line.kind === 'option' ? line.end : lengthWithoutEol(line.text);
}

const LONGEST = 40;

function short(text: string): string {
  const shown = withoutSecrets(text);
  return shown.length <= LONGEST ? shown : `${shown.slice(0, LONGEST)}…`;
}
