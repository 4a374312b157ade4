import type { Language } from '../../server/languages/language.ts';
import { splitLines } from '../../server/text/lines.ts';
import type { Growth } from './fragments.ts';

/**
 * Texts made of the examples of a language's rules, so that every rule has something to say: each example again and again, with
 * the same names and with new ones, and each of their lines again and again in its place.
 */
export function exampleGrowths({ id, rules }: Language): readonly Growth[] {
  const examples = new Set(
    rules()
      .flatMap(({ bad, good }) => [bad, good])
      .filter(text => text !== ''),
  );
  const seen = new Set<string>();
  return [...examples].flatMap(example => {
    const whole = example.endsWith('\n') ? example : `${example}\n`;
    const names = namesIn(id, whole);
    const growths: Growth[] = [{ head: '', part: () => whole, tail: '' }];
    if (names.length > 0) growths.push({ head: '', part: renamed(whole, names), tail: '' });
    const lines = splitLines(whole);
    for (const [index, line] of lines.entries()) {
      if (seen.has(line.trim())) continue;
      seen.add(line.trim());
      const head = lines.slice(0, index).join('');
      growths.push({ head, part: () => line, tail: lines.slice(index + 1).join('') });
    }
    return growths;
  });
}

/** What gives the things of an example their names. */
const NAMES: Readonly<Record<string, RegExp>> = {
  'sip-conf': /^\[(?!general\]|authentication\])([^\]]+)\]/gm,
  'pjsip-conf': /^\[(?!general\]|global\]|system\])([^\]]+)\]/gm,
  'opensips-cfg': /(?:route\[|\$(?:avp|var)\(|loadmodule ")([A-Za-z_]\w*)/g,
  'flexisip-conf': /^\[module::(\w+)\]/gm,
  'flexisip-users': /^(\w+)@/gm,
  'sip-trace': /(?:\bbranch=|\btag=|^(?:Call-ID|i)\s*:\s*|nonce=")([^\s;,"@]+)/gim,
};

function namesIn(language: string, text: string): readonly string[] {
  const pattern = NAMES[language];
  if (pattern === undefined) return [];
  return [...new Set([...text.matchAll(pattern)].map(([, name]) => name ?? ''))].filter(name => name !== '');
}

function renamed(text: string, names: readonly string[]): Growth['part'] {
  const escaped = names.map(name => name.replace(/[^\w]/g, '\\$&'));
  const pieces = text.split(new RegExp(`(?<![\\w-])(${escaped.join('|')})(?![\\w-])`));
  return number => pieces.map((piece, index) => (index % 2 === 0 ? piece : piece + number)).join('');
}
