import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FrameLocator } from 'playwright-core';
import { expect, it } from 'vitest';
import { stories } from '../opensips/defaultScripts/stories.ts';
import { describeInEditor, editorOfSuite } from './editor.ts';

const examples = fileURLToPath(new URL('../../examples/opensips', import.meta.url));

const installed = readFileSync(new URL('../opensips/defaultScripts/3.6.cfg', import.meta.url), 'utf8');

const storyOf = (title: string): readonly string[] =>
  stories.find(one => one.title === title)?.question.messages ?? [];

/** A response with the headers of a request. */
const reply = (request: string | undefined, code: string): string =>
  (request ?? '')
    .replace(/^.*/, `SIP/2.0 ${code}`)
    .replace(/^(?:Max-Forwards|Contact|Route).*\r\n/gm, '')
    .replace(/^To: .*>$/m, '$&;tag=uas-19202020p5060');

/** The phone of bob, which the messages of a story reach. */
const registered = (storyOf('REGISTER')[0] ?? '')
  .replaceAll('alice', 'bob')
  .replaceAll('192.0.2.9', '192.0.2.20')
  .replace('z9hG4bKREGISTER', 'z9hG4bKbob');

const [call, bye] = storyOf('BYE');
const ack = bye?.replace('BYE sip', 'ACK sip').replace('2 BYE', '1 ACK').replace('bKBYE', 'bKACK');
const [, cancel] = storyOf('CANCEL while the phone rings');
const told: Readonly<Record<string, readonly (string | undefined)[]>> = {
  'story-bye': [registered, call, reply(call, '180 Ringing'), reply(call, '200 OK'), ack, bye],
  'story-cancel': [registered, call, reply(call, '180 Ringing'), cancel],
};

const pictures = [
  ['story-register', 'REGISTER', '200 OK', 'save("location")'],
  ['story-unknown', 'INVITE to a user who is not registered', '404 Not Found', 't_reply'],
  ['story-stranger', 'INVITE of a stranger to another domain', '403 Relay Forbidden', 'Relay Forbidden'],
  ['story-bye', 'BYE', 'sends BYE sip:bob@192.0.2.20:5060 to 192.0.2.20:5060', 't_relay'],
  ['story-cancel', 'CANCEL while the phone rings', '487 Request Terminated', 't_relay'],
] as const;

const ASKING = `log_level=3
socket=udp:192.0.2.10:5060
loadmodule "proto_udp.so"
loadmodule "sl.so"
loadmodule "tm.so"
loadmodule "signaling.so"
loadmodule "sipmsgops.so"
loadmodule "permissions.so"
modparam("permissions", "db_url", "mysql://opensips@localhost/opensips")
loadmodule "db_mysql.so"
route {
	if (check_address(1, $si, $sp, $socket_in(proto)))
		route(trusted);
	send_reply(403, "Forbidden");
}
route[trusted] {
	$du = "sip:192.0.2.20:5080";
	t_relay();
	exit;
}
`;

