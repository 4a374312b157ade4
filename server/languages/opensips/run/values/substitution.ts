import { compilePosix, type Match, type PosixRegexp } from '../../../../text/posixRegexp.ts';

/** The expression and replacement of `/regexp/replacement/flags`; undefined for any other form (subst_parser). */
export function readSubstitution(
  text: string,
): { readonly regexp: PosixRegexp; readonly replacement: string; readonly isGlobal: boolean } | undefined {
  const separator = text[0];
  if (separator === undefined || separator === '\\') return undefined;
  const middle = unescaped(text, 1, separator);
  const end = unescaped(text, middle + 1, separator);
  if (middle < 0 || end < 0) return undefined;
  const flags = text.slice(end + 1);
  if (!/^[igsGI]*$/.test(flags)) return undefined;
  const regexp = compilePosix(text.slice(1, middle).replaceAll(`\\${separator}`, separator), {
    ignoreCase: /i/i.test(flags),
    newline: !flags.includes('s'),
  });
  if (regexp === undefined) return undefined;
  return { regexp, replacement: text.slice(middle + 1, end), isGlobal: /g/i.test(flags) };
}

function unescaped(text: string, from: number, separator: string): number {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === separator) return at;
  }
  return -1;
}

/** Fills the groups of a match into a replacement with `\0` to `\9`; `variable` expands what begins with `$`. */
export function expandReplacement(replacement: string, text: string, match: Match): string {
  return replacement.replace(/\\([0-9nrt\\/$@#:;,|!%&~^?*+.-])|\\$/g, (whole, character?: string) => {
    if (character === undefined) return whole;
    if (/[0-9]/.test(character)) {
      const group = match[Number(character)];
      return group === undefined || group.start < 0 ? '' : text.slice(group.start, group.end);
    }
    return { n: '\n', r: '\r', t: '\t' }[character] ?? character;
  });
}
