import { HIDDEN, isSecretName } from '../../../../text/secrets.ts';
import type { Entry } from '../../config/entry.ts';
import type { ConfigLine } from '../../config/line.ts';
import { hintsBy, shortValue } from '../../editing/hints.ts';
import { existsIn, optionFacts } from '../facts/facts.ts';
import type { PjsipConf } from '../model/model.ts';
import { lastOf, type PjsipObject } from '../model/object.ts';
import { factsOf, subjectOf } from './cursor.ts';
import type { PjsipView } from './view.ts';

/** The options that decide who is accepted and where calls go: shown after each header when they come from elsewhere. */
const decisive: Readonly<Record<string, readonly string[]>> = {
  endpoint: ['context', 'auth', 'aors', 'transport', 'identify_by', 'allow'],
  aor: ['max_contacts', 'contact'],
  auth: ['auth_type', 'username', 'realm'],
  identify: ['endpoint', 'match'],
  registration: ['server_uri', 'outbound_auth', 'transport'],
  transport: ['protocol', 'bind'],
};

/** Options whose default surprises: shown even when no line sets them. */
const surprising: Readonly<Record<string, string>> = { endpoint: 'context', aor: 'max_contacts' };

/** Inherited values in force in an object, and lines that another one overrides. */
export const hintsIn = hintsBy((view: PjsipView, index) => {
  const { model, uri } = view;
  const { entry, type, object } = subjectOf(view, index);
  const section = model.conf.reading.byFile.get(uri)?.[index];
  if (entry === undefined || section === undefined || type === undefined || type === 'wizard')
    return undefined;
  return (line, offset) => {
    if (line.kind === 'header')
      return object === undefined || section.isAppend ? undefined : inheritedLabel(model, object);
    return overriddenLabel(model, section, type, line, offset);
  };
});

function overriddenLabel(
  model: PjsipConf,
  section: Entry,
  type: string,
  line: ConfigLine,
  offset: number,
): string | undefined {
  if (line.kind !== 'option' || line.key === 'type') return undefined;
  const facts = factsOf(type, line.name);
  if (facts === undefined || facts.repeatable === true || facts.kind === 'codecs') return undefined;
  const target = section.isAppend ? (model.conf.appendTarget(section) ?? section) : section;
  const decider = lastOf(model.conf.settingsOf(target), line.key);
  if (decider === undefined) return undefined;
  if (decider.place.section === section.place.section && decider.line === offset) return undefined;
  const shown = isSecretName(line.key) ? HIDDEN : shortValue(decider.value);
  return `overridden in line ${model.lineOf(decider) + 1}: ${shown}`;
}

/** `context=phones (phone), max_contacts=0 (default)`. */
function inheritedLabel(model: PjsipConf, object: PjsipObject): string | undefined {
  const settings = object.settings;
  const words = (decisive[object.type] ?? []).flatMap(name => {
    const facts = optionFacts(object.type, name);
    if (facts === undefined || !existsIn(facts, model.release)) return [];
    const setting = lastOf(settings, name);
    if (setting === undefined) {
      const isShown = surprising[object.type] === name && !(name === 'max_contacts' && hasContact(settings));
      return isShown ? [`${name}=${facts.default ?? ''} (default)`] : [];
    }
    if (setting.entry.key === object.entry.key) return [];
    return [`${name}=${shortValue(setting.value)} (${shortValue(setting.entry.header.name)})`];
  });
  return words.length === 0 ? undefined : words.join(', ');
}

function hasContact(settings: Parameters<typeof lastOf>[0]): boolean {
  return lastOf(settings, 'contact') !== undefined;
}
