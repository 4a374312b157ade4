/** Why regcomp refuses a pattern as a POSIX extended regular expression; undefined when it accepts it. */
export function regexFault(pattern: string): string | undefined {
  let depth = 0;
  let canRepeat = false;
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at];
    switch (character) {
      case '\\':
        if (at + 1 >= pattern.length) return 'it ends with a lone backslash';
        at++;
        canRepeat = true;
        break;
      case '[': {
        const end = bracketEnd(pattern, at);
        if (end < 0) return 'a `[` is not closed';
        at = end;
        canRepeat = true;
        break;
      }
      case '(':
        depth++;
        canRepeat = false;
        break;
      case ')':
        if (depth > 0) depth--;
        canRepeat = true;
        break;
      case '|':
      case '^':
        canRepeat = false;
        break;
      case '*':
      case '+':
      case '?':
        if (!canRepeat && character !== undefined && !afterAnchor(pattern, at))
          return `\`${character}\` has nothing to repeat`;
        break;
      case '{': {
        if (!canRepeat) return '`{` has nothing to repeat';
        const interval = /^\{(\d*)(?:,(\d*))?\}/.exec(pattern.slice(at));
        if (interval === null) return 'a `{` does not start a valid repeat such as `{2,5}`';
        const [written, least = '', most = ''] = interval;
        if (most !== '' && Number(least) > Number(most))
          return `in \`${written}\` the minimum is greater than the maximum`;
        at += interval[0].length - 1;
        break;
      }
      default:
        canRepeat = true;
    }
  }
  return depth > 0 ? 'a `(` is not closed' : undefined;
}

/** glibc reads `^*` as an anchor and a literal star. */
function afterAnchor(pattern: string, at: number): boolean {
  return at > 0 && pattern[at - 1] === '^';
}

function bracketEnd(pattern: string, open: number): number {
  let at = open + 1;
  if (pattern[at] === '^') at++;
  if (pattern[at] === ']') at++;
  for (; at < pattern.length; at++) {
    if (pattern[at] === ']') return at;
    if (pattern[at] !== '[') continue;
    const kind = pattern[at + 1];
    if (kind !== ':' && kind !== '.' && kind !== '=') continue;
    const close = pattern.indexOf(`${kind}]`, at + 2);
    if (close < 0) return -1;
    at = close + 1;
  }
  return -1;
}
