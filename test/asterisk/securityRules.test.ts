import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { rules } from '../../server/languages/asterisk/sip-conf/check/rules.ts';
import { sipConf } from '../../server/languages/asterisk/sip-conf/index.ts';
import { checkAll, folder, projectOf, settings } from '../languages.ts';

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

describe('registersip in users.conf', () => {
  const register = '[general]\nallowguest=no\nregister => u1:Kx7-pq9-Lw2-v@sip.example.org/100\n';
  const found = (usersConf: string, sipConfText: string, code: string) =>
    (
      checkAll(sipConf, { 'sip.conf': sipConfText, 'users.conf': usersConf }, 'sip.conf').get('sip.conf') ??
      []
    )
      .filter(diagnostic => diagnostic.code === `sip-conf/${code}`)
      .map(({ range, message }) => `${range.start.line + 1}: ${String(message).split('.')[0]}`);
  const account = 'host=sip.example.org\nusername=u1\nsecret=Kx7-pq9-Lw2-v\n';

  it.each<[string, string, string[]]>([
    [
      'for the account of a register line, without hassip',
      `[prov]\nregistersip=yes\n${account}`,
      ['3: A section of users'],
    ],
    [
      'for all sections',
      `[general]\nregistersip=yes\n[prov]\nhassip=yes\n${account}`,
      ['3: A section of users'],
    ],
    ['for another account', `[prov]\nregistersip=yes\n${account.replace('u1', 'u2')}`, []],
    ['turned off', `[general]\nregistersip=yes\n[prov]\nregistersip=no\n${account}`, []],
    ['without a user name', '[prov]\nregistersip=yes\nhost=sip.example.org\n', []],
  ])('%s', (_name, usersConf, expected) =>
    expect(found(usersConf, register, 'duplicate-register')).toEqual(expected),
  );

  it('makes the friend of sip.conf a trunk, although its section is no device', () => {
    const trunk =
      '[general]\nallowguest=no\n[prov]\ntype=friend\nhost=192.0.2.1\ndefaultuser=u1\nsecret=Kx7-pq9-Lw2-v\n';
    const users = '[prov]\nregistersip=yes\nhost=192.0.2.1\nusername=u1\nsecret=Kx7-pq9-Lw2-v\n';
    expect(found(users, trunk, 'trunk-asks-for-password')).toHaveLength(1);
    expect(found(users.replace('=yes', '=no'), trunk, 'trunk-asks-for-password')).toHaveLength(0);
  });
});

