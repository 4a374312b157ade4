import { describe, expect, it } from 'vitest';
import { sipConf } from '../../server/languages/asterisk/sip-conf/index.ts';
import { gatherHabits } from '../../server/rules/habits.ts';
import { compareWithFresh } from '../fuzz/incremental.ts';
import { checkAll } from '../languages.ts';

/** What one rule says: line, from 1, and severity (1 error, 2 warning, 3 information). */
function found(code: string, sip: string, asteriskVersion = '20'): (readonly [number, number | undefined])[] {
  return all(code, sip, asteriskVersion).map(({ range, severity }) => [range.start.line + 1, severity]);
}

function all(code: string, sip: string, asteriskVersion = '20') {
  const diagnostics =
    checkAll(sipConf, { 'sip.conf': sip }, 'sip.conf', { asteriskVersion }).get('sip.conf') ?? [];
  return diagnostics.filter(diagnostic => diagnostic.code === `sip-conf/${code}`);
}

const general = (...lines: string[]): string => ['[general]', 'allowguest=no', ...lines, ''].join('\n');
const section = (name: string, ...lines: string[]): string => [`[${name}]`, ...lines, ''].join('\n');
const secret = 'secret=Kx7-pq9-Lw2-v';
const phone = (name: string, type = 'friend'): string =>
  section(name, `type=${type}`, 'host=dynamic', secret);

describe('two devices at one address', () => {
  const first = section('north', 'type=peer', 'host=198.51.100.9');
  const second = (...lines: string[]): string => section('south', ...lines);

  it.each<[string, string, (readonly [number, number])[]]>([
    ['two peers', second('type=peer', 'host=198.51.100.9'), [[8, 2]]],
    ['a friend that may call under its name', second('type=friend', 'host=198.51.100.9'), [[8, 3]]],
    [
      'a friend with which the server logs in elsewhere',
      second('type=friend', 'host=198.51.100.9', 'defaultuser=u8'),
      [[8, 2]],
    ],
    ['another port', second('type=friend', 'host=198.51.100.9', 'port=5080'), []],
    ['a callback extension', second('type=friend', 'host=198.51.100.9', 'callbackextension=8'), []],
    ['a user, which has no address', second('type=user', 'host=198.51.100.9'), []],
    ['a phone that registers', second('type=friend', 'host=dynamic'), []],
  ])('%s', (_title, more, expected) => {
    expect(found('shadowed-peer', general() + first + more)).toEqual(expected);
  });

  it('is the later one in the file, also after an edit of the earlier one', () => {
    const trunks = ['first', 'second'].map(name => section(name, 'type=peer', 'host=192.0.2.1'));
    const edit = { file: 'sip.conf', at: 3, count: 0, inserted: ['; a note'] };
    compareWithFresh(sipConf, 'sip.conf', { 'sip.conf': general() + trunks.join('') }, [edit]);
  });

  it('is challenged or not as the register lines say, also after one was added above another', () => {
    const text = `${general('register => x:y@z.example')}${section('a', 'type=friend', 'host=192.0.2.1', secret, 'defaultuser=u')}`;
    const edit = { file: 'sip.conf', at: 2, count: 0, inserted: ['register => a?u:p@e.example'] };
    compareWithFresh(sipConf, 'sip.conf', { 'sip.conf': text }, [edit]);
  });

  it('is one finding for many accounts of one provider', () => {
    const accounts = Array.from({ length: 9 }, (_, index) =>
      section(`line${index}`, 'type=friend', 'host=sip.example.org', `defaultuser=u${index}`),
    );
    const found = all('shadowed-peer', general() + accounts.join(''));
    expect(found).toHaveLength(8);
    expect(gatherHabits(found, sipConf.rules(), 'sip.conf').map(({ message }) => message)).toEqual([
      expect.stringMatching(/sip\.example\.org:5060.*"line0".* 7 more places/),
    ]);
  });
});

