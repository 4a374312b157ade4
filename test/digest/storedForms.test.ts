import { describe, expect, it } from 'vitest';
import {
  checkAlgorithm,
  checkHa1,
  checkMethod,
  checkNonceCount,
  checkPassword,
  checkRealm,
  checkUsername,
} from '../../server/sip/digest/digestInput.ts';
import { storedForms } from '../../server/sip/digest/storedForms.ts';

const ACCOUNT = { username: '1000', realm: 'mydomain.com', secret: { password: '123456' } };

describe('stored forms', () => {
  it('are those of the example account of OpenSIPS', () => {
    const { opensips } = storedForms(ACCOUNT);
    expect(opensips).toMatchObject({
      ha1: '7f643f2ac14a1bc2acd37e13080c2389',
      ha1_sha256: 'da229143a32ce8ab053acba61a8b74e423fb68a14c7ac179cc82aebb5cdf0959',
      ha1_sha512t256: '26a97c401a77af1fe84eda8a489d163d31662e5ee32c7a4ac5f40338af5b021e',
      ha1b: '4e704e98102feb915109fe2ff0cef5da',
    });
    expect(opensips.sql.since32).toBe(
      "INSERT INTO subscriber (username, domain, password, ha1, ha1_sha256, ha1_sha512t256) VALUES ('1000', 'mydomain.com', '', '7f643f2ac14a1bc2acd37e13080c2389', 'da229143a32ce8ab053acba61a8b74e423fb68a14c7ac179cc82aebb5cdf0959', '26a97c401a77af1fe84eda8a489d163d31662e5ee32c7a4ac5f40338af5b021e');",
    );
    expect(opensips.sql.until31).toBe(
      "INSERT INTO subscriber (username, domain, password, ha1, ha1b) VALUES ('1000', 'mydomain.com', '', '7f643f2ac14a1bc2acd37e13080c2389', '4e704e98102feb915109fe2ff0cef5da');",
    );
  });

  it('are those of the examples of Flexisip and Asterisk', () => {
    const flexisip = storedForms({
      username: 'bellesip',
      realm: 'sip.linphone.org',
      secret: { password: 'secret' },
    }).flexisip;
    expect(flexisip.userdb).toEqual([
      'bellesip@sip.linphone.org md5:97ffb1c6af18e5687bf26cdf35e45d30 sha256:d7580069de562f5c7fd932cc986472669122da91a0f72f30ef1b20ad6e4f61a3 ;',
    ]);
    expect(flexisip.sql.map(row => row.algorithm)).toEqual(['MD5', 'SHA-256']);
    const { asterisk } = storedForms({ username: 'uut', realm: 'example.org', secret: { password: 'uut' } });
    expect(asterisk).toEqual({
      md5secret: '2f9299a02c0657d35d9b60a86b8cfe13',
      line: 'md5secret = 2f9299a02c0657d35d9b60a86b8cfe13',
      auth: 'auth = uut#2f9299a02c0657d35d9b60a86b8cfe13@example.org',
    });
  });

  it('take the domain from the user name or the account', () => {
    const of = (username: string, domain?: string) => storedForms({ ...ACCOUNT, username, domain }).opensips;
    expect(of('1000@mydomain.com').ha1b).toBe(of('1000').ha1b);
    expect(of('1000@mydomain.com').ha1).toBe(of('1000').ha1b);
    expect(of('1000', 'other.org').sql.since32).toContain("'other.org'");
    expect(of('1000', 'other.org').ha1b).not.toBe(of('1000').ha1b);
  });

  it('leave out what a known hash cannot give', () => {
    const forms = storedForms({ ...ACCOUNT, secret: { ha1: { 'SHA-256': 'ab' } } });
    expect(forms.ha1).toEqual({ MD5: null, 'SHA-256': 'ab', 'SHA-512-256': null });
    expect(forms.asterisk).toEqual({ md5secret: null, line: null, auth: null });
    expect(forms.opensips.ha1b).toBeNull();
    expect(forms.opensips.sql.until31).toBeNull();
    expect(forms.opensips.sql.since32).toContain('(username, domain, password, ha1_sha256)');
    expect(forms.flexisip.userdb).toEqual(['1000@mydomain.com sha256:ab ;']);
  });

  it.each([
    ['jürgen', 'j%C3%BCrgen'],
    ['a b', 'a%20b'],
    ['a#(b)', 'a%23%28b%29'],
    ['100%', '100%25'],
    ['+33.1', '+33.1'],
  ])('escape the user %s in the users file of Flexisip', (username, written) => {
    const [line = ''] = storedForms({ ...ACCOUNT, username }).flexisip.userdb;
    expect(line.slice(0, line.indexOf('@'))).toBe(written);
  });

  it('write no line that its grammar cannot hold', () => {
    expect(storedForms({ ...ACCOUNT, username: 'a:b' }).asterisk.auth).toBeNull();
    expect(storedForms({ ...ACCOUNT, username: 'a#b' }).asterisk.auth).toBeNull();
    expect(storedForms({ ...ACCOUNT, domain: 'a b' }).flexisip.userdb).toEqual([]);
    expect(storedForms({ ...ACCOUNT, realm: 'jürgen.de' }).flexisip.userdb).toEqual([]);
    expect(storedForms({ ...ACCOUNT, username: "o'neil" }).opensips.sql.since32).toContain("'o''neil'");
    expect(storedForms({ ...ACCOUNT, username: 'a\\b' }).opensips.sql.since32).toBeNull();
  });
});

