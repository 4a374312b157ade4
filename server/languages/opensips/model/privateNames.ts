import type { LanguageSettings, Project } from '../../project.ts';
import { moduleFacts } from '../facts/facts.ts';
import { functionMark, privateMark } from '../facts/privateModules.ts';
import type { ScriptTree } from '../reading/parser.ts';
import type { LoadModule } from '../syntax/syntax.ts';
import { stringValue } from '../syntax/token.ts';
import { moduleNameOf } from './placed.ts';

/** What the servers of the user have beyond those of upstream. */
export interface PrivateNames {
  /** Named in the settings, or a file in a folder that the script names. */
  isModule(name: string): boolean;
  /** By module; those under the empty name belong to no module in particular. */
  readonly functions: NamesByModule;
  readonly parameters: NamesByModule;
}

type NamesByModule = ReadonlyMap<string, readonly string[]>;

/** The private names of a project, by the settings and by what is in the module folders. */
export function privateNamesOf(
  { options }: LanguageSettings,
  { folders }: Pick<Project<ScriptTree>, 'folders'>,
): PrivateNames {
  const named = new Set(wordsOf(options?.['opensips.modules']));
  const installed = new Set<string>();
  for (const names of folders?.values() ?? [])
    for (const name of names) installed.add(name.replace(/\.so$/, ''));
  return {
    isModule: name => named.has(name) || (moduleFacts(name) === undefined && installed.has(name)),
    functions: byModule(options?.['opensips.functions']),
    parameters: byModule(options?.['opensips.parameters']),
  };
}

/** Options that change which names are private. */
export function isSamePrivateNames(a: LanguageSettings, b: LanguageSettings): boolean {
  return ['opensips.modules', 'opensips.functions', 'opensips.parameters'].every(
    name => a.options?.[name] === b.options?.[name],
  );
}

/** A loaded module, with the private functions that come with it, as part of the key of a world. */
export function loadedKey(name: string, names: PrivateNames): string {
  return `${names.isModule(name) ? privateMark : ''}${name},${functionKeys(names, name)}`;
}

/** The private functions of a module, or those of no module in particular, as part of the key of a world. */
export function functionKeys({ functions }: PrivateNames, module: string): string {
  return (functions.get(module) ?? []).map(name => `${functionMark}${name},`).join('');
}

/** The folders in which modules are that upstream does not have; none for a script that loads no such module. */
export function foldersNamed(tree: ScriptTree): readonly string[] {
  const folders = new Set<string>();
  let hasUnknown = false;
  for (const { items } of tree.blocks) {
    for (const item of items) {
      if (item.type === 'global' && item.name.text === 'mpath')
        for (const value of item.values) folders.add(stringValue(value));
      if (item.type !== 'loadmodule' || !isUnknown(item)) continue;
      hasUnknown = true;
      const folder = /^(\/.*)\//.exec(item.path === undefined ? '' : stringValue(item.path))?.[1];
      if (folder !== undefined) folders.add(folder);
    }
  }
  return hasUnknown ? [...folders] : [];
}

function isUnknown({ path }: LoadModule): boolean {
  return path !== undefined && moduleFacts(moduleNameOf(stringValue(path))) === undefined;
}

function byModule(text: string | undefined): NamesByModule {
  const names = new Map<string, string[]>();
  for (const word of wordsOf(text)) {
    const dot = word.lastIndexOf('.');
    const module = dot < 0 ? '' : word.slice(0, dot);
    const list = names.get(module);
    const name = word.slice(dot + 1).replace(/\(\)$/, '');
    if (list === undefined) names.set(module, [name]);
    else list.push(name);
  }
  return names;
}

function wordsOf(text = ''): readonly string[] {
  return text.split(/[\s,]+/).filter(word => word !== '');
}
