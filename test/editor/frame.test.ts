import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { describeInEditor, type Editor, openEditor } from './editor.ts';

const files = {
  'sip.conf':
    '[general]\ncontext=public\nallowguest=no\n\n[phone](!)\ntype=friend\nhost=dynamic\n\n#include "sip.d/*.conf"\n',
  'sip.d/customers.conf': '[alice](phone)\ninsecure=very\n',
  'sip.d/more.conf': '[bob](phone)\ninsecure=very\n',
  'unrelated.conf': '[alice](phone)\ninsecure=very\n',
};

describeInEditor('files that belong together', () => {
  let editor: Editor;

  beforeAll(async () => {
    editor = await openEditor({ files });
    await editor.open('sip.conf');
  });
  afterAll(() => editor?.close());
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await editor?.screenshot(`failed ${task.name}`);
  });

  const codes = (path: string): Promise<string[]> => editor.problems(path);

  const languageOfActive = (): Promise<string | undefined> =>
    editor.evaluate(vscode => vscode.window.activeTextEditor?.document.languageId);

  it('lists the problems of included files that are not open', async () => {
    await expect
      .poll(() => codes('sip.d/more.conf'), { timeout: 20_000 })
      .toContain('sip-conf/invalid-value');
    expect(await codes('unrelated.conf')).toEqual([]);
  });

  it('gives an included file the language of its root, and no other file', async () => {
    await editor.open('sip.d/customers.conf');
    await expect.poll(languageOfActive, { timeout: 20_000 }).toBe('sip-conf');
    await expect.poll(() => codes('sip.d/customers.conf')).toContain('sip-conf/invalid-value');
    // The template of another file is known.
    expect(await codes('sip.d/customers.conf')).not.toContain('sip-conf/unknown-template');
    await editor.open('unrelated.conf');
    expect(await languageOfActive()).not.toBe('sip-conf');
  });

  it('takes in what other programs write', async () => {
    await editor.watchesFolder();
    await writeFile(join(editor.folder, 'sip.d/more.conf'), '[bob](phone)\ninsecure=port\n');
    await expect
      .poll(() => codes('sip.d/more.conf'), { timeout: 20_000 })
      .not.toContain('sip-conf/invalid-value');
  });

  it('asks for a version and judges by it', async () => {
    await editor.open('sip.conf');
    await editor.runCommand('SIP: Select Server Version');
    const { page } = editor;
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Asterisk 21' }).first().click();
    await expect.poll(() => codes('sip.conf'), { timeout: 20_000 }).toContain('sip-conf/chan-sip-removed');
    const version = await editor.evaluate(vscode =>
      vscode.workspace.getConfiguration('sipWorkbench').get<string>('asterisk.version'),
    );
    expect(version).toBe('21');
  });

  it('starts the server again on demand', async () => {
    await editor.runCommand('SIP: Restart Language Server');
    await expect.poll(() => codes('sip.conf'), { timeout: 20_000 }).toContain('sip-conf/chan-sip-removed');
    await editor.screenshot('frame');
  });
});
