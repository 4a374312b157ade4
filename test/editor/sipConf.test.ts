import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { describeInEditor, editorOfSuite } from './editor.ts';

const examples = fileURLToPath(new URL('../../examples/asterisk', import.meta.url));

describeInEditor('sip.conf before the eyes of a user', () => {
  const editor = editorOfSuite({ copyOf: examples, files: {} }, 'sip.conf');

  it('underlines mistakes and lists them as problems', async () => {
    const { page } = editor;
    await page.locator('.monaco-editor .squiggly-error').first().waitFor();
    await editor.runCommand('Problems: Focus on Problems View');
    const problem = page.locator('.markers-panel .monaco-list-row', { hasText: 'unknown codec' }).first();
    await problem.waitFor();
    expect(await problem.innerText()).toContain('sip-conf/invalid-value');
    await editor.screenshot('problems');
  });

  it('explains an option under the pointer', async () => {
    const { page } = editor;
    await editor.line('alwaysauthreject').locator('span span').first().hover();
    const hover = page.locator('.monaco-hover:visible', { hasText: 'Default' });
    await hover.waitFor();
    expect(await hover.innerText()).toContain('In force for this section: no');
    await editor.screenshot('hover');
    await page.keyboard.press('Escape');
  });

  it('completes options', async () => {
    const { page } = editor;
    await editor.putCursorBehind('realm=voipfields.example');
    await page.keyboard.press('Enter');
    await page.keyboard.type('allowg');
    const row = page.locator('.suggest-widget.visible .monaco-list-row', { hasText: 'allowguest' }).first();
    await row.waitFor();
    await editor.screenshot('completion');
    await row.click();
    await editor.line('allowguest').waitFor();
    await page.keyboard.press('Escape');
  });

  it('takes a problem back once it is fixed', async () => {
    await expect.poll(() => editor.problems('sip.conf')).toContain('sip-conf/port-set-twice');
    await editor.replace('bindport=', ';bindport=');
    await expect.poll(() => editor.problems('sip.conf')).not.toContain('sip-conf/port-set-twice');
  });

  it('fixes a line with the fix it offers', async () => {
    const { page } = editor;
    await editor.putCursorBehind('allow=alaw,ulow');
    await page.keyboard.press('Control+.');
    const fix = page.locator('.action-widget .monaco-list-row', { hasText: 'ulaw' }).first();
    await fix.waitFor();
    await editor.screenshot('quick-fix');
    await fix.click();
    await editor.line('allow=alaw,ulaw').waitFor();
  });

  it('reads an included file with what stands around it in the editor, saved or not', async () => {
    const phones = () => editor.problems('sip_phones.conf');
    await expect.poll(phones).toContain('sip-conf/transport-not-enabled');
    await editor.replace('tcpenable=no', 'tcpenable=yes');
    await expect.poll(phones).not.toContain('sip-conf/transport-not-enabled');
  });

  it('counts what is typed into the dialplan beside it, saved or not, and says nothing in there', async () => {
    const phones = () => editor.problems('sip_phones.conf');
    expect(await phones()).not.toContain('sip-conf/undefined-context');
    await editor.open('extensions.conf');
    await editor.replace('[internal]', '[inside]');
    await expect.poll(phones).toContain('sip-conf/undefined-context');
    expect(await editor.problems('extensions.conf')).toEqual([]);
    await editor.replace('[inside]', '[internal]');
    await expect.poll(phones).not.toContain('sip-conf/undefined-context');
  });

  it('asks nothing of other machines', () => {
    expect([...editor.foreignOrigins]).toEqual([]);
  });
});

it('makes a package of less than 1.2 MB', () => {
  const vsix = fileURLToPath(new URL('../../dist/sip-workbench.vsix', import.meta.url));
  expect(statSync(vsix).size).toBeLessThan(1_200_000);
});
