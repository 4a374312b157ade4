import type { Diagnostic } from 'vscode-languageserver-types';
import type { Language } from '../server/languages/language.ts';
import type { LanguageSettings, Project } from '../server/languages/project.ts';

export const settings: LanguageSettings = {
  asteriskVersion: '20',
  opensipsVersion: 'auto',
  flexisipVersion: 'auto',
  severities: {},
};

/** A project of files that lie in one folder; include paths are names with `*` for any characters. */
export function projectOf<Tree extends object>(
  language: Language<Tree>,
  files: Readonly<Record<string, string>>,
  root: string,
): Project<Tree> {
  const trees = new Map<string, Tree>();
  const load = (uri: string): void => {
    const text = files[uri.slice(folder.length)];
    if (text === undefined || trees.has(uri)) return;
    const tree = language.parse(text);
    trees.set(uri, tree);
    for (const include of language.includes(tree))
      for (const found of resolve(uri, include.path)) load(found);
  };
  const resolve = (_from: string, path: string): string[] => {
    const pattern = new RegExp(
      `^${path
        .replace(/[.+^${}()|[\]\\]/g, '\\$&')
        .replace(/\*/g, '.*')
        .replace(/\?/g, '.')}$`,
    );
    return Object.keys(files)
      .filter(name => pattern.test(name))
      .sort()
      .map(name => folder + name);
  };
  load(folder + root);
  const tree = trees.get(folder + root);
  const named = tree === undefined ? [] : (language.companionsNamed?.(tree) ?? []);
  const companions = new Map([...language.companions, ...named].map(name => [name, files[name] ?? null]));
  return { root: folder + root, trees, resolve, companions };
}

/** The diagnostics of every file of a project, by file name. */
export function checkAll(
  language: Language,
  files: Readonly<Record<string, string>>,
  root: string,
  options: Partial<LanguageSettings> = {},
): Map<string, Diagnostic[]> {
  const project = projectOf(language, files, root);
  const model = language.model(project, { ...settings, ...options }, undefined);
  return new Map(
    [...project.trees].map(([uri, tree]) => [uri.slice(folder.length), language.check({ uri, tree, model })]),
  );
}

export const folder = 'file:///etc/server/';
