import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Language } from '../server/languages/language.ts';
import { languages } from '../server/languages/registry.ts';
import type { FileSystem } from '../server/workspace/files.ts';
import { type Editor, startEditor } from '../test/protocol/editor.ts';

/**
 * What stays in memory: 2,000 documents of all languages that are opened, asked about and closed, while one other stays open, and
 * thousands of edits of one document. Prints the heap and the memory outside of it after each quarter; both are to be flat.
 * `--documents 2000`, `--edits 4000`.
 */
export async function run(args: readonly string[] = []): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      documents: { type: 'string', default: '2000' },
      edits: { type: 'string', default: '4000' },
    },
  });
  const editor = await startEditor({ languages, files: NO_FILES });
  editor.open('file:///etc/kept/sip.conf', '[general]\n', 'sip-conf');
  await editor.pull('file:///etc/kept/sip.conf');
  const openAndClose = (number: number) => visit(editor, number);
  // The first ones fill what is kept for the next ones.
  for (let number = 0; number < languages.length; number++) await openAndClose(number);
  await inQuarters('documents opened and closed', Number(values.documents), openAndClose);
  for (const language of languages) {
    const uri = `file:///etc/edited-${language.id}/main.conf`;
    editor.open(uri, textOf(language, 0), language.id);
    await inQuarters(`edits of ${language.id}`, Number(values.edits) / languages.length, number =>
      edit(editor, uri, number),
    );
    editor.closeDocument(uri);
  }
  for (const line of editor.log) console.log(`  ${line}`);
  editor.close();
}

async function inQuarters(
  what: string,
  count: number,
  work: (number: number) => Promise<void>,
): Promise<void> {
  const first = memory();
  console.log(`  ${what}: at first ${shown(first)}`);
  const quarter = Math.ceil(count / 4);
  for (let done = 0; done < count; ) {
    for (const until = Math.min(count, done + quarter); done < until; done++) await work(done);
    const now = memory();
    console.log(
      `    after ${done}: ${shown(now)}, ${((now.heap - first.heap) / done / 1024).toFixed(2)} kB more for each`,
    );
  }
}

async function visit(editor: Editor, number: number): Promise<void> {
  const language = languages[number % languages.length];
  if (language === undefined) return;
  const uri = `file:///etc/folder${number}/main${number}.conf`;
  editor.open(uri, textOf(language, number), language.id);
  await editor.pull(uri);
  const position = { line: 3, character: 4 };
  for (const method of ['hover', 'completion', 'documentHighlight'])
    await editor.ask(`textDocument/${method}`, uri, { position });
  for (const method of ['documentSymbol', 'foldingRange', 'semanticTokens/full', 'documentLink'])
    await editor.ask(`textDocument/${method}`, uri);
  editor.closeDocument(uri);
}

/** A disk without files, which does not note what is asked for. */
const NO_FILES: FileSystem = {
  read: async () => ({ kind: 'missing' }),
  list: async () => undefined,
};

/** Types a word that was never there and removes it again. */
async function edit(editor: Editor, uri: string, number: number): Promise<void> {
  const word = `word${number}`;
  editor.type(uri, 2, 0, `${word}\n`);
  await editor.pull(uri);
  await editor.ask('textDocument/semanticTokens/full', uri);
  const range = { start: { line: 2, character: 0 }, end: { line: 3, character: 0 } };
  await editor.connection.sendNotification('textDocument/didChange', {
    textDocument: { uri, version: 1_000_000 + number },
    contentChanges: [{ range, text: '' }],
  });
  await editor.pull(uri);
}

/** Some examples of a language's rules, with a number in it that no other document has. */
function textOf({ id, rules, commentPrefixes }: Language, number: number): string {
  const examples = rules()
    .map(({ bad }) => bad)
    .filter(text => text !== '');
  const chosen = Array.from(
    { length: 4 },
    (_, offset) => examples[(number + offset) % examples.length] ?? '',
  );
  const mark = id === 'sip-trace' ? '' : `${commentPrefixes?.[0] ?? '#'} ${number}\n`;
  return `${mark}${chosen.join('\n')}`.replace(/\bexample\.com\b/g, `host${number}.example.com`);
}

interface Memory {
  readonly heap: number;
  readonly external: number;
}

setFlagsFromString('--expose-gc');
const collect: unknown = runInNewContext('gc');

function memory(): Memory {
  for (let round = 0; round < 3; round++) if (typeof collect === 'function') collect();
  const { heapUsed, external } = process.memoryUsage();
  return { heap: heapUsed, external };
}

function shown({ heap, external }: Memory): string {
  return `${(heap / 1e6).toFixed(1)} MB heap, ${(external / 1e6).toFixed(1)} MB outside`;
}
