import { expect, it } from 'vitest';
import { describeInEditor, editorOfSuite } from './editor.ts';

const MAIN = `[udp]
type=transport
bind=0.0.0.0

[phone](!)
type=endpoint
context=phones
allow=ulaw

[desk](!,phone)
rewrite_contact=yes
rtp_symmetric=yes

[alice](desk)
auth=alice
aors=alice
outbound_auth=trunk-oauth

[alice]
type=auth
username=alice
password=Kx7-pq9-Lw2

[alice]
type=aor
max_contacts=1

[backup]
type=identify
endpoint=trunk
match=192.0.2.9
`;

const WIZARDS = `[trunk]
type=wizard
sends_auth=yes
remote_hosts=192.0.2.60
outbound_auth/username=u
outbound_auth/password=Kx7-pq9-Lw2
endpoint/context=phones
endpoint/allow=ulaw

[second](trunk)
remote_hosts=192.0.2.61
`;

describeInEditor('A pjsip.conf that a user edits', () => {
  const editor = editorOfSuite({ files: { 'pjsip.conf': MAIN, 'pjsip_wizard.conf': WIZARDS } }, 'pjsip.conf');

  const text = (): Promise<string> =>
    editor.evaluate(vscode => vscode.window.activeTextEditor?.document.getText() ?? '');

  it('writes a skeleton whose name is typed once', async () => {
    const { page } = editor;
    await editor.putCursorBehind('match=192.0.2.9\n');
    await page.keyboard.press('Enter');
    await page.keyboard.type('phon');
    const row = page.locator('.suggest-widget.visible .monaco-list-row', { hasText: 'for a phone' }).first();
    await row.waitFor();
    await editor.screenshot('pjsip-skeleton');
    await row.click();
    await page.keyboard.type('bob');
    await page.keyboard.press('Escape');
    await expect.poll(text).toMatch(/\[bob\]\ntype=endpoint\n[^[]*auth=bob\naors=bob\n/);
    expect(await text()).toMatch(/\[bob\]\ntype=auth\nusername=bob\n/);
    await editor.screenshot('pjsip-skeleton-done');
  });

  it('shows which templates and objects copy from a template', async () => {
    const { page } = editor;
    await editor.putCursorBehind('[pho');
    await editor.runCommand('Peek Type Hierarchy');
    const row = page.locator('.zone-widget .monaco-list-row', { hasText: 'desk' }).first();
    await row.waitFor();
    await editor.screenshot('pjsip-hierarchy');
    await page.keyboard.press('Escape');
    await row.waitFor({ state: 'hidden' });
  });

  it('corrects a word of sip.conf with a quick fix', async () => {
    const { page } = editor;
    await editor.replace('rtp_symmetric=yes', 'rtp_symmetric=yes\ndtmf_mode=rfc2833');
    await page.locator('.monaco-editor .squiggly-error').first().waitFor();
    await editor.putCursorBehind('dtmf_mode=rfc');
    await editor.runCommand('Quick Fix...');
    const fix = page.locator('.action-widget .monaco-list-row', { hasText: 'Change to "rfc4733"' }).first();
    await fix.waitFor();
    await editor.screenshot('pjsip-quick-fix');
    await fix.click();
    await expect.poll(text).toContain('dtmf_mode=rfc4733');
  });

  it('renames a wizard where one of its objects is named', async () => {
    const { page } = editor;
    await editor.putCursorBehind('outbound_auth=tru');
    await editor.runCommand('Rename Symbol');
    const box = page.locator('.rename-box .rename-input:visible');
    await box.waitFor();
    expect(await box.inputValue()).toBe('trunk');
    await editor.screenshot('pjsip-rename');
    await box.fill('carrier');
    await page.keyboard.press('Enter');
    await expect.poll(text).toContain('outbound_auth=carrier-oauth');
    expect(await text()).toContain('endpoint=carrier\n');
    await editor.open('pjsip_wizard.conf');
    await expect.poll(text).toContain('[carrier]\ntype=wizard');
    expect(await text()).toContain('[second](carrier)');
  });

  it('says why a part of a name cannot be renamed', async () => {
    await editor.open('pjsip.conf');
    await editor.putCursorBehind('carrier-oa');
    await editor.runCommand('Rename Symbol');
    const message = editor.page.locator('.monaco-editor-overlaymessage', { hasText: 'The wizard appends' });
    await message.waitFor();
    await editor.screenshot('pjsip-rename-refused');
  });
});
