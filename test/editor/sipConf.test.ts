import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { describeInEditor, type Editor, openEditor } from './editor.ts';

const examples = fileURLToPath(new URL('../../examples/asterisk', import.meta.url));

describeInEditor('sip.conf in the editor', () => {
  let editor: Editor;

  beforeAll(async () => {
    editor = await openEditor({ copyOf: examples, files: {} });
    await editor.open('sip.conf');
  });
  afterAll(() => editor?.close());
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await editor?.screenshot(`failed ${task.name}`);
  });

  it('underlines mistakes and lists them as problems', async () => {
    const { page } = editor;
    await page.locator('.monaco-editor .squiggly-error').first().waitFor();
    await editor.runCommand('Problems: Focus on Problems View');
    const problem = page.locator('.markers-panel .monaco-list-row', { hasText: 'unknown codec' }).first();
    await problem.waitFor();
    expect(await problem.innerText()).toContain('sip-conf/invalid-value');
    await editor.screenshot('problems');
  });
});

it('makes a package of less than 1 MB', () => {
  const vsix = fileURLToPath(new URL('../../dist/sip-workbench.vsix', import.meta.url));
  expect(statSync(vsix).size).toBeLessThan(1_000_000);
});
