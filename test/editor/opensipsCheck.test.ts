import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeInEditor, type Editor, editorOfSuite } from './editor.ts';

const script = [
  'socket=udp:127.0.0.1:5060',
  'loadmodule "/modules/proto_udp.so"',
  'route {',
  '\t# refused by the program of this test',
  '\texit;',
  '}',
  '',
].join('\n');

/** Says that it is OpenSIPS, refuses the line with "refused", and leaves a trace of having run. */
const program = `#!/bin/sh
touch "$0.used"
if [ "$1" = "-V" ]; then echo "version: opensips 3.4.2 (x86_64/linux)"; exit 0; fi
line=$(grep -n refused "$3" | cut -d: -f1)
if [ -z "$line" ]; then exit 0; fi
echo "CRITICAL:core:yyerror: parse error in $3:$line:2-3: not this line" >&2
exit 255
`;

/** The program in a folder of its own, and what the tests of an editor ask and set about it. */
function ownOpensips(editor: Editor) {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sip-workbench-opensips-'));
    await writeFile(join(folder, 'opensips'), program);
    await chmod(join(folder, 'opensips'), 0o755);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return {
    path: (name = 'opensips') => join(folder, name),
    wasRun: () => existsSync(join(folder, 'opensips.used')),
    set: (name: string, value: string | boolean) =>
      editor.evaluate(
        async (vscode, setting, wanted) => {
          const configuration = vscode.workspace.getConfiguration('sipWorkbench.opensips.check');
          await configuration.update(setting, wanted, vscode.ConfigurationTarget.Global);
        },
        name,
        value,
      ),
    said: () =>
      editor.evaluate(vscode => {
        const document = vscode.window.activeTextEditor?.document;
        const diagnostics = document === undefined ? [] : vscode.languages.getDiagnostics(document.uri);
        return diagnostics
          .filter(({ source }) => source === 'opensips -C')
          .map(({ range, message }) => `${range.start.line + 1}: ${message}`);
      }),
    /** Waits for a notification. The test driver of the editor keeps toasts away. */
    async notified(text: string) {
      await editor.runCommand('Notifications: Show Notifications');
      await editor.page.locator('.notifications-center').getByText(text).first().waitFor();
      await editor.runCommand('Notifications: Hide Notifications');
      await editor.open('opensips.cfg');
    },
  };
}

describeInEditor('the check with the own OpenSIPS in the editor', () => {
  const editor = editorOfSuite({ files: { 'opensips.cfg': script } }, 'opensips.cfg');
  const { path, wasRun, set, said, notified } = ownOpensips(editor);

  it('runs nothing before the user has turned it on', async () => {
    await set('command', path());
    await editor.runCommand('SIP: Check with OpenSIPS');
    await notified('Checking with your own OpenSIPS is turned off');
    expect(wasRun()).toBe(false);
    expect(await said()).toEqual([]);
  });

  it('shows what OpenSIPS refuses', async () => {
    await set('enabled', true);
    await expect
      .poll(said)
      .toEqual(['4: OpenSIPS 3.4.2 refuses this line: “not this line”. OpenSIPS does not start.']);
    expect(wasRun()).toBe(true);
    await editor.screenshot('check with OpenSIPS');
  });

  it('runs again on saving, and on request', async () => {
    await editor.replace('refused by', 'accepted by');
    await expect.poll(said).toEqual([]);
    await editor.evaluate(async vscode => void (await vscode.window.activeTextEditor?.document.save()));
    await editor.runCommand('SIP: Check with OpenSIPS');
    await notified('OpenSIPS 3.4.2 accepts this script.');
  });

  it('warns about a program that is missing', async () => {
    await set('command', path('nothing'));
    await notified('was not found');
  });
});

describeInEditor('the check with the own OpenSIPS in a workspace that nobody trusts', () => {
  const editor = editorOfSuite({ files: { 'opensips.cfg': script }, isUntrusted: true }, 'opensips.cfg');
  const { path, wasRun, set, said, notified } = ownOpensips(editor);

  it('runs nothing, whatever the settings are', async () => {
    expect(await editor.evaluate(vscode => vscode.workspace.isTrusted)).toBe(false);
    await set('command', path());
    await set('enabled', true);
    await editor.replace('exit;', 'no_such_function();');
    await editor.evaluate(async vscode => void (await vscode.window.activeTextEditor?.document.save()));
    // All else goes on.
    await expect.poll(() => editor.problems('opensips.cfg')).toEqual(['opensips-cfg/unknown-function']);
    await editor.runCommand('SIP: Check with OpenSIPS');
    await notified('OpenSIPS runs only in trusted workspaces');
    expect(wasRun()).toBe(false);
  });

  it('begins when the user trusts it', async () => {
    await editor.runCommand('Workspaces: Manage Workspace Trust');
    await editor.page.locator('.workspace-trust-editor .monaco-button', { hasText: /^Trust$/ }).click();
    await expect.poll(() => editor.evaluate(vscode => vscode.workspace.isTrusted)).toBe(true);
    await editor.open('opensips.cfg');
    await expect.poll(said).toHaveLength(1);
  });
});
