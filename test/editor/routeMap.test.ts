import { fileURLToPath } from 'node:url';
import type { FrameLocator } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeInEditor, editorOfSuite } from './editor.ts';

const examples = fileURLToPath(new URL('../../examples/opensips', import.meta.url));

describeInEditor('the route map in the editor', () => {
  const routes = Array.from({ length: 60 }, (_, index) => {
    const calls = [2 * index + 1, 2 * index + 2, index + 7].filter(other => other < 60);
    const body = calls.map(other => `\troute(step_${other});\n`).join('');
    const name = index === 0 ? 'route' : `route[step_${index}]`;
    return `${name} {\n${body}\t${index % 3 === 0 ? 't_relay();' : 'send_reply(404, "No");'}\n\texit;\n}\n`;
  });
  const editor = editorOfSuite({ copyOf: examples, files: { 'opensips-large.cfg': routes.join('\n') } });

  /** The page of the route map, inside the two frames that a web view is made of. */
  const map = (): FrameLocator =>
    editor.page.frameLocator('iframe.webview.ready').last().frameLocator('#active-frame');
  const boxNamed = (title: string) => map().locator(`g.box:has(> text.title:text-is("${title}"))`);
  const run = (command: string): Promise<void> =>
    editor.evaluate((vscode, id) => void vscode.commands.executeCommand(id), command);
  const selectedLine = () =>
    editor.evaluate(vscode => (vscode.window.visibleTextEditors[0]?.selection.active.line ?? -1) + 1);
  const lineOf = (text: string) =>
    editor.evaluate((vscode, wanted) => {
      const lines = vscode.window.visibleTextEditors[0]?.document.getText().split('\n') ?? [];
      return lines.findIndex(line => line.includes(wanted)) + 1;
    }, text);

  it('stands beside the script, with entries, exits and arrows', async () => {
    await editor.open('opensips.cfg');
    await editor.runCommand('SIP: Show Route Map');
    await expect.poll(() => map().locator('g.box').count()).toBe(17);
    expect(await map().locator('g.box.entry').count()).toBe(5);
    expect(await boxNamed('route[relay]').locator('.exit').allTextContents()).toEqual([
      '→ relay t_relay relays with t_relay',
      '↩ reply 500 replies 500',
      '■ exit exits',
    ]);
    expect(await map().locator('g.edge.failure').count()).toBe(3);
    expect(await boxNamed('route[emergency]').getAttribute('class')).toContain('unused');
    // All of it, for the documents: the group with the focus becomes large.
    const fit = map().getByRole('button', { name: 'Fit', exact: true });
    await fit.click();
    await run('workbench.action.minimizeOtherEditorsHideSidebar');
    await fit.click();
    await editor.screenshot('route-map');
    await run('workbench.action.evenEditorWidths');
  });

  it('goes from a block, an exit and an arrow to their lines', async () => {
    await boxNamed('route[relay]').locator('.title').click();
    await expect.poll(selectedLine).toBe(await lineOf('route[relay] {'));
    await boxNamed('route[relay]').locator('.exit').nth(1).click();
    await expect.poll(selectedLine).toBe(await lineOf('send_reply(500'));
    await map()
      .getByRole('listitem')
      .filter({ hasText: /^route calls route\[register\]/ })
      .getByRole('button')
      .click();
    await expect.poll(selectedLine).toBe(await lineOf('route(register);'));
  });

  it('can be walked with the keyboard', async () => {
    await map().locator('g.box').first().focus();
    await map().locator('g.box').first().press('Home');
    await map().locator('g.box:focus').press('ArrowRight');
    const focused = map().locator('g.box:focus');
    const name = await focused.locator('text.title').textContent();
    expect(name).not.toBe('route');
    await focused.press('Enter');
    await expect.poll(selectedLine).toBe(await lineOf(`${name} {`));
    await focused.press('ArrowLeft');
    await expect.poll(() => map().locator('g.box:focus text.title').textContent()).toBe('route');
  });

  it('zooms with the keyboard, and fits the page', async () => {
    const width = () =>
      map()
        .locator('#picture svg')
        .evaluate(svg => Number(svg.getAttribute('width')));
    const before = await width();
    await map().locator('g.box').first().press('+');
    expect(await width()).toBeCloseTo(before * 1.2, 0);
    await map().locator('g.box').first().press('0');
    const place = await map()
      .locator('#picture')
      .evaluate(picture => picture.clientWidth);
    expect(await width()).toBeCloseTo(place, 0);
    await map().locator('button[data-zoom="in"]').click();
    expect(await width()).toBeCloseTo(place * 1.2, 0);
  });

  it('follows the cursor and what is typed', async () => {
    await editor.open('opensips.cfg');
    await editor.putCursorBehind('t_newtran');
    await expect.poll(() => boxNamed('route[to_subscriber]').getAttribute('aria-selected')).toBe('true');
    await editor.replace('route[emergency] {', 'route[ambulance] {');
    await expect.poll(() => boxNamed('route[ambulance]').count()).toBe(1);
    await editor.replace('\troute(to_subscriber);', '\troute(ambulance);\n\troute(to_subscriber);');
    await expect.poll(() => boxNamed('route[ambulance]').getAttribute('class')).not.toContain('unused');
  });

  it('stays readable with 60 blocks', async () => {
    await editor.evaluate(async vscode => {
      await vscode.commands.executeCommand('workbench.action.files.saveFiles');
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    });
    await editor.open('opensips-large.cfg');
    await editor.runCommand('SIP: Show Route Map');
    await expect.poll(() => map().locator('g.box').count()).toBe(60);
    await editor.screenshot('route map of 60 blocks');
  });

  it('asks nobody outside', () => {
    expect([...editor.foreignOrigins]).toEqual([]);
  });
});
