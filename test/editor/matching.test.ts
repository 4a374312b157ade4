import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeInEditor, type Editor, editorOfSuite } from './editor.ts';

const SIP_CONF = `[general]
context=public
allowguest=no

[phone](!)
type=friend
host=dynamic
context=internal

[1001](phone)
secret=s3cret

[trunk-b]
type=peer
host=192.0.2.20
context=from-trunk
`;

const EXTENSIONS = `[internal]
exten => _1XX,1,Dial(SIP/\${EXTEN})
[from-trunk]
exten => _X.,1,Goto(internal,\${EXTEN},1)
`;

const invite = (user: string, source: string): string =>
  [
    'INVITE sip:100@192.0.2.1 SIP/2.0',
    `Via: SIP/2.0/UDP ${source};branch=z9hG4bK${user}`,
    `From: "Somebody" <sip:${user}@192.0.2.1>;tag=1`,
    'To: <sip:100@192.0.2.1>',
    `Call-ID: ${user}`,
    'CSeq: 1 INVITE',
    'Content-Length: 0',
    '',
    '',
  ].join('\n');

const TRACE = invite('1001', '192.0.2.30:5062') + invite('somebody', '192.0.2.20:5070');

describeInEditor('the explanation of message matching', () => {
  const editor = editorOfSuite({
    files: { 'sip.conf': SIP_CONF, 'extensions.conf': EXTENSIONS, 'calls.siptrace': TRACE },
  });

  const view = (): FrameLocator =>
    editor.page.frameLocator('iframe.webview.ready').last().frameLocator('iframe#active-frame');

  const focused = (): Promise<string> =>
    view()
      .locator('body')
      .evaluate(() => document.activeElement?.textContent ?? '');

  it('is asked for by keyboard, and each step leads to its line', async () => {
    await openTrace(editor, 2);
    await editor.runCommand('SIP: Explain Message Matching');
    const sentence = view().locator('#sentence');
    await expect.poll(() => sentence.textContent()).toContain('401: friend 1001 was found by name');
    // Behind the toolbar, the steps are one stop of the Tab key; then the buttons of the step follow.
    const titles = view().getByRole('list', { name: 'Steps' }).locator('.title');
    await view().locator('button[data-zoom=fit]').focus();
    await editor.page.keyboard.press('Tab');
    expect(await focused()).toBe(await titles.first().textContent());
    await editor.page.keyboard.press('ArrowDown');
    await editor.screenshot('matching');
    await editor.page.keyboard.press('Enter');
    await expect.poll(() => selectedLine(editor)).toBe('sip.conf: [1001](phone)');
    expect(await focused()).toMatch(/Device by name decided$/);
    const current = view().locator('[aria-current=step]');
    expect(await current.allTextContents()).toEqual([await focused()]);
    await editor.page.keyboard.press('Tab');
    expect(await focused()).toBe('sip.conf:10');
    await editor.page.keyboard.press('ArrowDown');
    expect(await focused()).toMatch(/Device by address skipped$/);
    await editor.page.keyboard.press('End');
    expect(await current.allTextContents()).toEqual([await titles.last().textContent()]);
    // A whole sentence, however narrow the view is.
    expect(await view().locator('.step.marked').textContent()).toMatch(/^●Challenge decided.*, no qop\./);
  });

  it('gives its text another size, and keeps what has the focus in sight', async () => {
    const { page } = editor;
    await editor.page.setViewportSize({ width: 1400, height: 620 });
    const main = view().locator('main');
    const size = () => main.evaluate(element => Number.parseFloat(getComputedStyle(element).fontSize));
    const first = view().locator('.title').first();
    await first.focus();
    const normal = await size();
    for (let i = 0; i < 4; i++) await page.keyboard.press('+');
    expect(await size()).toBeGreaterThan(normal * 2);
    await page.keyboard.press('End');
    await page.keyboard.press('Home');
    const isInSight = await first.evaluate(element => {
      const below = document.querySelector('header')?.getBoundingClientRect().bottom ?? 0;
      return element.getBoundingClientRect().top >= below;
    });
    expect(isInSight).toBe(true);
    await page.keyboard.press('-');
    await page.keyboard.press('0');
    expect(await size()).toBe(normal);
    await page.setViewportSize({ width: 1400, height: 900 });
  });

  it('asks what the client answers without showing the password', async () => {
    await view().locator('button[data-ask=answer]').focus();
    await editor.page.keyboard.press('Enter');
    const input = editor.page.locator('.quick-input-widget input.input:visible');
    await expect.poll(() => input.inputValue()).toBe('1001');
    await input.press('Enter');
    await expect.poll(() => input.getAttribute('type')).toBe('password');
    await editor.answer('s3cret');
    await expect.poll(() => view().locator('#sentence').textContent()).toContain('Accepted: friend 1001');
    expect(await view().locator('body').textContent()).not.toContain('s3cret');
    await expect.poll(() => view().locator('.reply.good').count()).toBe(1);
  });

  it('names the near miss, and a change fixes it', async () => {
    await openTrace(editor, 12);
    await editor.runCommand('SIP: Explain Message Matching');
    await expect
      .poll(() => view().locator('main').textContent())
      .toContain('would match by address, but the source port 5070 is not 5060 and insecure=port is not set');
    await view().getByRole('button', { name: 'Set port=5070 in [trunk-b]' }).focus();
    await editor.screenshot('matching-near-miss');
    await editor.page.keyboard.press('Enter');
    await expect.poll(() => view().locator('#sentence').textContent()).toContain('Accepted: peer trunk-b');
    await expect.poll(() => selectedLine(editor)).toBe('sip.conf: port=5070');
    // What the edit changed stands there until the file is saved.
    const changed = view().locator('#changed');
    await expect.poll(() => changed.textContent()).toMatch(/^Before your edits: \d+: no device matches/);
    await expect.poll(() => view().locator('main').textContent()).toContain('Changed: ');
    await editor.evaluate(vscode => vscode.workspace.saveAll());
    await expect.poll(() => changed.textContent()).toBe('');
  });

  it('takes another source', async () => {
    const source = view().getByLabel('Source address');
    await source.fill('somewhere');
    await source.press('Enter');
    await expect.poll(() => source.getAttribute('aria-invalid')).toBe('true');
    expect(await view().getByRole('alert').textContent()).toContain('such as 192.0.2.10:5060/udp');
    await source.fill('203.0.113.9:5060/udp');
    await view().locator('#source').press('Enter');
    await expect.poll(() => view().locator('#sentence').textContent()).toContain('no device matches');
    await expect
      .poll(() =>
        view()
          .locator('main li code', { hasText: /^host$/ })
          .count(),
      )
      .toBe(1);
    expect(await view().locator('body').textContent()).not.toContain('`');
  });

  it('is a report as well, which nobody can change', async () => {
    await view().locator('button[data-ask=report]').focus();
    await editor.page.keyboard.press('Enter');
    await expect
      .poll(() =>
        editor.evaluate(vscode => vscode.window.activeTextEditor?.document.getText().split('\n')[0] ?? ''),
      )
      .toMatch(/^# \d+: no device matches/);
    expect(await editor.evaluate(vscode => vscode.window.activeTextEditor?.document.uri.scheme)).toBe(
      'sip-workbench-report',
    );
  });

  it('makes up messages of the device at the cursor, and of a stranger', async () => {
    await editor.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await editor.evaluate(vscode => vscode.env.clipboard.writeText(''));
    await editor.open('sip.conf');
    await editor.putCursorBehind('[1001](phone)');
    await editor.runCommand('SIP: Explain Message Matching');
    const choice = (text: string) =>
      editor.page.locator('.quick-input-list .monaco-list-row', { hasText: text });
    await choice('Make Up a Call from 1001, from Inside').waitFor();
    await editor.screenshot('matching-made-up');
    await choice('Make Up a Registration of 1001').click();
    await expect.poll(() => view().locator('#sentence').textContent()).toContain('401');
    await expect.poll(() => view().locator('main pre').textContent()).toContain('REGISTER sip:192.0.2.1');
    await editor.open('sip.conf');
    await editor.runCommand('SIP: Explain Message Matching');
    await choice('Make Up a Call from a Stranger').click();
    await expect.poll(() => view().locator('#sentence').textContent()).toContain('no device matches');
  });

  it('takes the nearest message of an open trace', async () => {
    // Below the last message.
    await openTrace(editor, 19);
    await editor.evaluate(
      async (vscode, file) => {
        const document = await vscode.workspace.openTextDocument(file);
        await vscode.window.showTextDocument(document, { preview: false, viewColumn: vscode.ViewColumn.Two });
      },
      join(editor.folder, 'sip.conf'),
    );
    await editor.runCommand('SIP: Explain Message Matching');
    const nearest = editor.page.locator('.quick-input-list .monaco-list-row', {
      hasText: 'Use the Nearest Message in calls.siptrace',
    });
    await nearest.waitFor();
    expect(await nearest.textContent()).toContain('line 9: INVITE sip:100@192.0.2.1 SIP/2.0');
    await nearest.click();
    await expect.poll(() => view().locator('main pre').textContent()).toContain('sip:somebody@192.0.2.1');
  });

  it('explains a message as soon as it is pasted into a new document', async () => {
    await editor.open('sip.conf');
    await editor.runCommand('SIP: Explain Message Matching');
    await editor.page
      .locator('.quick-input-list .monaco-list-row', { hasText: 'Paste Into a New Document' })
      .click();
    const paste = () =>
      editor.evaluate(
        async (vscode, text) => {
          const document = vscode.workspace.textDocuments.find(({ isUntitled }) => isUntitled);
          if (document === undefined) return false;
          const edit = new vscode.WorkspaceEdit();
          edit.insert(document.uri, new vscode.Position(0, 0), text);
          return vscode.workspace.applyEdit(edit);
        },
        invite('1001', '192.0.2.77:5060').replace('Somebody', "<img src='x'><b>Somebody</b>"),
      );
    await expect.poll(paste).toBe(true);
    await expect.poll(() => view().locator('main pre').textContent()).toContain('192.0.2.77');
    expect(await view().locator('main pre').textContent()).toContain("<img src='x'><b>Somebody</b>");
    expect(await view().locator('img, b').count()).toBe(0);
    expect(await view().locator('#sentence').textContent()).toContain('401');
  });

  it('explains a call from the device below it', async () => {
    await editor.open('sip.conf');
    await editor.clickLens('Explain a call from this device', '[trunk-b]');
    await expect
      .poll(() => view().locator('#sentence').textContent())
      .toContain('peer trunk-b was found by address');
  });

  it('stands above each message of a trace', async () => {
    await editor.open('calls.siptrace');
    await expect
      .poll(() =>
        editor.page.locator('.codelens-decoration a', { hasText: 'Explain message matching' }).count(),
      )
      .toBe(2);
  });

  it.each([
    ['dark', 'Default Dark Modern'],
    ['light', 'Default Light Modern'],
    ['high-contrast', 'Default High Contrast'],
    ['high-contrast-light', 'Default High Contrast Light'],
  ])('can be read in %s', async (name, theme) => {
    await editor.evaluate(
      (vscode, value) => vscode.workspace.getConfiguration().update('workbench.colorTheme', value, true),
      theme,
    );
    await openTrace(editor, 2);
    await editor.runCommand('SIP: Explain Message Matching');
    await expect.poll(() => view().locator('#sentence').textContent()).toContain('1001');
    await view().locator('.title').nth(1).focus();
    await editor.page.keyboard.press('ArrowUp');
    await editor.page.keyboard.press('ArrowDown');
    await editor.screenshot(`matching-${name}`);
    await editor.page.setViewportSize({ width: 720, height: 900 });
    await editor.screenshot(`matching-${name}-narrow`);
    const isWider = () =>
      view()
        .locator('body')
        .evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
    await expect.poll(isWider).toBe(false);
    await editor.page.setViewportSize({ width: 1400, height: 900 });
  });
});

/** Puts the cursor into the trace, in the first group of editors. */
async function openTrace(editor: Editor, line: number): Promise<void> {
  await editor.evaluate(
    async (vscode, file, at) => {
      const document = await vscode.workspace.openTextDocument(file);
      const shown = await vscode.window.showTextDocument(document, {
        preview: false,
        viewColumn: vscode.ViewColumn.One,
      });
      const position = new vscode.Position(at, 0);
      shown.selection = new vscode.Selection(position, position);
    },
    join(editor.folder, 'calls.siptrace'),
    line,
  );
}

function selectedLine(editor: Editor): Promise<string> {
  return editor.evaluate(vscode => {
    const shown = vscode.window.visibleTextEditors.find(({ document }) =>
      document.uri.path.endsWith('.conf'),
    );
    if (shown === undefined) return '';
    const name = shown.document.uri.path.replace(/^.*\//, '');
    return `${name}: ${shown.document.lineAt(shown.selection.start.line).text}`;
  });
}
