import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, expect, it } from 'vitest';
import type { Language } from '../../server/languages/language.ts';
import { languages } from '../../server/languages/registry.ts';
import { memoryFiles } from '../workspace/memoryFiles.ts';
import { type Editor, startEditor } from './editor.ts';

let editor: Editor;
afterEach(() => editor.close());

setFlagsFromString('--expose-gc');
const collect: unknown = runInNewContext('gc');

/** The same languages, with a note about every tree and model that they make. */
function noting(made: WeakRef<object>[]): readonly Language[] {
  const noted = <Made extends object>(value: Made): Made => {
    made.push(new WeakRef(value));
    return value;
  };
  return languages.map(language => ({
    ...language,
    parse: text => noted(language.parse(text)),
    edit: (tree, edit) => noted(language.edit(tree, edit)),
    model: (project, settings, previous) => noted(language.model(project, settings, previous)),
  }));
}

it.each(languages.map(({ id }) => id))('nothing is left of a closed document of %s', async id => {
  const made: WeakRef<object>[] = [];
  const wrapped = noting(made);
  const files = memoryFiles(new Map([['file:///etc/server/extensions.conf', '[default]\n']]));
  editor = await startEditor({ languages: wrapped, files });
  // As long as something is open, nothing is dropped as a whole.
  editor.open('file:///etc/kept/other.conf', 'a=b\n', id);
  await editor.pull('file:///etc/kept/other.conf');
  await settled();
  const keptBefore = alive(made);
  made.length = 0;
  const [example] =
    wrapped
      .find(language => language.id === id)
      ?.rules()
      .map(({ bad }) => bad) ?? [];
  for (let number = 0; number < 3; number++) {
    const uri = `file:///etc/server/main${number}.conf`;
    editor.open(uri, `${example}\n`, id);
    editor.type(uri, 0, 0, '\n');
    await editor.pull(uri);
    await editor.ask('textDocument/semanticTokens/full', uri);
    await editor.ask('textDocument/documentSymbol', uri);
    await editor.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  }
  await editor.pull('file:///etc/kept/other.conf');
  await settled();
  expect(keptBefore).toBeGreaterThan(0);
  expect(alive(made)).toBe(0);
  expect(editor.log).toEqual([]);
});

function alive(made: readonly WeakRef<object>[]): number {
  return made.filter(reference => reference.deref() !== undefined).length;
}

/** A weak reference holds on to its object until the running task has ended. */
async function settled(): Promise<void> {
  for (let round = 0; round < 5; round++) {
    await new Promise(resolve => setTimeout(resolve, 20));
    if (typeof collect === 'function') collect();
  }
}
