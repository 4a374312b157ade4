import { afterEach, expect, test } from 'vitest';
import { languages } from '../../server/languages/registry.ts';
import {
  HARVEST_REQUEST,
  type HarvestAnswer,
} from '../../server/protocol/sipWorkbench/knowledge/harvestRequest.ts';
import { memoryFiles } from '../workspace/memoryFiles.ts';
import { type Editor, startEditor } from './editor.ts';

let editor: Editor;
afterEach(() => editor.close());

const folder = 'file:///usr/lib/opensips/modules';
const root = 'file:///etc/opensips/opensips.cfg';
const script = (module: string) =>
  `socket=udp:127.0.0.1:5060\nmpath="/usr/lib/opensips/modules/"\nloadmodule "proto_udp.so"\nloadmodule "${module}.so"\nroute {\n\texit;\n}\n`;

async function start(): Promise<Map<string, string>> {
  const files = new Map([[`${folder}/billing.so`, '']]);
  editor = await startEditor({
    languages,
    files: memoryFiles(files),
    folders: ['file:///etc/opensips'],
  });
  return files;
}

test('private modules are added to the text of a project file', async () => {
  await start();
  const ask = (projectFile?: string, of = folder) =>
    editor.ask<HarvestAnswer | null>(HARVEST_REQUEST, root, { folder: of, projectFile });
  const text = '{\n  "options": {\n    "opensips.modules": "billing"\n  }\n}\n';
  expect(await ask()).toEqual({ text, added: 1 });
  expect(await ask(text)).toEqual({ text, added: 0 });
  expect(await ask('[]')).toEqual({ refusal: 'the file: write an object.' });
  expect(await ask(undefined, 'file:///nowhere')).toBeNull();
});

test('a private module is known as soon as it is in the folder named by mpath', async () => {
  const files = await start();
  editor.open(root, script('billing'), 'opensips-cfg');
  const other = 'file:///etc/opensips/other.opensips.cfg';
  editor.open(other, script('rating'), 'opensips-cfg');
  const codes = async (uri: string) => {
    const report = await editor.pull(uri);
    return report.kind === 'full' ? report.items.map(({ code }) => code) : undefined;
  };
  expect(await codes(root)).toEqual([]);
  expect(await codes(other)).toEqual(['opensips-cfg/unknown-module']);
  files.set(`${folder}/rating.so`, '');
  await editor.connection.sendNotification('workspace/didChangeWatchedFiles', {
    changes: [{ uri: `${folder}/rating.so`, type: 1 }],
  });
  await expect.poll(() => codes(other)).toEqual([]);
});