describe('a device whose name another side sends as the number of its caller', () => {
  const branch = section('branch', 'type=peer', 'host=198.51.100.9');

  it.each<[string, string, number]>([
    ['a friend', phone('203') + branch, 1],
    ['a user', section('203', 'type=user', secret) + branch, 1],
    [
      'a template between them',
      section('p', 'type=friend').replace(']', '](!)') + section('203', secret).replace(']', '](p)') + branch,
      1,
    ],
    ['a peer, which no From finds', phone('203', 'peer') + branch, 0],
    ['a name', phone('desk-203') + branch, 0],
    ['a whole number', phone('4930123456') + branch, 0],
    ['no other side', phone('203') + phone('204'), 0],
    [
      'a provider, where the server logs in',
      phone('203') + section('prov', 'type=peer', 'host=198.51.100.9', 'defaultuser=u1'),
      0,
    ],
    ['a provider by a register line', general('register => u1:x@198.51.100.9') + phone('203') + branch, 0],
  ])('%s', (_title, sip, count) => {
    const conf = sip.startsWith('[general]') ? sip : general() + sip;
    expect(found('device-named-like-caller', conf)).toHaveLength(count);
  });

  it('is one finding that names the others', () => {
    const [one, ...more] = all(
      'device-named-like-caller',
      general() + phone('203') + phone('204') + phone('205') + branch,
    );
    expect(one?.message).toMatch(/"branch" .*203.* 2 more/);
    expect(one?.relatedInformation).toHaveLength(3);
    expect(more).toEqual([]);
  });
});

describe('a device without a way to it', () => {
  it.each<[string, string, (readonly [number, number])[]]>([
    ['a peer without host', section('a', 'type=peer', secret), [[3, 2]]],
    ['a friend without host', section('a', 'type=friend', secret), [[3, 3]]],
    ['a user with host=dynamic', section('a', 'type=user', 'host=dynamic', secret), [[5, 2]]],
    ['a user', section('a', 'type=user', secret), []],
    [
      'host from a template',
      section('t', 'host=dynamic').replace(']', '](!)') + section('a', 'type=peer').replace(']', '](t)'),
      [],
    ],
    ['an empty include in between', section('a', 'type=peer', '#include "more.conf"'), []],
    ['host by a later section', section('a', 'type=peer') + section('a', 'type=peer', 'host=dynamic'), []],
  ])('%s', (_title, sip, expected) => {
    expect(found('device-without-host', general() + sip)).toEqual(expected);
  });
});

describe('an access list against the address of its device', () => {
  const list = (...lines: string[]): string => general() + section('a', 'type=peer', ...lines);

  it.each<[string, string, number]>([
    ['another network', list('host=203.0.113.5', 'deny=0.0.0.0/0', 'permit=198.51.100.0/24'), 1],
    ['its network', list('host=203.0.113.5', 'deny=0.0.0.0/0', 'permit=203.0.113.0/24'), 0],
    ['permit above deny', list('host=203.0.113.5', 'permit=203.0.113.0/24', 'deny=0.0.0.0/0'), 1],
    ['a phone that registers', list('host=dynamic', 'deny=0.0.0.0/0', 'permit=198.51.100.0/24'), 0],
    ['a name', list('host=sip.example.org', 'deny=0.0.0.0/0', 'permit=198.51.100.0/24'), 0],
    [
      'a user',
      general() + section('a', 'type=user', 'host=203.0.113.5', 'deny=0.0.0.0/0', 'permit=198.51.100.0/24'),
      0,
    ],
  ])('%s', (_title, sip, count) => {
    expect(found('access-list-refuses-own-host', sip)).toHaveLength(count);
  });
});

