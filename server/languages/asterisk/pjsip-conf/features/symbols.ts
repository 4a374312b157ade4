import { type DocumentSymbol, type SymbolInformation, SymbolKind } from 'vscode-languageserver-types';
import { lengthWithoutEol } from '../../../../text/lines.ts';
import { lineRange } from '../../config/columns.ts';
import type { HeaderLine } from '../../config/line.ts';
import type { Section } from '../../config/parser.ts';
import { lastCodeLine } from '../../editing/sections.ts';
import type { PjsipConf } from '../model/model.ts';
import { type PjsipObject, targetOf } from '../model/object.ts';
import type { PjsipView } from './view.ts';

const kinds: Readonly<Record<string, SymbolKind>> = {
  endpoint: SymbolKind.Class,
  aor: SymbolKind.Field,
  auth: SymbolKind.Key,
  identify: SymbolKind.Event,
  registration: SymbolKind.Function,
  transport: SymbolKind.Module,
  global: SymbolKind.Namespace,
  system: SymbolKind.Namespace,
  acl: SymbolKind.Array,
};

/** A section with its object, in the order of the file. */
interface Outlined {
  readonly symbol: DocumentSymbol;
  readonly object: PjsipObject | undefined;
}

/** The sections of a file with their types; objects that belong to one endpoint are below it, wherever they are in the file. */
export function symbolsOf(view: PjsipView): DocumentSymbol[] {
  const outlined: Outlined[] = [];
  view.tree.sections.forEach((section, index) => {
    const header = section.lines[0];
    if (header?.kind === 'header') outlined.push(outlinedSection(view, section, header, index));
  });
  return view.model.isWizardFile ? outlined.map(({ symbol }) => symbol) : grouped(outlined, view.model);
}

function outlinedSection(
  { uri, tree, model }: PjsipView,
  section: Section,
  header: HeaderLine,
  index: number,
): Outlined {
  const start = tree.starts[index] ?? 0;
  const last = lastCodeLine(section);
  const entry = model.conf.reading.byFile.get(uri)?.[index];
  const objects = entry === undefined ? [] : model.objectsAt(entry);
  const object = objects[0];
  const type = model.isWizardFile && object !== undefined ? 'wizard' : object?.type;
  const detail =
    entry?.isTemplate === true ? 'template' : entry?.isAppend === true ? 'addition' : (type ?? 'ignored');
  const selectionRange = lineRange(start, header.start, header.end);
  const symbol = {
    name: header.name === '' ? '[]' : header.name,
    detail: object?.loss === undefined ? detail : `${detail}, not loaded`,
    kind: entry?.isTemplate === true ? SymbolKind.Interface : (kinds[type ?? ''] ?? SymbolKind.Object),
    range: {
      start: { line: start, character: 0 },
      end: { line: start + last, character: lengthWithoutEol(section.lines[last]?.text ?? '') },
    },
    selectionRange,
    children: model.isWizardFile ? objects.map(made => madeSymbol(made, selectionRange)) : [],
  };
  return { symbol, object };
}

/** An object that a wizard creates: its place is the header of the wizard. */
function madeSymbol({ type, name, loss }: PjsipObject, range: DocumentSymbol['range']): DocumentSymbol {
  const detail = loss === undefined ? type : `${type}, not loaded`;
  return { name, detail, kind: kinds[type] ?? SymbolKind.Object, range, selectionRange: range };
}

/** Moves what belongs to one endpoint below it. The range of an endpoint grows over neighbors, so that a cursor there is inside it. */
function grouped(outlined: readonly Outlined[], model: PjsipConf): DocumentSymbol[] {
  const endpoints = new Map<PjsipObject, DocumentSymbol>();
  for (const { object, symbol } of outlined) if (object?.type === 'endpoint') endpoints.set(object, symbol);
  const ownerOf = ownerLookup(model);
  const top: DocumentSymbol[] = [];
  let run: Run | undefined;
  for (const { object, symbol } of outlined) {
    const { start, end } = symbol.range;
    const endpoint = object === undefined ? undefined : ownerOf(object);
    const owner = (endpoint === undefined ? undefined : endpoints.get(endpoint)) ?? symbol;
    if (owner === symbol) top.push(symbol);
    else owner.children?.push(symbol);
    if (run === undefined || run.owner !== owner) run = { owner, start, hasOwner: false };
    run.hasOwner ||= owner === symbol;
    if (run.hasOwner) owner.range = { start: run.start, end };
  }
  return top;
}

/** Neighbors that belong to one symbol. */
interface Run {
  readonly owner: DocumentSymbol;
  readonly start: DocumentSymbol['range']['start'];
  /** The symbol itself is among them. */
  hasOwner: boolean;
}

/** Finds the only endpoint that an object belongs to, once for all objects with the same name. */
function ownerLookup(model: PjsipConf): (object: PjsipObject) => PjsipObject | undefined {
  const known = new Map<string, PjsipObject | undefined>();
  const once = (key: string, find: () => readonly PjsipObject[]): PjsipObject | undefined => {
    if (!known.has(key)) known.set(key, onlyOne(find()));
    return known.get(key);
  };
  return object => {
    const { type, name, references } = object;
    switch (type) {
      case 'aor':
      case 'auth': {
        const users = model.usersOf(type, name);
        const user = users[0];
        if (users.length < 2) return user?.type === 'endpoint' ? user : undefined;
        return once(targetOf(object), () => users.filter(each => each.type === 'endpoint'));
      }
      case 'identify':
      case 'registration': {
        const names = references.filter(reference => reference.type === 'endpoint').map(each => each.name);
        return once(JSON.stringify(names), () =>
          names.flatMap(endpoint => model.ofType('endpoint').get(endpoint) ?? []),
        );
      }
      default:
        return undefined;
    }
  };
}

function onlyOne(objects: readonly PjsipObject[]): PjsipObject | undefined {
  const [first] = objects;
  return objects.every(object => object === first) ? first : undefined;
}

/** Maximum number shown at once. */
const MAX_SYMBOLS = 500;

/** Objects whose name or type contains the text. */
export function workspaceSymbolsOf(model: PjsipConf, query: string): SymbolInformation[] {
  const found: SymbolInformation[] = [];
  const wanted = query.toLowerCase();
  for (const key of model.conf.namesInOrder.keys()) {
    for (const { type, name, entry, isMade } of model.objectsOf(key)) {
      if (isMade && type !== 'endpoint') continue;
      if (!name.toLowerCase().includes(wanted) && !type.startsWith(wanted)) continue;
      const line = model.lineOf({ place: entry.place, line: 0 });
      const range = lineRange(line, entry.header.nameStart, entry.header.nameEnd);
      const location = { uri: entry.place.file, range };
      found.push({ name, kind: kinds[type] ?? SymbolKind.Object, containerName: type, location });
      if (found.length >= MAX_SYMBOLS) return found;
    }
  }
  return found;
}
