import { expect, it } from 'vitest';
import { pjsipConf } from '../../server/languages/asterisk/pjsip-conf/index.ts';
import { homeElsewhere } from '../../server/languages/asterisk/sip-conf/facts/elsewhere.ts';
import { allOptions } from '../../server/languages/asterisk/sip-conf/facts/facts.ts';
import { sipConf } from '../../server/languages/asterisk/sip-conf/index.ts';
import { checkAll } from '../languages.ts';

const device = '[general]\nallowguest=no\ncontext=x\ntcpenable=yes\n[a]\ntype=peer\nhost=192.0.2.1\n';

/** The messages about the last line of a sip.conf. */
function about(line: string, before = device): string {
  const text = `${before}${line}\n`;
  const found = checkAll(sipConf, { 'sip.conf': text }, 'sip.conf', { asteriskVersion: '18' });
  const last = text.split('\n').length - 2;
  return (found.get('sip.conf') ?? [])
    .filter(({ range }) => range.start.line === last)
    .map(({ message }) => String(message))
    .join('\n');
}

it.each([
  ['qualify=on', 'Write "yes".'],
  ['qualify=true', 'Write "yes".'],
  ['qualify=off', 'Write "no".'],
  ['videosupport=enabled', 'Write "yes".'],
  ['videosupport=disabled', 'Write "no".'],
  ['allowsubscribe=of', 'Write "no".'],
  ['allow=pcmu', 'Write "ulaw".'],
  ['allow=PCMA', 'Write "alaw".'],
  ['allow=G.711u', 'Write "ulaw".'],
  ['allow=g711', 'Use one of: ulaw, alaw.'],
  ['allow=g.729', 'Write "g729".'],
  ['allow=g729a', 'Write "g729".'],
  ['allow=g723.1', 'Write "g723".'],
  ['allow=g792', 'Write "g729".'],
  ['allow=h.263+', 'Write "h263p".'],
  ['allow=ulaw&alaw', 'Write "ulaw,alaw".'],
  ['allow=ulaw alaw', 'Write "ulaw,alaw".'],
  ['insecure=very', 'Write "port,invite".'],
  ['insecure=yes', 'Write "port".'],
  ['insecure=invite port', 'Write "invite,port".'],
  ['nat=force_rport comedia', 'Write "force_rport,comedia".'],
  ['fromdomain=sip:sip.example.com', 'is a SIP address'],
  ['fromdomain=sip:u@sip.example.com', 'Write "sip.example.com".'],
  ['outboundproxy=sip:sip.example.com:5070', 'Write "sip.example.com:5070".'],
  ['insecure=port;invite', 'Write a comma.'],
  ['nat=force_rport;comedia', 'Write a comma.'],
  ['host=sip.example.com;transport=tcp', 'Set transport= on its own line.'],
  ['outboundproxy=sip.example.com;lr', 'Remove it.'],
  ['name=a', 'a column of a realtime table'],
  ['regseconds=0', 'a column of a realtime table'],
  ['udptlstart=4000', 'Move it to udptl.conf.'],
  ['rtpstart=10000', 'Move it to rtp.conf.'],
  ['hassip=yes', 'Move it to users.conf.'],
  ['qualifyfr=30', 'Did you mean "qualifyfreq"?'],
])('%s: %s', (line, expected) => {
  expect(about(line)).toContain(expected);
});

it.each([
  'insecure=port;only for the trunk',
  'insecure=port,invite;no',
  'nat=no;behind the router',
  'host=192.0.2.1;office',
  'transport=udp;tcpip',
])('%s: nothing to say', line => {
  expect(about(line)).not.toContain('starts a comment');
});

it.each([
  ['register => u:Kx7-pq9-Lw2@tls://sip.example.com', 'Write it first: tls://user:secret@host.'],
  ['register => u:Kx7-pq9-Lw2@sip.example.com;transport=tcp', 'Write tcp:// or tls:// before the user.'],
  ['register => u:Kx7-pq9;Lw2@sip.example.com', 'Write "\\;" for a semicolon in the value.'],
  ['register => u:Kx7-pq9-Lw2@sip.example.com:port', 'Write a number from 1 to 65535.'],
])('%s: %s', (line, expected) => {
  expect(about(line, '[general]\ncontext=x\n')).toContain(expected);
});

it.each([
  ['allow=g711', 'Did you mean "ulaw" or "alaw"?'],
  ['allow=!all,pcma', 'Did you mean "alaw"?'],
  ['allow=g.729', 'Did you mean "g729"?'],
  ['allow=xyz', 'Remove it.'],
  ['direct_media=enabled', 'Write yes.'],
  ['direct_media=disabled', 'Write no.'],
  ['direct_media=nonat', 'Write yes or no.'],
])('in pjsip.conf, %s: %s', (line, expected) => {
  const text = `[a]\ntype=endpoint\ncontext=x\n${line}\n`;
  const found = checkAll(pjsipConf, { 'pjsip.conf': text }, 'pjsip.conf', { asteriskVersion: '20' });
  const messages = (found.get('pjsip.conf') ?? []).map(({ message }) => String(message));
  expect(messages.join('\n')).toContain(expected);
});

