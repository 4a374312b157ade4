import { fileURLToPath } from 'node:url';
import type { FrameLocator } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeInEditor, editorOfSuite } from './editor.ts';

const examples = fileURLToPath(new URL('../../examples/asterisk', import.meta.url));

const WIZARDS = `[trunk]
type=wizard
sends_auth=yes
remote_hosts=192.0.2.60
outbound_auth/username=u
outbound_auth/password=Kx7-pq9-Lw2
endpoint/context=from-provider
endpoint/allow=ulaw
`;

describeInEditor('pjsip.conf before the eyes of a user', () => {
  const editor = editorOfSuite({ copyOf: examples, files: { 'pjsip_wizard.conf': WIZARDS } }, 'pjsip.conf');

  const view = (): FrameLocator =>
    editor.page.frameLocator('iframe.webview.ready').last().frameLocator('iframe#active-frame');

  it('says which objects Asterisk drops, and why', async () => {
    const { page } = editor;
    await page.locator('.monaco-editor .squiggly-error').first().waitFor();
    await editor.runCommand('Problems: Focus on Problems View');
    const problem = page.locator('.markers-panel .monaco-list-row', { hasText: 'max_contacts' }).first();
    await problem.waitFor();
    expect(await problem.innerText()).toContain('pjsip-conf/unknown-option');
    await editor.screenshot('pjsip-problems');
  });

  it('describes an option, and what a reload does with it', async () => {
    const { page } = editor;
    await editor.putCursorBehind('bind');
    await editor.runCommand('Show or Focus Hover');
    const hover = page.locator('.monaco-hover:visible', { hasText: 'transport' });
    await hover.waitFor();
    expect(await hover.innerText()).toContain('Reload: does not apply a change');
    await editor.screenshot('pjsip-hover');
    await page.keyboard.press('Escape');
  });

  it('completes the options of the type, and names of objects of the wizard', async () => {
    const { page } = editor;
    await editor.putCursorBehind('username=alice');
    await page.keyboard.press('Enter');
    await page.keyboard.type('rea');
    const row = page.locator('.suggest-widget.visible .monaco-list-row', { hasText: 'realm' }).first();
    await row.waitFor();
    await editor.screenshot('pjsip-completion');
    await page.keyboard.press('Escape');
    await editor.replace('username=alice\nrea', 'username=alice');
    await editor.replace('endpoint=provider', 'endpoint=');
    await editor.putCursorBehind('[provider]\ntype=identify\nendpoint=');
    await page.keyboard.press('Control+Space');
    await page.locator('.suggest-widget.visible .monaco-list-row', { hasText: 'trunk' }).first().waitFor();
    await page.keyboard.press('Escape');
    await editor.replace('endpoint=\n', 'endpoint=provider\n');
  });

  it('finds the wizard that creates an object', async () => {
    await editor.replace('endpoint=provider', 'endpoint=trunk');
    await editor.putCursorBehind('endpoint=tru');
    await editor.runCommand('Go to Definition');
    await expect
      .poll(() => editor.evaluate(vscode => vscode.window.activeTextEditor?.document.uri.path ?? ''))
      .toMatch(/pjsip_wizard\.conf$/);
    await editor.open('pjsip.conf');
    await editor.replace('endpoint=trunk', 'endpoint=provider');
  });

  it('explains a call from an endpoint, with the identifiers in their order', async () => {
    // Otherwise, Asterisk drops the endpoint.
    await editor.replace('dtmf_mode=rfc2833', 'dtmf_mode=rfc4733');
    await editor.clickLens('Explain a call from this endpoint', '[provider](phone)');
    await expect.poll(() => view().locator('#sentence').textContent()).toContain('the endpoint "provider"');
    await view().locator('.title').first().focus();
    await editor.screenshot('pjsip-explain');
  });

  it('shows a conversion with its report before anything is written', async () => {
    await editor.evaluate(async vscode => {
      for (const name of ['files.saveAll', 'closeAllEditors', 'closePanel', 'closeSidebar'])
        await vscode.commands.executeCommand(`workbench.action.${name}`);
    });
    await editor.open('sip.conf');
    await editor.runCommand('SIP: Convert to pjsip.conf');
    await expect
      .poll(() =>
        editor.evaluate(vscode =>
          vscode.window.visibleTextEditors.map(
            ({ document }) => `${document.languageId} ${document.isUntitled}`,
          ),
        ),
      )
      .toEqual(expect.arrayContaining(['pjsip-conf true', 'markdown true']));
    const texts = await editor.evaluate(vscode =>
      vscode.window.visibleTextEditors.map(({ document }) => document.getText()),
    );
    expect(texts.some(text => text.includes('type=endpoint'))).toBe(true);
    // Templates of one new file are not missing in the others.
    const codes = await editor.evaluate(vscode =>
      vscode.languages
        .getDiagnostics()
        .filter(([uri]) => uri.scheme === 'untitled')
        .flatMap(([, found]) => found.map(({ code }) => (typeof code === 'object' ? code.value : code))),
    );
    expect(codes).not.toContain('pjsip-conf/unknown-template');
    await editor.screenshot('pjsip-conversion');
    const files = await editor.evaluate(async vscode =>
      (await vscode.workspace.findFiles('pjsip*.conf')).map(({ path }) =>
        path.slice(path.lastIndexOf('/') + 1),
      ),
    );
    expect(files.sort()).toEqual(['pjsip.conf', 'pjsip_wizard.conf']);
  });
});