describe('a private address that is told to the other side', () => {
  const bound = (...lines: string[]): string => general('udpbindaddr=10.1.2.3:5060', ...lines);

  it.each<[string, string, number]>([
    ['a provider by its name', bound('register => u1:x@sip.example.org'), 1],
    ['a peer by its name', bound() + section('a', 'type=peer', 'host=sip.example.org'), 1],
    ['a peer by its address', bound() + section('a', 'type=peer', 'host=203.0.113.5'), 1],
    ['a peer of the same house', bound() + section('a', 'type=peer', 'host=pbx2.office.lan'), 0],
    ['a name without a domain', bound() + section('a', 'type=peer', 'host=pbx2'), 0],
    [
      'an external name',
      bound('externhost=pbx.example.org', 'localnet=10.0.0.0/8', 'register => u1:x@sip.example.org'),
      0,
    ],
    ['all addresses', general('udpbindaddr=0.0.0.0', 'register => u1:x@sip.example.org'), 0],
    ['phones alone', bound() + phone('alice'), 0],
  ])('%s', (_title, sip, count) => {
    expect(found('private-address-without-external', sip)).toHaveLength(count);
  });

  it('is one finding that names all of them, those with an address first', () => {
    const sip = bound('register => u1:x@sip.example.org') + section('a', 'type=peer', 'host=203.0.113.5');
    const [one, ...more] = all('private-address-without-external', sip);
    expect(one?.message).toMatch(/private address 10\.1\.2\.3 to "a" \(203\.0\.113\.5\)\. .* 1 more/);
    expect(one?.relatedInformation).toHaveLength(2);
    expect(more).toEqual([]);
  });
});

describe('direct media behind NAT', () => {
  const natted = (name: string, ...lines: string[]): string =>
    section(name, 'type=friend', 'host=dynamic', secret, ...lines);

  it('is one finding where [general] turns it on, with the devices that repeat it', () => {
    const sip =
      general('nat=force_rport,comedia', 'directmedia=yes') +
      natted('alice', 'directmedia=yes') +
      natted('bob', 'nat=force_rport,comedia') +
      natted('carol', 'directmedia=no');
    const [one, ...more] = all('general-direct-media-behind-nat', sip);
    expect(one?.relatedInformation).toHaveLength(2);
    expect(more).toEqual([]);
    expect(found('direct-media-behind-nat', sip)).toEqual([]);
  });

  it('is told of the device where [general] does not', () => {
    const sip = general('directmedia=yes') + natted('alice', 'nat=force_rport,comedia');
    expect(found('direct-media-behind-nat', sip)).toHaveLength(1);
  });
});

describe('a trunk that asks for a password', () => {
  const trunk = (type: string, ...lines: string[]): string =>
    section('prov', `type=${type}`, 'host=sip.example.org', 'defaultuser=u1', secret, ...lines);
  const registered = general('register => u1:x@sip.example.org');

  it.each<[string, string, number]>([
    ['a peer', general() + trunk('peer'), 1],
    ['a friend with which the server registers', registered + trunk('friend'), 1],
    ['a friend by its callback extension', general() + trunk('friend', 'callbackextension=100'), 1],
    ['a friend that may be another server', general() + trunk('friend'), 0],
    ['insecure=invite', registered + trunk('friend', 'insecure=port,invite'), 0],
    ['remotesecret beside the secret', registered + trunk('peer', 'remotesecret=Zq8-Lm2-Vb5'), 0],
  ])('%s', (_title, sip, count) => {
    expect(found('trunk-asks-for-password', sip)).toHaveLength(count);
  });
});

describe('an account that is registered twice', () => {
  const line = (rest: string): string => `register => u1:Kx7-pq9@sip.example.org${rest}`;

  it.each<[string, string, number[]]>([
    ['the same line', general(line('/100'), line('/100')), [4]],
    ['another extension', general(line('/100'), line('/200')), [4]],
    ['another port', general(line('/100'), line(':5070/100')), []],
    ['another user', general(line('/100'), 'register => u2:x@sip.example.org/100'), []],
    [
      'a callback extension',
      general(line('/100')) +
        section('p', 'type=peer', 'host=sip.example.org', 'defaultuser=u1', 'callbackextension=100'),
      [3],
    ],
    [
      'a callback extension of another user',
      general(line('/100')) +
        section('p', 'type=peer', 'host=sip.example.org', 'defaultuser=u2', 'callbackextension=100'),
      [],
    ],
  ])('%s', (_title, sip, lines) => {
    expect(found('duplicate-register', sip).map(([at]) => at)).toEqual(lines);
  });

  it('says nothing of a line that is not understood', () => {
    expect(found('duplicate-register', general('register => x', 'register => y'))).toEqual([]);
  });
});

