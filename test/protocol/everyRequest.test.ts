import { afterEach, expect, test } from 'vitest';
import type { CompletionList, DocumentDiagnosticReport } from 'vscode-languageserver';
import { unusedFeatures } from '../../build/languageClient.mjs';
import { languages } from '../../server/languages/registry.ts';
import { splitLines } from '../../server/text/lines.ts';
import { memoryFiles } from '../workspace/memoryFiles.ts';
import { type Editor, startEditor } from './editor.ts';

let editor: Editor;
afterEach(() => editor.close());

const requestsOfFile = [
  'textDocument/documentSymbol',
  'textDocument/foldingRange',
  'textDocument/documentLink',
  'textDocument/codeLens',
  'textDocument/semanticTokens/full',
];
const requestsOfPosition = [
  'textDocument/hover',
  'textDocument/completion',
  'textDocument/signatureHelp',
  'textDocument/documentHighlight',
  'textDocument/definition',
  'textDocument/prepareRename',
  'textDocument/prepareTypeHierarchy',
  'textDocument/prepareCallHierarchy',
];

/** Requests that the server says it answers; asking for others is an error of the editor. */
function offered(method: string): boolean {
  const { capabilities } = editor.initialized;
  const name = method.replace('textDocument/', '').replace('prepare', '').replace('/full', '');
  const provider = `${name.charAt(0).toLowerCase()}${name.slice(1)}Provider`;
  return Boolean(Object.entries(capabilities).find(([key]) => key === provider)?.[1]);
}

for (const language of languages) {
  test(`no request of ${language.id} fails anywhere in the examples of its rules`, async () => {
    editor = await startEditor({
      languages,
      files: memoryFiles(new Map()),
      settings: () => ({ inlayHints: { enabled: true } }),
    });
    const texts = language
      .rules()
      .flatMap(({ bad, good }) => [bad, good])
      .filter(text => text !== '');
    for (const [index, text] of texts.entries()) {
      const uri = `file:///etc/server/example${index}.conf`;
      editor.open(uri, text, language.id);
      const lines = splitLines(text);
      const range = { start: { line: 0, character: 0 }, end: { line: lines.length, character: 0 } };
      const report: DocumentDiagnosticReport = await editor.pull(uri);
      const diagnostics = report.kind === 'full' ? report.items : [];
      const asked: Promise<unknown>[] = requestsOfFile.filter(offered).map(method => editor.ask(method, uri));
      asked.push(editor.ask('textDocument/codeAction', uri, { range, context: { diagnostics } }));
      asked.push(
        editor.ask('textDocument/codeAction', uri, {
          range,
          context: { diagnostics: [], only: ['source.fixAll'] },
        }),
      );
      if (offered('textDocument/inlayHint')) asked.push(editor.ask('textDocument/inlayHint', uri, { range }));
      // A few positions of each example: the languages' own tests go through all of them.
      for (const line of [0, lines.length >> 1, lines.length - 1]) {
        const length = lines[line]?.length ?? 0;
        for (const character of new Set([0, length >> 1, length])) {
          const position = { line, character };
          for (const method of requestsOfPosition.filter(offered))
            asked.push(editor.ask(method, uri, { position }));
        }
      }
      await Promise.all(asked);
    }
    expect(editor.log).toEqual([]);
  });
}

test('after any typing the server says the same about sip.conf as after opening it', async () => {
  editor = await startEditor({ languages, files: memoryFiles(new Map()) });
  const typed = 'file:///etc/asterisk/sip.conf';
  let lines = [
    '[general]\n',
    'context=public\n',
    '[tpl](!)\n',
    'type=friend\n',
    '[alice](tpl)\n',
    'secret=1234\n',
    'insecure=very\n',
    '[bob](tpl,none)\n',
    'host=dynamic\n',
  ];
  editor.open(typed, lines.join(''), 'sip-conf');
  const edits: readonly [number, number, string, number][] = [
    [2, 4, 'x', 0],
    [2, 4, '', 1],
    [4, 0, '[new]\ntype=peer\n', 0],
    [5, 5, 'frend', 4],
    [0, 0, ';--\n', 0],
    [0, 0, '', 3],
    [7, 1, '!', 0],
    [8, 0, '(+)', 2],
  ];
  for (const [index, [line, character, text, removed]] of edits.entries()) {
    editor.type(typed, line, character, text, removed);
    const old = lines[line] ?? '';
    lines[line] = old.slice(0, character) + text + old.slice(character + removed);
    lines = splitLines(lines.join(''));
    const opened = `file:///fresh${index}/sip.conf`;
    editor.open(opened, lines.join(''), 'sip-conf');
    expect((await editor.problems(typed)).sort()).toEqual((await editor.problems(opened)).sort());
  }
});

test('a second server takes over where the first one ended', async () => {
  const text = '[general]\n[a]\ntype=frend\n';
  const uri = 'file:///etc/asterisk/sip.conf';
  editor = await startEditor({ languages, files: memoryFiles(new Map()) });
  editor.open(uri, text, 'sip-conf');
  const before = await editor.problems(uri);
  await editor.connection.sendRequest('shutdown');
  editor.close();
  editor = await startEditor({ languages, files: memoryFiles(new Map()) });
  editor.open(uri, text, 'sip-conf');
  expect(await editor.problems(uri)).toEqual(before);
  expect(before).not.toEqual([]);
});

