import { describe, expect, it } from 'vitest';
import { objectTypes, optionsOf } from '../../server/languages/asterisk/pjsip-conf/facts/facts.ts';
import { pjsipConf } from '../../server/languages/asterisk/pjsip-conf/index.ts';
import { checkAll, folder, projectOf, settings } from '../languages.ts';

/** The lines, from 1, that one rule reports in pjsip.conf. */
function lines(code: string, text: string, files: Readonly<Record<string, string>> = {}, version = '22') {
  return all(code, text, files, version).map(({ range }) => range.start.line + 1);
}

function all(code: string, text: string, files: Readonly<Record<string, string>> = {}, version = '22') {
  const options = { asteriskVersion: version };
  const found = checkAll(pjsipConf, { 'pjsip.conf': text, ...files }, 'pjsip.conf', options);
  return (found.get('pjsip.conf') ?? []).filter(diagnostic => diagnostic.code === `pjsip-conf/${code}`);
}

const section = (name: string, ...lines: string[]): string => [`[${name}]`, ...lines, ''].join('\n');
const udp = section('udp', 'type=transport', 'bind=0.0.0.0');
const endpoint = (name: string, ...more: string[]): string =>
  section(name, 'type=endpoint', 'context=phones', 'allow=ulaw', ...more);
const auth = (name: string, ...more: string[]): string =>
  section(name, 'type=auth', `username=${name}`, ...more);
const identify = (name: string, to: string, ...more: string[]): string =>
  section(name, 'type=identify', `endpoint=${to}`, ...more);

/** MD5 of alice:asterisk:Kx7-pq9-Lw2, of alice:pbx.example:Kx7-pq9-Lw2, and of 123456 alone. */
const forAsterisk = '70d7af21a5120b9be20117fb9347bf6c';
const forPbx = 'f652b6933b827b9c5cb638a66c522d6d';
const alone = 'e10adc3949ba59abbe56e057f20f883e';
const password = 'password=Kx7-pq9-Lw2';

describe('hashes in auth objects', () => {
  const alice = (...more: string[]): string => endpoint('alice', 'auth=alice') + auth('alice', ...more);

  it.each<[string, string, string, number]>([
    ['the default realm', alice(password, `md5_cred=${forAsterisk}`), '22', 0],
    ['another realm than the default one', alice(password, `md5_cred=${forPbx}`), '22', 1],
    ['the realm of the auth', alice('realm=pbx.example', password, `md5_cred=${forPbx}`), '22', 0],
    [
      'another realm than that of the auth',
      alice('realm=x', password, `password_digest=MD5:${forPbx}`),
      '22',
      1,
    ],
    ['an old release that does not read the hash', alice(password, `md5_cred=${forPbx}`), '18', 0],
    ['an old release that reads it', alice('auth_type=md5', password, `md5_cred=${forPbx}`), '18', 1],
    ['no password to compare with', alice('auth_type=md5', `md5_cred=${forPbx}`), '22', 0],
    [
      'a guessable password of another realm',
      alice('realm=pbx.example', 'md5_cred=211d40973aecf316736a54f880189f39'),
      '22',
      1,
    ],
    [
      'a guessable password of this realm',
      alice('realm=pbx.example', 'md5_cred=2e6d43a2ec472e158ec96304bbb644bc'),
      '22',
      0,
    ],
    ['a hash for SHA-256 only', alice(password, `password_digest=SHA-256:${forPbx}${forPbx}`), '22', 0],
  ])('for %s', (_title, text, version, count) => {
    expect(lines('hash-of-another-realm', text, {}, version)).toHaveLength(count);
  });

  it('follow the default realm of the global object', () => {
    const text = section('global', 'type=global', 'default_realm=pbx.example');
    const [found] = all('hash-of-another-realm', text + alice(password, `md5_cred=${forAsterisk}`));
    expect(found?.message).toContain(
      'is for realm "asterisk", but callers are challenged with realm "pbx.example"',
    );
    expect(lines('hash-of-another-realm', text + alice(password, `md5_cred=${forPbx}`))).toEqual([]);
  });

  it('are left to their owner when only outgoing requests use them', () => {
    const text = endpoint('alice', 'outbound_auth=alice') + auth('alice', password, `md5_cred=${forPbx}`);
    expect(lines('hash-of-another-realm', text)).toEqual([]);
  });

  it.each<[string, number]>([
    [alone, 1],
    [forAsterisk, 0],
  ])('%s is that of a password alone: %i', (hash, count) => {
    expect(lines('hash-of-password-alone', alice('auth_type=md5', `md5_cred=${hash}`))).toHaveLength(count);
  });
});

