import type { Branch } from '../../config/branch.ts';
import type { Setting } from '../../config/entry.ts';
import type { Question } from '../../config/lines.ts';
import { codecWords, isWholeCodecList } from '../../values/codecs.ts';
import { canonicalName, optionFacts } from '../facts/facts.ts';
import type { AppliedLines, Device, SipConf } from './model.ts';

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

/** The line that removes every codec, with none allowed after it: nothing that the lines above it allow counts. */
export function codecsRemovedBy(applied: AppliedLines): Setting | undefined {
  const lines = applied.filter(codecLine);
  const cut = lines.findLastIndex(({ option, value }) => {
    const words = value
      .toLowerCase()
      .split(/[,|]/)
      .map(word => word.trim());
    return option.key === 'disallow' ? words.includes('all') : words.at(-1) === '!all';
  });
  const isAllowed = lines.slice(cut + 1).some(({ option, value }) => option.key === 'allow' && value !== '');
  return isAllowed ? undefined : lines[cut];
}

/** The first codec that a line allows. */
export function firstAllowed(applied: AppliedLines): Setting | undefined {
  return applied.filter(codecLine).find(({ option, value }) => option.key === 'allow' && value !== '');
}

const codecLine: Question = {
  which: 'last',
  fits: ({ option }) => option.key === 'allow' || option.key === 'disallow',
};
