import type { Position } from 'vscode-languageserver-types';
import type { View } from '../../../project.ts';
import type { Entry, LinePlace, SectionPlace } from '../../config/entry.ts';
import type { ConfigLine } from '../../config/line.ts';
import { type ConfigTree, sectionAt } from '../../config/parser.ts';
import type { SipConf } from '../model/model.ts';
import type { Role } from '../model/role.ts';
import { roleOf } from '../model/role.ts';

/** A file of a sip.conf project, as used by every feature. */
export type SipConfView = View<ConfigTree, SipConf>;

/** A line of a file with the section that it counts for. */
export interface Cursor extends LinePlace {
  readonly text: ConfigLine;
  /** Number of the line from the top of the file. */
  readonly number: number;
  readonly column: number;
  /** The section that the line belongs to for the server; undefined before the first header of the root. */
  readonly entry: Entry | undefined;
  readonly role: Role | undefined;
}

/** What is at a position; undefined after the last line. */
export function cursorAt(view: SipConfView, position: Position): Cursor | undefined {
  const { tree } = view;
  const index = sectionAt(tree, position.line);
  const section = tree.sections[index];
  const line = position.line - (tree.starts[index] ?? 0);
  const text = section?.lines[line];
  if (section === undefined || text === undefined) return undefined;
  const entry = entryOfLine(view, index, line);
  const place = placeOf(view, index);
  if (place === undefined) return undefined;
  const role = entry === undefined ? undefined : roleOf(view.model, entry);
  return { place, line, text, number: position.line, column: position.character, entry, role };
}

/** The section that a line of a file counts for: lines at the start of an included file belong to the including section. */
export function entryOfLine(view: SipConfView, index: number, line: number): Entry | undefined {
  const own = view.model.reading.byFile.get(view.uri)?.[index];
  if (own !== undefined || index > 0) return own;
  return outerEntry(view, line);
}

/** The section that was current at the include line of a file. */
function outerEntry(view: SipConfView, line: number): Entry | undefined {
  if (view.uri === view.model.project.root) return undefined;
  const section = view.tree.sections[0];
  return view.model.reading.entries.find(entry =>
    entry.pieces.some(
      piece =>
        piece.place.section === section &&
        piece.place.file === view.uri &&
        piece.from <= line &&
        line < piece.until,
    ),
  );
}

/** The position of a section of the file, shared with the model if it has one. */
export function placeOf(view: SipConfView, index: number): SectionPlace | undefined {
  const entry = view.model.reading.byFile.get(view.uri)?.[index];
  if (entry !== undefined) return entry.place;
  const section = view.tree.sections[index];
  return section === undefined ? undefined : { file: view.uri, section, index };
}