describe('an identify and the phones at its addresses', () => {
  const gateway = (match: string): string =>
    endpoint('gateway', 'identify_by=ip') + identify('gateway', 'gateway', `match=${match}`);
  const phone = (aor: string, ...more: string[]): string =>
    endpoint('alice', 'auth=alice', 'aors=alice', ...more) +
    auth('alice', password) +
    section('alice', 'type=aor', aor);
  const contact = 'contact=sip:alice@192.168.1.20:5060';

  it.each<[string, string, number]>([
    ['the network of a fixed contact', gateway('192.168.1.0/24') + phone(contact), 1],
    ['the address of a fixed contact', gateway('192.168.1.20') + phone(contact), 1],
    ['an excluded address', gateway('192.168.1.0/24,!192.168.1.20/32') + phone(contact), 0],
    ['an exclusion before the network', gateway('!192.168.1.20/32,192.168.1.0/24') + phone(contact), 1],
    ['one port only', gateway('192.168.1.0:5080/24') + phone(contact), 0],
    ['another network', gateway('192.168.2.0/24') + phone(contact), 0],
    ['a network in IPv6', gateway('2001:db8:1::/48') + phone('contact=sip:alice@[2001:db8:1::20]'), 1],
    ['a phone that registers from anywhere', gateway('192.168.1.0/24') + phone('max_contacts=1'), 0],
    [
      'a phone that is only allowed from there',
      gateway('192.168.0.0/16') + phone('max_contacts=1', 'deny=0.0.0.0/0', 'permit=192.168.1.0/24'),
      1,
    ],
    ['an endpoint that is found by address', gateway('192.168.1.0/24') + phone(contact, 'identify_by=ip'), 0],
    [
      'an endpoint with its own identify',
      gateway('192.168.1.0/24') + phone(contact) + identify('alice', 'alice', 'match=192.168.1.20'),
      0,
    ],
    [
      'user names that are checked first',
      section('global', 'type=global', 'endpoint_identifier_order=username,ip,anonymous') +
        gateway('192.168.1.0/24') +
        phone(contact),
      0,
    ],
  ])('with %s', (_title, text, count) => {
    expect(lines('identify-shadows-endpoint', udp + text)).toHaveLength(count);
  });

  it('is judged again after an edit of the global order', () => {
    const order = (value: string) => section('global', 'type=global', `endpoint_identifier_order=${value}`);
    const text = (value: string) => order(value) + udp + gateway('192.168.1.0/24') + phone(contact);
    const project = projectOf(pjsipConf, { 'pjsip.conf': text('ip,username') }, 'pjsip.conf');
    const model = pjsipConf.model(project, settings, undefined);
    const uri = `${folder}pjsip.conf`;
    const codes = (tree: ReturnType<typeof pjsipConf.parse>) =>
      pjsipConf.check({ uri, tree, model }).map(({ code }) => code);
    const tree = project.trees.get(uri) ?? pjsipConf.parse('');
    expect(codes(tree)).toContain('pjsip-conf/identify-shadows-endpoint');
    const lines = ['endpoint_identifier_order=username,ip\n'];
    const edited = pjsipConf.edit(tree, { line: 2, removed: 1, lines });
    pjsipConf.model({ ...project, trees: new Map([[uri, edited]]) }, settings, model);
    expect(codes(edited)).not.toContain('pjsip-conf/identify-shadows-endpoint');
  });

  it('covers the other side of a trunk that only calls out', () => {
    const out = endpoint('out', 'aors=out') + section('out', 'type=aor', 'contact=sip:192.168.1.20');
    expect(lines('identify-shadows-endpoint', udp + gateway('192.168.1.0/24') + out)).toEqual([]);
  });
});

