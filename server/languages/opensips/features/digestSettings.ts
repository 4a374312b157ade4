import { type DigestAlgorithm, digestAlgorithm } from '../../../sip/digest/digest.ts';
import type { DigestSettings } from '../../../sip/digest/digestSettings.ts';
import type { ScriptModel } from '../model/model.ts';
import type { Argument, Call } from '../syntax/syntax.ts';
import { stringValue } from '../syntax/token.ts';
import { usesOf } from '../syntax/uses.ts';

/** The realms and algorithms that the script challenges with, for the digest commands. Its users are in a database. */
export function digestSettingsOf({ model }: { readonly model: ScriptModel }): DigestSettings {
  const realms = new Set<string>();
  const algorithms = new Set<DigestAlgorithm>();
  for (const { route } of model.routes) {
    for (const { call } of usesOf(route.body).calls) {
      if (!/^(?:pv_)?(?:www|proxy)_(?:authorize|challenge)$/.test(call.name.text)) continue;
      const realm = fixedText(call.args[0]);
      if (realm !== undefined && realm !== '') realms.add(realm);
      for (const algorithm of offeredAlgorithms(call)) algorithms.add(algorithm);
    }
  }
  // Without the argument the challenge is for MD5.
  if (algorithms.size === 0) algorithms.add('MD5');
  return { server: 'opensips', realms: [...realms], algorithms: [...algorithms], accounts: [] };
}

function offeredAlgorithms(call: Call): DigestAlgorithm[] {
  if (!call.name.text.endsWith('_challenge')) return [];
  const words = (fixedText(call.args[2]) ?? '').split(',').map(word => word.trim());
  return words.flatMap(word => (word === '' ? [] : (digestAlgorithm(word) ?? [])));
}

/** The value of a string argument without variables; undefined for anything else. */
function fixedText(argument: Argument | undefined): string | undefined {
  if (argument?.kind !== 'string' || argument.token === undefined || argument.folded !== undefined)
    return undefined;
  const text = stringValue(argument.token);
  return text.includes('$') ? undefined : text;
}
