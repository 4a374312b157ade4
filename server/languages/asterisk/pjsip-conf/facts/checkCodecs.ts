import { codecNames, codecWords } from '../../values/codecs.ts';
import { meantCodecs } from '../../values/meantCodecs.ts';
import { splitWords } from '../../values/words.ts';
import type { OptionFacts } from './facts.ts';
import type { ValueFault } from './valueFault.ts';
import { fatal, listed, trimmed, whole } from './wordFaults.ts';

/** A list of codecs, each with an optional packet length. */
export function checkCodecs(value: string, option: OptionFacts): ValueFault | undefined {
  if (value === '') {
    if (option.name === 'disallow') return undefined;
    return fatal(whole(value), 'The list of codecs is empty.', 'Add codecs, or remove the line.');
  }
  const known = codecNames('20');
  for (const { name, nameStart, packet, start, end } of codecWords(value, '20')) {
    if (packet !== undefined && !/^\s*\+?\d/.test(packet))
      return fatal(
        { start, end },
        'The packet length is not a number of milliseconds.',
        'Remove it, or write name:20.',
      );
    if (known.includes(name.toLowerCase())) continue;
    const meant = meantCodecs(name, known);
    const what =
      name === ''
        ? 'The list of codecs contains an empty name.'
        : `Asterisk does not know a codec "${name}".`;
    const todo =
      meant.length === 0 ? 'Remove it.' : `Did you mean ${listed(meant.map(each => `"${each}"`))}?`;
    const replacement = meant.length === 1 ? meant[0] : undefined;
    const range = { start: nameStart, end: Math.max(nameStart + name.length, start) };
    return fatal(range, what, todo, replacement);
  }
  return undefined;
}

const preferenceWords: Readonly<Record<string, readonly string[]>> = {
  prefer: ['pending', 'configured'],
  operation: ['intersect', 'only_preferred', 'only_nonpreferred', 'union'],
  keep: ['all', 'first'],
  transcode: ['allow', 'prevent'],
};

/** The preferences of codecs in offers and answers (`codec_prefs_*`). */
export function checkCodecPreferences(value: string, option: OptionFacts): ValueFault | undefined {
  for (const word of splitWords(value)) {
    const [name = '', wanted = ''] = word.text.split(/[: ]+/).filter(part => part !== '');
    const words = preferenceWords[name];
    if (words === undefined)
      return fatal(
        trimmed(word),
        `"${name}" is not a codec preference.`,
        `Use ${listed(Object.keys(preferenceWords))}.`,
      );
    const isUnion = wanted === 'union' && option.name === 'codec_prefs_incoming_offer';
    if (words.includes(wanted) && !isUnion) continue;
    const what = isUnion
      ? '"union" cannot be used for incoming offers.'
      : `"${wanted}" is not a value of ${name}.`;
    return fatal(trimmed(word), what, `Use ${listed(words.filter(each => !isUnion || each !== 'union'))}.`);
  }
  return undefined;
}
