import type { Setting } from '../../config/entry.ts';
import { checkValue } from '../../pjsip-conf/facts/checkValue.ts';
import { optionFacts } from '../../pjsip-conf/facts/facts.ts';
import { codecWords, isWholeCodecList } from '../../values/codecs.ts';
import { mediaKindOf } from '../../values/rtpPayloads.ts';
import { isTrue } from '../../values/truth.ts';
import { allOf, lineFor, type OptionView } from '../view.ts';
import type { Wanted } from '../wanted.ts';

/** sip_set_default_format_capabilities. */
const DEFAULT_CODECS = ['ulaw', 'alaw', 'gsm', 'h263'];

/**
 * The codecs in force, written out: chan_pjsip has no default list, and an unknown name would make it drop the endpoint.
 * Video and text are left out where chan_sip would refuse them.
 */
export function* codecOptions(view: OptionView): Generator<Wanted> {
  const common = allOf(view.model.general.settings, ['allow', 'disallow'], view.model);
  const own = allOf(view.own, ['allow', 'disallow'], view.model);
  const lines = own.length > 0 ? own : common;
  const video = lineFor(view, 'videosupport');
  const text = lineFor(view, 'textsupport');
  const list = inForce(view, [...common, ...own]);
  const kept = list.filter(({ name }) => {
    if (name === 'all') return true;
    const kind = mediaKindOf(name);
    if (kind === 'video') return isOn(video);
    return kind === 'text' ? isOn(text) : true;
  });
  const known = (kept.length > 0 ? kept : list).filter(codec => isKnown(codec, view));
  // Empty when nothing is allowed, and it stays so.
  const value = known
    .map(({ name, packet }) => (packet === undefined ? name : `${name}:${packet}`))
    .join(',');
  const left = list.filter(codec => !known.includes(codec)).map(({ name }) => name);
  const from = [...lines, ...[video, text].filter(line => line !== undefined && isOn(line))];
  yield {
    name: 'allow',
    value,
    from: from.filter(line => line !== undefined),
    ...(left.length === 0 || lines.length === 0
      ? {}
      : {
          note: `Left out: ${left.join(', ')}, because chan_sip refuses it here or chan_pjsip does not know it.`,
        }),
  };
}

interface Codec {
  readonly name: string;
  readonly packet: string | undefined;
}

function inForce({ model }: OptionView, lines: readonly Setting[]): readonly Codec[] {
  let list: Codec[] = DEFAULT_CODECS.map(name => ({ name, packet: undefined }));
  for (const { option, value } of lines) {
    const isAllow = option.key === 'allow';
    if (isWholeCodecList(value, model.branch)) list = isAllow ? [] : [{ name: 'all', packet: undefined }];
    for (const word of codecWords(value, model.branch)) {
      const name = word.name.toLowerCase();
      if (name === '' || name === 'none') continue;
      const isAdded = isAllow !== word.isNegated;
      const packet = word.packet !== undefined && /^\d+$/.test(word.packet) ? word.packet : undefined;
      const others = list.filter(other => other.name !== name);
      if (name === 'all') list = isAdded ? [{ name: 'all', packet: undefined }] : [];
      else if (!isAdded) list = others;
      else if (others.length === list.length) list = [...list, { name, packet }];
      else if (packet !== undefined)
        list = list.map(other => (other.name === name ? { name, packet } : other));
    }
  }
  return list;
}

function isKnown({ name }: Codec, { release }: OptionView): boolean {
  const facts = optionFacts('endpoint', 'allow');
  return facts !== undefined && checkValue(facts, name, release) === undefined;
}

function isOn(line: Setting | undefined): boolean {
  return line !== undefined && (isTrue(line.value) || line.value.toLowerCase() === 'always');
}
