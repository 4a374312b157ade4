import { compilePosix } from './posixRegexp.ts';

type Matcher = (text: string) => boolean;

/** Does a text match a shell pattern with `*`, `?` and `[...]` (fnmatch of the C library, no flags)? Takes linear time. */
export function matchesShellPattern(pattern: string, text: string): boolean {
  return matcherOf(pattern, ANYWHERE)(text);
}

/** For the names of files in a folder, as glob(3) compares them: only a dot matches the dot of a hidden file. */
export function nameMatcher(pattern: string): Matcher {
  const matches = matcherOf(pattern, ANYWHERE);
  const findsHidden = /^\\?\./.test(pattern);
  return name => (findsHidden || !name.startsWith('.')) && matches(name);
}

/** For paths: `*` and `?` stay within one part of the path, and `**` as a part matches any number of folders. */
export function pathMatcher(pattern: string): Matcher {
  return matcherOf(pattern.replace(/(^|\/)\*\*$/, '$1**/*'), WITHIN_PART);
}

/** What the wildcards mean, as regular expressions. */
interface Wildcards {
  readonly one: string;
  readonly many: string;
  /** Of `**` as a part of a path, with the slash after it. */
  readonly folders: string;
}

const ANYWHERE: Wildcards = { one: '.', many: '.*', folders: '.*/' };
const WITHIN_PART: Wildcards = { one: '[^/]', many: '[^/]*', folders: '(.*/)?' };

/** The longest path of Linux: a longer pattern matches only the same text. */
export const LONGEST_PATTERN = 4096;

const PIECE = /\\[\s\S]|\[[!^]?\]?(?:\[:[a-z]+:\]|[^\]])*\]|(?<![^/])\*\*\/|\*+|[\s\S]/g;

function matcherOf(pattern: string, { one, many, folders }: Wildcards): Matcher {
  const expression = (piece: string): string => {
    if (piece === '**/') return folders;
    if (piece.startsWith('*')) return many;
    if (piece === '?') return one;
    if (piece.startsWith('[') && piece.length > 1) return piece.replace(/^\[!/, '[^');
    return literal(piece.startsWith('\\') && piece.length > 1 ? piece.slice(1) : piece);
  };
  const source = pattern.length > LONGEST_PATTERN ? undefined : pattern.replace(PIECE, expression);
  const compiled = source === undefined ? undefined : compilePosix(`^${source}$`);
  return compiled === undefined ? text => text === pattern : text => compiled.match(text) !== undefined;
}

function literal(character: string): string {
  return /[.[+{}()|*?^$\\]/.test(character) ? `\\${character}` : character;
}
