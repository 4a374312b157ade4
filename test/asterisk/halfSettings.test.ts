import { describe, expect, it } from 'vitest';
import { pjsipConf } from '../../server/languages/asterisk/pjsip-conf/index.ts';
import { sipConf } from '../../server/languages/asterisk/sip-conf/index.ts';
import { checkAll } from '../languages.ts';

/** The lines, from 1, that one rule reports in pjsip.conf. */
function lines(code: string, ...text: readonly string[]): number[] {
  const found = checkAll(pjsipConf, { 'pjsip.conf': `${text.join('\n')}\n` }, 'pjsip.conf', {
    asteriskVersion: '22',
  });
  const diagnostics = found.get('pjsip.conf') ?? [];
  return diagnostics
    .filter(one => one.code === `pjsip-conf/${code}`)
    .map(({ range }) => range.start.line + 1);
}

const transport = (name: string, protocol: string): string[] => [
  `[${name}]`,
  'type=transport',
  `protocol=${protocol}`,
  'bind=0.0.0.0',
];
const endpoint = (...more: readonly string[]): string[] => ['[a]', 'type=endpoint', 'allow=ulaw', ...more];

describe('DTLS options of an endpoint', () => {
  it.each([
    ['without DTLS', ['dtls_cert_file=/a.pem'], 1],
    ['with SDES', ['media_encryption=sdes', 'dtls_setup=actpass'], 1],
    ['with DTLS', ['media_encryption=dtls', 'dtls_cert_file=/a.pem'], 0],
    ['with webrtc', ['webrtc=yes', 'dtls_cert_file=/a.pem'], 0],
    ['that are off', ['dtls_verify=no', 'dtls_rekey=0', 'dtls_cert_file='], 0],
  ])('%s', (_title, options, count) => {
    expect(lines('dtls-option-without-dtls', ...endpoint(...options))).toHaveLength(count);
  });

  it('may come from a template', () => {
    const text = ['[t](!)', 'dtls_cert_file=/a.pem', '[a](t)', 'type=endpoint', 'allow=ulaw'];
    expect(lines('dtls-option-without-dtls', ...text)).toEqual([]);
  });
});

describe('external addresses', () => {
  const code = 'one-external-address';
  const signaling = 'external_signaling_address=203.0.113.5';
  const media = 'external_media_address=203.0.113.5';
  it('belong together', () => {
    expect(lines(code, ...transport('t', 'udp'), signaling)).toEqual([5]);
    expect(lines(code, ...transport('t', 'tls'), media)).toEqual([5]);
    expect(lines(code, ...transport('t', 'udp'), signaling, media)).toEqual([]);
    expect(lines(code, ...transport('t', 'udp'), signaling, 'external_media_address=')).toEqual([5]);
  });

  it('are not needed where connections only come in, or endpoints have an address for media', () => {
    expect(lines(code, ...transport('t', 'wss'), media)).toEqual([]);
    expect(
      lines(code, ...transport('t', 'udp'), signaling, ...endpoint('media_address=203.0.113.5')),
    ).toEqual([]);
  });
});

describe('the transport of an endpoint', () => {
  it.each([
    ['udp', [7], [7]],
    ['tcp', [7], [7]],
    ['tls', [7], []],
    ['wss', [], []],
  ])('with protocol=%s', (protocol, browser, keys) => {
    const text = [...transport('t', protocol), '[a]', 'type=endpoint'];
    expect(lines('browser-on-other-transport', ...text, 'transport=t', 'webrtc=yes')).toEqual(browser);
    expect(lines('keys-in-clear-text', ...text, 'media_encryption=sdes', 'transport=t')).toEqual(keys);
  });

  it('is unknown if the endpoint names none, or one that does not exist', () => {
    expect(
      lines('keys-in-clear-text', ...transport('t', 'udp'), ...endpoint('media_encryption=sdes')),
    ).toEqual([]);
    expect(lines('browser-on-other-transport', ...endpoint('webrtc=yes', 'transport=x'))).toEqual([]);
  });
});

describe('the proxy of a registration', () => {
  const proxy = 'outbound_proxy=sip:192.0.2.9\\;lr';
  const trunk = (contact: string, ...more: readonly string[]) =>
    lines(
      'proxy-of-registration-only',
      ...['[p]', 'type=registration', 'server_uri=sip:sip.example', 'client_uri=sip:a@sip.example', proxy],
      ...['[p]', 'type=aor', `contact=${contact}`],
      ...['[p]', 'type=endpoint', 'allow=ulaw', 'aors=p', ...more],
    );

  it('is needed for calls to the same host', () => {
    expect(trunk('sip:sip.example')).toEqual([5]);
    expect(trunk('sip:a@sip.example:5080')).toEqual([5]);
    expect(trunk('sip:sip.example', proxy)).toEqual([]);
  });

  it('is not needed for calls to another host, such as the proxy itself', () => {
    expect(trunk('sip:192.0.2.9')).toEqual([]);
    expect(trunk('sip:192.0.2.9', 'outbound_proxy=')).toEqual([]);
  });
});

it.each([
  ['udp', 1],
  ['tcp', 1],
  ['tls', 0],
  ['wss', 0],
])('certificates of a transport with protocol=%s', (protocol, count) => {
  const text = [...transport('t', protocol), 'cert_file=/a.pem', 'priv_key_file=/a.key'];
  expect(lines('tls-option-without-tls', ...text)).toHaveLength(count);
});

describe('codecs behind a semicolon', () => {
  const inSip = (line: string) => {
    const found = checkAll(sipConf, { 'sip.conf': `[general]\n${line}\n` }, 'sip.conf', {
      asteriskVersion: '18',
    });
    return found.get('sip.conf')?.filter(({ code }) => code === 'sip-conf/value-cut-by-comment') ?? [];
  };
  it.each([
    ['allow=ulaw;alaw', 1],
    ['allow=ulaw;!g722,alaw', 1],
    ['disallow=gsm;G729', 1],
    ['allow=ulaw;the best', 0],
    ['allow=ulaw ;alaw', 0],
    ['allow=ulaw;;alaw', 0],
    ['allow=ulaw\\;alaw', 0],
  ])('%s', (line, count) => {
    expect(inSip(line)).toHaveLength(count);
    expect(lines('value-cut-by-comment', '[a]', 'type=endpoint', line)).toHaveLength(count);
  });
});
