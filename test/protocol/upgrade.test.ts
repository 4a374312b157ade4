import { afterEach, expect, test } from 'vitest';
import { languages } from '../../server/languages/registry.ts';
import type {
  UpgradeResult,
  UpgradeTargets,
} from '../../server/protocol/sipWorkbench/preview/upgradeRequest.ts';
import { memoryFiles } from '../workspace/memoryFiles.ts';
import { type Editor, startEditor } from './editor.ts';

let editor: Editor;
afterEach(() => editor.close());

const root = 'file:///etc/opensips/opensips.cfg';
const part = 'file:///etc/opensips/routes.cfg';
const script = 'listen=udp:192.0.2.10:5060\nloadmodule "/modules/proto_udp.so"\ninclude_file "routes.cfg"\n';
const routes = 'route {\n\tif (src_ip == 192.0.2.1)\n\t\texit;\n}\n';

async function start(version: string): Promise<void> {
  editor = await startEditor({
    languages,
    files: memoryFiles(new Map([[part, routes]])),
    folders: ['file:///etc/opensips'],
    settings: () => ({ opensips: { version } }),
  });
  editor.open(root, script, 'opensips-cfg');
}

test('later versions are offered, the one with long-term support first', async () => {
  await start('3.3');
  const targets = await editor.ask<UpgradeTargets | null>('sipWorkbench/upgradeTargets', root);
  expect(targets?.server).toBe('OpenSIPS');
  expect(targets?.from).toBe('3.3');
  expect(targets?.versions.map(({ version }) => version)).toEqual(['3.6', '4.0', '3.5', '3.4']);
});

test('a script and what it includes are upgraded, with a report', async () => {
  await start('2.4');
  const result = await editor.ask<UpgradeResult | null>('sipWorkbench/upgrade', root, {
    from: '2.4',
    to: '3.6',
  });
  expect(result?.files).toEqual([
    {
      source: root,
      file: 'file:///etc/opensips/opensips-3.6.cfg',
      text: script.replace('listen', 'socket'),
    },
    {
      source: part,
      file: 'file:///etc/opensips/routes-3.6.cfg',
      text: routes.replace('src_ip', '$si'),
    },
  ]);
  expect(result?.report).toContain('# OpenSIPS 2.4 to 3.6');
  expect(result?.report).toContain('`routes.cfg:2`');
});

test('a script that a later version reads as it is gives nothing', async () => {
  await start('3.5');
  const params = { from: '3.5', to: '3.6' };
  const plain = 'socket=udp:192.0.2.10:5060\nloadmodule "proto_udp.so"\nroute {\n\texit;\n}\n';
  editor.open('file:///etc/opensips/plain.cfg', plain, 'opensips-cfg');
  expect(await editor.ask('sipWorkbench/upgrade', 'file:///etc/opensips/plain.cfg', params)).toBeNull();
});

test('a script is not rewritten for the version that it is for', async () => {
  await start('3.6');
  const params = { from: '3.6', to: '3.6' };
  expect(await editor.ask('sipWorkbench/upgrade', root, params)).toBeNull();
});
