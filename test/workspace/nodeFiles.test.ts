import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { URI } from 'vscode-uri';
import { nodeFiles, readRegularFile } from '../../server/workspace/nodeFiles.ts';

const folder = mkdtempSync(join(tmpdir(), 'files-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const uriOf = (path: string): string => URI.file(path).toString();
const read = (path: string) => nodeFiles.read(uriOf(path));

describe('what is read', () => {
  it('a regular file, whole', async () => {
    const path = join(folder, 'long.conf');
    const text = 'line of a file\n'.repeat(700_000);
    writeFileSync(path, text);
    expect(await read(path)).toEqual({ kind: 'text', text });
    expect(await read(join(folder, 'none'))).toEqual({ kind: 'missing' });
  });

  it('no more of a file than the bound, and one byte that tells', async () => {
    const path = join(folder, 'some.conf');
    writeFileSync(path, 'x'.repeat(10_000));
    expect((await readRegularFile(path, 5000)).length).toBe(5001);
    expect((await readRegularFile(path, 10_000)).length).toBe(10_000);
  });

  it('no folder', async () => {
    mkdirSync(join(folder, 'd'));
    expect(await read(join(folder, 'd'))).toMatchObject({
      kind: 'unreadable',
      reason: expect.stringContaining('is a folder'),
    });
  });
});

describe.skipIf(process.platform !== 'linux')('what never ends', () => {
  it.each([
    ['/proc/self/pagemap', 'made by the kernel'],
    ['/proc/kmsg', 'made by the kernel'],
    ['/proc/self/fd/0/../../pagemap', 'made by the kernel'],
    ['/sys/kernel/uevent_seqnum', 'made by the kernel'],
    ['/dev/zero', 'is a device'],
    ['/dev/null', 'is a device'],
  ])('%s is answered at once', { timeout: 3000 }, async (path, reason) => {
    const content = await read(path);
    if (content.kind !== 'missing')
      expect(content).toMatchObject({ kind: 'unreadable', reason: expect.stringContaining(reason) });
  });

  it('a link that leads there is no way in', { timeout: 3000 }, async () => {
    const path = join(folder, 'link.conf');
    symlinkSync('/proc/self/pagemap', path);
    expect(await read(path)).toMatchObject({ kind: 'unreadable', reason: expect.stringContaining('kernel') });
    await expect(readRegularFile(path, 100)).rejects.toThrow('kernel');
  });

  it('a pipe without a writer, also when it takes the place of a file', { timeout: 3000 }, async () => {
    const path = join(folder, 'pipe.conf');
    execFileSync('mkfifo', [path]);
    expect(await read(path)).toMatchObject({
      kind: 'unreadable',
      reason: expect.stringContaining('is a pipe'),
    });
    await expect(readRegularFile(path, 100)).rejects.toThrow('is a pipe');
  });

  it('folders of the kernel hold nothing', { timeout: 3000 }, async () => {
    expect(await nodeFiles.list('file:///proc/self')).toEqual([]);
    expect(await nodeFiles.list(uriOf(folder))).not.toEqual([]);
  });
});

it('knows one file under two names', async () => {
  const path = join(folder, 'SIP.conf');
  writeFileSync(path, '');
  symlinkSync(path, join(folder, 'sip.conf'));
  expect(await nodeFiles.isSame?.(uriOf(path), uriOf(join(folder, 'sip.conf')))).toBe(true);
  expect(await nodeFiles.isSame?.(uriOf(path), uriOf(join(folder, 'long.conf')))).toBe(false);
});