describe('typed input', () => {
  it.each([
    [checkHa1('abc', 'MD5'), 'error', '3 digits'],
    [checkHa1('a'.repeat(64), 'MD5-sess'), 'error', '64 digits match SHA-256 and SHA-512-256'],
    [checkHa1('g'.repeat(32), 'MD5'), 'error', 'characters other than'],
    [checkHa1('A'.repeat(64), 'SHA-256'), 'note', 'uppercase'],
    [checkAlgorithm('SHA1'), 'error', 'SHA1'],
    [checkAlgorithm('AKAv1-MD5'), 'error', 'key of a SIM card'],
    [checkRealm('a"b'), 'error', 'not escaped'],
    [checkRealm('a\\'), 'error', 'not escaped'],
    [checkRealm('"asterisk"'), 'error', 'Remove them'],
    [checkRealm('пример'), 'note', 'UTF-8'],
    [checkRealm(''), 'note', 'empty'],
    [checkUsername(''), 'error', 'empty'],
    [checkPassword(''), 'error', 'empty'],
    [checkPassword('a\n'), 'error', 'line break'],
    [checkPassword('a '), 'note', 'space'],
    [checkPassword('ä'), 'note', 'UTF-8'],
    [checkNonceCount('1'), 'note', 'eight'],
    [checkUsername('a:b'), 'note', 'colon'],
    [checkMethod('register'), 'note', 'uppercase: REGISTER'],
  ] as const)('case %#: %j', (problems, severity, words) => {
    expect(problems).toEqual([{ severity, message: expect.stringContaining(words) }]);
  });

  it('is silent about healthy input, and tells no secret', () => {
    expect([
      ...checkHa1('a'.repeat(32), 'MD5'),
      ...checkAlgorithm('sha-256'),
      ...checkRealm('a\\"b'),
      ...checkUsername('bob'),
      ...checkPassword('a"\\:b'),
      ...checkNonceCount('0000000A'),
      ...checkMethod('REGISTER'),
      ...checkMethod('x-own'),
    ]).toEqual([]);
    for (const problem of [...checkPassword('hünter2 '), ...checkHa1('hunter2', 'MD5')]) {
      expect(problem.message).not.toContain('nter2');
    }
  });
});
