import { digestAlgorithm } from '../../../sip/digest/digest.ts';
import type { DigestSettings } from '../../../sip/digest/digestSettings.ts';
import { effective, type FlexisipModel, list, written } from '../model/model.ts';

const SECTION = 'module::Authentication';

/** The realm or the challenged domains, and the algorithms: the values that the digest commands suggest. */
export function digestSettingsOf({ model }: { readonly model: FlexisipModel }): DigestSettings {
  const realm = written(model, SECTION, 'realm')?.entry.value ?? '';
  const isFixed = realm !== '' && !realm.startsWith('regex:');
  const domains = list(model, SECTION, 'auth-domains').map(word => word.text);
  const words = effective(model, SECTION, 'available-algorithms').value.split(/[ ,]+/);
  return {
    server: 'flexisip',
    realms: [...(isFixed ? [realm] : []), ...domains.filter(domain => domain !== '*')],
    algorithms: words.flatMap(word => (word === '' ? [] : (digestAlgorithm(word) ?? []))),
    accounts: [],
  };
}
