import type { Position, Range } from 'vscode-languageserver-types';
import type { View } from '../../project.ts';
import {
  existsIn,
  type ItemFacts,
  type ItemType,
  itemFacts,
  type SectionFacts,
  sectionFacts,
  typeIn,
} from '../facts/facts.ts';
import type { FlexisipModel } from '../model/model.ts';
import {
  type ConfigurationLine,
  type Entry,
  type FlexisipTree,
  lineAt,
  type Section,
} from '../reading/parser.ts';

export type FlexisipView = View<FlexisipTree, FlexisipModel>;

/** What is at a position in the file. */
export interface Cursor {
  readonly position: Position;
  readonly section: Section;
  /** Name of the section the line belongs to; undefined before the first one. */
  readonly sectionName: string | undefined;
  readonly sectionFacts: SectionFacts | undefined;
  readonly line: ConfigurationLine;
  readonly part: 'section' | 'key' | 'value' | 'comment' | 'other';
  readonly entry: Entry | undefined;
  /** The item of the key, whether or not the release has it. */
  readonly item: ItemFacts | undefined;
  /** The type of the item in the release. */
  readonly type: ItemType | undefined;
  /** Offset in the value; 0 outside the value. */
  readonly offset: number;
}

export function cursorAt(view: FlexisipView, position: Position): Cursor | undefined {
  const found = lineAt(view.tree, position.line);
  if (found === undefined) return undefined;
  const { section, line } = found;
  const { statement } = line;
  const sectionName = section.header?.name;
  const entry = statement.kind === 'entry' ? statement : undefined;
  const item =
    sectionName === undefined || entry === undefined ? undefined : itemFacts(sectionName, entry.key);
  return {
    position,
    section,
    sectionName,
    sectionFacts: sectionName === undefined ? undefined : sectionFacts(sectionName),
    line,
    part: partAt(line, position.character),
    entry,
    item,
    type: item === undefined ? undefined : typeIn(item, view.model.version),
    offset: entry === undefined ? 0 : Math.max(0, position.character - entry.valueStart),
  };
}

export function isKnownHere(view: FlexisipView, item: ItemFacts | undefined): item is ItemFacts {
  return item !== undefined && existsIn(item, view.model.version);
}

/** Columns of one line as a range. */
export function columns(line: number, start: number, end: number): Range {
  return { start: { line, character: start }, end: { line, character: end } };
}

function partAt({ statement }: ConfigurationLine, column: number): Cursor['part'] {
  switch (statement.kind) {
    case 'section':
      return column >= statement.nameStart && column <= statement.nameEnd ? 'section' : 'other';
    case 'entry':
      if (column <= statement.keyEnd) return column >= statement.keyStart ? 'key' : 'other';
      return column > statement.equals ? 'value' : 'other';
    case 'comment':
      return 'comment';
    default:
      return 'other';
  }
}