it('several transports that do not protect keys are named in words', () => {
  expect(about('encryption=yes', device.replace('host=', 'transport=udp,tcp\nhost='))).toContain(
    'over UDP and TCP',
  );
});

it.each([
  ['localnet=192.168.1.0', 'Write 192.168.1.0/24'],
  ['localnet=10.0.0.0', 'Write 10.0.0.0/8'],
  ['localnet=172.16.0.0', 'Write 172.16.0.0/12'],
  ['localnet=192.168.0.0', 'Write 192.168.0.0/16'],
  ['session-expires=60', 'below the minimum of 90'],
  ['session-minse=3600', 'below the minimum of 3600'],
  [
    'register => nobody?u:Kx7-pq9-Lw2@sip.example.com',
    'There is no peer "nobody". The registration has none',
  ],
  ['register => 4930?u:Kx7-pq9-Lw2@sip.example.com', 'refuses a name of digits'],
])('in [general], %s: %s', (line, expected) => {
  expect(about(line, '[general]\nallowguest=no\ncontext=x\nexternaddr=203.0.113.5\n')).toContain(expected);
});

it.each([
  ['permit=192.168.1.0', 'has no netmask'],
  ['permit=192.0.2.1,!192.168.1.0', '"192.168.1.0" has no netmask'],
  ['deny=0.0.0.0', 'Write 0.0.0.0/0'],
  ['qualify=60', 'must answer within 60 ms'],
  ['qualify=2s', 'must answer within 2 ms'],
  ['session-minse=3600', 'below the minimum of 3600'],
])('in a device, %s: %s', (line, expected) => {
  expect(about(line)).toContain(expected);
});

it.each([
  'localnet=192.168.1.0/24',
  'localnet=192.168.1.7',
  'localnet=fd00::',
  'session-expires=90',
  'session-minse=1800',
  'session-timers=refuse\nsession-expires=60',
  'register => u:Kx7-pq9-Lw2@sip.example.com',
])('in [general], %s: nothing to say', line => {
  expect(about(line, '[general]\ncontext=x\nexternaddr=203.0.113.5\nlocalnet=10.0.0.0/8\n')).toBe('');
});

it.each(['qualify=yes', 'qualify=no', 'qualify=0', 'qualify=100', 'permit=192.168.1.0/24'])(
  'in a device, %s: nothing to say',
  line => {
    expect(about(line, device.replace('host=', 'deny=0.0.0.0/0\nhost='))).toBe('');
  },
);

it.each([
  ['deny=::/0\npermit=192.168.0.0/16', 'covers no IPv4 address'],
  ['deny=0.0.0.0/0\npermit=192.168.0.0/16,fd00::/8', 'covers no IPv6 address'],
  ['deny=0.0.0.0/0\npermit=fd00::/8', 'covers no IPv6 address'],
  ['permit=192.168.0.0/16', 'Permit lines alone'],
  ['deny=0.0.0.0/0\npermit=192.168.0.0/16,::/0', 'allows every IPv6 address'],
  ['deny=0.0.0.0/0\npermit=0.0.0.0/0,::/0', 'allows every address'],
  ['permit=192.168.0.0/16\ndeny=0.0.0.0/0', 'refuses everyone'],
  ['permit=::/0\ndeny=0.0.0.0/0\ndeny=::/0', 'refuses everyone'],
])('the access list %s: %s', (lines, expected) => {
  expect(about(lines)).toContain(expected);
});

it.each(['deny=0.0.0.0/0\ndeny=::/0\npermit=192.168.0.0/16,fd00::/8', 'deny=::/0'])(
  'the access list %s: nothing to say',
  lines => {
    expect(about(lines)).not.toMatch(/covers no|refuse|every address/);
  },
);

it.each(['permit=fd00::/8\ndeny=0.0.0.0/0', 'permit=::/0\ndeny=0.0.0.0/0'])(
  'the access list %s allows addresses',
  lines => {
    expect(about(lines)).not.toContain('refuses everyone');
  },
);

it('a peer that is not in the file may come from the output of a program', () => {
  const codes = (end: string): string => {
    const text = `[general]\nallowguest=no\nregister => prov?u:Kx7-pq9-Lw2@sip.example.com\nregister => u:Kx7-pq9-Lw2@sip.example.net\n[a]\ntype=peer\nhost=dynamic\n${end}`;
    return (checkAll(sipConf, { 'sip.conf': text }, 'sip.conf').get('sip.conf') ?? [])
      .map(({ code }) => String(code))
      .filter(code => code.startsWith('sip-conf/register-'))
      .join(' ');
  };
  expect(codes('')).toBe('sip-conf/register-with-missing-peer sip-conf/register-without-peer');
  expect(codes('#exec "/usr/bin/devices"\n')).toBe('');
});

it('an option of sip.conf has no home elsewhere', () => {
  const names = allOptions().flatMap(({ name, aliases = [] }) => [name, ...aliases.map(alias => alias.name)]);
  expect(names.filter(name => homeElsewhere(name) !== undefined)).toEqual([]);
});
