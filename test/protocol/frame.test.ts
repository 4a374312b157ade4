import { afterEach, expect, test } from 'vitest';
import type { CompletionItem } from 'vscode-languageserver-types';
import type { Language } from '../../server/languages/language.ts';
import { memoryFiles } from '../workspace/memoryFiles.ts';
import { type Editor, type EditorOptions, pulling, startEditor } from './editor.ts';
import { type WordCounts, type WordModel, type WordTree, wordList } from './wordList.ts';

let editor: Editor;
afterEach(() => editor.close());

const folder = 'file:///words';
const main = `${folder}/main.words`;
const part = `${folder}/part.words`;

async function start(
  files: Record<string, string> = {},
  more: Partial<EditorOptions> = {},
): Promise<{ editor: Editor; files: Map<string, string>; reads: string[]; counts: WordCounts }> {
  const stored = new Map(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]));
  const reads: string[] = [];
  const counts = { parsed: 0, edited: 0, modelled: 0 };
  const languages: readonly Language[] = [wordList(counts)];
  editor = await startEditor({ languages, files: memoryFiles(stored, reads), folders: [folder], ...more });
  return { editor, files: stored, reads, counts };
}

test('typing reaches the language as edits of lines, and nothing is parsed again', async () => {
  const { counts } = await start();
  editor.open(main, 'one\nbad\nthree\n');
  expect(await editor.problems(main)).toEqual(['1:0 sip-conf/bad-word bad!']);
  editor.type(main, 0, 0, 'new\n');
  expect(await editor.problems(main)).toEqual(['2:0 sip-conf/bad-word bad!']);
  editor.type(main, 2, 2, '', 1);
  expect(await editor.problems(main)).toEqual([]);
  expect(counts).toMatchObject({ parsed: 1, edited: 2 });
});

test('only what some language implements is offered', async () => {
  await start();
  const { capabilities } = editor.initialized;
  expect(capabilities).toMatchObject({
    positionEncoding: 'utf-16',
    hoverProvider: true,
    completionProvider: { triggerCharacters: ['.'], resolveProvider: true },
    definitionProvider: false,
    documentSymbolProvider: false,
    diagnosticProvider: { interFileDependencies: true, workspaceDiagnostics: true },
  });
  expect(capabilities).not.toHaveProperty('documentLinkProvider');
  expect(capabilities).not.toHaveProperty('semanticTokensProvider');
});

test('a report that says the same keeps its id', async () => {
  await start();
  editor.open(main, 'bad\nfine\n');
  const first = await editor.pull(main);
  editor.type(main, 1, 4, ' yes');
  expect(await editor.pull(main, first.resultId)).toEqual({ kind: 'unchanged', resultId: first.resultId });
  editor.type(main, 0, 0, '\n');
  expect(await editor.pull(main, first.resultId)).toMatchObject({
    kind: 'full',
    items: [{ range: { start: { line: 1 } } }],
  });
});

test('a defect costs one answer, is told without text of the file, and the rest goes on', async () => {
  await start();
  editor.open(main, 'crash\nfine\n');
  const at = (line: number): object => ({ position: { line, character: 0 } });
  expect(await editor.ask('textDocument/hover', main, at(0))).toBeNull();
  expect(await editor.ask('textDocument/hover', main, at(1))).toEqual({ contents: 'fine' });
  expect(await editor.problems(main)).toEqual([]);
  expect(editor.log.some(line => line.startsWith('hover: Error'))).toBe(true);
  expect(editor.log.some(line => line.startsWith('diagnostics: TypeError: broken rule'))).toBe(true);
  expect(editor.log.join('\n')).not.toContain('hunter2');
  editor.type(main, 0, 0, '', 5);
  editor.type(main, 1, 0, 'bad ', 4);
  expect(await editor.problems(main)).toEqual(['1:0 sip-conf/bad-word bad!']);
});

test('a cancelled request is answered as cancelled', async () => {
  const gates: (() => void)[] = [];
  const files = memoryFiles(new Map([[part, 'bad\n']]));
  const slow = {
    ...files,
    read: async (uri: string) => {
      await new Promise<void>(open => gates.push(open));
      return files.read(uri);
    },
  };
  await start({}, { files: slow });
  editor.open(main, 'include part.words\n');
  const { CancellationTokenSource } = await import('vscode-languageserver-protocol/node');
  const source = new CancellationTokenSource();
  const answer = editor.connection.sendRequest(
    'textDocument/hover',
    { textDocument: { uri: main }, position: { line: 0, character: 0 } },
    source.token,
  );
  const refused = expect(answer).rejects.toMatchObject({ code: -32800 });
  await expect.poll(() => gates.length).toBeGreaterThan(0);
  source.cancel();
  // A later request is answered after the cancellation has arrived.
  await editor.connection.sendRequest('completionItem/resolve', { label: 'x' });
  const opening = setInterval(() => gates.splice(0).forEach(open => void open()), 1);
  await refused;
  clearInterval(opening);
});

