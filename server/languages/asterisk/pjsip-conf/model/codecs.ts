import { remembered } from '../../../../text/remembered.ts';
import type { Setting } from '../../config/entry.ts';
import { codecNames, codecWords, isWholeCodecList } from '../../values/codecs.ts';

/**
 * The codecs of an endpoint in order of preference, after all `allow` and `disallow` lines: the list starts empty. `all`
 * means every codec that the server knows.
 */
export function codecsOf(settings: readonly Setting[]): readonly string[] {
  let lines = '';
  for (const { option, value } of settings)
    if (option.key === 'allow' || option.key === 'disallow') lines += `${option.key}=${value}\n`;
  return afterLines(lines);
}

/** By the lines, each with its line break: the same few are all over a large file. */
const afterLines = remembered((lines): readonly string[] => {
  let codecs: readonly string[] = [];
  for (const line of lines.split('\n').slice(0, -1)) {
    const isAllow = line.startsWith('allow=');
    const value = line.slice(line.indexOf('=') + 1);
    if (isWholeCodecList(value, '20')) codecs = isAllow ? [] : every();
    for (const word of codecWords(value, '20')) {
      const adds = isAllow !== word.isNegated;
      const names = word.name.toLowerCase() === 'all' ? every() : [word.name.toLowerCase()];
      if (adds) codecs = [...codecs, ...names.filter(name => !codecs.includes(name))];
      else codecs = codecs.filter(name => !names.includes(name));
    }
  }
  return codecs;
});

let everyCodec: readonly string[] | undefined;

function every(): readonly string[] {
  everyCodec ??= codecNames('20').filter(name => name !== 'all' && name !== 'none');
  return everyCodec;
}
