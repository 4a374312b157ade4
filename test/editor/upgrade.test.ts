import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeInEditor, type Editor, editorOfSuite } from './editor.ts';

const script = [
  'listen=udp:192.0.2.10:5060',
  'children=4',
  'mpath="/usr/lib/opensips/modules/"',
  'loadmodule "proto_udp.so"',
  'loadmodule "signaling.so"',
  'loadmodule "sl.so"',
  'loadmodule "tm.so"',
  'loadmodule "uri.so"',
  'loadmodule "nathelper.so"',
  'loadmodule "exec.so"',
  '',
  'route {',
  '\tif (nat_uac_test("19"))',
  '\t\tfix_nated_contact();',
  '\texec_getenv("HOME", "1");',
  '\tt_relay("0x02");',
  '}',
  '',
].join('\n');

let editor: Editor;

const texts = () =>
  editor.evaluate(vscode =>
    Object.fromEntries(vscode.workspace.textDocuments.map(({ uri, getText }) => [uri.path, getText()])),
  );

const textOf = (name: string) => async () =>
  Object.entries(await texts()).find(([path]) => path.endsWith(name))?.[1];

const applyButton = () =>
  editor.page.locator('.editor-actions .action-label[aria-label*="Apply Upgrade"]').first();

describeInEditor('the upgrade of a script in the editor', () => {
  editor = editorOfSuite({ files: { 'opensips.cfg': script } }, 'opensips.cfg');

  it('asks for a later version, the one with long-term support first', async () => {
    await expect.poll(() => editor.problems('opensips.cfg')).not.toEqual([]);
    await editor.runCommand('SIP: Upgrade to ...');
    const rows = editor.page.locator('.quick-input-list .monaco-list-row');
    await expect
      .poll(async () => (await rows.allTextContents()).slice(0, 2))
      .toEqual([expect.stringContaining('OpenSIPS 3.6'), expect.stringContaining('OpenSIPS 4.0')]);
    await editor.screenshot('upgrade versions');
    await editor.answer('OpenSIPS 3.6');
  });

  it('previews the new text beside the old one, with a report', async () => {
    await expect
      .poll(textOf('/opensips-3.6.cfg'))
      .toContain('nat_uac_test("private-contact,diff-ip-src-via,diff-port-src-via")');
    await expect
      .poll(texts)
      .toEqual(expect.objectContaining({ 'Untitled-1': expect.stringContaining('## Yours to decide') }));
    await applyButton().waitFor();
    await editor.screenshot('upgrade');
    expect(await readFile(join(editor.folder, 'opensips.cfg'), 'utf8')).toBe(script);
    expect(await textOf('/opensips.cfg')()).toBe(script);
  });

  it('puts the new text into the file when the user applies it', async () => {
    await applyButton().click();
    await expect.poll(textOf('/opensips.cfg')).toContain('t_relay("no-auto-477")');
    await expect.poll(textOf('/opensips-3.6.cfg')).toBeUndefined();
    expect(await readFile(join(editor.folder, 'opensips.cfg'), 'utf8')).toBe(script);
  });
});