describe('an option of sip.conf', () => {
  it.each([
    ['externip=192.0.2.1', 'transport', 'it is "external_signaling_address"'],
    ['register=1', 'endpoint', 'a registration object'],
    ['qualify=60', 'aor', 'it is "qualify_frequency"'],
    ['insecure=invite', 'endpoint', 'no auth in the endpoint'],
  ])('%s in a %s', (line, type, instead) => {
    const [found] = all('unknown-option', section('x', `type=${type}`, line));
    expect(String(found?.message)).toContain(instead);
  });
});

describe('identifies that overlap', () => {
  const two = (a: string, b: string): string =>
    endpoint('x') + endpoint('y') + identify('a', 'x', `match=${a}`) + identify('b', 'y', `match=${b}`);

  it.each<[string, string, number]>([
    ['192.0.2.0/24', '192.0.2.5', 1],
    ['192.0.2.0/24,!192.0.2.5/32', '192.0.2.5', 0],
    ['192.0.2.0/24,!192.0.2.0/25', '192.0.2.5', 0],
    ['!192.0.2.5/32,192.0.2.0/24', '192.0.2.5', 1],
    ['192.0.2.0/24,!192.0.2.6/32', '192.0.2.5', 1],
    ['192.0.2.0/24,!192.0.2.5:5080/32', '192.0.2.5', 1],
    ['192.0.2.0/24', '192.0.2.5,!192.0.2.5/32', 0],
    ['192.0.2.5:5060', '192.0.2.5', 0],
    ['192.0.2.5', '192.0.2.5:5060', 1],
    ['192.0.2.0/24', '192.0.2.5,!192.0.2.5:5060/32', 1],
    ['192.0.2.0:5060/24', '192.0.2.5,!192.0.2.5:5060/32', 0],
  ])('%s and %s', (a, b, count) => {
    expect(lines('overlapping-identifies', two(a, b))).toHaveLength(count);
  });
});

describe('names in other files', () => {
  const files = { 'extensions.conf': '[phones]\nexten => 100,1,Hangup()\n[parking]\n' };

  it.each<[string, string, Readonly<Record<string, string>>, number[]]>([
    ['a context', endpoint('alice'), files, []],
    ['a context in other case', endpoint('alice', 'context=Phones'), files, [5]],
    ['the last of two contexts', endpoint('alice', 'context=none', 'context=parking'), files, []],
    ['a context for subscriptions', endpoint('alice', 'subscribe_context=hints'), files, [5]],
    [
      'a dialplan that includes more',
      endpoint('alice', 'context=x'),
      { 'extensions.conf': '#include more\n' },
      [],
    ],
    ['a dialplan in AEL', endpoint('alice', 'context=x'), { ...files, 'extensions.ael': '' }, []],
    ['no dialplan', endpoint('alice', 'context=x'), {}, []],
    [
      'the context of the extensions that users.conf creates',
      endpoint('alice', 'context=default'),
      { ...files, 'users.conf': '[6001]\nhassip=yes\n' },
      [],
    ],
    [
      'a users.conf without extensions',
      endpoint('alice', 'context=default'),
      { ...files, 'users.conf': '' },
      [5],
    ],
  ])('%s', (_title, text, more, expected) => {
    expect(lines('undefined-context', text, more)).toEqual(expected);
  });

  it('may be contexts of a template, reported once', () => {
    const text = section('phone', 'type=endpoint', 'context=none', 'allow=ulaw').replace(']', '](!)');
    expect(lines('undefined-context', `${text}[a](phone)\n[b](phone)\n`, files)).toEqual([3]);
  });

  it.each<[string, Readonly<Record<string, string>>, number]>([
    ['acl=office', { 'acl.conf': '[office]\npermit=10.0.0.0/8\n' }, 0],
    ['acl=office,Lab', { 'acl.conf': '[office]\n[lab]\n' }, 1],
    ['contact_acl=office', { 'acl.conf': '[other]\n' }, 1],
    ['acl=office', { 'acl.conf': '#include more.conf\n' }, 0],
    ['acl=office', {}, 0],
    ['acl=office', files, 1],
    ['deny=0.0.0.0/0', files, 0],
  ])('%s with %j', (line, more, count) => {
    expect(lines('undefined-access-list', endpoint('alice', line), more)).toHaveLength(count);
    const acl = section('lan', 'type=acl', line);
    expect(lines('undefined-access-list', acl, more)).toHaveLength(count);
  });

  it('say what a missing acl.conf means', () => {
    const [found] = all('undefined-access-list', endpoint('alice', 'acl=office'), files);
    expect(found?.message).toContain('restricts nobody');
  });
});

