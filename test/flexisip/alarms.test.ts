import { describe, expect, it } from 'vitest';
import { flexisipConf } from '../../server/languages/flexisip/index.ts';
import { checkAll } from '../languages.ts';

function codes(text: string, flexisipVersion = '2.7'): string[] {
  const found = checkAll(flexisipConf, { f: text }, 'f', { flexisipVersion }).get('f') ?? [];
  return found.map(({ code }) => String(code).replace('flexisip-conf/', ''));
}

function messages(text: string): string[] {
  const found = checkAll(flexisipConf, { f: text }, 'f', { flexisipVersion: '2.7' }).get('f') ?? [];
  return found.filter(({ severity }) => severity === 1).map(({ message }) => String(message));
}

const authentication = '[module::Authentication]\nenabled=true\nfile-path=/u\nauth-domains=a.org\n';
const registrar = '[module::Registrar]\nreg-domains=a.org b.org\n';

describe('a domain that may register is refused before', () => {
  it.each([[''], ['from-domains=*\n'], ['to-domains= \n']])('with %j', line => {
    expect(codes(authentication + line + registrar)).toContain('domain-not-authenticated');
  });

  it.each([["filter=from.uri.domain == 'a.org'\n"], ['from-domains=a.org\n'], ['to-domains=a.org\n']])(
    'unless the module leaves messages out by %j',
    line => {
      expect(codes(authentication + line + registrar)).not.toContain('domain-not-authenticated');
    },
  );
});

describe('a number', () => {
  const rate = (value: string) => `[module::DoSProtection]\npacket-rate-limit=${value}\n`;
  it.each([
    ['2.3', 'abc', 'text-after-number'],
    ['2.4', 'abc', 'text-after-number'],
    ['2.5', 'abc', 'invalid-number'],
    ['2.7', '', 'invalid-number'],
    ['2.7', '99999999999', 'invalid-number'],
    ['2.3', '10 s', 'text-after-number'],
  ])('in %s written %j is judged by %s', (version, value, code) => {
    expect(codes(rate(`${value} `), version)).toContain(code);
  });

  it.each([
    ['2.3', '99999999999'],
    ['2.3', '+5'],
    ['2.7', '5'],
  ])('in %s written %j will do', (version, value) => {
    expect(codes(rate(value), version)).toEqual([]);
  });
});

describe('an expression', () => {
  const filter = (text: string) => `[module::Registrar]\nfilter=${text}\n`;
  it.each([
    ['1.0', "from.uri.host == 'a' && topvia.host in 'a b'"],
    ['2.1', "contact.uri.user == 'a'"],
    ['2.2', "content-type == 'a'"],
    ['2.0', "user-agent regexp 'Linphone'"],
  ])('in %s may be %s', (version, text) => {
    expect(codes(filter(text), version)).toEqual([]);
  });

  it.each([
    ['2.0', "from.uri.host == 'a'", 'invalid-expression'],
    ['1.0', "(from.uri.host == 'a'", 'invalid-expression'],
    ['2.1.0', "contact.uri.user == 'a'", 'invalid-expression'],
    ['2.1', "content-type == 'a'", 'invalid-expression'],
    ['2.1', "user-agent regexp 'Linphone'", 'regexp-without-pattern'],
  ])('in %s is not %s', (version, text, code) => {
    expect(codes(filter(text), version)).toContain(code);
  });
});

describe('a carriage return without line feed', () => {
  it('ends no line: what follows is dropped', () => {
    expect(codes('[global]\rauto-respawn=yes\r[module::Registrar]\rreg-domains=*\r')).toEqual([
      'dropped-line',
    ]);
  });

  it('is a part of the value', () => {
    expect(codes('[global]\ndump-corefiles=true\rlog-level=error\n')).toEqual([
      'dropped-line',
      'carriage-return',
    ]);
  });
});

describe('a peer that does not resolve', () => {
  it.each([
    ['module::Authentication', 'trusted-hosts'],
    ['module::DoSProtection', 'white-list'],
    ['cluster', 'nodes'],
  ])('in [%s] %s', (section, key) => {
    expect(codes(`[${section}]\n${key}=10.0.0.0/8\n`)).toContain('unusable-trusted-host');
    expect(codes(`[${section}]\n${key}=10.0.0.1 proxy.example.org [::1]\n`)).not.toContain(
      'unusable-trusted-host',
    );
  });
});

describe('a list of domains', () => {
  it.each([
    ['global', 'aliases'],
    ['module::Registrar', 'reg-domains'],
    ['module::Authentication', 'auth-domains'],
  ])('of [%s] %s holds hosts', (section, key) => {
    expect(codes(`[${section}]\n${key}=a.org:5060\n`)).toContain('port-in-domain');
    expect(codes(`[${section}]\n${key}=sip:a.org\n`)).toContain('port-in-domain');
    expect(codes(`[${section}]\n${key}=a.org 192.0.2.1 [2001:db8::1]\n`)).not.toContain('port-in-domain');
  });

  it('of those that are challenged is not empty', () => {
    const empty = '[module::Authentication]\nenabled=true\nfile-path=/u\nauth-domains= \n';
    expect(codes(empty)).toContain('missing-setting');
    expect(codes(empty.replace('auth-domains= ', 'auth-domains=a.org'))).not.toContain('missing-setting');
    expect(codes(empty.replace('enabled=true', 'enabled=false'))).not.toContain('missing-setting');
  });
});

describe('a name that does not fit', () => {
  it.each([
    ['[Authentication]\nenabled=true\n', 'Did you mean "module::Authentication"?'],
    ['[module::Authentification]\nenabled=true\n', 'Did you mean "module::Authentication"?'],
    ['[module::Registrar]\nreg_domains=a.org\n', 'Did you mean "reg-domains"?'],
    [
      '[module::Registrar]\nauth-domains=a.org\n',
      'It belongs to [module::Authentication] or [module::ExternalAuthentication] or [module::Authorization].',
    ],
    ['[module::Registrar]\ntransports=sip:*\n', 'It belongs to [global] or [presence-server].'],
    ['[global]\nenable=true\n', 'Remove the line, or look up the correct name.'],
  ])('%j is told what is near', (text, told) => {
    expect(messages(text).join()).toContain(told);
  });
});

describe('a comment behind a value', () => {
  it.each([
    ['[global]\ntransports=sip:* # all of them\n', ['comment-in-value', 'invalid-transport']],
    [
      '[module::Authentication]\nenabled=true\nfile-path=/u\navailable-algorithms=SHA-256 # strong one\n',
      ['comment-in-value', 'invalid-word'],
    ],
    ['[module::Forward]\ndefault-transport=tcp # for all\n', ['comment-in-value']],
  ])('%j: its words are not judged one by one', (text, expected) => {
    expect(codes(text, '2.5').sort()).toEqual(expected);
  });
});

it('an expression about tokens is not a secret', () => {
  expect(codes("[module::NatHelper]\nforce-flow-token=user-agent contains 'Linphone'\n", '2.5')).toEqual([]);
});
