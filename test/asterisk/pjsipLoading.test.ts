import { describe, expect, it } from 'vitest';
import { DiagnosticSeverity } from 'vscode-languageserver-types';
import { pjsipConf } from '../../server/languages/asterisk/pjsip-conf/index.ts';
import { checkAll, projectOf, settings } from '../languages.ts';

const section = (name: string, ...lines: readonly string[]): string => [`[${name}]`, ...lines, ''].join('\n');
const udp = section('udp', 'type=transport', 'bind=127.0.0.1');
const files = { 'acl.conf': '[lan]\ndeny=0.0.0.0/0\n[wan]\ndeny=0.0.0.0/0\n' };
const md5 = 'a'.repeat(32);
const sha = 'b'.repeat(64);
const reg = ['type=registration', 'client_uri=sip:a@host.net'];

/** The types of the objects named x that the server has after loading, and whether an error is reported. */
function load(text: string) {
  const all = { 'pjsip.conf': text, ...files };
  const model = pjsipConf.model(projectOf(pjsipConf, all, 'pjsip.conf'), settings, undefined);
  const types = ['endpoint', 'aor', 'auth', 'transport', 'identify', 'registration', 'acl'];
  const loaded = types.filter(type => [...model.loaded(type)].some(({ name }) => name === 'x'));
  const found = [...checkAll(pjsipConf, all, 'pjsip.conf').values()].flat();
  const hasError = found.some(({ severity }) => severity === DiagnosticSeverity.Error);
  return { loaded, hasError };
}

const accepted = { isLoaded: true, hasError: false };
const refused = { isLoaded: false, hasError: true };

function outcome(type: string, lines: readonly string[], more = '') {
  const { loaded, hasError } = load(udp + more + section('x', `type=${type}`, ...lines));
  return { isLoaded: loaded.includes(type), hasError };
}

/** Each text is the lines of one object, separated by bars. */
describe.each<[string, readonly string[], readonly string[]]>([
  [
    'endpoint',
    [
      'ALLOW=alaw',
      'DTLS_Verify=no',
      'contact_DENY=10.0.0.0/8',
      'tos_audio=ef',
      'tos_audio=0xb8',
      'deny=',
      'permit=',
      'acl=',
      'acl=lan,wan',
      'acl=lan|contact_acl=lan',
      'identify_by=username,,ip',
      'identify_by=',
      'follow_redirect_methods=',
      'timers_min_se=0132',
      'timers=forced',
      '100rel=off',
      'callerid_privacy=32abc',
      'dtls_rekey=5m',
      'allow=ulaw|allow+=,alaw',
      'allow=!all,ulaw',
      'set_var=A=b',
      'rtp_port_start=10000|rtp_port_end=10100',
      'preferred_codec_only=yes|incoming_call_offer_pref=local',
    ],
    [
      'TOS_AUDIO=ef',
      'Call_Group=1',
      'PICKUP_GROUP=1',
      'Named_Call_Group=a',
      'Codec_Prefs_Incoming_Offer=prefer: pending',
      'Outgoing_Call_Offer_Pref=remote_merge',
      'Contact_ACL=lan',
      'acl=lan,lan',
      'acl=lan|acl=LAN',
      'contact_acl=lan|contact_acl=lan',
      'follow_redirect_methods=message,',
      'follow_redirect_methods=message,invite',
      'timers_min_se=090',
      'timers_min_se=2000',
      'timers=originate',
      'rtp_timeout=08',
      'rtp_timeout=4294967296',
      'dtls_verify=true',
      'from_user=a b',
      't38_udptl_ec=FEC',
      'rtp_port_start=10000',
      'rtp_port_start=80|rtp_port_end=100',
      'permit=10.0.0.1:5060',
      'deny=::/0.0.0.0',
    ],
  ],
  ['acl', ['deny=0.0.0.0/0', 'acl=lan'], ['permit=', 'acl=lan|acl=lan']],
  [
    'auth',
    [
      `username=x|password_digest=MD5:${md5}`,
      `username=x|password_digest=MD5:${md5},SHA-256:${sha}|supported_algorithms_uas=MD5,SHA-256`,
      `username=x|md5_cred=${'z'.repeat(32)}`,
      'username=x|password=|password=secret-3',
    ],
    [
      `username=x|password_digest=MD5: ${md5}`,
      `username=x|password_digest=SHA-256:${sha}`,
      `username=x|md5_cred=${md5.slice(1)}`,
      'username=x|password=secret-3|password=',
      'username=x|auth_type=google_oauth',
    ],
  ],
  [
    'aor',
    [
      'contact=<sip:a@127.0.0.1>',
      `contact=sip:a@${'h'.repeat(245)}`,
      `contact=sip:a@${'h'.repeat(255)}:5060`,
      'contact=sip:a b@h',
    ],
    [
      'contact=sip:[::1',
      `contact=sip:a@${'h'.repeat(246)}`,
      `contact=sip:${'a'.repeat(510)}@h`,
      'contact=sip:a@h,b@h',
    ],
  ],
  [
    'transport',
    [
      'protocol=flow',
      'protocol=flow|bind=0.0.0.0|external_media_address=192.0.2.1',
      'bind=:5070',
      'bind=[::]',
      'protocol=wss|bind=0.0.0.0',
    ],
    [
      'protocol=flow|external_media_address=192.0.2.1',
      'protocol=ws',
      'bind=127.0.0.1:70000',
      'bind=0.0.0.0:5070|websocket_write_timeout=0',
    ],
  ],
])('Asterisk 20, %s', (type, good, bad) => {
  it.each(good)('accepts %s', text => {
    expect(outcome(type, text.split('|'))).toEqual(accepted);
  });

  it.each(bad)('refuses %s', text => {
    expect(outcome(type, text.split('|'))).toEqual(refused);
  });
});