describe('certificates', () => {
  const transport = (...more: string[]): string => section('t', 'type=transport', 'bind=0.0.0.0', ...more);
  const pem = 'cert_file=/etc/asterisk/keys/asterisk.pem';

  it.each<[string, string, number]>([
    ['tls-without-certificate', transport('protocol=tls'), 1],
    ['tls-without-certificate', transport('protocol=TLS', pem), 0],
    ['tls-without-certificate', transport('protocol=tcp'), 0],
    ['websocket-certificate-ignored', transport('protocol=wss', pem), 1],
    ['websocket-certificate-ignored', transport('protocol=wss'), 0],
    ['websocket-certificate-ignored', transport('protocol=tls', pem), 0],
  ])('%s', (code, text, count) => {
    expect(lines(code, text)).toHaveLength(count);
  });

  it.each<[string, string, string | undefined, number]>([
    ['wss', 'no http.conf', undefined, 0],
    ['wss', 'a server that is off', '[general]\nenabled=no\n', 1],
    ['ws', 'a server that is off by default', '[general]\n', 1],
    ['ws', 'a server', '[general]\nenabled=yes\n', 0],
    ['wss', 'a server without TLS', '[general]\nenabled=yes\n', 1],
    ['wss', 'a server with TLS', '[general]\nenabled=yes\ntlsenable=yes\ntlscertfile=/x.pem\n', 0],
    ['wss', 'an address for TLS alone', '[general]\ntlsenable=yes\ntlsbindaddr=0.0.0.0:8089\n', 0],
    ['wss', 'TLS without an address', '[general]\ntlsenable=yes\n', 1],
    ['wss', 'included settings', '#include http.custom.conf\n', 0],
    ['udp', 'a server that is off', '[general]\nenabled=no\n', 0],
  ])('%s with %s', (protocol, _title, http, count) => {
    const files = http === undefined ? {} : { 'http.conf': http };
    expect(lines('websocket-without-http', transport(`protocol=${protocol}`), files)).toHaveLength(count);
  });

  it.each<[string[], number, number]>([
    [['media_encryption=dtls'], 1, 1],
    [['media_encryption=dtls', 'dtls_auto_generate_cert=yes'], 1, 0],
    [['media_encryption=dtls', 'dtls_cert_file=/x.pem', 'use_avpf=yes'], 0, 0],
    [['media_encryption=dtls', 'dtls_cert_file=/x.pem', 'use_avpf=no'], 0, 0],
    [['media_encryption=dtls', 'webrtc=yes'], 0, 0],
    [['media_encryption=sdes'], 0, 0],
  ])('%j', (options, profile, certificate) => {
    const text = endpoint('alice', ...options);
    expect(lines('dtls-without-avpf', text)).toHaveLength(profile);
    expect(lines('dtls-without-certificate', text)).toHaveLength(certificate);
  });
});

describe('the session description', () => {
  it.each<[string, number]>([
    ['sdp_owner=', 1],
    ['sdp_owner=pbx', 0],
    ['sdp_owner=My PBX', 1],
    ['sdp_session=', 1],
    ['sdp_session=My PBX', 0],
  ])('%s', (line, count) => {
    expect(lines('unusable-sdp-line', endpoint('alice', line))).toHaveLength(count);
  });
});

