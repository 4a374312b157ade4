import { message } from '../../../rules/rule.ts';
import type { Setting } from '../config/entry.ts';
import { type Finding, replacing } from '../config/finding.ts';
import { valueColumn } from '../config/line.ts';
import { networkMeant } from '../values/address.ts';
import { splitWords } from '../values/words.ts';

/** What the rules about networks without a netmask say for both channel drivers. */
export const withoutMask = {
  title: 'Network without a netmask',
  why: 'Without a netmask or prefix length, Asterisk reads an address that ends in `.0` as this single address, not as a network. An access list then permits or denies nothing else, and a local network contains no phone.',
  fix: 'Write the prefix length, such as `192.168.1.0/24`.',
};

/** The networks without a netmask in the value of a line. `isList`: the value is a list with commas. */
export function* networksWithoutMask(
  { option, place, line }: Pick<Setting, 'option' | 'place' | 'line'>,
  isList: boolean,
): Generator<Finding> {
  const { value } = option;
  for (const word of isList ? splitWords(value) : [{ text: value, start: 0, end: value.length }]) {
    const address = /^\s*!?/.exec(word.text)?.[0].length ?? 0;
    const text = word.text.slice(address).trimEnd();
    const meant = networkMeant(text);
    if (meant === undefined) continue;
    const from = word.start + address;
    const range = {
      place,
      line,
      start: valueColumn(option, from),
      end: valueColumn(option, from + text.length - 1) + 1,
    };
    const what = `"${text}" has no netmask, so it is a single address.`;
    const words = message(
      what,
      effectOf(option.key),
      `Write ${meant}, or the prefix length of your network.`,
    );
    yield { ...range, message: words, fixes: [replacing(`Change to "${meant}"`, range, meant)] };
  }
}

function effectOf(key: string): string {
  if (key === 'localnet' || key === 'local_net') return 'Phones in that network are treated as outside.';
  if (key === 'match') return 'Callers from the rest of the network are not recognized.';
  return key.endsWith('deny')
    ? 'The rest of the network is not denied.'
    : 'The rest of the network is not permitted.';
}
