import type { Setting } from './entry.ts';
import { canonicalName, optionFacts } from './facts.ts';
import type { Device, SipConf } from './model.ts';
import { splitWords } from './words.ts';

/**
 * The codecs that a device may use, in order of preference: the default, then the lines of [general], then its own, as
 * ast_parse_allow_disallow applies them. `all` stands for every codec of the server.
 */
export function codecsInForce(model: SipConf, device: Device): readonly string[] {
  let codecs = optionFacts('allow')?.default?.split(',') ?? [];
  for (const setting of [...model.general.settings, ...device.settings]) codecs = applied(codecs, setting);
  return codecs;
}

function applied(codecs: string[], { option, value }: Setting): string[] {
  const name = canonicalName(option.key);
  if (name !== 'allow' && name !== 'disallow') return codecs;
  let list = codecs;
  for (const word of splitWords(value.replaceAll('|', ','))) {
    const text = word.text.trim().toLowerCase();
    const isNegated = text.startsWith('!');
    const codec = text.replace(/^!/, '').replace(/:[^:]*$/, '');
    if (codec === '') continue;
    const takesAway = (name === 'disallow') !== isNegated;
    const others = list.filter(other => other !== codec);
    if (codec === 'all') list = takesAway ? [] : ['all'];
    else if (takesAway) list = others;
    else if (!list.includes('all') && !list.includes(codec)) list = [...list, codec];
  }
  return list;
}