describe('objects without use', () => {
  const publish = section('state', 'type=outbound-publish', 'server_uri=sip:192.0.2.1', 'event=presence');

  it.each<[string, string, string, number]>([
    ['unused-object', 'an outbound-publish', publish, 1],
    [
      'unused-object',
      'an outbound-publish that a publication names',
      publish + section('p', 'type=asterisk-publication', 'devicestate_publish=state'),
      0,
    ],
    ['unused-object', 'a flow', section('f', 'type=transport', 'protocol=flow'), 1],
    ['unused-object', 'a transport that listens', udp, 0],
    ['unused-domain-alias', 'an alias', section('a.example', 'type=domain_alias', 'domain=b.example'), 1],
    [
      'unused-domain-alias',
      'an alias for the domain of a name',
      section('a.example', 'type=domain_alias', 'domain=b.example') + endpoint('alice@b.example'),
      0,
    ],
    ['endpoint-never-recognized', 'an endpoint by address', endpoint('trunk', 'identify_by=ip'), 1],
    [
      'endpoint-never-recognized',
      'an endpoint with an identify',
      endpoint('trunk', 'identify_by=ip') + identify('t', 'trunk', 'match=192.0.2.1'),
      0,
    ],
    [
      'endpoint-never-recognized',
      'an endpoint with a registration',
      endpoint('trunk', 'identify_by=ip') +
        section(
          'r',
          'type=registration',
          'server_uri=sip:192.0.2.1',
          'client_uri=sip:u@192.0.2.1',
          'line=yes',
          'endpoint=trunk',
        ),
      0,
    ],
    ['endpoint-never-recognized', 'an endpoint by name', endpoint('trunk', 'identify_by=auth_username'), 0],
    ['identify-matches-nobody', 'exclusions', identify('t', 'trunk', 'match=!192.0.2.1/32'), 1],
    ['identify-matches-nobody', 'a network', identify('t', 'trunk', 'match=192.0.2.0/24,!192.0.2.1/32'), 0],
    [
      'identify-matches-nobody',
      'a header',
      identify('t', 'trunk', 'match=!192.0.2.1/32', 'match_header=X-A: 1'),
      0,
    ],
  ])('%s: %s', (code, _title, text, count) => {
    expect(lines(code, udp + text)).toHaveLength(count);
  });
});

describe('a file that another one includes, opened alone', () => {
  const text = '[alice](phone)\ntype=endpoint\nauth=alice\n[alice](phone-aor)\n[bob]\ntype=endpoint\nfoo=1\n';
  const codes = (name: string) =>
    (checkAll(pjsipConf, { [name]: text }, name).get(name) ?? []).map(({ code }) => code);

  it('has no problems because of templates above it', () => {
    expect(codes('pjsip_phones.conf')).toEqual(['pjsip-conf/unknown-option']);
  });

  it.each([
    ['adds to sections of other files', '[100](+)\ndirect_media=no\n[101](+type=aor)\nmax_contacts=1\n'],
    ['continues a section of another file', 'direct_media=no\n'],
    ['has templates for other files', '[phone](!)\ntype=endpoint\n'],
  ])('%s', (_title, source) => {
    for (const name of ['pjsip_custom.conf', 'pjsip.endpoint_custom_post.conf']) {
      const found = checkAll(pjsipConf, { [name]: source }, name).get(name);
      expect(found, name).toEqual([]);
    }
    const main = checkAll(pjsipConf, { 'pjsip.conf': source }, 'pjsip.conf').get('pjsip.conf');
    expect(main).not.toEqual([]);
  });

  it('has them as pjsip.conf itself', () => {
    expect(codes('pjsip.conf')).toContain('pjsip-conf/unknown-template');
  });
});

describe('a section with lines that could not be read', () => {
  const unread = (name: string, type: string, more = ''): string =>
    section(name, `type=${type}`, '#exec /usr/bin/more', ...(more === '' ? [] : [more]));

  it.each(['endpoint', 'aor', 'auth', 'identify', 'registration'])('may have what an %s needs', type => {
    const found = checkAll(pjsipConf, { 'pjsip.conf': udp + unread('a', type) }, 'pjsip.conf');
    expect((found.get('pjsip.conf') ?? []).map(({ code }) => code)).toEqual(['pjsip-conf/exec-directive']);
  });

  it('still has the problems of the lines that are there', () => {
    expect(lines('unknown-option', udp + unread('a', 'aor', 'secret=x'))).toEqual([7]);
    expect(lines('invalid-value', udp + unread('a', 'aor', 'max_contacts=x'))).toEqual([7]);
  });
});

