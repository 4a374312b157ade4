import { afterEach, expect, test } from 'vitest';
import type { TypeHierarchyItem, WorkspaceEdit } from 'vscode-languageserver';
import { sipConf } from '../../server/languages/asterisk/sip-conf/index.ts';
import { memoryFiles } from '../workspace/memoryFiles.ts';
import { type Editor, pulling, startEditor } from './editor.ts';

let editor: Editor;
afterEach(() => editor.close());

const folder = 'file:///etc/asterisk';
const root = `${folder}/sip.conf`;
const phones = `${folder}/sip_phones.conf`;
const dialplan = `${folder}/extensions.conf`;

async function start(files: Record<string, string>, workspaceEdit: object = {}): Promise<void> {
  const stored = new Map(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]));
  editor = await startEditor({
    languages: [sipConf],
    files: memoryFiles(stored),
    folders: [folder],
    capabilities: { ...pulling, workspace: { ...pulling.workspace, workspaceEdit } },
  });
  editor.open(root, files['sip.conf'] ?? '', 'sip-conf');
}

const hierarchy = {
  'sip.conf': `[general]
[base](!)
type=friend
[phone](!,base)
[door](base)
#include "sip_phones.conf"
[base](+)
qualify=yes
`,
  'sip_phones.conf': `[alice](phone)
[bob](phone,base)
[lonely]
type=peer
[late](later)
[later](!)
`,
};

test('the hierarchy of templates, down and up, through files that no editor shows', async () => {
  await start(hierarchy);
  const [base] = await prepare(root, 1, 2);
  expect(base).toMatchObject({ name: 'base', detail: 'template', uri: root });
  expect(base?.selectionRange).toEqual(at(1, 1, 5));
  const heirs = await related('subtypes', base);
  expect(heirs.map(placeOf)).toEqual(['phone sip.conf:4', 'door sip.conf:5', 'bob sip_phones.conf:2']);
  const [phone, door, bob] = heirs;
  expect((await related('subtypes', phone)).map(placeOf)).toEqual([
    'alice sip_phones.conf:1',
    'bob sip_phones.conf:2',
  ]);
  expect(await related('subtypes', bob)).toEqual([]);
  expect((await related('supertypes', bob)).map(placeOf)).toEqual(['phone sip.conf:4', 'base sip.conf:2']);
  expect((await related('supertypes', phone)).map(placeOf)).toEqual(['base sip.conf:2']);
  expect((await related('supertypes', door)).map(placeOf)).toEqual(['base sip.conf:2']);
  expect(await related('supertypes', base)).toEqual([]);
});

test('the hierarchy is asked for at a header, a name between parentheses, or an addition', async () => {
  await start(hierarchy);
  editor.open(phones, hierarchy['sip_phones.conf'], 'sip-conf');
  const named = async (uri: string, line: number, character: number): Promise<string[]> =>
    (await prepare(uri, line, character)).map(placeOf);
  expect(await named(phones, 1, 7)).toEqual(['phone sip.conf:4']);
  expect(await named(phones, 1, 12)).toEqual(['base sip.conf:2']);
  expect(await named(root, 6, 2)).toEqual(['base sip.conf:2']);
  expect(await named(phones, 2, 2)).toEqual(['lonely sip_phones.conf:3']);
  expect(await named(root, 0, 2)).toEqual([]);
  expect(await named(root, 2, 2)).toEqual([]);
  expect(await named(root, 99, 0)).toEqual([]);
  // The server knows only the templates above.
  expect(await named(phones, 4, 8)).toEqual([]);
  const [late] = await prepare(phones, 4, 2);
  expect(await related('supertypes', late)).toEqual([]);
  const [later] = await prepare(phones, 5, 2);
  expect(await related('subtypes', later)).toEqual([]);
});

test('an item of the hierarchy is known again after an edit above it, and gone after one that removes it', async () => {
  await start(hierarchy);
  const [phone] = await prepare(root, 3, 2);
  editor.type(root, 2, 0, '; more\n');
  expect((await related('supertypes', phone)).map(placeOf)).toEqual(['base sip.conf:2']);
  const [moved] = await prepare(root, 4, 2);
  expect((await related('supertypes', moved)).map(placeOf)).toEqual(['base sip.conf:2']);
  expect((await related('subtypes', moved)).map(placeOf)).toEqual([
    'alice sip_phones.conf:1',
    'bob sip_phones.conf:2',
  ]);
  editor.type(root, 4, 0, ';');
  expect(await related('supertypes', moved)).toEqual([]);
  expect(await related('subtypes', { ...moved, uri: 'file:///nowhere/sip.conf' })).toBeNull();
  expect(await related('subtypes', { ...moved, name: 'nobody' })).toEqual([]);
});