test('included files are read, reported with the root, and their open editors win over the disk', async () => {
  await start({ 'part.words': 'bad\n' });
  editor.open(main, 'include part.words\ninclude none.words\n');
  const report = await editor.pull(main);
  expect(report).toMatchObject({
    items: [{ code: 'sip-conf/missing' }],
    relatedDocuments: { [part]: { kind: 'full', items: [{ message: 'bad!' }] } },
  });
  editor.open(part, 'good\nbad\nbad\n');
  expect(await editor.problems(part)).toHaveLength(2);
  expect(await editor.pull(main, report.resultId)).toEqual({ kind: 'unchanged', resultId: report.resultId });
});

test('the whole include graph is reported to those who ask for the workspace', async () => {
  await start({ 'part.words': 'bad\n' });
  editor.open(main, 'include part.words\n');
  const ask = (
    previousResultIds: readonly object[],
  ): Promise<{ items: readonly { uri: string; resultId: string }[] }> =>
    editor.connection.sendRequest('workspace/diagnostic', { previousResultIds });
  const { items } = await ask([]);
  expect(items).toMatchObject([
    { uri: main, kind: 'full', version: 1, items: [] },
    { uri: part, kind: 'full', version: null, items: [{ message: 'bad!' }] },
  ]);
  const known = items.map(({ uri, resultId }) => ({ uri, value: resultId }));
  expect((await ask(known)).items).toMatchObject([{ kind: 'unchanged' }, { kind: 'unchanged' }]);
  editor.type(main, 0, 0, '# ');
  expect((await ask(known)).items).toMatchObject([
    { uri: main, kind: 'unchanged' },
    { uri: part, kind: 'full', items: [] },
  ]);
});

test('an included file is seen through the root that includes it', async () => {
  await start({ 'main.words': 'include part.words\nmine\n', 'part.words': 'mine\n' });
  editor.open(part, 'mine\n');
  const edit = await editor.ask('textDocument/rename', part, {
    position: { line: 0, character: 0 },
    newName: 'yours',
  });
  expect(edit).toMatchObject({
    changes: {
      [main]: [{ range: { start: { line: 1 } }, newText: 'yours' }],
      [part]: [{ newText: 'yours' }],
    },
  });
  const refused = editor.ask('textDocument/rename', part, {
    position: { line: 0, character: 0 },
    newName: '',
  });
  await expect(refused).rejects.toThrow('A word cannot be empty.');
});

test('changes on disk are taken in, and the editor is told to ask again', async () => {
  let refreshed = 0;
  const { files } = await start(
    { 'part.words': 'good\n' },
    { answers: { 'workspace/diagnostic/refresh': () => ++refreshed } },
  );
  editor.open(main, 'include part.words\nword\n');
  expect(await editor.problems(main)).toEqual([]);
  files.set(`${folder}/forbidden.txt`, 'word');
  files.delete(part);
  void editor.connection.sendNotification('workspace/didChangeWatchedFiles', {
    changes: [
      { uri: `${folder}/forbidden.txt`, type: 1 },
      { uri: part, type: 3 },
    ],
  });
  expect(await editor.problems(main)).toEqual([
    '0:0 sip-conf/missing part.words',
    '1:0 sip-conf/bad-word word!',
  ]);
  expect(refreshed).toBe(1);
});

test('an ignore comment silences one rule on one line, a useless one is pointed out', async () => {
  await start();
  editor.open(
    main,
    '# sip-workbench-ignore sip-conf/bad-word: we need it\nbad\nbad\n# sip-workbench-ignore sip-conf/missing\n',
  );
  expect(await editor.problems(main)).toEqual([
    '2:0 sip-conf/bad-word bad!',
    expect.stringContaining('3:2 workbench/unused-ignore-comment'),
  ]);
  const [action, inFile] = await editor.ask<
    readonly { title: string; edit: { changes: Record<string, unknown> } }[]
  >('textDocument/codeAction', main, {
    range: { start: { line: 2, character: 0 }, end: { line: 2, character: 3 } },
    context: {
      diagnostics: [
        {
          range: { start: { line: 2, character: 0 }, end: { line: 2, character: 3 } },
          code: 'sip-conf/bad-word',
          message: '',
        },
      ],
    },
  });
  expect(action?.edit.changes[main]).toMatchObject([
    {
      newText: '# sip-workbench-ignore sip-conf/bad-word: reason\n',
      range: { start: { line: 2, character: 0 } },
    },
  ]);
  expect(inFile?.edit.changes[main]).toMatchObject([
    {
      newText: '# sip-workbench-ignore-file sip-conf/bad-word: reason\n',
      range: { start: { line: 0, character: 0 } },
    },
  ]);
});

