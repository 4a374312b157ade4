import { expect, it } from 'vitest';
import { describeInEditor, editorOfSuite } from './editor.ts';

describeInEditor('the extension in a web worker', () => {
  const editor = editorOfSuite(
    {
      files: {
        'sip.conf': '[general]\nallowguest=no\n#include "sip_phones.conf"\n',
        'sip.siptest.json': JSON.stringify({
          tests: [
            {
              name: 'A stranger is refused',
              messages: [{ request: 'INVITE sip:100@192.0.2.1', from: 'sip:nobody@192.0.2.1' }],
              source: '192.0.2.9:5060',
              expect: { finalCode: 401 },
            },
          ],
        }),
        'sip_phones.conf': '[100]\ntype=freind\nhost=dynamic\nsecret=kW9-qqz-2Lp-77x\n',
      },
      inBrowser: true,
    },
    'sip.conf',
  );

  it('runs in the browser', async () => {
    const kind = await editor.evaluate(vscode => {
      const extension = vscode.extensions.getExtension('sip-workbench.sip-workbench');
      return extension === undefined ? 'not in Node' : 'in Node';
    });
    expect(kind).toBe('not in Node');
  });

  it('checks files and what they include without Node', async () => {
    await expect.poll(() => editor.page.locator('.statusbar').innerText()).toContain('Asterisk');
    await editor.runCommand('Problems: Focus on Problems View');
    await editor.page.locator('.markers-panel .monaco-list-row', { hasText: 'freind' }).first().waitFor();
    await editor.screenshot('web-worker');
  });

  it('shows the tests of configurations and runs them', async () => {
    await editor.open('sip.siptest.json');
    await editor.page.locator('.activitybar').getByRole('tab', { name: 'Testing' }).click();
    const explorer = editor.page.locator('.test-explorer').first();
    await expect.poll(() => explorer.textContent()).toContain('sip.siptest.json');
    await editor.evaluate(async vscode => {
      await vscode.commands.executeCommand('testing.runAll');
    });
    await expect.poll(() => explorer.textContent()).toContain('1/1');
  });
});
