import { isTrue } from '../../values/truth.ts';
import type { SipConf } from './model.ts';
import { isGeneralWhole } from './whole.ts';

/** The realm of every challenge; undefined when the domain of a request may replace it, or when it is unknown. */
export function fixedRealm(model: SipConf): string | undefined {
  const { general } = model;
  if (isTrue(general.last('domainsasrealm')?.value ?? 'no') || !isGeneralWhole(model)) return undefined;
  return general.last('realm')?.value ?? 'asterisk';
}
