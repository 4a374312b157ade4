import { describe, expect, it } from 'vitest';
import { pjsipConf } from '../../server/languages/asterisk/pjsip-conf/index.ts';
import { sipConf } from '../../server/languages/asterisk/sip-conf/index.ts';
import { projectOf, settings } from '../languages.ts';

const FILE = `[general]
realm=pbx.example
domain=a.example,from-a
[office](!)
type=friend
host=dynamic
[1001](office)
secret=hush
[1002](office)
md5secret=0123456789abcdef0123456789abcdef
secret=unused
[1003](office)
`;

function settingsAt(text: string, line: number) {
  const project = projectOf(sipConf, { 'sip.conf': text }, 'sip.conf');
  const model = sipConf.model(project, settings, undefined);
  const tree = project.trees.get(project.root);
  if (tree === undefined) throw new Error('no tree');
  return sipConf.digestSettings?.({ uri: project.root, tree, model }, { line, character: 0 });
}

describe('what sip.conf says about digest', () => {
  it('is its realm and its devices with what they store', () => {
    expect(settingsAt(FILE, 7)).toEqual({
      server: 'asterisk',
      realms: ['pbx.example'],
      algorithms: ['MD5'],
      current: { username: '1001', realm: 'pbx.example', secret: { password: 'hush' } },
      accounts: [
        { username: '1001', realm: 'pbx.example', secret: { password: 'hush' } },
        {
          username: '1002',
          realm: 'pbx.example',
          secret: { ha1: '0123456789abcdef0123456789abcdef', algorithm: 'MD5' },
        },
        { username: '1003', realm: 'pbx.example', secret: null },
      ],
    });
  });

  it('has a default realm, and no device in [general]', () => {
    expect(settingsAt('[general]\n', 0)).toEqual({
      server: 'asterisk',
      realms: ['asterisk'],
      algorithms: ['MD5'],
      current: undefined,
      accounts: [],
    });
  });

  it('offers the domains when they serve as realms', () => {
    const text = FILE.replace('realm=', 'domainsasrealm=yes\nrealm=');
    expect(settingsAt(text, 0)?.realms).toEqual(['pbx.example', 'a.example']);
  });
});

const PJSIP = `[global]
type=global
default_realm=pbx.example
[1001]
type=endpoint
auth=1001-auth
[1001-auth]
type=auth
username=1001
password=hush
[1002]
type=auth
username=1002
realm=other
supported_algorithms_uas=SHA-256
password_digest=SHA-256:0123
`;

describe('what pjsip.conf says about digest', () => {
  const project = projectOf(pjsipConf, { 'pjsip.conf': PJSIP }, 'pjsip.conf');
  const tree = pjsipConf.parse(PJSIP);
  const model = pjsipConf.model(project, settings, undefined);
  const at = (line: number) =>
    pjsipConf.digestSettings?.({ uri: project.root, tree, model }, { line, character: 0 });
  const phone = { username: '1001', realm: 'pbx.example', secret: { password: 'hush' } };
  const hashed = { username: '1002', realm: 'other', secret: { ha1: '0123', algorithm: 'SHA-256' } };

  it('is each auth with its realm and what it stores', () => {
    expect(at(13)).toEqual({
      server: 'asterisk',
      realms: ['other', 'pbx.example'],
      algorithms: ['SHA-256'],
      current: hashed,
      accounts: [phone, hashed],
    });
  });

  it('follows an endpoint to its auth', () => {
    expect(at(4)?.current).toEqual(phone);
    expect(at(4)?.algorithms).toEqual(['MD5']);
    expect(at(1)?.current).toBeUndefined();
  });
});
