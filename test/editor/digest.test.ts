import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { computeDigest, computeHa1 } from '../../server/sip/digest/digest.ts';
import { describeInEditor, type Editor, editorOfSuite } from './editor.ts';

const PASSWORD = 'correct horse';

const SIP_CONF = `[general]
realm=pbx.example

[1001]
type=friend
host=dynamic
secret=s3cret

[1002]
type=friend
host=dynamic
`;

const CHALLENGE = [
  'REGISTER sip:192.0.2.10 SIP/2.0',
  'From: <sip:1001@192.0.2.10>;tag=1',
  'Call-ID: c1',
  'CSeq: 1 REGISTER',
  'Content-Length: 0',
  '',
  'SIP/2.0 401 Unauthorized',
  'From: <sip:1001@192.0.2.10>;tag=1',
  'Call-ID: c1',
  'CSeq: 1 REGISTER',
  'WWW-Authenticate: Digest algorithm=MD5, realm="asterisk", nonce="4a1b2c3d"',
  'Content-Length: 0',
  '',
  '',
].join('\n');

const ANSWER =
  'Authorization: Digest username="1001", realm="asterisk", nonce="4a1b2c3d", uri="sip:192.0.2.10", response="128372042bf9071baada95651f5b8cdc", algorithm=MD5';

const ANSWERED = `ACK sip:192.0.2.10 SIP/2.0\nCall-ID: c1\nCSeq: 2 ACK\n${ANSWER}\n\n`;

const PROXY_CHALLENGE = [
  'SIP/2.0 407 Proxy Authentication Required',
  'From: <sip:bob@example.com>;tag=1',
  'CSeq: 7 INVITE',
  'Proxy-Authenticate: Digest realm="example.com", nonce="n1", algorithm=SHA-256, qop="auth"',
  'Proxy-Authenticate: Digest realm="example.com", nonce="n2", algorithm=MD5',
  '',
  '',
].join('\n');

describeInEditor('the digest commands', () => {
  let page: Page;

  const editor = editorOfSuite({
    files: {
      'sip.conf': SIP_CONF,
      'challenge.txt': CHALLENGE,
      'answered.txt': ANSWERED,
      'proxy.txt': PROXY_CHALLENGE,
      'note.txt': 'nothing to see\n',
    },
  });
  beforeAll(async () => {
    page = editor.page;
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  });

  beforeEach(async () => {
    await page.keyboard.press('Escape');
    await editor.evaluate(vscode =>
      vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor'),
    );
    await editor.evaluate(vscode => vscode.commands.executeCommand('workbench.action.closeAllEditors'));
    await editor.evaluate(vscode => vscode.env.clipboard.writeText(''));
  });

  it('compute the hashes of a device of sip.conf from its own secret, and copy one', async () => {
    await openAt(editor, 'sip.conf', 6);
    await editor.runCommand('SIP: Compute Digest Hashes');
    await choose(page, '1001');
    await choose(page, 'pbx.example');
    await choose(page, 'Use the password of 1001 in sip.conf');
    // MD5(1001:pbx.example:s3cret)
    await row(page, 'md5secret = 6c8d16fcbf89ecfe59713a96677ba303').waitFor();
    await row(page, 'only MD5 without qop').waitFor();
    await editor.screenshot('digest-results');
    await page.keyboard.press('Enter');
    await expect.poll(() => clipboard(editor)).toBe('md5secret = 6c8d16fcbf89ecfe59713a96677ba303');
  });

  it('insert the line below the cursor; go back on the way; refuse bad input', async () => {
    await openAt(editor, 'sip.conf', 10);
    await editor.runCommand('SIP: Compute Digest Hashes');
    await type(page, '"1002"');
    await row(page, 'Remove them').waitFor();
    await page.keyboard.press('Enter');
    await editor.answer('1002');
    await titled(page, '(2/3)').waitFor();
    await editor.answer('wrong.example');
    await passwordField(page).waitFor();
    await page.locator('.quick-input-titlebar .codicon-quick-input-back').click();
    await choose(page, 'pbx.example');
    const field = passwordField(page);
    await field.waitFor();
    await field.press('Enter');
    await page.locator('.quick-input-message', { hasText: 'password is empty' }).waitFor();
    await field.fill(PASSWORD);
    await editor.screenshot('digest-password');
    await field.press('Enter');
    const line = row(page, 'md5secret = ');
    await line.hover();
    await line.locator('.codicon-insert').click();
    // MD5(1002:pbx.example:correct horse)
    const expected = SIP_CONF.replace(
      /host=dynamic\n$/,
      'host=dynamic\nmd5secret = 6c685126c831e808bcd8b551e460e944\n',
    );
    await expect.poll(() => textOf(editor)).toBe(expected);
    expect(await filesWith(dirname(editor.folder), PASSWORD)).toEqual([]);
  });

  it('answer a challenge in a plain text', async () => {
    await openAt(editor, 'sip.conf', 6);
    await openAt(editor, 'challenge.txt', 10);
    await editor.runCommand('SIP: Answer This Challenge');
    await choose(page, '1001');
    await choose(page, 'Type a password');
    await passwordField(page).waitFor();
    await editor.answer('s3cret');
    await expect.poll(() => textField(page).inputValue()).toBe('sip:192.0.2.10');
    await textField(page).press('Enter');
    await row(page, 'the complete header field').waitFor();
    await editor.screenshot('digest-answer');
    await page.keyboard.press('Enter');
    await expect.poll(() => clipboard(editor)).toBe(ANSWER);
  });

  it('answer the challenge that is chosen among several, for a uri that is typed', async () => {
    await openAt(editor, 'proxy.txt', 3);
    await editor.runCommand('SIP: Answer This Challenge');
    await row(page, 'the topmost').waitFor();
    await choose(page, 'MD5');
    await choose(page, 'bob');
    await passwordField(page).waitFor();
    await editor.answer('zanzibar');
    await expect.poll(() => textField(page).inputValue()).toBe('sip:example.com');
    await editor.answer('sip:alice@example.com');
    await row(page, 'the complete header field').waitFor();
    await page.keyboard.press('Enter');
    const ha1 = computeHa1('MD5', 'bob', 'example.com', 'zanzibar');
    const request = {
      algorithm: 'MD5',
      method: 'INVITE',
      uri: 'sip:alice@example.com',
      nonce: 'n2',
    } as const;
    const { response } = computeDigest(ha1, request);
    await expect
      .poll(() => clipboard(editor))
      .toBe(
        `Proxy-Authorization: Digest username="bob", realm="example.com", nonce="n2", uri="sip:alice@example.com", response="${response}", algorithm=MD5`,
      );
  });

  it('compute hashes for the user and realm of a challenge, with the answer on top', async () => {
    await openAt(editor, 'proxy.txt', 3);
    await editor.runCommand('SIP: Compute Digest Hashes');
    await choose(page, 'bob');
    await choose(page, 'example.com');
    await passwordField(page).waitFor();
    await editor.answer('zanzibar');
    await row(page, 'Proxy-Authorization').waitFor();
    await page.keyboard.press('Enter');
    await expect
      .poll(() => clipboard(editor))
      .toMatch(
        /^Proxy-Authorization: Digest username="bob".*, algorithm=SHA-256, cnonce="[0-9a-f]{16}", qop=auth, nc=00000001$/,
      );
  });

  it('check credentials and say why they do not match', async () => {
    await openAt(editor, 'sip.conf', 6);
    await openAt(editor, 'answered.txt', 3);
    await editor.runCommand('SIP: Check This Authorization');
    await choose(page, 'Use the password of 1001 in sip.conf');
    const dialog = page.locator('.monaco-dialog-box');
    await dialog.locator('text=method REGISTER instead of ACK').waitFor();
    await editor.screenshot('digest-check');
    await dialog.locator('.monaco-button', { hasText: 'Copy' }).click();
    await expect.poll(() => clipboard(editor)).toContain('does not match');
    expect(await clipboard(editor)).not.toContain('s3cret');
  });

  it('say what to do where nothing is', async () => {
    await openAt(editor, 'note.txt', 0);
    await editor.runCommand('SIP: Answer This Challenge');
    await editor.runCommand('SIP: Check This Authorization');
    // The test driver of the editor keeps toasts away.
    await editor.runCommand('Notifications: Show Notifications');
    const center = page.locator('.notifications-center');
    await center.getByText('There is no challenge here').first().waitFor();
    await center.getByText('There is no Authorization here').first().waitFor();
    expect(editor.foreignOrigins).toEqual(new Set());
  });
});

