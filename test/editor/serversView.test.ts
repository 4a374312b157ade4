import type { Locator } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeInEditor, editorOfSuite } from './editor.ts';

const files = {
  'etc/asterisk/sip.conf': `[general]
allowguest=no
register => 4930:hush-hush@sip.example.org/100

[phone](!)
type=friend
host=dynamic
context=internal

[201](phone)
secret=Kz7-pQ2m-x9Lw

[202](phone)
secret=Mm3-tR8k-c5Vd
contxt=internal

[provider]
type=peer
host=sip.example.org
context=from-provider
`,
  'etc/asterisk/extensions.conf':
    '[internal]\nexten => 201,1,Dial(SIP/201,20)\n\n[from-provider]\nexten => 100,1,Dial(SIP/201)\n',
  'etc/opensips/opensips.cfg': `#!OpenSIPS
socket=udp:192.0.2.1:5060
loadmodule "proto_udp.so"
loadmodule "sl.so"
route {
  route(answer);
}
route[answer] {
  send_reply(404, "Not Found");
  exit;
}
`,
};

describeInEditor('the tree of servers', () => {
  const editor = editorOfSuite({ files });

  const pane = () => editor.page.locator('.pane', { has: editor.page.getByRole('heading', { name: 'SIP' }) });
  const row = (text: string) => pane().locator('.monaco-list-row', { hasText: text }).first();
  const named = (name: string) =>
    pane()
      .locator('.monaco-list-row', { has: editor.page.getByText(name, { exact: true }) })
      .first();
  const texts = async () => (await pane().locator('.monaco-list-row').allTextContents()).join('\n');
  const expand = async (text: string) => {
    await row(text).click();
    await editor.page.keyboard.press('ArrowRight');
  };
  /** Chooses a command in the menu of a node until its effect is in view. */
  const choose = async (node: Locator, command: string, effect: Locator) => {
    const item = editor.page.locator('.context-view').getByRole('menuitem', { name: command });
    await expect
      .poll(
        async () => {
          if (await effect.isVisible()) return true;
          await editor.page.keyboard.press('Escape');
          await node.click({ button: 'right', timeout: 2000 }).catch(() => undefined);
          await item.waitFor({ timeout: 2000 }).catch(() => undefined);
          // A menu ignores clicks in its first 100 milliseconds, and goes when the tree is drawn anew.
          await editor.page.waitForTimeout(150);
          await item.click({ timeout: 1000 }).catch(() => undefined);
          return effect.waitFor({ timeout: 5000 }).then(
            () => true,
            () => false,
          );
        },
        { timeout: 50_000 },
      )
      .toBe(true);
  };

  it('appears in a folder with configurations, and shows servers, devices, and what refers to them', async () => {
    // All of the side bar for the tree, so that its rows are in view.
    await editor.page.getByRole('button', { name: 'Explorer Section: folder' }).click();
    await pane().locator('.pane-header').click();
    await row('sip.conf').waitFor();
    await expect.poll(texts).toMatch(/sip\.conf\s*Asterisk 20 · etc\/asterisk/);
    await expect.poll(texts).toMatch(/opensips\.cfg\s*OpenSIPS [\d.]+ · etc\/opensips/);
    await expand('sip.conf');
    await expand('Devices');
    await expand('201');
    await expand('Trunks');
    await expect.poll(texts).toContain('peer, at sip.example.org, this server registers there');
    await expect.poll(texts).toMatch(/202\s*friend, must register here, context internal/);
    // The number of problems is drawn by the style sheet.
    const badge = () =>
      named('202')
        .locator('.monaco-icon-label')
        .evaluate(label => getComputedStyle(label, '::after').content);
    await expect.poll(badge).toBe('"1"');
    await expect.poll(texts).toMatch(/SIP\/201\s*in the dialplan, context from-provider/);
    await editor.screenshot('tree of servers');
  });

  it('goes to the line, and to what refers to a device', async () => {
    await named('provider').click();
    await editor.line('[provider]').waitFor();
    const inDialplan = editor.line('exten => 100,1,Dial(SIP/201)');
    await choose(row('in the dialplan, context from-provider'), 'Go to Line', inDialplan);
  });

  it('follows the text in the editor', async () => {
    await named('provider').click();
    await editor.line('[provider]').waitFor();
    await editor.replace('contxt=internal', '');
    await editor.replace('[201](phone)', '[203](phone)');
    await expect.poll(texts).toMatch(/203\s*friend/);
    await expect.poll(texts).not.toMatch(/201\s*friend/);
    await editor.runCommand('File: Revert File');
    await expect.poll(texts).toMatch(/201\s*friend/);
  });

  it('explains a call from a device, and asks for its hashes', async () => {
    const explanation = editor.page.locator('.tab', { hasText: /Matching|Explan/ }).first();
    await choose(named('202'), 'Explain a Call from It', explanation);
    const input = editor.page.locator('.quick-input-widget').filter({ hasText: 'Compute Digest Hashes' });
    await choose(named('202'), 'Compute Digest Hashes', input);
    await editor.page.keyboard.press('Escape');
  });

  it('notices configurations that other programs create and delete', async () => {
    await editor.watchesFolder();
    await editor.evaluate(async vscode => {
      const [folder] = vscode.workspace.workspaceFolders ?? [];
      if (folder === undefined) return;
      // In a folder that is watched already: what is created in a new one right away may go unnoticed by the editor itself.
      const uri = vscode.Uri.joinPath(folder.uri, 'etc/flexisip.conf');
      await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode('[global]\ntransports=sip:*:5060\n'));
    });
    await row('flexisip.conf').waitFor();
  });
});