describe('words of one option by release', () => {
  it.each<[option: string, known: readonly string[], unknown: readonly string[]]>([
    ['auth_type=digest', ['20', '20.12.0', '21.7.0', '22.2.0', '23.0.0'], ['18', '19', '20.11.1', '22.1.0']],
    ['identify_by=ip', ['13', '13.19.0', '15.2.0', '16', '20'], ['12', '13.18.0', '14', '15.1.0']],
    ['identify_by=request_uri', ['18.23.0', '20.8.0', '22'], ['16', '18.22.0', '19', '20.7.0']],
    ['dtmf_mode=auto', ['13.4.0', '14', '20'], ['12', '13.3.0']],
    ['100rel=peer_supported', ['16.30.0', '18.16.0', '20.1.0', '21'], ['13', '17', '18.15.0', '20.0.0']],
    ['protocol=flow', ['17', '18', '20'], ['13', '16']],
    ['method=tlsv1_3', ['18.20.0', '20.5.0', '21'], ['16', '18.19.0', '19', '20.4.0']],
  ])('%s', (line, known, unknown) => {
    const [name = ''] = line.split('=');
    const text = name.startsWith('auth')
      ? auth('a', 'password=Kx7-pq9-Lw2', line)
      : name === 'protocol' || name === 'method'
        ? section('t', 'type=transport', 'bind=0.0.0.0', line)
        : endpoint('a', line);
    const reported = (version: string) => lines('invalid-value', text, {}, version).length;
    expect(known.map(reported), 'known').toEqual(known.map(() => 0));
    expect(unknown.map(reported), 'unknown').toEqual(unknown.map(() => 1));
  });

  it('says since when', () => {
    const [found] = all('invalid-value', auth('a', 'auth_type=digest', 'password=Kx7-pq9-Lw2'), {}, '18');
    expect(found?.message).toContain('only since Asterisk 20.12.0, 21.7.0 and 22.2.0');
  });
});

describe('options by release', () => {
  it.each<[option: string, known: readonly string[], unknown: readonly string[]]>([
    ['media_address=192.0.2.1', ['12.0.0', '18.10.0', '20.6.0', '21.1.0'], []],
    ['from_user=x', ['13.0.0', '14.6.0'], []],
    ['identify_by=username', ['13.0.0', '14', '15.1.0'], []],
    ['dtls_verify=no', ['12.2.0', '12.6.0'], []],
    ['stir_shaken=no', ['16.15.0', '18.0.0', '20.6.0'], ['16.14.0', '17']],
    ['security_negotiation=no', ['16.30.0', '18.16.0', '20.1.0'], ['16.29.0', '17', '18.15.0']],
    ['accountcode=x', ['12.5.0', '13.0.0'], ['12.4.0']],
  ])('%s', (line, known, unknown) => {
    const reported = (version: string) => lines('unknown-option', endpoint('a', line), {}, version).length;
    expect(known.map(reported), 'known').toEqual(known.map(() => 0));
    expect(unknown.map(reported), 'unknown').toEqual(unknown.map(() => 1));
  });
});

describe('access lists of objects', () => {
  const acl = (...more: string[]): string => section('lan', 'type=acl', ...more);
  const phone = (...more: string[]): string => endpoint('alice', 'auth=alice', ...more);

  it.each<[string, string, number]>([
    ['permit alone', acl('permit=192.168.0.0/16'), 1],
    ['permit alone in an endpoint', phone('permit=192.168.0.0/16'), 1],
    ['permit alone for contacts', phone('contact_permit=192.168.0.0/16'), 1],
    ['a deny line for others', phone('deny=10.0.0.0/8', 'permit=192.168.0.0/16'), 1],
    ['a permit line for everyone', acl('deny=10.0.0.0/8', 'permit=0.0.0.0/0'), 1],
    ['the usual order', acl('deny=0.0.0.0/0.0.0.0', 'permit=192.168.0.0/16'), 0],
    ['a named list that may refuse others', acl('acl=office', 'permit=192.168.0.0/16'), 0],
    ['a named list for contacts only', acl('contact_acl=office', 'permit=192.168.0.0/16'), 1],
    ['an exclusion in one line', acl('deny=0.0.0.0/0,!192.168.0.0/16'), 0],
    ['deny alone', acl('deny=203.0.113.0/24'), 0],
    ['everyone, and nothing else', phone('permit=0.0.0.0/0.0.0.0'), 0],
    ['a line that drops the object', acl('permit=192.168.0.0/99'), 0],
  ])('refuse no one: %s', (_title, text, count) => {
    expect(lines('access-list-admits-everybody', udp + text)).toHaveLength(count);
  });

  it.each<[string, string, number]>([
    ['deny last', acl('permit=192.168.0.0/16', 'deny=0.0.0.0/0'), 1],
    ['deny alone', phone('deny=0.0.0.0/0'), 1],
    ['the usual order', acl('deny=0.0.0.0/0', 'permit=192.168.0.0/16'), 0],
    ['a deny line for some', acl('deny=203.0.113.0/24'), 0],
    ['the other family', acl('deny=::/0', 'permit=2001:db8::/32'), 0],
  ])('refuse everyone: %s', (_title, text, count) => {
    expect(lines('access-list-admits-nobody', udp + text)).toHaveLength(count);
  });
});

