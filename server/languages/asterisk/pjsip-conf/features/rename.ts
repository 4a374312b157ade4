import type { Position, Range, TextEdit, WorkspaceEdit } from 'vscode-languageserver-types';
import { RenameError } from '../../../rename.ts';
import { lineRange } from '../../config/columns.ts';
import type { PjsipConf } from '../model/model.ts';
import { isEverythingRead, modelOfBoth } from './bothFiles.ts';
import { locationOf, namedAt, occurrencesOf } from './occurrences.ts';
import type { PjsipView } from './view.ts';

/** The name of an object or template that can be renamed here. */
export function prepareRenameAt(
  view: PjsipView,
  position: Position,
): { range: Range; placeholder: string } | undefined {
  const found = namedAt(view, position);
  if (found === undefined) return undefined;
  const { place, line, start, end } = found.at;
  const text = place.section.lines[line]?.text ?? '';
  if (found.named.kind === 'wizard' && end - start !== found.named.name.length) {
    const added = text.slice(start + found.named.name.length, end);
    throw new RenameError(`The wizard appends "${added}" to its name. Rename the part before it.`);
  }
  return { range: lineRange(position.line, start, end), placeholder: text.slice(start, end) };
}

/**
 * Renames an object of one type and every reference to it, in all files. Objects of other types keep their names. The objects of a
 * wizard are renamed together, because their names begin with that of the wizard.
 */
export function renameAt(view: PjsipView, position: Position, newName: string): WorkspaceEdit | undefined {
  const found = namedAt(view, position);
  if (found === undefined) return undefined;
  const model = modelOfBoth(view);
  const fault = faultOf(newName);
  if (fault !== undefined) throw new RenameError(fault);
  const { named } = found;
  if (named.kind === 'object' && model.ofType(named.type).has(newName))
    throw new RenameError(
      `The ${named.type} "${newName}" already exists. With two of them, Asterisk would drop every ${named.type}.`,
    );
  if (named.kind === 'template' && model.conf.names.has(newName.toLowerCase()))
    throw new RenameError(`The section "${newName}" already exists.`);
  if (named.kind === 'wizard') checkWizard(named.name, newName, view, model);
  const changes: Record<string, TextEdit[]> = {};
  for (const occurrence of occurrencesOf(model, named)) {
    const { uri, range } = locationOf(model, occurrence);
    const edits = changes[uri] ?? [];
    edits.push({ range, newText: newName });
    changes[uri] = edits;
  }
  return { changes };
}

/** Throws when the new names of the objects of a wizard are taken, or when not all references to them are known. */
function checkWizard(name: string, newName: string, view: PjsipView, both: PjsipConf): void {
  if (view.model.isWizardFile && !isEverythingRead(both))
    throw new RenameError(
      'pjsip.conf includes other files, which may refer to the wizard. Rename it at a reference in pjsip.conf, where they are read.',
    );
  for (const { type, name: old } of both.madeBy(name)) {
    const wanted = newName + old.slice(name.length);
    if (both.ofType(type).has(wanted)) throw new RenameError(`The ${type} "${wanted}" already exists.`);
  }
}

function faultOf(name: string): string | undefined {
  if (name.trim() === '') return 'The name is empty.';
  if (name !== name.trim()) return 'The name begins or ends with a space.';
  if (/[\][();,\r\n]/.test(name))
    return 'The name cannot contain brackets, parentheses, commas or semicolons.';
  return new TextEncoder().encode(name).length > 79 ? 'Asterisk truncates names to 79 bytes.' : undefined;
}
