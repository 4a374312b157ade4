import { fileURLToPath } from 'node:url';
import type { FrameLocator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { ethernet, ip4, pcap, udp } from '../trace/captureFile.ts';
import { describeInEditor, type Editor, openEditor } from './editor.ts';

const examples = fileURLToPath(new URL('../../examples/traces', import.meta.url));

describeInEditor('a SIP trace in the editor', () => {
  let editor: Editor;

  beforeAll(async () => {
    editor = await openEditor({ copyOf: examples, files: {} });
  });
  afterAll(() => editor?.close());
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await editor?.screenshot(`failed ${task.name}`);
  });

  /** The page of the call flow, inside the two frames that a web view is made of. */
  const flow = (): FrameLocator =>
    editor.page.frameLocator('iframe.webview.ready').last().frameLocator('#active-frame');
  const selectedLine = () =>
    editor.evaluate(vscode => vscode.window.visibleTextEditors[0]?.selection.active.line);

  it('is outlined by dialog and explained under the pointer', async () => {
    await editor.open('registration.siptrace');
    const language = await editor.evaluate(vscode => vscode.window.activeTextEditor?.document.languageId);
    expect(language).toBe('sip-trace');
    const hovers = () =>
      editor.evaluate(async vscode => {
        const document = vscode.window.activeTextEditor?.document;
        const at = document?.positionAt(document.getText().indexOf('401'));
        const found = await vscode.commands.executeCommand<import('vscode').Hover[]>(
          'vscode.executeHoverProvider',
          document?.uri,
          at,
        );
        return found
          .flatMap(({ contents }) => contents.map(part => (typeof part === 'string' ? part : part.value)))
          .join();
      });
    // The language server may still be starting.
    await expect.poll(hovers).toContain('Response to message 0');
  });

  it('shows its call flow beside it', async () => {
    await editor.runCommand('SIP: Show Call Flow');
    const arrows = flow().locator('g.arrow');
    await expect.poll(() => arrows.count()).toBe(4);
    expect(await arrows.nth(1).locator('.label').textContent()).toBe('401 Unauthorized');
    expect(await flow().locator('.outcome').textContent()).toContain('answered and accepted');
    await editor.screenshot('call flow');
  });

  it('goes from an arrow to its message and back', async () => {
    const arrows = flow().locator('g.arrow');
    await arrows.nth(1).locator('.label').click();
    await expect.poll(selectedLine).toBe(14);
    await arrows.nth(1).press('ArrowDown');
    await arrows.nth(2).press('Enter');
    await expect.poll(() => arrows.nth(2).getAttribute('aria-selected')).toBe('true');
    await expect.poll(selectedLine).toBe(25);
    await editor.evaluate(vscode => {
      const active = vscode.window.visibleTextEditors[0];
      if (active !== undefined) active.selection = new vscode.Selection(2, 0, 2, 0);
    });
    await expect.poll(() => arrows.nth(0).getAttribute('aria-selected')).toBe('true');
  });

  it('follows what is typed', async () => {
    await editor.open('registration.siptrace');
    await editor.replace('SIP/2.0 401 Unauthorized', 'SIP/2.0 403 Forbidden');
    await expect.poll(() => flow().locator('g.arrow .label').nth(1).textContent()).toBe('403 Forbidden');
  });

  it('opens a capture as a trace', async () => {
    const text =
      'OPTIONS sip:bob@example.com SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\nl: 0\r\n\r\n';
    const capture = Buffer.from(pcap([ethernet(ip4(17, udp(text)))])).toString('base64');
    await editor.evaluate(
      async (vscode, folder, data) => {
        const uri = vscode.Uri.file(`${folder}/call.pcap`);
        await vscode.workspace.fs.writeFile(uri, Buffer.from(data, 'base64'));
        await vscode.commands.executeCommand('sipWorkbench.openCapture', uri);
      },
      editor.folder,
      capture,
    );
    const shown = await editor.evaluate(vscode => {
      const document = vscode.window.activeTextEditor?.document;
      return [document?.languageId, document?.lineAt(0).text, document?.lineAt(1).text];
    });
    expect(shown).toEqual([
      'sip-trace',
      '# 2001-09-09T01:46:40.005000Z UDP 192.0.2.1:5060 => 192.0.2.2:5062',
      'OPTIONS sip:bob@example.com SIP/2.0',
    ]);
  });

  it('writes a redacted copy', async () => {
    await editor.open('call-through-proxy.siptrace');
    await editor.runCommand('SIP: Redact Trace');
    await expect
      .poll(() => editor.evaluate(vscode => vscode.window.activeTextEditor?.document.isUntitled))
      .toBe(true);
    const copy = await editor.evaluate(vscode => vscode.window.activeTextEditor?.document.getText() ?? '');
    expect(copy).not.toMatch(/2001|3001|192\.0\.2|pbx\.example\.com/);
    expect(copy).toContain('INVITE sip:');
  });

  it('makes a trace from a scenario', async () => {
    const { page } = editor;
    await editor.runCommand('SIP: New Trace from Scenario');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'CANCEL' }).click();
    const input = page.locator('.quick-input-widget input.input:visible');
    for (let step = 1; step <= 7; step++) {
      await page.locator('.quick-input-title', { hasText: `${step} of 7` }).waitFor();
      if (step === 1) await editor.answer('4711');
      else if (step === 7) await editor.answer('never shown');
      else await input.press('Enter');
    }
    const text = () => editor.evaluate(vscode => vscode.window.activeTextEditor?.document.getText() ?? '');
    await expect.poll(text).toContain('CANCEL sip:3001@example.com SIP/2.0');
    expect(await text()).toContain('Digest username="4711"');
    expect(await text()).not.toContain('never shown');
  });

  it('draws a PNG in the page', async () => {
    await editor.open('call-through-proxy.siptrace');
    await editor.runCommand('SIP: Show Call Flow');
    await expect.poll(() => flow().locator('g.arrow').count()).toBe(13);
    await flow().locator('button[data-format="png"]').click();
    const name = editor.page.locator('.quick-input-widget input.input:visible');
    await name.waitFor();
    await expect.poll(() => name.inputValue()).toContain('call-through-proxy.png');
    await editor.page.keyboard.press('Enter');
    const size = () =>
      editor.evaluate(async (vscode, folder) => {
        const png = vscode.Uri.file(`${folder}/call-through-proxy.png`);
        const data = await vscode.workspace.fs.readFile(png).then(
          bytes => bytes,
          () => new Uint8Array(8),
        );
        return String.fromCharCode(...data.slice(1, 4));
      }, editor.folder);
    await expect.poll(size).toBe('PNG');
  });

  it('asks nobody outside', () => {
    expect([...editor.foreignOrigins]).toEqual([]);
  });
});