describe('Asterisk 20, registration', () => {
  const tcp = section('tcp', 'type=transport', 'protocol=tcp', 'bind=127.0.0.1');
  const six = section('six', 'type=transport', 'bind=[::]');

  it.each<[string, string?]>([
    ['server_uri=sip:host.net'],
    ['server_uri=<sip:host.net>'],
    ['server_uri=sip:u:p@host.net'],
    ['server_uri=sip:host.net\\;transport=udp'],
    ['server_uri=sip:host.net\\;transport=tcp', tcp],
    ['server_uri=sip:host.net\\;transport=tcp|transport=udp'],
    ['server_uri=sip:[2001:db8::1]', six],
    ['server_uri=sip:host.net|contact_user=a#b'],
    ['server_uri=sip:host.net|contact_user=+49(30)1'],
    ['server_uri=sip:host.net|contact_header_params=a=b\\;c'],
    ['server_uri=sip:host.net|outbound_proxy=sip:proxy.net\\;lr'],
    ['server_uri=sip:host.net|outbound_proxy=<sip:a\\;lr>,<sip:b\\;lr>'],
  ])('accepts %s', (text, more = '') => {
    expect(outcome('registration', [...reg.slice(1), ...text.split('|')], more)).toEqual(accepted);
  });

  it.each<[string, string?]>([
    ['server_uri=sips:host.net'],
    ['server_uri=sip:host.net\\;transport=tcp'],
    [
      'server_uri=sip:host.net\\;transport=tcp',
      section('ws', 'type=transport', 'protocol=ws', 'bind=0.0.0.0'),
    ],
    ['server_uri=sip:host.net\\;transport=foo|transport=udp'],
    ['server_uri=sip:[2001:db8::1]'],
    ['server_uri=sip:@host.net'],
    ['server_uri=sip:host.net:99999'],
    ['server_uri=sip:host.net\\;'],
    ['server_uri=sip:host.net/x'],
    ['server_uri=sip:host.net|contact_user=a@b'],
    ['server_uri=sip:host.net|contact_header_params=a b'],
    ['server_uri=sip:host.net|outbound_proxy=proxy.net'],
    ['server_uri=sip:host.net|outbound_proxy=sip:proxy.net foo'],
    ['server_uri=sip:host.net|outbound_proxy=<sip:proxy.net'],
    ['server_uri=sip:host.net|expiration=0'],
  ])('refuses %s', (text, more = '') => {
    expect(outcome('registration', [...reg.slice(1), ...text.split('|')], more)).toEqual(refused);
  });

  it('is not judged by the transports of a file that is normally included', () => {
    const text = section('x', ...reg, 'server_uri=sip:host.net\\;transport=tls');
    const found = checkAll(pjsipConf, { 'pjsip_trunks.conf': text }, 'pjsip_trunks.conf');
    expect([...found.values()].flat().map(({ code }) => code)).not.toContain(
      'pjsip-conf/registration-without-transport',
    );
  });
});

describe('a file without any transport', () => {
  it('gets a warning about its registrations, because it may be a part of a configuration', () => {
    const text = section('x', ...reg, 'server_uri=sip:host.net');
    const found = checkAll(pjsipConf, { 'pjsip.conf': text }, 'pjsip.conf').get('pjsip.conf') ?? [];
    const severities = found
      .filter(({ code }) => code === 'pjsip-conf/registration-without-transport')
      .map(({ severity }) => severity);
    expect(severities).toEqual([DiagnosticSeverity.Warning]);
  });
});

describe('a contact list whose name has an uppercase letter', () => {
  const text = `${udp}${section('x', 'type=endpoint', 'allow=ulaw', 'Contact_Permit=10.0.0.0/8')}`;

  it('is reported, with a fix', () => {
    const [found] = [...checkAll(pjsipConf, { 'pjsip.conf': text }, 'pjsip.conf').values()]
      .flat()
      .filter(({ code }) => code === 'pjsip-conf/unknown-option');
    expect(found?.severity).toBe(DiagnosticSeverity.Warning);
    expect(found?.message).toContain('a deny line for the source of requests');
  });
});

describe('a wizard with several hosts', () => {
  it('creates no registration after the first one that Asterisk refuses', () => {
    const wizard = section(
      'x',
      'type=wizard',
      'sends_registrations=yes',
      'remote_hosts=host.net,a b,host.org',
    );
    const texts = { 'pjsip.conf': udp, 'pjsip_wizard.conf': wizard };
    const model = pjsipConf.model(projectOf(pjsipConf, texts, 'pjsip.conf'), settings, undefined);
    expect([...model.loaded('registration')].map(({ name }) => name)).toEqual(['x-reg-0']);
  });

  it('gets a finding about a missing transport where the transports are', () => {
    const pattern = 'server_uri_pattern=sips:$'.concat('{REMOTE_HOST}');
    const wizard = section('x', 'type=wizard', 'sends_registrations=yes', 'remote_hosts=host.net', pattern);
    const found = checkAll(pjsipConf, { 'pjsip.conf': udp, 'pjsip_wizard.conf': wizard }, 'pjsip.conf');
    const reported = found
      .get('pjsip.conf')
      ?.find(({ code }) => code === 'pjsip-conf/registration-without-transport');
    expect(reported?.range.start).toEqual({ line: 0, character: 1 });
    expect(reported?.message).toContain('"x-reg-0"');
  });
});