describe('an endpoint without aors', () => {
  it.each<[string, string, number]>([
    ['a phone with a password', endpoint('a', 'auth=a') + auth('a', password), 1],
    ['empty aors', endpoint('a', 'auth=a', 'aors=') + auth('a', password), 1],
    ['a phone with aors', endpoint('a', 'auth=a', 'aors=a') + auth('a', password), 0],
    [
      'a trunk by address',
      endpoint('a', 'auth=a') + auth('a', password) + identify('i', 'a', 'match=192.0.2.1'),
      0,
    ],
    ['one that is not found by its name', endpoint('a', 'auth=a', 'identify_by=ip') + auth('a', password), 0],
    ['strangers', endpoint('anonymous', 'auth=a') + auth('a', password), 0],
  ])('%s', (_title, text, count) => {
    expect(lines('endpoint-without-aor', udp + text)).toHaveLength(count);
  });
});

describe('what a message says', () => {
  it.each<[string, string, string, string]>([
    [
      'unknown-option',
      'host',
      endpoint('a', 'host=192.0.2.1'),
      'contact in the aor and match in an identify',
    ],
    ['unknown-option', 'nat', endpoint('a', 'nat=yes'), 'force_rport, rewrite_contact, rtp_symmetric'],
    ['unknown-option', 'secret', endpoint('a', 'secret=x'), 'password of an auth object'],
    ['unknown-type', 'an empty type', section('a', 'type='), 'its type is empty'],
    [
      'invalid-value',
      'a number that is too large',
      section('a', 'type=aor', 'max_contacts=99999999999'),
      'too large',
    ],
    ['incomplete-object', 'an auth without a password', auth('a'), 'Add a password or a hash.'],
  ])('%s: %s', (code, _title, text, part) => {
    expect(all(code, udp + text).map(found => found.message)).toEqual([expect.stringContaining(part)]);
  });
});

it('suggests no name of a phoneprov, which takes any, for an unknown option of a wizard', () => {
  const name = 'pjsip_wizard.conf';
  const text = '[a]\ntype=wizard\nremote_hosts=192.0.2.1\nnonsense=1\nallow=ulaw\n';
  const messages = (checkAll(pjsipConf, { [name]: text }, name).get(name) ?? [])
    .filter(({ code }) => code === 'pjsip-conf/unknown-wizard-option')
    .map(found => found.message);
  expect(messages).toEqual([
    expect.stringContaining('Correct the name, or remove the line.'),
    expect.stringContaining('Did you mean "endpoint/allow"?'),
  ]);
});

it.each([
  ['undefined-context', 'context'],
  ['undefined-access-list', 'access-list'],
])('%s is called for every option whose value is such a name', (name, kind) => {
  const rule = pjsipConf.rules().find(({ code }) => code === `pjsip-conf/${name}`);
  if (rule === undefined || !('options' in rule) || !('types' in rule)) throw new Error('no such rule');
  const types: unknown = rule.types;
  const options = objectTypes()
    .filter(({ name: type }) => Array.isArray(types) && types.includes(type))
    .flatMap(({ name: type }) => optionsOf(type))
    .filter(({ refersTo }) => refersTo === kind);
  expect(rule.options).toEqual([...new Set(options.map(option => option.name))]);
});

describe('an endpoint for unknown callers', () => {
  const files = { 'extensions.conf': '[phones]\nexten => 100,1,Hangup()\n' };

  it.each<[string, string, number]>([
    ['with a context of the dialplan', 'context=phones', 1],
    ['with a context that does not exist', 'context=none', 0],
  ])('%s', (_title, context, count) => {
    expect(lines('anonymous-endpoint', udp + endpoint('anonymous', context), files)).toHaveLength(count);
  });
});
