import type { Branch } from '../config/branch.ts';
import { codecNames, codecWords, isWholeCodecList } from './codecs.ts';

/** One `allow` or `disallow` line. */
export interface CodecLine {
  readonly isAllow: boolean;
  readonly value: string;
}

/**
 * Codecs in order of preference after applying the lines one after the other
 * (ast_format_cap_update_by_allow_disallow). A codec that is already in the list keeps its position.
 */
export function codecsInOrder(
  start: readonly string[],
  lines: readonly CodecLine[],
  branch: Branch,
): readonly string[] {
  const known = new Set(codecNames(branch));
  let codecs = [...start];
  const apply = (name: string, isAllowed: boolean): void => {
    if (name === 'all') {
      const rest = REGISTRATION_ORDER.filter(codec => known.has(codec) && !codecs.includes(codec));
      codecs = isAllowed ? [...codecs, ...rest] : [];
      return;
    }
    const codec = ALIASES.get(name) ?? name;
    if (!known.has(codec) || codec === 'none') return;
    if (!isAllowed) codecs = codecs.filter(other => other !== codec);
    else if (!codecs.includes(codec)) codecs.push(codec);
  };
  for (const { isAllow, value } of lines) {
    if (!isAllow && value === '') continue;
    if (isWholeCodecList(value, branch)) apply('all', !isAllow);
    for (const { name, isNegated, packet } of codecWords(value, branch)) {
      if (packet !== undefined && !/^\s*\+?\d/.test(packet)) continue;
      apply(name.toLowerCase(), isAllow !== isNegated);
    }
  }
  return codecs;
}

const ALIASES: ReadonlyMap<string, string> = new Map([
  ['g711u', 'ulaw'],
  ['g711a', 'alaw'],
]);

/** ast_codec_builtin_init: the order in which `all` adds codecs. */
const REGISTRATION_ORDER = (
  'codec2 g723 ulaw alaw gsm g726 g726aal2 adpcm slin slin12 slin16 slin24 slin32 slin44 slin48 slin96 slin192 lpc10 ' +
  'g729 speex speex16 speex32 ilbc g722 siren7 siren14 g719 opus jpeg png h261 h263 h263p h264 h265 mpeg4 vp8 vp9 red ' +
  't140 t38 silk silk8 silk12 silk16 silk24'
).split(' ');
