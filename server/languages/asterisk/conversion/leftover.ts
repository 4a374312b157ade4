import type { LineVerdict } from '../../conversion.ts';
import { type Entry, isSameLine, type Setting } from '../config/entry.ts';
import { canonicalName, defaultIn, existsIn, optionFacts, scopesIn } from '../sip-conf/facts/facts.ts';
import type { Device, SipConf } from '../sip-conf/model/model.ts';
import { roleOf } from '../sip-conf/model/role.ts';
import { isFalse, isTrue } from '../values/truth.ts';
import { withoutCounterpart } from './withoutCounterpart.ts';

/** What is reported about an option line that no object uses. */
export interface Leftover {
  readonly verdict: LineVerdict;
  readonly note: string;
  /** What changes, for the list of differences. */
  readonly difference?: { readonly what: string; readonly why: string; readonly todo: string };
}

/** Judges an option line that no line of the output replaces. */
export function leftover(
  setting: Setting,
  entry: Entry,
  model: SipConf,
  devices: readonly Device[],
): Leftover {
  const nothing = (note: string): Leftover => ({ verdict: 'without-effect', note });
  const { option, value } = setting;
  const role = roleOf(model, entry);
  const facts = optionFacts(option.key);
  if (role === 'ignored') return nothing(`chan_sip reads only the first [${entry.header.name}].`);
  if (role === 'template' && !model.isCopied(entry.key))
    return nothing('No section inherits from this template.');
  if (facts === undefined) return nothing(`${option.name} is not a sip.conf option.`);
  if (!existsIn(facts, model.branch, option.key))
    return nothing(`Asterisk ${model.branch} does not read ${option.name}.`);
  const scopes = scopesIn(facts, model.branch);
  if (role === 'general' && !scopes.includes('general'))
    return nothing(`${option.name} has no effect in [general].`);
  if (role === 'device' && !scopes.includes('device'))
    return nothing(`${option.name} has an effect only in [${scopes[0] ?? 'general'}].`);
  if (role === 'device' && model.device(entry.key)?.entries.includes(entry) !== true && !entry.isAppend)
    return nothing(
      'chan_sip does not create a device from this section, because its type is missing or unknown.',
    );
  if (role === 'device' && !devices.some(({ key }) => key === entry.key))
    return nothing('chan_sip drops this device because of one of its lines.');
  const name = canonicalName(option.key);
  if (facts.repeatable !== true && isOverridden(setting, entry, name, model, devices))
    return nothing('A later line overrides it.');
  if (REGISTERING.has(name) && model.general.all('register').length === 0)
    return nothing('The server does not register anywhere.');
  if (value === '') return nothing('It has no value.');
  if (/^tls/.test(name)) return nothing('TLS is not turned on.');
  if (/^dtls/.test(name)) return nothing('DTLS is not turned on for this device.');
  if (name === 'tcpbindaddr') return nothing('TCP is not turned on.');
  if (name === 'bindport') return nothing('The address to listen on includes a port.');
  if (name === 'host')
    return nothing('It yields no address, or an address whose calls go to another device.');
  const known = withoutCounterpart[name];
  if (isSame(value, defaultIn(facts, model.branch)))
    return { verdict: 'default', note: 'Same as the default, before and after.' };
  if (known === undefined) {
    return nothing(
      role === 'template'
        ? 'Every device that inherits it overrides it.'
        : 'chan_sip ignores this value here.',
    );
  }
  if (known.isDone === true) return { verdict: 'default', note: known.why };
  return {
    verdict: 'no-counterpart',
    note: `${known.why} ${known.todo}`,
    difference: { what: known.what, why: known.why, todo: known.todo },
  };
}

const REGISTERING = new Set(['registertimeout', 'registerattempts', 'register_retry_403']);

function isOverridden(
  setting: Setting,
  entry: Entry,
  name: string,
  model: SipConf,
  devices: readonly Device[],
): boolean {
  // Sections with the same name are one device.
  const ofDevice = entry.isTemplate ? undefined : devices.find(({ key }) => key === entry.key);
  const winner = ofDevice?.settings.findLast(({ option }) => canonicalName(option.key) === name);
  if (winner !== undefined) return !isSameLine(winner, setting);
  const target = model.appendTarget(entry) ?? entry;
  const last = model.settingsOf(target).findLast(({ option }) => canonicalName(option.key) === name);
  return last !== undefined && !isSameLine(last, setting);
}

function isSame(value: string, standard: string | undefined): boolean {
  if (standard === undefined) return false;
  if (isTrue(standard)) return isTrue(value);
  if (isFalse(standard) || standard === 'none') return isFalse(value);
  return value.toLowerCase() === standard.toLowerCase();
}
