import { describe, expect, it } from 'vitest';
import { rules } from '../../server/languages/asterisk/sip-conf/check/rules.ts';
import { sipConf } from '../../server/languages/asterisk/sip-conf/index.ts';
import { checkAll } from '../languages.ts';

const security = new Set(rules.filter(rule => rule.family === 'security').map(rule => rule.code));

/** `CODE LINE` of the security rules, without their prefix; lines from 1. */
function remarks(source: string, asteriskVersion = '20'): string[] {
  return (checkAll(sipConf, { 'sip.conf': source }, 'sip.conf', { asteriskVersion }).get('sip.conf') ?? [])
    .filter(({ code }) => [...security].some(one => one === code))
    .map(({ code, range }) => `${String(code).replace('sip-conf/', '')} ${range.start.line + 1}`);
}

const quiet = '[general]\nallowguest=no\n';

describe('who gets in', () => {
  it.each<[string, string, string[]]>([
    [
      'a trunk that is found by its address, with the password of the provider',
      '[provider]\ntype=peer\nhost=sip.example.net\ndefaultuser=4930\nsecret=1234\n',
      [],
    ],
    [
      'a trunk that is found by its name too',
      '[provider]\ntype=friend\nhost=192.0.2.1\ndefaultuser=4930\nsecret=1234\n',
      ['weak-secret 7'],
    ],
    [
      'a trunk with one secret for each direction',
      '[provider]\ntype=friend\nhost=192.0.2.1\nsecret=Kx7-pq9-Lw2\nremotesecret=1234\n',
      ['clear-text-secret 6'],
    ],
    [
      'a phone that registers',
      '[100]\ntype=peer\nhost=dynamic\nsecret=1234\n',
      ['weak-secret 6', 'clear-text-secret 6'],
    ],
    [
      'the lists that administration programs write',
      '[100]\ntype=friend\nhost=dynamic\nmd5secret=0123456789abcdef0123456789abcdef\ndeny=0.0.0.0/0.0.0.0\npermit=0.0.0.0/0.0.0.0\n',
      ['access-list-admits-everybody 8'],
    ],
    [
      'a list that is opened and closed again',
      '[100]\ntype=peer\nhost=dynamic\nmd5secret=0123456789abcdef0123456789abcdef\npermit=0.0.0.0/0\ndeny=0.0.0.0/0\npermit=10.0.0.0/8\n',
      [],
    ],
    [
      'a hash that takes the place of the secret of a template',
      '[t](!)\ntype=peer\nhost=dynamic\nsecret=Kx7-pq9-Lw2\n[100](t)\nmd5secret=0123456789abcdef0123456789abcdef\n',
      [],
    ],
    [
      'a hash in upper case beside a secret',
      '[100]\ntype=peer\nhost=dynamic\nsecret=Kx7-pq9-Lw2\nmd5secret=0123456789ABCDEF0123456789ABCDEF\n',
      ['md5secret-never-matches 7'],
    ],
    [
      'a hash of the name, of a common password, and of neither',
      '[100x]\ntype=friend\nhost=dynamic\nmd5secret=024813171548f1ecc7322ba85fc1cbb0\n[200x]\ntype=friend\nhost=dynamic\nmd5secret=59a0f5fc89e1ce514cfcb06698ba5418\n[300x]\ntype=friend\nhost=dynamic\nmd5secret=bdc635ad690d5cb75509ce2e2354bb58\n',
      ['weak-secret 6', 'weak-secret 10'],
    ],
    [
      'a hash of a common password for another realm, which nobody can log in with',
      'realm=example.com\n[200x]\ntype=friend\nhost=dynamic\nmd5secret=59a0f5fc89e1ce514cfcb06698ba5418\n',
      [],
    ],
  ])('%s', (_title, source, expected) => {
    expect(remarks(quiet + source)).toEqual(expected);
  });

  it('says nothing about options that the target version skips', () => {
    const source = `${quiet}alwaysauthreject=yes\ntlsclientmethod=tlsv1\ntlsdontverifyserver=yes\nautocreatepeer=persist\n`;
    expect(remarks(source, '1.4')).toEqual([]);
    expect(remarks(source, '11')).toEqual([
      'outdated-tls 4',
      'server-certificate-not-verified 5',
      'devices-created-by-anybody 6',
    ]);
  });
});
