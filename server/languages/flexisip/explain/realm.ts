import { compileRegexp } from '../../../text/cppRegexp.ts';
import type { Setting } from '../model/groups.ts';
import { effective, type FlexisipModel } from '../model/model.ts';

export interface RealmResult {
  /** Undefined when the regular expression does not match; the server then replies 500. */
  readonly realm: string | undefined;
  readonly by: 'domain' | 'text' | 'regexp';
  readonly setting: Setting | undefined;
}

/** `realm`, `realm=regex:…` or `realm-regex` on the user's URI, otherwise its host. */
export function realmOf(model: FlexisipModel, uri: string, domain: string): RealmResult {
  const section = 'module::Authentication';
  const realm = effective(model, section, 'realm');
  const old = effective(model, section, 'realm-regex');
  const pattern = old.value !== '' ? old.value : realm.value.startsWith('regex:') ? realm.value.slice(6) : '';
  const setting = old.value !== '' ? old.setting : realm.setting;
  if (pattern !== '') return { realm: extract(pattern, uri), by: 'regexp', setting };
  if (realm.value !== '') return { realm: realm.value, by: 'text', setting };
  return { realm: domain, by: 'domain', setting: undefined };
}

/** The first group of the first match, or the whole match when the expression has no group. */
function extract(pattern: string, uri: string): string | undefined {
  const compiled = compileRegexp(pattern);
  if (typeof compiled === 'string') return undefined;
  const found = compiled.search(uri);
  return found === undefined || found === '' ? undefined : found;
}
