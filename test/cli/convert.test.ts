import { describe, expect, it } from 'vitest';
import { convertCommand } from '../../server/cli/convert.ts';
import { type Ran, runCli } from './fakeIo.ts';

const text =
  '[general]\ncontext=public\nallowguest=no\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7pq9Lw2vB\ncontext=phones\n';

const run = (args: readonly string[], files: Readonly<Record<string, string>> = {}): Promise<Ran> =>
  runCli(['convert', ...args], { 'sip.conf': text, ...files }, '', [convertCommand]);

describe('convert', () => {
  it('writes nothing without --out', async () => {
    const { code, out, files } = await run(['sip.conf']);
    expect(code).toBe(0);
    expect(out).toContain('[alice](endpoint-defaults)\ncontext=phones\n');
    expect([...files.keys()]).toEqual(['file:///etc/asterisk/sip.conf']);
  });

  it('gives JSON in the shape of the contract', async () => {
    const { out } = await run(['--format', 'json', '--compare', 'sip.conf']);
    const data = JSON.parse(out);
    expect(Object.keys(data)).toEqual(['files', 'lines', 'differences', 'dialplan', 'comparison']);
    expect(data.files[0].file).toBe('pjsip.conf');
    expect(data.lines[0]).toMatchObject({ file: 'sip.conf', line: 0, verdict: 'converted' });
    expect(data.comparison.filter((entry: { same: boolean }) => !entry.same)).toEqual([]);
    expect(data.comparison.length).toBeGreaterThan(4);
  });

  it('compares only when it is asked to', async () => {
    expect(JSON.parse((await run(['--format', 'json', 'sip.conf'])).out).comparison).toBeNull();
  });

  it('writes into a folder, and never over a file', async () => {
    const { files } = await run(['--out', 'new', 'sip.conf']);
    expect(files.get('file:///etc/asterisk/new/pjsip.conf')).toContain('[alice](endpoint-defaults)');
    const again = await run(['--out', 'new', 'sip.conf'], { 'new/pjsip.conf': 'mine' });
    expect(again.code).toBe(2);
    expect(again.err).toContain('new/pjsip.conf: not written: the file already exists');
    expect(again.files.get('file:///etc/asterisk/new/pjsip.conf')).toBe('mine');
  });

  it('writes none of several files when one of them is in the way', async () => {
    const files = {
      'sip.conf': '[general]\n#include "sip_a.conf"\n',
      'sip_a.conf': '[a]\ntype=friend\nhost=dynamic\n',
    };
    const ran = await run(['--out', 'new', 'sip.conf'], { ...files, 'new/pjsip_a.conf': 'mine' });
    expect(ran.code).toBe(2);
    expect(ran.files.has('file:///etc/asterisk/new/pjsip.conf')).toBe(false);
  });

  it('reports in Markdown', async () => {
    const { out } = await run(['--format', 'markdown', '--compare', 'sip.conf']);
    expect(out).toContain('# From sip.conf to pjsip.conf');
    expect(out).toContain('## Comparison');
    expect(out).not.toContain('Kx7pq9Lw2vB');
  });

  it('says why a file cannot be read', async () => {
    expect((await run(['gone.conf'])).err).toBe('sip-workbench: gone.conf: no such file or folder\n');
  });
});
