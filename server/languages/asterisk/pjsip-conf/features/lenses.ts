import type { CodeLens } from 'vscode-languageserver-types';
import { lineRange } from '../../config/columns.ts';
import type { Entry } from '../../config/entry.ts';
import type { PjsipConf } from '../model/model.ts';
import type { PjsipObject } from '../model/object.ts';
import { locationOf, type Named, type Occurrence, occurrencesOf } from './occurrences.ts';
import type { PjsipView } from './view.ts';

/** Above this number of sections, lenses would cost more than they are worth. */
const MAX_SECTIONS = 2000;

/** Above objects and templates: what uses them. Above endpoints: which caller would match them. */
export function lensesOf({ uri, tree, model }: PjsipView): CodeLens[] {
  if (tree.sections.length > MAX_SECTIONS) return [];
  const lenses: CodeLens[] = [];
  const uses = usesByName(model);
  for (const entry of model.conf.reading.byFile.get(uri) ?? []) {
    if (entry === undefined || entry.isAppend) continue;
    const object = model.objectsAt(entry).find(({ isMade }) => !isMade);
    const used = entry.isTemplate
      ? templateLens(uri, entry, uses({ kind: 'template', key: entry.key }), model)
      : object === undefined
        ? undefined
        : objectLens(
            uri,
            entry,
            object,
            uses({ kind: 'object', type: object.type, name: object.name }),
            model,
          );
    if (used !== undefined) lenses.push(used);
    if (object?.type === 'endpoint' && !model.isWizardFile) lenses.push(matchLens(uri, entry, object, model));
  }
  return lenses;
}

function matchLens(uri: string, entry: Entry, { name }: PjsipObject, model: PjsipConf): CodeLens {
  return {
    range: headerRange(entry, model),
    command: {
      title: 'Explain a call from this endpoint',
      command: 'sipWorkbench.explainDevice',
      arguments: [uri, name],
    },
  };
}

function templateLens(
  uri: string,
  entry: Entry,
  uses: readonly Occurrence[],
  model: PjsipConf,
): CodeLens | undefined {
  return usesLens(uri, entry, uses, placesIn(uses), model);
}

function objectLens(
  uri: string,
  entry: Entry,
  object: PjsipObject,
  uses: readonly Occurrence[],
  model: PjsipConf,
): CodeLens | undefined {
  return usesLens(uri, entry, uses, usersOf(object, model) ?? placesIn(uses), model);
}

/** What uses a name, which is looked up once however many sections have it. */
function usesByName(model: PjsipConf): (named: Named) => readonly Occurrence[] {
  const known = new Map<string, readonly Occurrence[]>();
  return named => {
    const key = JSON.stringify(named);
    const uses = known.get(key) ?? occurrencesOf(model, named).filter(({ isDeclaration }) => !isDeclaration);
    known.set(key, uses);
    return uses;
  };
}

/** A lens that shows the places that refer to something. */
function usesLens(
  uri: string,
  entry: Entry,
  uses: readonly Occurrence[],
  title: string,
  model: PjsipConf,
): CodeLens | undefined {
  if (uses.length === 0) return undefined;
  const range = headerRange(entry, model);
  const locations = uses.map(use => locationOf(model, use));
  return {
    range,
    command: { title, command: 'sipWorkbench.showReferences', arguments: [uri, range.start, locations] },
  };
}

function placesIn({ length }: readonly Occurrence[]): string {
  return `used in ${length} ${length === 1 ? 'place' : 'places'}`;
}

/** Above this number of users, only their number is shown. */
const MOST_NAMED = 3;

/** `used by endpoint alice`, `used by 5 endpoints and 1 registration`; undefined when nothing uses the object. */
function usersOf({ type, name }: PjsipObject, model: PjsipConf): string | undefined {
  const users = new Map<string, Set<string>>();
  for (const user of model.usersOf(type, name)) {
    const names = users.get(user.type) ?? new Set();
    users.set(user.type, names.add(user.name));
  }
  if (users.size === 0) return undefined;
  const words = [...users].map(([kind, names]) =>
    names.size > MOST_NAMED ? `${names.size} ${kind}s` : `${kind} ${[...names].join(', ')}`,
  );
  return `used by ${words.join(' and ')}`;
}

function headerRange({ place, header }: Entry, model: PjsipConf) {
  return lineRange(model.lineOf({ place, line: 0 }), header.nameStart, header.nameEnd);
}