const hashed = {
  'sip.conf': `[general]
context=phones
[alice]
type=friend
host=dynamic
md5secret=0123456789abcdef0123456789abcdef
`,
  'extensions.conf': '[phones]\nexten => 1,1,VoiceMail(1@phones)\n',
};

test('what a new name breaks is said in annotations and messages, where the editor knows both', async () => {
  await start(hashed, {
    documentChanges: true,
    changeAnnotationSupport: { groupsOnLabel: true },
  });
  const device = await renamed(2, 2, 'bob');
  expect(device).toEqual({
    documentChanges: [
      {
        textDocument: { uri: root, version: null },
        edits: [{ range: at(2, 1, 6), newText: 'bob', annotationId: 'md5secret' }],
      },
    ],
    changeAnnotations: {
      md5secret: {
        label: 'md5secret belongs to the old name',
        description: expect.stringContaining('With the name "bob", the device cannot log in'),
        needsConfirmation: true,
      },
    },
  });
  const context = await renamed(1, 10, 'office');
  expect(context).toMatchObject({
    documentChanges: [
      { textDocument: { uri: root }, edits: [{ range: at(1, 8, 14), newText: 'office' }] },
      {
        textDocument: { uri: dialplan, version: null },
        edits: [{ range: at(0, 1, 7), newText: 'office', annotationId: 'extensions.conf' }],
      },
    ],
    changeAnnotations: {
      'extensions.conf': { description: expect.stringContaining('Line 2 of extensions.conf') },
    },
  });
  expect(messages()).toHaveLength(2);
});

test('what a new name breaks is said in messages alone, where the editor knows no annotations', async () => {
  await start(hashed);
  expect(await renamed(2, 2, 'bob')).toEqual({
    changes: { [root]: [{ range: at(2, 1, 6), newText: 'bob' }] },
  });
  expect(await renamed(1, 10, 'office')).toEqual({
    changes: {
      [root]: [{ range: at(1, 8, 14), newText: 'office' }],
      [dialplan]: [{ range: at(0, 1, 7), newText: 'office' }],
    },
  });
  expect(messages()).toEqual([
    { type: 2, message: expect.stringMatching(/^md5secret belongs to the old name\. md5secret is the hash/) },
    { type: 2, message: expect.stringContaining('Line 2 of extensions.conf uses "phones"') },
  ]);
});

test('a context is renamed in the dialplan as an editor holds it', async () => {
  await start(hashed);
  editor.open(dialplan, '; new\n[phones]\n', 'ini');
  expect(await renamed(1, 10, 'office')).toMatchObject({
    changes: { [dialplan]: [{ range: at(1, 1, 7), newText: 'office' }] },
  });
});

function prepare(uri: string, line: number, character: number): Promise<TypeHierarchyItem[]> {
  return editor.ask('textDocument/prepareTypeHierarchy', uri, { position: { line, character } });
}

function related(
  direction: 'supertypes' | 'subtypes',
  item: TypeHierarchyItem | object | undefined,
): Promise<TypeHierarchyItem[]> {
  return editor.connection.sendRequest(`typeHierarchy/${direction}`, { item });
}

function renamed(line: number, character: number, newName: string): Promise<WorkspaceEdit> {
  return editor.ask('textDocument/rename', root, { position: { line, character }, newName });
}

function messages(): unknown[] {
  return editor.notifications
    .filter(({ method }) => method === 'window/showMessage')
    .map(({ params }) => params);
}

function at(line: number, start: number, end: number): object {
  return { start: { line, character: start }, end: { line, character: end } };
}

/** `NAME FILE:LINE`, from 1. */
function placeOf({ name, uri, selectionRange }: TypeHierarchyItem): string {
  return `${name} ${uri.slice(folder.length + 1)}:${selectionRange.start.line + 1}`;
}
