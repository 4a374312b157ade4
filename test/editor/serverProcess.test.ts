import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { describeInEditor, editorOfSuite } from './editor.ts';

describeInEditor('the process of the server', () => {
  const editor = editorOfSuite(
    { files: { 'sip.conf': '[general]\nallowguest=no\n\n[201]\ntype=freind\nsecret=Kz7-pQ2m-x9Lw\n' } },
    'sip.conf',
  );

  const restart = (): Promise<string> =>
    editor.evaluate(async vscode => {
      try {
        await vscode.commands.executeCommand('sipWorkbench.restartServer');
        return 'restarted';
      } catch (error) {
        return String(error);
      }
    });

  /** The server of this editor, when there is exactly one. */
  async function running(): Promise<number> {
    let ids: readonly number[] = [];
    await expect
      .poll(async () => {
        const path = join(dirname(editor.folder), 'extensions', '.*', 'dist/server.js');
        const found = await promisify(execFile)('pgrep', ['-f', path]).catch(() => ({ stdout: '' }));
        ids = found.stdout.trim().split('\n').map(Number);
        return ids.filter(id => id > 0).length;
      })
      .toBe(1);
    return ids[0] ?? 0;
  }

  /** Fails unless the problems follow the text. */
  async function checks(): Promise<void> {
    await expect.poll(() => editor.problems('sip.conf')).toContain('sip-conf/missing-type');
    await editor.replace('type=freind', 'type=friend');
    await expect.poll(() => editor.problems('sip.conf')).not.toContain('sip-conf/missing-type');
    await editor.replace('type=friend', 'type=freind');
    await expect.poll(() => editor.problems('sip.conf')).toContain('sip-conf/missing-type');
  }

  it('is another one after a restart', async () => {
    await checks();
    const before = await running();
    expect(await restart()).toBe('restarted');
    expect(await running()).not.toBe(before);
    await checks();
  });

  it('is another one after a crash', async () => {
    const before = await running();
    process.kill(before, 'SIGKILL');
    await expect.poll(running).not.toBe(before);
    await checks();
  });

  it('ends when it does not respond, and a restart starts another one', async () => {
    const before = await running();
    process.kill(before, 'SIGSTOP');
    expect(await restart()).toContain('timed out');
    await expect.poll(() => isThere(before)).toBe(false);
    expect(await restart()).toBe('restarted');
    await checks();
  });
});

function isThere(id: number): boolean {
  try {
    return process.kill(id, 0);
  } catch {
    return false;
  }
}
