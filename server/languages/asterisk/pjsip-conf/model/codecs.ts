import type { Setting } from '../../config/entry.ts';
import { codecNames, codecWords, isWholeCodecList } from '../../values/codecs.ts';

/**
 * The codecs of an endpoint in order of preference, after all `allow` and `disallow` lines: the list starts empty. `all`
 * means every codec that the server knows.
 */
export function codecsOf(settings: readonly Setting[]): readonly string[] {
  let codecs: readonly string[] = [];
  for (const { option, value } of settings) {
    const isAllow = option.key === 'allow';
    if (!isAllow && option.key !== 'disallow') continue;
    if (isWholeCodecList(value, '20')) codecs = isAllow ? [] : every();
    for (const word of codecWords(value, '20')) {
      const adds = isAllow !== word.isNegated;
      const names = word.name.toLowerCase() === 'all' ? every() : [word.name.toLowerCase()];
      if (adds) codecs = [...codecs, ...names.filter(name => !codecs.includes(name))];
      else codecs = codecs.filter(name => !names.includes(name));
    }
  }
  return codecs;
}

let everyCodec: readonly string[] | undefined;

function every(): readonly string[] {
  everyCodec ??= codecNames('20').filter(name => name !== 'all' && name !== 'none');
  return everyCodec;
}
