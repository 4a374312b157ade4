import { expect, it } from 'vitest';
import { describeInEditor, editorOfSuite } from './editor.ts';

const files = {
  'sip.conf': '[general]\nallowguest=no\n\n[201]\ntype=freind\nhost=dynamic\nsecret=Kz7-pQ2m-x9Lw\n',
  'call.siptrace': 'OPTIONS sip:a@b SIP/2.0\nCall-ID: 1\nCSeq: 1 OPTIONS\n\n',
};

describeInEditor('the first steps of a newcomer', () => {
  const editor = editorOfSuite({ files });

  const step = (title: string) =>
    editor.page.locator('.getting-started-category, .getting-started-step', { hasText: title }).first();

  const run = (command: string): Promise<void> =>
    editor.evaluate((vscode, id) => void vscode.commands.executeCommand(id), command);

  const titles = [
    'Open a configuration',
    'Read a problem',
    'Select your server version',
    'Explain an INVITE',
    'Open a trace',
  ];

  it('are five, each with a picture and words without markup', async () => {
    const { page } = editor;
    await editor.runCommand('SIP: Get Started');
    await page.locator('.gettingStartedContainer', { hasText: 'Read a problem' }).waitFor();
    for (const [index, title] of titles.entries()) {
      await step(title).click();
      await page.locator('.getting-started-step.expanded', { hasText: title }).waitFor();
      expect(await step(title).innerText()).not.toMatch(/[*\]]|command:/);
      // The picture of the step stands in a frame of its own.
      const texts = () => Promise.all(page.frames().map(frame => frame.locator('svg text').count()));
      await expect.poll(async () => Math.max(...(await texts()))).toBeGreaterThan(3);
      await editor.screenshot(`walkthrough ${index + 1}`);
    }
  });

  it('are done once the user has done them', async () => {
    const { page } = editor;
    await editor.open('sip.conf');
    await editor.runCommand('SIP: Select Server Version');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Asterisk 20' }).first().waitFor();
    await page.keyboard.press('Escape');
    await editor.open('sip.conf');
    await editor.runCommand('SIP: Explain Message Matching');
    await page
      .locator('.quick-input-list .monaco-list-row', { hasText: 'Make Up a Call from a Stranger' })
      .waitFor();
    await page.keyboard.press('Escape');
    await editor.open('call.siptrace');
    await run('workbench.actions.view.problems');
    await run('workbench.action.closePanel');
    await run('sipWorkbench.openWalkthrough');
    await expect

      .poll(() => page.locator('.codicon-getting-started-step-checked:visible').count())
      .toBe(titles.length);
    await editor.screenshot('walkthrough done');
  });
});

describeInEditor('files that were open before the walkthrough', () => {
  const editor = editorOfSuite({ files });

  it('count as its first and last step', async () => {
    const { page } = editor;
    await editor.open('sip.conf');
    await editor.open('call.siptrace');
    await editor.runCommand('SIP: Get Started');
    await expect.poll(() => page.locator('.codicon-getting-started-step-checked:visible').count()).toBe(2);
    await editor.screenshot('walkthrough after files');
  });
});

describeInEditor('a window without a folder', () => {
  const editor = editorOfSuite({ files: {}, isWithoutFolder: true });

  it('offers what the extension can begin with', async () => {
    const { page } = editor;
    await editor.evaluate(vscode => vscode.commands.executeCommand('workbench.view.explorer'));
    const offered = (title: string) => page.locator('.welcome-view-content a', { hasText: title });
    for (const title of ['Open a Configuration or a Log', 'Open a Capture', 'New Trace from a Scenario'])
      await offered(title).waitFor();
    await editor.screenshot('window without a folder');
    await offered('Get Started').click();
    await page.locator('.gettingStartedContainer', { hasText: 'Read a problem' }).waitFor();
  });
});