async function openAt(editor: Editor, file: string, line: number): Promise<void> {
  await editor.open(file);
  await editor.evaluate((vscode, at) => {
    const active = vscode.window.activeTextEditor;
    if (active === undefined) throw new Error('no editor');
    active.selection = new vscode.Selection(at, 0, at, 0);
  }, line);
}

/** Paths below a folder of files that hold a text: logs, settings and state of the editor among them. */
async function filesWith(folder: string, text: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name));
  const texts = await Promise.all(files.map(file => readFile(file, 'latin1').catch(() => '')));
  return files.filter((_file, index) => texts[index]?.includes(text));
}

const row = (page: Page, text: string) =>
  page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first();

const titled = (page: Page, text: string) => page.locator('.quick-input-titlebar', { hasText: text });

/** Chooses an answer, and again when nothing comes of it: a list that is still being filled may swallow a click. */
async function choose(page: Page, text: string): Promise<void> {
  await row(page, text).waitFor();
  const question = await questionOn(page);
  await row(page, text).click();
  const isDone = async () => (await questionOn(page)) !== question;
  const isTaken = await expect
    .poll(isDone, { timeout: 5000 })
    .toBe(true)
    .then(
      () => true,
      () => false,
    );
  if (!isTaken) await row(page, text).click();
}

/** The title of the box that is open, with the number of its step; nothing when none is. */
const questionOn = async (page: Page) =>
  (await page.locator('.quick-input-titlebar:visible').allInnerTexts()).join();

const textField = (page: Page) => page.locator('.quick-input-widget input[type=text]:visible');

const passwordField = (page: Page) => page.locator('.quick-input-widget input[type=password]:visible');

async function type(page: Page, text: string): Promise<void> {
  await textField(page).fill(text);
}

const clipboard = (editor: Editor) => editor.evaluate(vscode => vscode.env.clipboard.readText());

const textOf = (editor: Editor) =>
  editor.evaluate(vscode => vscode.window.activeTextEditor?.document.getText());
