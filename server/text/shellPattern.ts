import { compilePosix } from './posixRegexp.ts';

/** Does a text match a shell pattern with `*`, `?` and `[...]` (fnmatch of the C library, no flags)? Takes linear time. */
export function matchesShellPattern(pattern: string, text: string): boolean {
  const source = pattern.replace(/\[!/g, '[^').replace(/\\.|[.+{}()|*?]|\^(?!.*\])/gs, piece => {
    if (piece === '*') return '.*';
    if (piece === '?') return '.';
    return piece.startsWith('\\') ? piece : `\\${piece}`;
  });
  const compiled = compilePosix(`^${source}$`);
  return compiled === undefined ? pattern === text : compiled.match(text) !== undefined;
}