describe('devices of users.conf', () => {
  const diagnostics = (usersConf: string, sipConfText = quiet) =>
    checkAll(sipConf, { 'sip.conf': sipConfText, 'users.conf': usersConf }, 'sip.conf').get('sip.conf') ?? [];
  /** `CODE: ` and the first sentence of what is said about users.conf. */
  const found = (usersConf: string, sipConfText = quiet) =>
    diagnostics(usersConf, sipConfText)
      .filter(({ message }) => String(message).startsWith('users.conf'))
      .map(({ code, message }) => `${String(code).slice(9)}: ${String(message).split('. ')[0]}`);
  const md5 = (text: string) => createHash('md5').update(text).digest('hex');
  it.each<[string, string, string[]]>([
    [
      'no secret',
      '[6001]\nhassip=yes\nhost=dynamic\n',
      ['device-without-secret: users.conf, line 1: "6001" has no secret'],
    ],
    [
      'its name as the secret, set for all',
      '[General]\nHasSip=yes\nhost=dynamic\nsecret=6001\n[6001]\n',
      [
        'weak-secret: users.conf, line 4: The secret of any device that inherits from "General" is the name of the device',
      ],
    ],
    [
      'a hash of a common password',
      `[6001]\nhassip=yes\nmd5secret=${md5('6001:asterisk:qwerty')}\n`,
      [
        'weak-secret: users.conf, line 3: The password behind the md5secret of "6001" is one of the most common passwords',
      ],
    ],
    [
      'a hash of a password alone',
      `[6001]\nhassip=yes\nmd5secret=${md5('qwerty')}\n`,
      [
        'md5secret-of-password-alone: users.conf, line 3: The md5secret of "6001" is the hash of a password alone',
      ],
    ],
    [
      'a hash in capital letters',
      `[6001]\nhassip=yes\nmd5secret=${md5('x').toUpperCase()}\n`,
      ['md5secret-never-matches: users.conf, line 3: A hash matches only in lowercase'],
    ],
    [
      'a trunk that is a friend, whose calls need no password',
      '[general]\nhassip=yes\n[t]\nhost=192.0.2.1\nsecret=Kx7-pq9-Lw2-v\ninsecure=port,invite\n',
      ['insecure-invite: users.conf, line 6: Calls from "t" are accepted without a password'],
    ],
    [
      'a trunk of a provider that is challenged',
      '[t]\nhassip=yes\nregistersip=yes\nhost=192.0.2.1\nusername=u1\nsecret=Kx7-pq9-Lw2-v\n',
      ['trunk-asks-for-password: users.conf, line 6: Calls from "t" are also challenged for this secret'],
    ],
    [
      'a list of permitted addresses without deny',
      '[6001]\nhassip=yes\nsecret=Kx7-pq9-Lw2-v\npermit=192.0.2.0/24\n',
      ['access-list-admits-everybody: users.conf, line 4: Permit lines alone refuse no one'],
    ],
    ['a good secret', '[6001]\nhassip=yes\nsecret=Kx7-pq9-Lw2-v\n', []],
    ['a hash', '[6001]\nhassip=yes\nmd5secret=0123456789abcdef0123456789abcdef\n', []],
    ['no phone', '[6001]\nhassip=no\nhost=dynamic\n', []],
    ['no phone, although all others have one', '[general]\nhassip=yes\n[6001]\nhassip=no\n', []],
    ['a template', '[6001](!)\nhassip=yes\n', []],
    ['a secret from a template', '[t](!)\nhassip=yes\nsecret=Kx7-pq9-Lw2-v\n[6001](t)\n', []],
    ['limited addresses', '[6001]\nhassip=yes\ndeny=0.0.0.0/0.0.0.0\npermit=192.0.2.0/24\n', []],
    ['an include that was not read', '#include "more.conf"\n[6001]\nhassip=yes\n', []],
    ['lines for other modules', '[6001]\nhassip=yes\nsecret=Kx7-pq9-Lw2-v\nhasiax=yes\nzapchan=1\n', []],
  ])('%s', (_name, usersConf, expected) => expect(found(usersConf)).toEqual(expected));

  it('a section in sip.conf sets the secret, or is reported itself', () => {
    const users = '[6001]\nhassip=yes\nhost=dynamic\nsecret=6001\n';
    const own = `${quiet}[6001]\ntype=friend\nhost=dynamic\n`;
    expect(found(users, `${own}secret=Kx7-pq9-Lw2-v\n`)).toEqual([]);
    expect(found('[6001]\nhassip=yes\n', own)).toEqual([]);
    expect(found(users, own)).toHaveLength(1);
  });

  it('several lines with one problem are one finding at the top, which names them', () => {
    const users = [1, 2, 3].map(number => `[600${number}]\nhassip=yes\nhost=dynamic\n`).join('');
    const [finding, ...others] = diagnostics(users).filter(({ severity }) => severity === 2);
    expect(others).toEqual([]);
    expect(finding?.range.start).toEqual({ line: 0, character: 1 });
    expect(finding?.message).toMatch(/^users\.conf, line 1: .* The same applies to lines 4 and 7\.$/);
    expect(finding?.relatedInformation?.map(({ location }) => location.range.start.line)).toEqual([0, 3, 6]);
  });

  it.each(['', '; nothing yet\n', '[6002]\ntype=peer\nhost=dynamic\n'])('without [general]: %j', text => {
    expect(found('[6001]\nhassip=yes\nhost=dynamic\n', text)).toHaveLength(1);
  });

  it('a part of a sip.conf, checked alone, has nothing to do with users.conf', () => {
    const files = {
      'sip_more.conf': '[6002]\ntype=peer\nhost=dynamic\n',
      'users.conf': '[6001]\nhassip=yes\n',
    };
    const all = checkAll(sipConf, files, 'sip_more.conf').get('sip_more.conf') ?? [];
    expect(all.filter(({ message }) => String(message).startsWith('users.conf'))).toEqual([]);
  });

  it('follows edits of users.conf and of the file above the section', () => {
    const edited = (usersConf: string, text: string) =>
      projectOf(sipConf, { 'sip.conf': text, 'users.conf': usersConf }, 'sip.conf');
    const open = '[6001]\nhassip=yes\nhost=dynamic\n';
    const model = sipConf.model(edited(open, quiet), settings, undefined);
    const uri = `${folder}sip.conf`;
    const lines = (usersConf: string, text: string) => {
      const project = edited(usersConf, text);
      const tree = project.trees.get(uri);
      const next = sipConf.model(project, settings, model);
      return tree === undefined
        ? []
        : sipConf
            .check({ uri, tree, model: next })
            .filter(({ code }) => code === 'sip-conf/device-without-secret')
            .map(({ range }) => range.start.line);
    };
    expect(lines(open, quiet)).toEqual([0]);
    expect(lines(open, `; top\n${quiet}`)).toEqual([1]);
    expect(lines(`${open}secret=Kx7-pq9-Lw2-v\n`, `; top\n${quiet}`)).toEqual([]);
    expect(lines(open, `; top\n${quiet}`)).toEqual([1]);
    expect(lines(open, `${quiet}[6001]\ntype=friend\nsecret=Kx7-pq9-Lw2-v\n`)).toEqual([]);
  });
});

