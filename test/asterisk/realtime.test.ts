import { describe, expect, it } from 'vitest';
import { sipConf } from '../../server/languages/asterisk/sip-conf/index.ts';
import { checkAll } from '../languages.ts';
import { explain, from, modelOf, requestOf } from './matchingCase.ts';

const conf = `[general]
allowguest=no
auth_options_requests=yes
accept_outofcall_message=yes
[1001]
type=friend
host=dynamic
secret=Kx7-pq9-Lw2-v
[trunk]
type=peer
host=192.0.2.5
`;

function asked(
  method: string,
  user: string,
  extconfig: string,
  { address = '198.51.100.7', version = '20', sip = conf } = {},
) {
  const model = modelOf(sip, { 'extconfig.conf': extconfig }, version);
  return explain(model, { message: requestOf(method, user, headers), source: from(`${address}:5060`) });
}

/** What SUBSCRIBE and MESSAGE need. */
const headers = ['Event: presence', 'Content-Type: text/plain'];

const sippeers = '[settings]\nsippeers => odbc,asterisk,sip\n';
const methods = ['INVITE', 'SUBSCRIBE', 'OPTIONS', 'MESSAGE'];

describe('devices in a database', () => {
  it.each(methods)('%s from an unknown name: the headline depends on the database', method => {
    const { sentence, assumptions } = asked(method, '7001', sippeers);
    const wanted = 'has a device named "7001" or one with the address 198.51.100.7: ';
    expect(sentence).toMatch(new RegExp(`^Unless the database in extconfig\\.conf ${wanted}`));
    expect(assumptions.join(' ')).toContain('sippeers => odbc');
  });

  it('REGISTER looks only for the name', () => {
    const { sentence } = asked('REGISTER', '7001', sippeers);
    expect(sentence).toMatch(/^Unless the database in extconfig\.conf has a device named "7001": /);
  });

  it('guests, whom the database may know, are no exception', () => {
    const sip = conf.replace('allowguest=no\n', '');
    expect(asked('INVITE', '7001', sippeers, { sip }).sentence).toMatch(/^Unless the database/);
  });

  it('a device found by address depends only on the name', () => {
    const { sentence } = asked('INVITE', '7001', sippeers, { address: '192.0.2.5' });
    expect(sentence).toMatch(/^Unless the database in extconfig\.conf has a device named "7001": /);
  });

  it.each([...methods, 'REGISTER'])('%s of a device in the file depends on nothing', method => {
    const { sentence, assumptions } = asked(method, '1001', sippeers);
    expect(sentence).not.toContain('Unless');
    expect(assumptions.join(' ')).not.toContain('extconfig');
  });

  it('OPTIONS that nobody is looked up for', () => {
    const sip = conf.replace('auth_options_requests=yes\n', '');
    expect(asked('OPTIONS', '7001', sippeers, { sip }).sentence).not.toContain('Unless');
  });

  it.each([
    ['sipusers => odbc,asterisk\n', '20', false],
    ['sipusers => odbc,asterisk\n', '1.4', true],
    ['sipregs => odbc,asterisk\n', '20', false],
    ['SIPpeers => mysql,general,peers\n', '13', true],
    ['voicemail => odbc,asterisk\n', '20', false],
    ['; sippeers => odbc,asterisk\n', '20', false],
  ])('%j in Asterisk %s: %s', (line, version, isConditional) => {
    const { sentence } = asked('INVITE', '7001', `[settings]\n${line}`, { version });
    expect(sentence.startsWith('Unless')).toBe(isConditional);
  });

  it('the name of the section may be in upper case', () => {
    expect(asked('INVITE', '7001', '[Settings]\nsippeers => odbc,a\n').sentence).toContain('Unless');
  });

  it('a line of another section maps nothing', () => {
    expect(asked('INVITE', '7001', '[other]\nsippeers => odbc,a\n').sentence).not.toContain('Unless');
  });

  it('says that the server reads another sip.conf', () => {
    const { assumptions } = asked('INVITE', '1001', '[settings]\nsip.conf => odbc,asterisk,ast_config\n');
    expect(assumptions.join(' ')).toContain('read sip.conf from a database instead of this file');
  });

  it('both kinds of doubt are named', () => {
    const sip = `${conf}[far]\ntype=peer\nhost=pbx.example.net\n`;
    expect(asked('INVITE', '7001', sippeers, { sip }).sentence).toMatch(
      /^Unless the database .*, or pbx\.example\.net, the host of far, resolves to 198\.51\.100\.7: /,
    );
  });

  it('may have the peer of a provider', () => {
    const sip = '[general]\nallowguest=no\nregister => u1:Kx7-pq9-Lw2@sip.example.org/1\n';
    const codes = (extconfig: string) =>
      (
        checkAll(sipConf, { 'sip.conf': sip, 'extconfig.conf': extconfig }, 'sip.conf').get('sip.conf') ?? []
      ).map(({ code }) => code);
    expect(codes('[settings]\n')).toContain('sip-conf/register-without-peer');
    expect(codes(sippeers)).not.toContain('sip-conf/register-without-peer');
  });
});

describe('extensions of users.conf', () => {
  const sip = '[general]\ncontext=default\n';
  const users =
    '[general]\nhassip=yes\n[6001]\nsecret=Kx7-pq9-Lw2-v\nalternateexts=61,62\n[6002]\nhasexten=no\n';
  const codeOf = (called: string, files: Readonly<Record<string, string>>) =>
    explain(modelOf(sip, files), {
      message: requestOf('INVITE', 'guest').replace('sip:2000@', `sip:${called}@`),
      source: from('198.51.100.7:5060'),
    }).finalCode;

  it.each([
    ['6001', '[other]\nexten => 1,1,Hangup()\n', 200],
    ['62', '[other]\nexten => 1,1,Hangup()\n', 200],
    ['6002', '[other]\nexten => 1,1,Hangup()\n', 404],
    ['6001', '[general]\nuserscontext=phones\n[default]\nexten => 1,1,Hangup()\n', 404],
    ['6001', '[general]\nuserscontext=phones\n[default]\ninclude => phones\n', 200],
  ])('a call to %s, with %j: %s', (called, dialplan, code) => {
    expect(codeOf(called, { 'users.conf': users, 'extensions.conf': dialplan })).toBe(code);
  });

  it('are a context', () => {
    const files = {
      'sip.conf': sip,
      'users.conf': users,
      'extensions.conf': '[other]\nexten => 1,1,Hangup()\n',
    };
    const codes = (checkAll(sipConf, files, 'sip.conf').get('sip.conf') ?? []).map(({ code }) => code);
    expect(codes).not.toContain('sip-conf/undefined-context');
  });
});
