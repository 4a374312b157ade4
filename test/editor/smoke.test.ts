import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeInEditor, type Editor, openEditor } from './editor.ts';

describeInEditor('the packaged extension', () => {
  let editor: Editor;
  beforeAll(async () => {
    editor = await openEditor({ files: { 'sip.conf': '[general]\nallowguest=no\n' } });
  });
  afterAll(() => editor?.close());
  it('x', async () => {
    await editor.open('sip.conf');
    const lang = await editor.evaluate(vscode => vscode.window.activeTextEditor?.document.languageId);
    expect(lang).toBe('sip-conf');
    await editor.screenshot('smoke');
  });
});
