import fc from 'fast-check';
import { expect } from 'vitest';
import type { Diagnostic } from 'vscode-languageserver-types';
import type { Language } from '../../server/languages/language.ts';
import { splitLines } from '../../server/text/lines.ts';
import { folder, projectOf, settings } from '../languages.ts';

/** Lines that replace others of a file. */
export interface FileEdit {
  readonly file: string;
  readonly at: number;
  readonly count: number;
  readonly inserted: readonly string[];
}

/** A text of lines that `line` makes. */
export function textsOf(line: fc.Arbitrary<string>, maxLength: number): fc.Arbitrary<string> {
  return fc.array(line, { maxLength }).map(lines => lines.map(one => `${one}\n`).join(''));
}

/** Edits of some files. */
export function editsOf(line: fc.Arbitrary<string>, ...files: string[]): fc.Arbitrary<FileEdit[]> {
  return fc.array(
    fc.record({
      file: fc.constantFrom(...files),
      at: fc.nat(45),
      count: fc.nat(3),
      inserted: fc.array(line, { maxLength: 3 }),
    }),
    { maxLength: 12 },
  );
}

/** Makes an edit in the text of a file and, if it is open, in its tree. */
export function editFile<Tree extends object>(
  language: Pick<Language<Tree>, 'edit'>,
  files: Record<string, string>,
  trees: Map<string, Tree>,
  { file, at, count, inserted }: FileEdit,
): void {
  const lines = splitLines(files[file] ?? '');
  const from = Math.min(at, lines.length);
  const removed = Math.min(count, lines.length - from);
  const added = inserted.flatMap(one => splitLines(`${one}\n`));
  lines.splice(from, removed, ...added);
  files[file] = lines.join('');
  const old = trees.get(folder + file);
  if (old !== undefined) trees.set(folder + file, language.edit(old, { line: from, removed, lines: added }));
}

/** After every edit, a language must say about each file what it says about the same files read anew. */
export function compareWithFresh(
  language: Language,
  root: string,
  before: Readonly<Record<string, string>>,
  edits: readonly FileEdit[],
): void {
  const files: Record<string, string> = { ...before };
  let project = projectOf(language, files, root);
  let model = language.model(project, settings, undefined);
  const trees = new Map(Object.keys(files).map(name => [folder + name, language.parse(files[name] ?? '')]));
  for (const edit of edits) {
    editFile(language, files, trees, edit);
    project = projectOf(language, files, root);
    const edited = new Map([...project.trees.keys()].map(uri => [uri, trees.get(uri) ?? language.parse('')]));
    model = language.model({ ...project, trees: edited }, settings, model);
    const fresh = language.model(project, settings, undefined);
    expect(inventoryOf(language, model)).toEqual(inventoryOf(language, fresh));
    for (const [uri, freshTree] of project.trees) {
      const tree = edited.get(uri) ?? language.parse('');
      expect(sorted(language.check({ uri, tree, model }))).toEqual(
        sorted(language.check({ uri, tree, model: fresh })),
      );
      expect(language.digestSettings?.({ uri, tree, model }, start)).toEqual(
        language.digestSettings?.({ uri, tree: freshTree, model: fresh }, start),
      );
    }
  }
}

const start = { line: 0, character: 0 };

function inventoryOf<Model extends object>(
  language: Pick<Language<object, Model>, 'inventory'>,
  model: Model,
) {
  return language.inventory?.(model).map(({ title, keys }) => ({ title, keys }));
}

function sorted(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map(diagnostic => JSON.stringify(diagnostic)).sort();
}