describe('the hash of a password alone', () => {
  const md5 = (text: string) => createHash('md5').update(text).digest('hex');
  const device = (lines: string) => `${quiet}[alice]\ntype=friend\nhost=dynamic\n${lines}`;
  const alone = 'md5secret-of-password-alone 6';
  it.each<[string, string, boolean]>([
    ['of a common password', `md5secret=${md5('qwerty')}\n`, true],
    ['of a short number', `md5secret=${md5('1234')}\n`, true],
    ['of the name', `md5secret=${md5('alice')}\n`, true],
    ['of the secret', `md5secret=${md5('Kx7-pq9-Lw2')}\nsecret=Kx7-pq9-Lw2\n`, true],
    ['of an unknown text', `md5secret=${md5('Kx7-pq9-Lw2')}\n`, false],
    ['of name, realm and password', `md5secret=${md5('alice:asterisk:Kx7-pq9-Lw2')}\n`, false],
    ['replaced by a later one', `md5secret=${md5('qwerty')}\nmd5secret=${md5('x')}\n`, false],
  ])('%s', (_name, lines, isReported) => {
    expect(remarks(device(lines)).includes(alone)).toBe(isReported);
  });
});

it('a provider without a peer is reported once, whatever the number of its accounts', () => {
  const lines = ['u100', 'u200'].map(user => `register => ${user}:Kx7-pq9-Lw2@sip.example.org/100\n`);
  const other = 'register => u300:Kx7-pq9-Lw2@sip.example.net/100\n';
  const text = `${quiet}${lines.join('')}${other}`;
  const found = (checkAll(sipConf, { 'sip.conf': text }, 'sip.conf').get('sip.conf') ?? []).filter(
    ({ code }) => code === 'sip-conf/register-without-peer',
  );
  expect(found.map(({ range }) => range.start.line)).toEqual([2, 4]);
});
