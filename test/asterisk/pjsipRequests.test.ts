import { describe, expect, it } from 'vitest';
import { pjsipConf } from '../../server/languages/asterisk/pjsip-conf/index.ts';
import { followRequest } from '../../server/languages/asterisk/pjsip-conf/matching/follow.ts';
import { parseMessage } from '../../server/sip/message.ts';
import { projectOf, settings } from '../languages.ts';

const section = (name: string, ...lines: readonly string[]): string => [`[${name}]`, ...lines, ''].join('\n');
const udp = section('udp', 'type=transport', 'bind=127.0.0.1');
const endpoint = (...lines: readonly string[]): string =>
  section('alice', 'type=endpoint', 'context=open', 'allow=ulaw', ...lines);
const aor = (...lines: readonly string[]): string => section('alice', 'type=aor', 'max_contacts=1', ...lines);
const denied = section('list', 'type=acl', 'deny=127.0.0.20');
const dialplan = '[open]\nexten => _X.,1,Answer()\n';

interface Sent {
  readonly method?: string;
  readonly uri?: string;
  readonly from?: string;
  readonly to?: string;
  /** Null for a request without a Contact. */
  readonly contact?: string | null;
  readonly more?: readonly string[];
  readonly body?: string;
  readonly stored?: readonly string[];
  readonly version?: string;
}

const key = 'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz\r\n';

function sdp(profile = 'RTP/AVP', formats = '0', more = ''): string {
  const lines = ['v=0', 'o=- 1 1 IN IP4 127.0.0.20', 's=-', 'c=IN IP4 127.0.0.20', 't=0 0'];
  return `${[...lines, `m=audio 40000 ${profile} ${formats}`].join('\r\n')}\r\n${more}`;
}

/** What the server does with a request from 127.0.0.20. */
function ask(conf: string, sent: Sent = {}) {
  const { method = 'INVITE', uri = 'sip:100@127.0.0.1', from = '<sip:alice@127.0.0.1>' } = sent;
  const { to = '<sip:alice@127.0.0.1>', contact = '<sip:alice@127.0.0.20:5070>', more = [] } = sent;
  const body = sent.body ?? (method === 'INVITE' ? sdp() : '');
  const lines = [
    `${method} ${uri} SIP/2.0`,
    'Via: SIP/2.0/UDP 127.0.0.20:5070;branch=z9hG4bK1',
    `From: ${from};tag=1`,
    `To: ${to}`,
    'Call-ID: 1',
    `CSeq: 1 ${method}`,
    ...(contact === null ? [] : [`Contact: ${contact}`]),
    ...more,
    ...(body === '' ? [] : ['Content-Type: application/sdp']),
    `Content-Length: ${body.length}`,
  ];
  const files = { 'pjsip.conf': udp + conf, 'extensions.conf': dialplan, 'acl.conf': '' };
  const options = { ...settings, asteriskVersion: sent.version ?? '20' };
  const model = pjsipConf.model(projectOf(pjsipConf, files, 'pjsip.conf'), options, undefined);
  return followRequest(model, {
    message: parseMessage(`${lines.join('\r\n')}\r\n\r\n${body}`),
    source: { address: '127.0.0.20', port: 5070, transport: 'udp' },
    answers: [],
    contacts: new Map([['alice', sent.stored ?? []]]),
  });
}

const open = endpoint();
const registrar = endpoint('aors=alice') + aor();
const withAuth = endpoint('auth=alice') + section('alice', 'type=auth', 'username=alice', 'password=a');

it('names the extension that differs from a missing one only in the plus sign', () => {
  const missing = ask(open, { uri: 'sip:+4930@127.0.0.1' });
  expect(missing.codes).toContain(404);
  expect(missing.steps.map(({ detail }) => detail).join('\n')).toContain('It has "4930"');
});

describe('chan_pjsip, before it looks for the caller', () => {
  it.each<[string, string, Sent, number | null]>([
    ['a BYE that a global list refuses', denied, { method: 'BYE' }, 403],
    ['an ACK that a global list refuses', denied, { method: 'ACK' }, null],
    [
      'the second contact of a list',
      section('list', 'type=acl', 'contact_deny=10.0.0.0/8'),
      { method: 'REGISTER', contact: '<sip:a@127.0.0.20>, <sip:b@10.1.1.1>' },
      403,
    ],
    ['From with another scheme', withAuth, { from: '<http://example.com>' }, 416],
    ['To with another scheme', withAuth, { to: '<urn:service:sos>' }, 416],
    ['an INVITE without a Contact', withAuth, { contact: null }, 400],
    ['a REFER without a Contact', withAuth, { method: 'REFER', contact: null }, 400],
    ['OPTIONS without a Contact', withAuth, { method: 'OPTIONS', contact: null }, 401],
    [
      'a MESSAGE with a telephone number as Contact',
      withAuth,
      { method: 'MESSAGE', contact: '<tel:+49>' },
      416,
    ],
    ['a Request-URI of another scheme', open, { uri: 'http://example.com' }, null],
  ])('answers %s', (_title, conf, sent, code) => {
    expect(ask(conf, sent).finalCode).toBe(code);
  });
});

