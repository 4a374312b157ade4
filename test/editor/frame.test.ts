import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeInEditor, editorOfSuite } from './editor.ts';

const files = {
  'sip.conf':
    '[general]\ncontext=public\nallowguest=no\n\n[phone](!)\ntype=friend\nhost=dynamic\n\n#include "sip.d/*.conf"\n',
  'sip.d/customers.conf': '[alice](phone)\ninsecure=very\n',
  'sip.d/more.conf': '[bob](phone)\ninsecure=very\n',
  'unrelated.conf': '[alice](phone)\ninsecure=very\n',
};

describeInEditor('files that belong together', () => {
  const editor = editorOfSuite({ files }, 'sip.conf');

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

  it('shows the page of a rule, and turns the rule off and on again', async () => {
    const { page } = editor;
    const commandsFor = (line: number) =>
      editor.evaluate(async (vscode, at) => {
        const uri = vscode.window.activeTextEditor?.document.uri;
        const range = new vscode.Range(at, 0, at, 1000);
        const actions = await vscode.commands.executeCommand<{ title: string }[]>(
          'vscode.executeCodeActionProvider',
          uri,
          range,
        );
        return actions.map(({ title }) => title);
      }, line);
    await editor.open('sip.d/customers.conf');
    const lines = await editor.evaluate(vscode =>
      vscode.languages
        .getDiagnostics(vscode.window.activeTextEditor?.document.uri ?? vscode.Uri.file('/'))
        .map(({ range }) => range.start.line),
    );
    const titles = await commandsFor(lines[0] ?? 0);
    expect(titles).toContain('Disable sip-conf/invalid-value in the settings');
    expect(titles).toContain('Open the page of sip-conf/invalid-value');

    const run = (command: string) =>
      editor.evaluate(
        (vscode, id, code) => void vscode.commands.executeCommand(id, code),
        command,
        'sip-conf/invalid-value',
      );
    await run('sipWorkbench.disableRule');
    await expect.poll(() => codes('sip.d/customers.conf')).not.toContain('sip-conf/invalid-value');
    const set = await editor.evaluate(async vscode => {
      const configuration = vscode.workspace.getConfiguration('sipWorkbench');
      const value = configuration.inspect('rules')?.workspaceValue;
      await configuration.update('rules', undefined, vscode.ConfigurationTarget.Workspace);
      return JSON.stringify(value);
    });
    expect(set).toBe('{"sip-conf/invalid-value":"off"}');
    await expect.poll(() => codes('sip.d/customers.conf')).toContain('sip-conf/invalid-value');

    await run('sipWorkbench.openRulePage');
    await page.locator('.tab', { hasText: 'invalid-value' }).waitFor();
    await expect.poll(() => textOfPreview(page)).toContain('Why it matters');
    await editor.screenshot('rule-page');
  });

  it('starts the server again on demand', async () => {
    await editor.runCommand('SIP: Restart Language Server');
    await expect.poll(() => codes('sip.conf'), { timeout: 20_000 }).toContain('sip-conf/chan-sip-removed');
    await editor.screenshot('frame');
  });

  it('keeps the compiled server for the next start', async () => {
    const storage = '../server/data/User/globalStorage/sip-workbench.sip-workbench/compiled';
    const kept = () => readdir(join(editor.folder, storage), { recursive: true }).catch(() => []);
    await expect.poll(async () => (await kept()).length).toBeGreaterThan(0);
  });
});

/** What the web views show; the text of each stands in a frame within a frame. */
async function textOfPreview(page: Page): Promise<string> {
  const texts = await Promise.all(
    page.frames().map(frame =>
      frame
        .locator('body')
        .innerText({ timeout: 1000 })
        .catch(() => ''),
    ),
  );
  return texts.join('\n');
}

describeInEditor('an extension whose files are incomplete', () => {
  const editor = editorOfSuite({ files }, 'sip.conf');

  it('says what is missing when a command needs it', async () => {
    const folder = await editor.evaluate(
      vscode => vscode.extensions.getExtension('sip-workbench.sip-workbench')?.extensionPath ?? '',
    );
    await rm(join(folder, 'dist/pieces/client-more.js'), { force: true });
    await editor.runCommand('SIP: New Trace from Scenario');
    const missing = 'client-more.js of SIP Workbench is missing';
    await editor.page.locator('.monaco-dialog-box', { hasText: missing }).waitFor();
  });
});