test('severities come from the settings', async () => {
  let severity = 'off';
  await start({}, { settings: () => ({ rules: { 'sip-conf/bad-word': severity } }) });
  editor.open(main, 'bad\n');
  expect(await editor.problems(main)).toEqual([]);
  severity = 'hint';
  void editor.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
  expect(await editor.pull(main)).toMatchObject({
    items: [
      { severity: 4, codeDescription: { href: expect.stringContaining('docs/rules/sip-conf/bad-word.md') } },
    ],
  });
});

test('completion items are resolved by the language that gave them', async () => {
  await start();
  editor.open(main, 'x\n');
  const list = await editor.ask<{ items: object[] }>('textDocument/completion', main, {
    position: { line: 0, character: 0 },
  });
  const resolved = await editor.connection.sendRequest('completionItem/resolve', list.items[0]);
  expect(resolved).toMatchObject({ label: 'good', documentation: 'number 7' });
});

test.each([
  [{ rulePages: true }, 'editor.action.triggerSuggest'],
  [{}, undefined],
])(
  'only our own client, which sends %j, is asked to suggest what follows an item',
  async (options, command) => {
    await start({}, { initializationOptions: options });
    editor.open(main, 'x\n');
    const at = { position: { line: 0, character: 0 } };
    const list = await editor.ask<{ items: CompletionItem[] }>('textDocument/completion', main, at);
    expect(list.items[0]?.command?.command).toBe(command);
  },
);

test('an editor that cannot ask for diagnostics is sent them', async () => {
  await start({ 'part.words': 'bad\n' }, { capabilities: {} });
  editor.open(main, 'include part.words\n');
  const published = (): unknown[] =>
    editor.notifications.filter(({ method }) => method === 'textDocument/publishDiagnostics');
  await expect
    .poll(published)
    .toMatchObject([
      { params: { uri: main, diagnostics: [] } },
      { params: { uri: part, diagnostics: [{ message: 'bad!' }] } },
    ]);
});

test('an editor that tells nothing of the disk has files read again when it saves', async () => {
  const { files } = await start({ 'part.words': 'bad\n' }, { capabilities: {} });
  editor.open(main, 'include part.words\n');
  const published = (): unknown[] =>
    editor.notifications.flatMap(({ method, params }) =>
      method === 'textDocument/publishDiagnostics' ? [params] : [],
    );
  await expect
    .poll(() => published().at(-1))
    .toMatchObject({ uri: part, diagnostics: [{ message: 'bad!' }] });
  files.set(part, 'good\n');
  void editor.connection.sendNotification('textDocument/didSave', { textDocument: { uri: main } });
  await expect.poll(() => published().at(-1)).toMatchObject({ uri: part, diagnostics: [] });
});

test('settings that change are heard by an editor that cannot ask for diagnostics', async () => {
  await start({}, { capabilities: {} });
  editor.open(main, 'bad\n');
  const published = (): unknown[] =>
    editor.notifications.flatMap(({ method, params }) =>
      method === 'textDocument/publishDiagnostics' ? [params] : [],
    );
  await expect.poll(() => published().at(-1)).toMatchObject({ diagnostics: [{ message: 'bad!' }] });
  const settings = { sipWorkbench: { rules: { 'sip-conf/bad-word': 'off' } } };
  void editor.connection.sendNotification('workspace/didChangeConfiguration', { settings });
  await expect.poll(() => published().at(-1)).toMatchObject({ diagnostics: [] });
});

test('the languages of the documents that will be opened first are prepared with an empty one', async () => {
  const read: string[] = [];
  const words = wordList();
  const noting = (id: string): Language<WordTree, WordModel> => ({
    ...words,
    id,
    parse: text => {
      read.push(`${id} ${JSON.stringify(text)}`);
      if (id === 'broken') throw new Error('no code');
      return words.parse(text);
    },
  });
  editor = await startEditor({
    languages: [noting('broken'), noting('first'), noting('second'), noting('third')],
    initializationOptions: { languages: ['third', 'broken', 'unknown', 3, 'first'] },
  });
  await expect.poll(() => read).toEqual(['broken ""', 'first ""', 'third ""']);
  await expect.poll(() => editor.log).toEqual([expect.stringMatching(/^start: Error/)]);
});

