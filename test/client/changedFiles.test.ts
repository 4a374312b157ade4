import { describe, expect, it } from 'vitest';
import { ChangedFiles } from '../../client/changedFiles.ts';

describe('the servers that a change concerns', () => {
  const first = ['file:///a/sip.conf', 'file:///a/phones.conf'];
  const second = ['file:///b/opensips.cfg'];

  it('are those that read the file', () => {
    const changes = new ChangedFiles();
    changes.add(['file:///a/phones.conf', 'file:///a/readme.md']);
    const isChanged = changes.take();
    expect([first, second].map(isChanged)).toEqual([true, false]);
  });

  it('are those whose files are not known yet', () => {
    expect(new ChangedFiles().take()(undefined)).toBe(true);
  });

  it('are all after a change that can concern every file, once', () => {
    const changes = new ChangedFiles();
    changes.addAll();
    expect([first, second].map(changes.take())).toEqual([true, true]);
    expect([first, second].map(changes.take())).toEqual([false, false]);
  });
});
