import type { Position } from 'vscode-languageserver-types';
import type { Entry, SectionPlace } from '../../config/entry.ts';
import type { ConfigLine } from '../../config/line.ts';
import { sectionAt } from '../../config/parser.ts';
import { type OptionFacts, optionFacts } from '../facts/facts.ts';
import type { PjsipObject } from '../model/object.ts';
import type { PjsipView } from './view.ts';

/** What is at a position. */
export interface Cursor {
  readonly place: SectionPlace;
  /** Counted from the header of the section. */
  readonly line: number;
  readonly text: ConfigLine;
  readonly entry: Entry | undefined;
  /** The type of the objects that the section creates, or that sections copying from a template create. */
  readonly type: string | undefined;
  /** The object of the section; absent for templates and sections that create none. */
  readonly object: PjsipObject | undefined;
}

const endLine: ConfigLine = { kind: 'blank', text: '', depth: 0 };

export function cursorAt(view: PjsipView, position: Position): Cursor | undefined {
  const { uri, tree } = view;
  const index = sectionAt(tree, position.line);
  const section = tree.sections[index];
  const line = position.line - (tree.starts[index] ?? 0);
  // The empty last line of a text that ends with a line break is not a line for the reader.
  const isEnd = position.line === (tree.starts.at(-1) ?? 0);
  const text = section?.lines[line] ?? (isEnd ? endLine : undefined);
  if (section === undefined || text === undefined) return undefined;
  const found = view.model.conf.reading.byFile.get(uri)?.[index];
  const place = found?.place ?? { file: uri, section, index };
  return { place, line, text, ...subjectOf(view, index) };
}

/** What the lines of a section count for, by the number of the section in its file. */
export function subjectOf(
  { uri, model }: PjsipView,
  index: number,
): Pick<Cursor, 'entry' | 'type' | 'object'> {
  const found = model.conf.reading.byFile.get(uri)?.[index];
  const entry = found?.isAppend === true ? (model.conf.appendTarget(found) ?? found) : found;
  const object = entry === undefined ? undefined : model.objectsAt(entry)[0];
  return { entry, type: typeOf(model.isWizardFile, entry, object, model), object };
}

/** What is known about the option of a line in a section of a type; undefined for an unknown option. */
export function factsOf(type: string | undefined, name: string): OptionFacts | undefined {
  if (type === undefined) return undefined;
  const { type: owner, key } = optionIn(type, name);
  return optionFacts(owner, key);
}

function typeOf(
  isWizardFile: boolean,
  entry: Entry | undefined,
  object: PjsipObject | undefined,
  model: PjsipView['model'],
): string | undefined {
  if (isWizardFile) return 'wizard';
  if (object !== undefined) return object.type;
  if (entry === undefined) return undefined;
  const own = model.conf.settingsOf(entry).find(({ option }) => option.key === 'type')?.value;
  if (own !== undefined) return own;
  // A template without a type has the type of the sections that copy from it.
  for (const heir of model.conf.heirs.get(entry.key) ?? []) {
    const made = model.objectsAt(heir)[0];
    if (made !== undefined) return made.type;
  }
  return entry.key === 'global' || entry.key === 'system' ? entry.key : undefined;
}

/** Type and name of an option of a wizard such as `endpoint/allow`; those of the section otherwise. */
export function optionIn(type: string, name: string): { readonly type: string; readonly key: string } {
  const slash = type === 'wizard' ? name.indexOf('/') : -1;
  if (slash < 0) return { type, key: name.toLowerCase() };
  const prefix = name.slice(0, slash);
  return { type: prefix.endsWith('_auth') ? 'auth' : prefix, key: name.slice(slash + 1).toLowerCase() };
}
