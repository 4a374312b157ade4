import { isTrue } from './facts.ts';
import type { General } from './model.ts';

/** The realm of every challenge; undefined where the domain of the request may take its place (domainsasrealm). */
export function fixedRealm(general: Pick<General, 'last'>): string | undefined {
  if (isTrue(general.last('domainsasrealm')?.value ?? 'no')) return undefined;
  return general.last('realm')?.value ?? 'asterisk';
}