describeInEditor('the run of a script in the editor', () => {
  const messages = pictures.map(([name, title]) => [`${name}.sip`, (told[name] ?? storyOf(title)).join('')]);
  const scripts = { 'opensips-asking.cfg': ASKING, 'opensips-default.cfg': installed };
  const editor = editorOfSuite({ copyOf: examples, files: { ...scripts, ...Object.fromEntries(messages) } });

  const view = (): FrameLocator =>
    editor.page.frameLocator('iframe.webview.ready').last().frameLocator('iframe#active-frame');
  const sentence = () => view().locator('#sentence').textContent();
  const selectedText = () =>
    editor.evaluate(vscode => {
      const [shown] = vscode.window.visibleTextEditors;
      return shown?.document.lineAt(shown.selection.start.line).text.trim();
    });

  /** Opens a script in the first group of editors, with the cursor behind a text. */
  const openScript = (script: string, text: string): Promise<void> =>
    editor.evaluate(
      async (vscode, file, wanted) => {
        const document = await vscode.workspace.openTextDocument(file);
        const viewColumn = vscode.ViewColumn.One;
        const shown = await vscode.window.showTextDocument(document, { preview: false, viewColumn });
        const position = document.positionAt(document.getText().indexOf(wanted));
        shown.selection = new vscode.Selection(position, position);
      },
      join(editor.folder, script),
      text,
    );

  const explain = async (script: string, message = 'invite.sip', wanted = ''): Promise<void> => {
    await openScript(script, 'route');
    await editor.evaluate(
      async (vscode, file, start) => {
        const uri = vscode.Uri.file(file);
        const document = await vscode.workspace.openTextDocument(uri);
        const { line } = document.positionAt(document.getText().indexOf(start));
        await vscode.commands.executeCommand('sipWorkbench.explainMatching', uri.toString(), line);
      },
      join(editor.folder, message),
      wanted,
    );
  };

  it('marks the lines that ran, and the arrow keys walk through them', async () => {
    await explain('opensips-no-answer.cfg');
    await expect.poll(sentence).toContain('neither replies to the message nor relays it');
    await view().locator('.title').first().focus();
    await editor.page.keyboard.press('ArrowDown');
    await editor.page.keyboard.press('ArrowDown');
    await expect.poll(selectedText).toBe('if (has_totag()) {');
    await view().getByRole('button', { name: 'Next Branch' }).click();
    await expect.poll(selectedText).toBe('if (is_method("CANCEL")) {');
    await editor.screenshot('script-run');
  });

  it('goes to the step at the cursor, and says where no step is', async () => {
    await openScript('opensips-no-answer.cfg', 'lookup("location");');
    await view().getByRole('button', { name: 'Step at Cursor' }).click();
    await expect
      .poll(() => view().locator('[aria-current=step]').textContent())
      .toContain('lookup("location")');
    await openScript('opensips-no-answer.cfg', 'save("location");');
    await view().getByRole('button', { name: 'Step at Cursor' }).click();
    await expect.poll(() => view().locator('#no-step').textContent()).toMatch(/^No step runs line \d+\.$/);
  });

  it('compares with another version', async () => {
    await view().getByRole('button', { name: 'Compare Versions' }).click();
    await editor.answer('OpenSIPS 2.4');
    await expect.poll(() => view().locator('#changed').textContent()).toMatch(/ersion 2\.4/);
  });

  it('runs again with another answer, and says what that changes', async () => {
    await explain('opensips-asking.cfg');
    const changed = view().locator('#changed');
    await expect.poll(sentence).toMatch(/if the open questions are answered as assumed/);
    const before = await sentence();
    await view().getByRole('button', { name: 'Change Answer' }).first().click();
    await editor.answer('no');
    await expect.poll(sentence).not.toBe(before);
    await expect.poll(() => changed.textContent()).toContain(`With the previous answer: ${before}`);
    await editor.screenshot('script-answer');
  });

  it.each(pictures)('tells what the default script does: %s', async (name, title, sent, decisive) => {
    // The last message is the one that the story is about.
    const last = title.slice(0, title.search(/ |$/));
    await explain('opensips-default.cfg', `${name}.sip`, last === 'REGISTER' ? '' : `${last} sip:`);
    await expect.poll(sentence).toContain(sent);
    const step = view().locator('.step.decided', { hasText: decisive }).first();
    await step.click();
    await expect.poll(selectedText).toContain(decisive);
    await editor.screenshot(name);
  });

  it('shows the way on the route map', async () => {
    await explain('opensips-asking.cfg');
    await expect.poll(sentence).toMatch(/if the open questions are answered as assumed/);
    await openScript('opensips-asking.cfg', 'route');
    await editor.runCommand('SIP: Show Route Map');
    // The view of the explanation is a frame as well, and either may be the last.
    const way = async (): Promise<string> => {
      for (const frame of editor.page.frames()) {
        const [text] = await frame.locator('#way').allTextContents();
        if (text !== undefined) return `${text} ${await frame.locator('g.box.taken').count()}`;
      }
      return '';
    };
    await expect.poll(way).toMatch(/goes through route.* [1-9]\d*$/s);
    await editor.screenshot('script-way');
  });
});