test('the server has no feature that is left out of the client', async () => {
  editor = await startEditor({ languages });
  const { workspace, ...others } = editor.initialized.capabilities;
  const inWorkspace = Object.keys(workspace ?? {}).map(name => `workspace.${name}`);
  const announced = [...Object.keys(others), ...inWorkspace];
  expect(announced).toContain('hoverProvider');
  expect(announced.filter(name => Object.values(unusedFeatures).includes(name))).toEqual([]);
});

test('semantic tokens: the changes alone after an edit, and ranges only in a large document', async () => {
  editor = await startEditor({ languages, files: memoryFiles(new Map()) });
  const uri = 'file:///etc/asterisk/sip.conf';
  editor.open(uri, '[general]\ncontext=public\n', 'sip-conf');
  const { resultId, data } = await editor.ask<{ resultId: string; data: number[] }>(
    'textDocument/semanticTokens/full',
    uri,
  );
  expect(data.length).toBeGreaterThan(0);
  editor.type(uri, 1, 8, 'very');
  const delta = await editor.ask<{ edits: { start: number; deleteCount: number; data: number[] }[] }>(
    'textDocument/semanticTokens/full/delta',
    uri,
    { previousResultId: resultId },
  );
  for (const { start, deleteCount, data: added } of delta.edits) data.splice(start, deleteCount, ...added);
  const whole = await editor.ask<{ data: number[] }>('textDocument/semanticTokens/full', uri);
  expect(data).toEqual(whole.data);

  const large = 'file:///etc/asterisk/sip_large.conf';
  editor.open(large, `[general]\n${'context=public\n'.repeat(30_000)}`, 'sip-conf');
  expect(await editor.ask('textDocument/semanticTokens/full', large)).toBeNull();
  const range = { start: { line: 5, character: 0 }, end: { line: 6, character: 0 } };
  expect(await editor.ask('textDocument/semanticTokens/range', large, { range })).toMatchObject({
    data: expect.arrayContaining([5]),
  });
});

test('completion of sip.conf is offered and explained', async () => {
  editor = await startEditor({ languages, files: memoryFiles(new Map()) });
  const uri = 'file:///etc/asterisk/sip.conf';
  editor.open(uri, '[general]\nallowg\n', 'sip-conf');
  const { items } = await editor.ask<CompletionList>('textDocument/completion', uri, {
    position: { line: 1, character: 6 },
  });
  const item = items.find(({ label }) => label.startsWith('allowguest'));
  expect(await editor.connection.sendRequest('completionItem/resolve', item)).toMatchObject({
    documentation: expect.anything(),
  });
});

test.each([
  ['file:///etc/asterisk/sip.conf', 'sip-conf', '[general]\nallowg\n', 1, 6],
  ['file:///etc/opensips/opensips.cfg', 'opensips-cfg', 'loadmodule "tm.so"\nroute {\n\tt_\n}\n', 2, 3],
  ['file:///etc/opensips/opensips.cfg', 'opensips-cfg', 'route {\n\txlog("$r\n}\n', 1, 9],
])('a client that knows defaults gets the same items of %s in fewer words', async (...example) => {
  const [uri, language, text, line, character] = example;
  const listFor = async (itemDefaults: readonly string[]): Promise<CompletionList> => {
    editor = await startEditor({
      languages,
      files: memoryFiles(new Map()),
      capabilities: { textDocument: { completion: { completionList: { itemDefaults: [...itemDefaults] } } } },
    });
    editor.open(uri, text, language);
    const list = await editor.ask<CompletionList>('textDocument/completion', uri, {
      position: { line, character },
    });
    editor.close();
    return list;
  };
  const long = await listFor([]);
  const short = await listFor(['editRange', 'insertTextFormat']);
  expect(JSON.stringify(short).length).toBeLessThan(0.8 * JSON.stringify(long).length);
  const { itemDefaults: { editRange: range, insertTextFormat = 1 } = {} } = short;
  expect(
    short.items.map(({ textEditText, ...item }) => ({
      textEdit: { range, newText: textEditText ?? item.label },
      ...item,
      insertTextFormat: item.insertTextFormat ?? insertTextFormat,
    })),
  ).toEqual(long.items.map(item => ({ ...item, insertTextFormat: item.insertTextFormat ?? 1 })));
});

test('garbage is collected after a large document was closed', async () => {
  let count = 0;
  editor = await startEditor({
    languages,
    files: memoryFiles(new Map()),
    collect: () => {
      count++;
    },
  });
  const counts: number[] = [];
  for (const length of [10, 100_000]) {
    const uri = `file:///etc/asterisk/${length}/sip.conf`;
    editor.open(uri, ';comment\n'.repeat(length), 'sip-conf');
    await editor.pull(uri);
    editor.closeDocument(uri);
    await editor.pull(uri);
    counts.push(count);
  }
  expect(counts).toEqual([0, 1]);
});