describe('a browser phone', () => {
  const browser = (...lines: string[]): string =>
    general() +
    section(
      'web',
      'type=friend',
      'host=dynamic',
      secret,
      'transport=wss',
      'encryption=yes',
      'avpf=yes',
      ...lines,
    );
  const dtls = ['dtlsenable=yes', 'dtlscertfile=/etc/asterisk/keys/pbx.pem'];

  it.each<[string, string, string, (number | undefined)[]]>([
    ['all parts', browser(...dtls, 'icesupport=yes', 'rtcp_mux=yes'), '20', []],
    ['one port missing', browser(...dtls, 'icesupport=yes'), '20', [3]],
    ['one port missing where no release has it', browser(...dtls, 'icesupport=yes'), '11', []],
    ['ICE missing', browser(...dtls), '20', [2]],
    ['DTLS missing', browser('icesupport=yes'), '20', [2]],
  ])('%s', (_title, sip, version, severities) => {
    expect(found('webrtc-incomplete', sip, version).map(([, severity]) => severity)).toEqual(severities);
  });
});

describe('WebSocket for all devices', () => {
  const desk = phone('desk');

  it.each<[string, string, number]>([
    ['beside UDP, which desk phones use', general('transport=udp,ws,wss') + desk, 0],
    ['alone', general('transport=wss') + desk, 1],
    [
      'alone, and a trunk with an address',
      general('transport=wss') + section('t', 'type=peer', 'host=192.0.2.4'),
      0,
    ],
    [
      'beside UDP in the device itself',
      general() + section('d', 'type=friend', 'host=dynamic', secret, 'transport=udp,wss'),
      1,
    ],
  ])('%s', (_title, sip, count) => {
    expect(found('webrtc-incomplete', sip)).toHaveLength(count);
  });
});

describe('contactpermit without contactdeny', () => {
  it('is found in a device and in [general]', () => {
    const own = section('a', 'type=friend', 'host=dynamic', secret, 'contactpermit=10.0.0.0/8');
    expect(found('access-list-admits-everybody', general() + own)).toEqual([[7, 2]]);
    const shared = general('contactpermit=10.0.0.0/8');
    const [one] = all('general-access-list-admits-everybody', shared);
    expect(one?.message).toMatch(/^contactpermit lines alone refuse no one\. .* contactdeny=0\.0\.0\.0/);
    const closed = general('contactdeny=0.0.0.0/0', 'contactpermit=10.0.0.0/8');
    expect(found('general-access-list-admits-everybody', closed)).toEqual([]);
  });
});

describe('permit without deny beside a named list', () => {
  it.each<[string, string, string, number]>([
    ['a list that must allow the address too', 'acl=lan', '20', 0],
    ['before branch 11, which has no named lists', 'acl=lan', '1.8', 1],
    ['an empty name', 'acl=', '20', 1],
    ['a list for the addresses of contacts', 'contactacl=lan', '20', 1],
  ])('%s', (_title, line, branch, count) => {
    const sip =
      general() + section('a', 'type=friend', 'host=dynamic', secret, 'permit=10.0.0.0/255.0.0.0', line);
    expect(found('access-list-admits-everybody', sip, branch)).toHaveLength(count);
  });

  it('counts in [general], too', () => {
    const sip = general('contactpermit=10.0.0.0/8', 'contactacl=lan');
    expect(found('general-access-list-admits-everybody', sip)).toEqual([]);
  });
});

describe('a user and a peer of one name', () => {
  const both =
    general() + section('office', 'type=user', secret) + section('office', 'type=peer', 'host=192.0.2.4');

  it('are two things in 1.4, and the user hides the peer', () => {
    const [one] = all('duplicate-section', both, '1.4');
    expect(one?.message).toMatch(/^A user above has the same name, and Asterisk 1\.4 keeps both\./);
  });

  it('are one device later, and two friends are in 1.4 as well', () => {
    expect(all('duplicate-section', both, '18')[0]?.message).toMatch(/on top of it/);
    const friends = general() + phone('office') + phone('office');
    expect(all('duplicate-section', friends, '1.4')[0]?.message).toMatch(/on top of it/);
  });
});
