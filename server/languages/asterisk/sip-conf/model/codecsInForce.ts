import type { Branch } from '../../config/branch.ts';
import type { Setting } from '../../config/entry.ts';
import { codecWords, isWholeCodecList } from '../../values/codecs.ts';
import { canonicalName, optionFacts } from '../facts/facts.ts';
import type { Device, SipConf } from './model.ts';

/**
 * The codecs that a device may use, in order of preference: the default, then the lines of [general], then its own, as
 * ast_parse_allow_disallow applies them. `all` means every codec of the server.
 */
export function codecsInForce(model: SipConf, device: Device): readonly string[] {
  let codecs = optionFacts('allow')?.default?.split(',') ?? [];
  for (const setting of [...model.general.settings, ...device.settings]) {
    codecs = applied(codecs, setting, model.branch);
  }
  return codecs;
}

function applied(codecs: string[], { option, value }: Setting, branch: Branch): string[] {
  const name = canonicalName(option.key);
  if (name !== 'allow' && name !== 'disallow') return codecs;
  let list = codecs;
  if (isWholeCodecList(value, branch)) list = name === 'allow' ? [] : ['all'];
  for (const word of codecWords(value, branch)) {
    const codec = word.name.toLowerCase();
    if (codec === '') continue;
    const takesAway = (name === 'disallow') !== word.isNegated;
    const others = list.filter(other => other !== codec);
    if (codec === 'all') list = takesAway ? [] : ['all'];
    else if (takesAway) list = others;
    else if (!list.includes('all') && !list.includes(codec)) list = [...list, codec];
  }
  return list;
}