test('files that only the client can reach are asked of the client', async () => {
  const uri = 'vscode-vfs://github/words/main.words';
  const asked: unknown[] = [];
  await start(
    {},
    {
      initializationOptions: { files: true },
      answers: {
        'sipWorkbench/readFile': params => {
          asked.push(params);
          return { kind: 'text', text: 'bad\n' };
        },
        'sipWorkbench/listFiles': () => [{ name: 'part.words', isFolder: false }],
      },
    },
  );
  editor.open(uri, 'include p*.words\n');
  expect(await editor.pull(uri)).toMatchObject({
    relatedDocuments: { 'vscode-vfs://github/words/part.words': { items: [{ message: 'bad!' }] } },
  });
  expect(asked).toContainEqual({ uri: 'vscode-vfs://github/words/part.words' });
});

test('a binary text says why it is not checked', async () => {
  await start();
  editor.open(main, 'bad\u0000\n');
  expect(await editor.problems(main)).toEqual([expect.stringContaining('This file is binary')]);
});

test('the status of a file is sent once, and again when it changes', async () => {
  await start({}, { initializationOptions: { status: true } });
  editor.open(main, 'x\n');
  await editor.problems(main);
  editor.type(main, 0, 0, 'y');
  await editor.problems(main);
  const sent = editor.notifications.filter(({ method }) => method === 'sipWorkbench/status');
  expect(sent).toMatchObject([{ params: { uri: main, label: 'Word list', severity: 'information' } }]);
});

test('companions are followed in the editor too, whatever language it gives them', async () => {
  const asked: unknown[] = [];
  let refreshed = 0;
  await start(
    { 'forbidden.txt': 'old\n' },
    {
      capabilities: {
        ...pulling,
        textDocument: { ...pulling.textDocument, synchronization: { dynamicRegistration: true } },
      },
      answers: {
        'client/registerCapability': params => void asked.push(params),
        'workspace/diagnostic/refresh': () => ++refreshed,
      },
    },
  );
  const companion = `${folder}/forbidden.txt`;
  editor.open(main, 'old\nnew\n');
  expect(await editor.problems(main)).toEqual(['0:0 sip-conf/bad-word old!']);
  const documentSelector = [{ scheme: 'file', pattern: '**/words/forbidden.txt' }];
  expect(asked).toContainEqual({
    registrations: [
      {
        id: expect.any(String),
        method: 'textDocument/didChange',
        registerOptions: { documentSelector, syncKind: 2 },
      },
      { id: expect.any(String), method: 'textDocument/didClose', registerOptions: { documentSelector } },
      { id: expect.any(String), method: 'textDocument/didOpen', registerOptions: { documentSelector } },
    ],
  });
  editor.open(companion, 'old\n', 'ini');
  editor.type(companion, 0, 0, 'new', 3);
  expect(await editor.problems(main)).toEqual(['1:0 sip-conf/bad-word new!']);
  await expect.poll(() => refreshed).toBeGreaterThan(0);
  expect(await editor.problems(companion)).toEqual([]);
  expect(
    await editor.ask('textDocument/hover', companion, { position: { line: 0, character: 0 } }),
  ).toBeNull();
  const before = refreshed;
  void editor.connection.sendNotification('textDocument/didClose', { textDocument: { uri: companion } });
  expect(await editor.problems(main)).toEqual(['0:0 sip-conf/bad-word old!']);
  await expect.poll(() => refreshed).toBeGreaterThan(before);
});

test('a companion is asked for by a pattern that fits no other folder', async () => {
  const asked: string[] = [];
  await start(
    {},
    {
      capabilities: { textDocument: { synchronization: { dynamicRegistration: true } } },
      answers: { 'client/registerCapability': params => void asked.push(JSON.stringify(params)) },
    },
  );
  editor.open('file:///c%3A/a%20%5Bb%5D/main.words', 'x\n');
  await expect.poll(() => asked.join()).toContain('"pattern":"**/a ?b?/forbidden.txt"');
});

test('a client that leaves while the server stops watching a folder leaves nothing unhandled', async () => {
  const unhandled: unknown[] = [];
  const note = (error: unknown) => unhandled.push(error);
  process.on('unhandledRejection', note);
  let ended = 0;
  const neverAnswered = () => {
    ended++;
    return new Promise(() => undefined);
  };
  await start({}, { answers: { 'client/unregisterCapability': neverAnswered } });
  for (const uri of [main, 'file:///elsewhere/main.words']) {
    editor.open(uri, 'x\n');
    await editor.pull(uri);
  }
  await expect.poll(() => ended).toBe(1);
  editor.close();
  await new Promise(resolve => setImmediate(resolve));
  process.off('unhandledRejection', note);
  expect(unhandled).toEqual([]);
});
