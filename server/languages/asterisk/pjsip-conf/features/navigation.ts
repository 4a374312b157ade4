import {
  type DocumentHighlight,
  DocumentHighlightKind,
  type Location,
  type LocationLink,
  type Position,
} from 'vscode-languageserver-types';
import { lineRange } from '../../config/columns.ts';
import { modelOfBoth } from './bothFiles.ts';
import { locationOf, namedAt, occurrencesOf } from './occurrences.ts';
import type { PjsipView } from './view.ts';

/** The section of the object or template named at a position. */
export function definitionAt(view: PjsipView, position: Position): LocationLink[] {
  const found = namedAt(view, position);
  if (found === undefined) return [];
  const model = modelOfBoth(view);
  return occurrencesOf(model, found.named)
    .filter(({ isDeclaration }) => isDeclaration)
    .map(occurrence => {
      const { uri, range } = locationOf(model, occurrence);
      const line = model.lineOf({ place: occurrence.place, line: 0 });
      const last = line + occurrence.place.section.lines.length - 1;
      return {
        originSelectionRange: lineRange(position.line, found.at.start, found.at.end),
        targetUri: uri,
        targetRange: {
          start: { line, character: 0 },
          end: { line: Math.max(last, range.end.line), character: range.end.character },
        },
        targetSelectionRange: range,
      };
    });
}

/** Every place that refers to what is at a position. */
export function referencesAt(view: PjsipView, position: Position, includeDeclaration: boolean): Location[] {
  const found = namedAt(view, position);
  if (found === undefined) return [];
  const model = modelOfBoth(view);
  return occurrencesOf(model, found.named)
    .filter(({ isDeclaration }) => includeDeclaration || !isDeclaration)
    .map(occurrence => locationOf(model, occurrence));
}

/** The places of the file itself. */
export function highlightsAt(view: PjsipView, position: Position): DocumentHighlight[] {
  const found = namedAt(view, position);
  if (found === undefined) return [];
  const model = modelOfBoth(view);
  return occurrencesOf(model, found.named)
    .filter(({ place }) => place.file === view.uri)
    .map(occurrence => ({
      range: locationOf(model, occurrence).range,
      kind: occurrence.isDeclaration ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
    }));
}
