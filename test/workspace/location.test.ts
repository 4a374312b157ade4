import { describe, expect, it } from 'vitest';
import { asFolder, namedPath, namedUri, withPath } from '../../server/workspace/location.ts';
import { expectGrowthWithLength } from '../growth.ts';

const windows = 'file:///c%3A/asterisk/sip.conf';
const share = 'file://server/share/asterisk/sip.conf';
const unix = 'file:///etc/asterisk/sip.conf';

describe('by the path rules of Windows', () => {
  it.each([
    '/\\server\\share\\x',
    '\\\\server\\share\\x',
    '//server/share/x',
    '/\\\\server/x',
    '\\/server\\x',
    '\\\\?\\C:\\x',
    '\\\\.\\pipe\\x',
    '//?/UNC/server/share/x',
    'd:\\x',
    'D:/x',
    'c:x',
    'x.conf:stream',
    'CON',
    'nul',
    'NUL.conf',
    'sub\\com1.txt',
    'aux .conf',
    'LPT²',
    '/c:/x/../con',
  ])('%s is refused', path => {
    for (const from of [windows, share]) expect(namedPath(from, path)).toHaveProperty('refusal');
  });

  it.each([
    ['sub\\x.conf', 'sub/x.conf'],
    ['..\\x.conf', '../x.conf'],
    ['/etc/asterisk/x.conf', '/etc/asterisk/x.conf'],
    ['a b%20c.conf', 'a b%20c.conf'],
    ['console.conf', 'console.conf'],
    ['com10', 'com10'],
  ])('%s is read as %s', (written, path) => {
    expect(namedPath(windows, written)).toEqual({ path });
    expect(namedPath(share, written)).toEqual({ path });
  });

  it('a path of the same drive stays on it, one without a drive too', () => {
    expect(namedPath(windows, 'C:\\etc\\x.conf')).toEqual({ path: 'C:/etc/x.conf' });
    expect(withPath(windows, 'C:/etc/x.conf')).toBe('file:///c%3A/etc/x.conf');
    expect(withPath(windows, '/etc/100%/a b.conf')).toBe('file:///c%3A/etc/100%25/a%20b.conf');
    expect(withPath(share, '/etc/x.conf')).toBe('file://server/etc/x.conf');
    // No escape: the file is called so.
    for (const from of [windows, unix]) {
      expect(withPath(from, '/etc/a%20b%2Fc.conf')).toMatch(/\/etc\/a%2520b%252Fc\.conf$/);
      expect(namedUri(from, 'a%20b.conf')).toMatch(/\/asterisk\/a%2520b\.conf$/);
    }
  });
});

describe('elsewhere', () => {
  it('backslashes and colons are letters, and slashes at the beginning mean one', () => {
    for (const path of ['a\\b', 'x:y', 'CON', '/\\server\\share\\x'])
      expect(namedPath(unix, path)).toEqual({ path });
    expect(namedPath(unix, '//etc/x')).toEqual({ path: '/etc/x' });
    expect(withPath(unix, '/\\server\\share')).toBe('file:///%5Cserver%5Cshare');
  });

  it('what names no file anywhere is refused', () => {
    for (const path of ['a\0b', 'a\ud800.conf', '\udc00', 'ok\ud83dx'])
      expect(namedPath(unix, path)).toHaveProperty('refusal');
    expect(namedPath(unix, 'ok\ud83d\ude00')).toEqual({ path: 'ok\ud83d\ude00' });
  });
});

describe('the path of a folder', () => {
  it.each([
    ['/modules/', '/modules'],
    ['/modules//', '/modules'],
    ['/modules', '/modules'],
    ['/', '/'],
  ])('%s', (written, expected) => {
    expect(asFolder(written)).toBe(expected);
  });

  it('takes time in proportion to slashes that are not at its end', () => {
    expectGrowthWithLength(length => {
      const path = `/a${'/'.repeat(length)}b`;
      return () => asFolder(path);
    }, 4_000);
  });
});
