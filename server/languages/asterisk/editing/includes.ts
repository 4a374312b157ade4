import type { DocumentLink } from 'vscode-languageserver-types';
import type { Include } from '../../project.ts';
import type { ConfigTree } from '../config/parser.ts';
import type { ConfView } from './confView.ts';

/** The include lines of a file that have an argument. */
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

/** Include lines link to their file; a pattern for several files links to the first. */
export function linksOf(view: ConfView): DocumentLink[] {
  return includesOf(view.tree).flatMap(include => {
    const files = view.model.project.resolve(view.uri, include.path) ?? [];
    const [first] = files;
    if (first === undefined) return [];
    const tooltip = files.length === 1 ? undefined : `Opens the first of ${files.length} files`;
    return [{ range: include.range, target: first, ...(tooltip === undefined ? {} : { tooltip }) }];
  });
}