describe('chan_pjsip, an INVITE', () => {
  it.each<[string, string, Sent, number]>([
    ['sips: with a Contact that is not secure', open, { uri: 'sips:100@127.0.0.1' }, 480],
    ['sips: with a secure Contact', open, { uri: 'sips:100@127.0.0.1', contact: '<sips:a@127.0.0.20>' }, 200],
    ['100rel=required without support', endpoint('100rel=required'), {}, 421],
    ['100rel=required with support', endpoint('100rel=required'), { more: ['Supported: 100rel'] }, 200],
    ['100rel=no although it is required', endpoint('100rel=no'), { more: ['Require: 100rel'] }, 200],
    ['empty lines of an access list', endpoint('deny=', 'permit='), {}, 200],
    ['Contact_Permit, which is a deny line', endpoint('Contact_Permit=127.0.0.20'), {}, 401],
    [
      'force_avp without encryption and an encrypted offer',
      endpoint('force_avp=yes'),
      { body: sdp('RTP/SAVP') },
      200,
    ],
    [
      'force_avp with sdes and a plain offer',
      endpoint('force_avp=yes', 'media_encryption=sdes'),
      { body: sdp() },
      488,
    ],
    [
      'sdes and a plain profile with a key',
      endpoint('media_encryption=sdes'),
      { body: sdp('RTP/AVP', '0', key) },
      200,
    ],
    ['a format without a number', open, { body: sdp('RTP/AVP', 'zero') }, 488],
    [
      'a domain of another transport',
      section('tcp', 'type=transport', 'protocol=tcp', 'bind=127.0.0.1', 'domain=pbx') +
        section('alice@pbx', 'type=endpoint', 'context=open', 'allow=ulaw'),
      {},
      401,
    ],
  ])('with %s', (_title, conf, sent, code) => {
    expect(ask(conf, sent).finalCode).toBe(code);
  });
});

describe('chan_pjsip, a REGISTER', () => {
  const at = (contact: string, ...stored: readonly string[]): Sent => ({
    method: 'REGISTER',
    uri: 'sip:127.0.0.1',
    contact,
    stored,
  });
  const replacing = endpoint('aors=alice') + aor('remove_existing=yes');
  const identify = section('i', 'type=identify', 'endpoint=alice', 'match=127.0.0.20');
  const byAddress = endpoint('aors=alice', 'identify_by=ip') + aor() + identify;

  it.each<[string, string, Sent, number]>([
    ['the same contact in other letters', registrar, at('<sip:a@HOST>', 'sip:a@host'), 200],
    ['the same contact with one more parameter', registrar, at('<sip:a@host;ob>', 'sip:a@host'), 200],
    ['another transport', registrar, at('<sip:a@host;transport=tcp>', 'sip:a@host'), 403],
    ['one contact twice', registrar, at('<sip:a@host>, <sip:a@host>'), 403],
    ['a contact for another', registrar, at('<sip:a@host>;expires=0, <sip:b@host>', 'sip:a@host'), 200],
    ['two instead of one', replacing, at('<sip:a@host>, <sip:b@host>', 'sip:c@host'), 403],
    ['a contact that is too long', registrar, at(`<sip:${'a'.repeat(600)}@host>`), 400],
    ['an endpoint found by its address', byAddress, at('<sip:a@host>'), 200],
    ['the same in older releases', byAddress, { ...at('<sip:a@host>'), version: '20.20.1' }, 404],
    [
      'an aor with a domain although domains are ignored',
      section('global', 'type=global', 'disable_multi_domain=yes') +
        endpoint('aors=alice@pbx') +
        section('alice@pbx', 'type=aor', 'max_contacts=1'),
      { ...at('<sip:a@host>'), to: '<sip:alice@pbx>' },
      200,
    ],
  ])('with %s', (_title, conf, sent, code) => {
    expect(ask(conf, sent).finalCode).toBe(code);
  });
});

describe('several auth objects', () => {
  it('send one challenge for each realm and algorithm', () => {
    const auth = (name: string) => section(name, 'type=auth', `username=${name}`, 'password=a');
    const found = ask(endpoint('auth=one,two') + auth('one') + auth('two'));
    expect(found.challenges).toHaveLength(1);
  });
});
