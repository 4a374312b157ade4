import type { Setting } from '../config/entry.ts';
import { checkValue } from '../pjsip-conf/facts/checkValue.ts';
import { existsIn, type OptionFacts, optionFacts, type Release } from '../pjsip-conf/facts/facts.ts';

/** An option that an object needs to behave as before. */
export interface Wanted {
  /** `allow` represents the whole list of codecs. */
  readonly name: string;
  readonly value: string;
  /** The lines of sip.conf that require it; none where only the built-in defaults differ. */
  readonly from: readonly Setting[];
  /** Notes on the lines, for the report. */
  readonly note?: string;
}

/** Options whose lines add up instead of replacing each other, and which are compared as a whole. */
export function listOf(name: string): string | undefined {
  if (name === 'permit' || name === 'deny' || name === 'acl') return 'access';
  if (name.startsWith('contact_') && name !== 'contact_user') return 'contact-access';
  return name === 'set_var' || name === 'match' || name === 'contact' ? name : undefined;
}

/** Why the release does not accept the option with this value; undefined when it does. */
export function obstacleOf(type: string, { name, value }: Wanted, release: Release): string | undefined {
  const facts = optionFacts(type, name);
  if (facts === undefined) return `chan_pjsip has no option ${name} in ${type}.`;
  if (!existsIn(facts, release)) return `This release of Asterisk does not know ${name} yet.`;
  return checkValue(facts, value, release)?.effect === 'fatal'
    ? `chan_pjsip does not accept this value for ${name}.`
    : undefined;
}

/** True when the object behaves the same without the option. */
export function isDefault(type: string, { name, value }: Wanted): boolean {
  const facts = optionFacts(type, name);
  if (facts?.default === undefined || listOf(name) !== undefined || isAlwaysWritten(name)) return false;
  return normal(facts, value) === normal(facts, facts.default);
}

/** The options that readers look for first. */
function isAlwaysWritten(name: string): boolean {
  return name === 'context' || name === 'protocol' || name === 'identify_by' || name === 'contact_user';
}

function normal(facts: OptionFacts, value: string): string {
  if (facts.kind === 'boolean') return /^(yes|true|y|t|1|on)$/i.test(value) ? 'yes' : 'no';
  return facts.kind === 'text' ? value : value.toLowerCase();
}
