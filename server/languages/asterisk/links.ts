import type { Include } from '../language.ts';
import type { ConfigTree } from './parser.ts';

/** The include lines of a file that name something. */
export function includesOf(tree: ConfigTree): Include[] {
  const includes: Include[] = [];
  tree.sections.forEach((section, index) => {
    if (!section.hasDirectives) return;
    section.lines.forEach((directive, offset) => {
      if (directive.kind !== 'directive' || directive.argument === undefined) return;
      if (directive.word !== 'include' && directive.word !== 'tryinclude') return;
      const line = (tree.starts[index] ?? 0) + offset;
      includes.push({
        path: directive.argument,
        optional: directive.word === 'tryinclude',
        range: {
          start: { line, character: directive.argumentStart },
          end: { line, character: directive.argumentEnd },
        },
      });
    });
  });
  return includes;
}
