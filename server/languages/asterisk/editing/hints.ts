import { type InlayHint, InlayHintKind, type Range } from 'vscode-languageserver-types';
import { lengthWithoutEol } from '../../../text/lines.ts';
import { beginningWithoutSecrets } from '../../../text/secrets.ts';
import type { ConfigLine } from '../config/line.ts';
import { sectionAt } from '../config/parser.ts';
import type { ConfView } from './confView.ts';

/** The text after a line of a section, by its offset from the header; undefined for none. */
type LabelOf = (line: ConfigLine, offset: number) => string | undefined;

/** Answers the request for inlay hints. `labelsOf` describes a section by its number; undefined for sections without hints. */
export function hintsBy<V extends ConfView>(labelsOf: (view: V, index: number) => LabelOf | undefined) {
  return (view: V, range: Range): InlayHint[] => {
    const { tree } = view;
    const hints: InlayHint[] = [];
    for (let index = sectionAt(tree, range.start.line); index < tree.sections.length; index++) {
      const start = tree.starts[index] ?? 0;
      if (start > range.end.line) break;
      const labelOf = labelsOf(view, index);
      if (labelOf === undefined) continue;
      tree.sections[index]?.lines.forEach((line, offset) => {
        const number = start + offset;
        if (number < range.start.line || number > range.end.line) return;
        const label = labelOf(line, offset);
        if (label === undefined) return;
        hints.push({
          position: { line: number, character: hintColumn(line) },
          label,
          kind: InlayHintKind.Type,
          paddingLeft: true,
        });
      });
    }
    return hints;
  };
}

/** After the code, before a comment. */
function hintColumn(line: ConfigLine): number {
  return line.kind === 'header' || line.kind === 'option' ? line.end : lengthWithoutEol(line.text);
}

const LONGEST = 40;

/** A value as a hint shows it: without secrets, and not longer than a hint should be. */
export function shortValue(text: string): string {
  return beginningWithoutSecrets(text, LONGEST);
}
