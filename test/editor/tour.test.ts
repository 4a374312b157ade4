import { fileURLToPath } from 'node:url';
import type { FrameLocator, Locator } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { describeInEditor, editorOfSuite } from './editor.ts';

const examples = fileURLToPath(new URL('../../examples', import.meta.url));

const size = { width: 1080, height: 680 };

/**
 * The pictures of the page that introduces the extension. `docs/pictures.mjs` takes them from screenshots/, and makes one
 * moving picture of those whose names start with `tour-explain`.
 */
describeInEditor('the tour of the extension', () => {
  const editor = editorOfSuite({
    copyOf: examples,
    files: {},
    settings: {
      'editor.minimap.enabled': false,
      'editor.fontSize': 13,
      'workbench.colorTheme': 'Default Dark Modern',
    },
  });
  beforeAll(async () => {
    await editor.page.setViewportSize(size);
  });

  const view = (): FrameLocator =>
    editor.page.frameLocator('iframe.webview.ready').last().frameLocator('iframe#active-frame');

  const choice = (text: string): Locator =>
    editor.page.locator('.quick-input-list .monaco-list-row', { hasText: text });

  /** Without the title of the window. */
  const picture = (name: string): Promise<void> =>
    editor.screenshot(`tour-${name}`, { x: 0, y: 30, width: size.width, height: size.height - 30 });

  /** Without what an earlier picture needed beside the editor. */
  const onlyTheEditor = async (): Promise<void> => {
    await editor.evaluate(async vscode => {
      await vscode.workspace.saveAll();
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await vscode.commands.executeCommand('workbench.action.closePanel');
      await vscode.commands.executeCommand('workbench.action.closeSidebar');
      await vscode.commands.executeCommand('notifications.clearAll');
    });
  };

  it('lists problems with their reasons', async () => {
    await onlyTheEditor();
    await editor.open('asterisk/sip.conf');
    await editor.page.locator('.monaco-editor .squiggly-error').first().waitFor();
    await editor.runCommand('Problems: Focus on Problems View');
    await editor.page
      .locator('.markers-panel .monaco-list-row', { hasText: 'unknown codec' })
      .first()
      .waitFor();
    await picture('problems');
  });

  it('says first what an insecure value does', async () => {
    await onlyTheEditor();
    await editor.open('asterisk/sip.conf');
    await editor.line('alwaysauthreject').locator('span span').first().hover();
    await editor.page.locator('.monaco-hover:visible', { hasText: 'Default' }).waitFor();
    await picture('hover');
    await editor.page.keyboard.press('Escape');
  });

  it('explains a call, its password and an edit', async () => {
    const { page } = editor;
    await onlyTheEditor();
    await editor.open('asterisk/sip_phones.conf');
    await editor.putCursorBehind('[202](phone)');
    await page
      .locator('.codelens-decoration a', { hasText: 'Explain a call from this device' })
      .first()
      .waitFor();
    await picture('explain-1');

    await editor.runCommand('SIP: Explain Message Matching');
    await choice('Make Up a Call from 202, from Inside').waitFor();
    await picture('explain-2');
    await choice('Make Up a Call from 202, from Inside').click();
    const sentence = view().locator('#sentence');
    await expect.poll(() => sentence.textContent()).toContain('401');
    await picture('explain-3');

    await view().locator('.title').first().focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await picture('explain-4');

    await view().locator('button[data-ask=answer]').click();
    const input = page.locator('.quick-input-widget input.input:visible');
    await expect.poll(() => input.inputValue()).toBe('202');
    await input.press('Enter');
    await expect.poll(() => input.getAttribute('type')).toBe('password');
    await input.pressSequentially('tYm-44x-Qop-31');
    await picture('explain-5');
    await input.press('Enter');
    await expect.poll(() => sentence.textContent()).toContain('Accepted');
    await picture('explain-6');

    await view().locator('#step-1 .link').first().click();
    await expect.poll(() => page.locator('.tab.active', { hasText: 'sip_phones.conf' }).count()).toBe(1);
    await editor.evaluate(vscode => vscode.commands.executeCommand('workbench.action.focusFirstEditorGroup'));
    await editor.replace('permit=192.168.10.0/24', 'deny=0.0.0.0/0');
    await expect
      .poll(() => view().locator('#changed').textContent())
      .toContain('Before your edits: Accepted');
    await view()
      .locator('.changed')
      .first()
      .evaluate(changed => changed.scrollIntoView({ block: 'center' }));
    await picture('explain-7');
  });

  it('draws the call flow of a trace', async () => {
    await onlyTheEditor();
    await editor.open('traces/two-legs.siptrace');
    await editor.runCommand('SIP: Show Call Flow');
    await view().locator('svg').first().waitFor();
    await editor.evaluate(vscode =>
      vscode.commands.executeCommand('vscode.setEditorLayout', {
        orientation: 0,
        groups: [{ size: 0.35 }, { size: 0.65 }],
      }),
    );
    await view().getByRole('button', { name: 'Fit' }).click();
    await picture('call-flow');
  });

  it('draws the routes of a script', async () => {
    await onlyTheEditor();
    await editor.open('opensips/opensips.cfg');
    await editor.runCommand('SIP: Show Route Map');
    await view().locator('g.box').first().waitFor();
    await editor.evaluate(async vscode => {
      await vscode.commands.executeCommand('workbench.action.focusSecondEditorGroup');
      await vscode.commands.executeCommand('workbench.action.toggleMaximizeEditorGroup');
    });
    await view().getByRole('button', { name: 'Fit' }).click();
    await picture('route-map');
  });
});
