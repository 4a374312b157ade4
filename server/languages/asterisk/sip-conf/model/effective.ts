import { HIDDEN } from '../../../../text/secrets.ts';
import { type Entry, type LineOrigin, originOf, type Setting } from '../../config/entry.ts';
import { parseAuthLine, parseMwiLine } from '../facts/credentialLines.ts';
import { defaultIn, type OptionFacts, optionFacts, scopesIn } from '../facts/facts.ts';
import { parseRegister } from '../facts/registerLine.ts';
import { valueParts } from '../facts/valueParts.ts';
import { type AppliedLines, type Device, linesOfEntry, type SipConf } from './model.ts';

/** Where the value of an option comes from, seen from one section. */
export type Origin = LineOrigin | 'general' | 'default' | 'none';

/** What is in force for an option in a section. */
export interface EffectiveValue {
  /** The main name of the option. */
  readonly name: string;
  readonly facts: OptionFacts | undefined;
  readonly origin: Origin;
  /** The lines that decide: one, or all of them for an option whose lines add up. Empty for a default. */
  readonly settings: readonly Setting[];
  /** The last of them. */
  readonly last: Setting | undefined;
  /** Description of the default when nothing is set; undefined when it is unknown. */
  readonly default: string | undefined;
}

/** The value of an option in force for a device, or for another section such as a template. */
export function effectiveValue(
  model: SipConf,
  entry: Entry,
  device: Device | undefined,
  name: string,
): EffectiveValue {
  const facts = optionFacts(name);
  const result = {
    name,
    facts,
    default: facts === undefined ? undefined : defaultIn(facts, model.branch),
  };
  const own = device ?? linesOfEntry(model, entry);
  const decider = own.last(name);
  if (decider !== undefined) return decidedBy(own, decider, { ...result, origin: originOf(decider, entry) });
  const scopes = facts === undefined ? [] : scopesIn(facts, model.branch);
  if (entry.key !== 'general' && scopes.includes('general') && scopes.includes('device')) {
    const common = model.general.last(name);
    if (common !== undefined) return decidedBy(model.general, common, { ...result, origin: 'general' });
  }
  return {
    ...result,
    last: undefined,
    settings: [],
    origin: result.default === undefined ? 'none' : 'default',
  };
}

/** The device that a section belongs to; undefined for templates and sections that do not become devices. */
export function deviceOf(model: SipConf, entry: Entry): Device | undefined {
  const device = model.device(entry.key);
  const target = entry.isAppend ? model.appendTarget(entry) : entry;
  return target !== undefined && device?.entries.includes(target) === true ? device : undefined;
}

/** The lines that decide about an option: the last one, or all when they add up, in which case they are collected on demand. */
function decidedBy(
  lines: AppliedLines,
  last: Setting,
  value: Omit<EffectiveValue, 'settings' | 'last'>,
): EffectiveValue {
  if (value.facts?.repeatable !== true) return { ...value, last, settings: [last] };
  return {
    ...value,
    last,
    get settings() {
      return lines.all(value.name);
    },
  };
}

/** A value with all secrets hidden. */
export function maskedValue(facts: OptionFacts | undefined, value: string): string {
  // An unknown option may be misspelled, and its value a secret.
  if (facts === undefined) return value === '' ? '' : HIDDEN;
  // Only these can contain a secret; the others are shown as written.
  if (!holdsSecret(facts)) return value;
  if (!isUnderstood(facts, value)) return value === '' ? '' : HIDDEN;
  let shown = '';
  let at = 0;
  for (const part of valueParts(facts, value, '20')) {
    if (part.kind !== 'secret') continue;
    if (part.start < at) return HIDDEN;
    shown += value.slice(at, part.start) + HIDDEN;
    at = part.end;
  }
  return shown + value.slice(at);
}

export function holdsSecret(facts: OptionFacts): boolean {
  return (
    facts.valueType === 'secret' ||
    facts.valueType === 'md5-hash' ||
    facts.valueType === 'register' ||
    facts.name === 'auth' ||
    facts.name === 'mwi'
  );
}

/** False for a line that the server refuses, in which the position of the secret is unknown. */
function isUnderstood(facts: OptionFacts, value: string): boolean {
  if (facts.valueType === 'register') return parseRegister(value).accepted;
  if (facts.name === 'auth') return parseAuthLine(value).accepted;
  if (facts.name === 'mwi') return parseMwiLine(value).accepted;
  return true;
}
