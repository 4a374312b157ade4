import { expect, it } from 'vitest';
import { describeInEditor, editorOfSuite } from './editor.ts';

const CONF = '[general]\nallowguest=no\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=hush-hush-hush\n';

const call = (name: string, expected: object): object => ({
  name,
  messages: [{ request: 'INVITE sip:100@192.0.2.1', from: 'sip:alice@192.0.2.1' }],
  source: '192.0.2.9:5060',
  expect: expected,
});

const TESTS = JSON.stringify(
  {
    tests: [
      call('A call from alice is challenged', { matched: 'alice', finalCode: 401 }),
      call('A call from alice is accepted', { finalCode: 200 }),
    ],
  },
  undefined,
  2,
);

describeInEditor('the Test view', () => {
  const editor = editorOfSuite({ files: { 'sip.conf': CONF, 'sip.siptest.json': TESTS } });

  it('shows the tests of a file, runs them, and compares expected with actual', async () => {
    await editor.evaluate(async vscode => {
      const [folder] = vscode.workspace.workspaceFolders ?? [];
      if (folder === undefined) return;
      await vscode.window.showTextDocument(vscode.Uri.joinPath(folder.uri, 'sip.siptest.json'));
    });
    // Its icon appears with the first test.
    await editor.page.locator('.activitybar').getByRole('tab', { name: 'Testing' }).click();
    const explorer = editor.page.locator('.test-explorer').first();
    await expect.poll(() => explorer.textContent()).toContain('sip.siptest.json');
    await editor.evaluate(async vscode => {
      await vscode.commands.executeCommand('testing.runAll');
    });
    await expect.poll(() => explorer.textContent()).toContain('1/2');
    await expect.poll(() => editor.page.locator('.test-error-content-widget').textContent()).toContain('401');
    await editor.screenshot('test view');
  });

  it('runs again after a save', async () => {
    await editor.evaluate(async vscode => {
      await vscode.commands.executeCommand('testing.startContinuousRun');
      const document = vscode.window.activeTextEditor?.document;
      if (document === undefined) return;
      const edit = new vscode.WorkspaceEdit();
      const start = document.positionAt(document.getText().indexOf('"finalCode": 200'));
      edit.replace(document.uri, new vscode.Range(start, start.translate(0, 16)), '"finalCode": 401');
      await vscode.workspace.applyEdit(edit);
      await document.save();
    });
    const explorer = editor.page.locator('.test-explorer').first();
    await expect.poll(() => explorer.textContent()).toContain('2/2');
  });
});
