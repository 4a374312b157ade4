import { describe, expect, it } from 'vitest';
import { flexisipConf } from '../../server/languages/flexisip/index.ts';
import { checkAll } from '../languages.ts';

/** What one rule says, as the text that it points at. */
function found(code: string, text: string, flexisipVersion = '2.6'): string[] {
  const lines = text.split('\n');
  return (checkAll(flexisipConf, { f: text }, 'f', { flexisipVersion }).get('f') ?? [])
    .filter(diagnostic => diagnostic.code === `flexisip-conf/${code}`)
    .map(({ range: { start, end } }) => lines[start.line]?.slice(start.character, end.character) ?? '');
}

const own =
  '[global]\ntransports=sip:203.0.113.5:5060 sips:sip.example.org:5061;maddr=203.0.113.7\naliases=example.org\n';
const on = (module: string, line: string): string => `${own}[module::${module}]\nenabled=true\n${line}\n`;

describe('a next hop that is this server itself', () => {
  it.each<[string, string, string[]]>([
    [
      'the address of a transport',
      on('Router', 'fallback-route=sip:203.0.113.5:5060'),
      ['sip:203.0.113.5:5060'],
    ],
    [
      'the address of a transport without its port',
      on('Router', 'fallback-route=sip:203.0.113.5'),
      ['sip:203.0.113.5'],
    ],
    ['another port', on('Router', 'fallback-route=sip:203.0.113.5:5080'), []],
    ['another address', on('Router', 'fallback-route=sip:203.0.113.9:5060'), []],
    ['an alias', on('Router', 'fallback-route=sip:example.org'), ['sip:example.org']],
    [
      'maddr of a transport',
      on('Router', 'fallback-route=sip:203.0.113.7:5061;transport=tls'),
      ['sip:203.0.113.7:5061;transport=tls'],
    ],
    ['maddr that leads elsewhere', on('Router', 'fallback-route=sip:203.0.113.5:5060;maddr=192.0.2.8'), []],
    [
      'maddr that leads here',
      on('Router', 'fallback-route=sip:192.0.2.8:5060;maddr=203.0.113.5'),
      ['sip:192.0.2.8:5060;maddr=203.0.113.5'],
    ],
    [
      'one of several routes',
      on('LoadBalancer', 'routes=<sip:192.0.2.8> <sip:203.0.113.5:5060>'),
      ['<sip:203.0.113.5:5060>'],
    ],
    [
      'a redirection',
      on('Redirect', 'contact=<sip:example.org>;expires=100'),
      ['<sip:example.org>;expires=100'],
    ],
    ['a gateway', on('GatewayAdapter', 'gateway=sip:203.0.113.5'), ['sip:203.0.113.5']],
    [
      'a module that is off',
      on('Redirect', 'contact=<sip:example.org>').replace('enabled=true', 'enabled=false'),
      [],
    ],
    [
      'a server of this machine on another port',
      on('B2bua', 'b2bua-server=sip:203.0.113.5:6067;transport=tcp'),
      [],
    ],
  ])('%s', (_title, text, expected) => {
    expect(found('route-to-itself', text)).toEqual(expected);
  });

  it('is a conditional route of old', () => {
    const text = `${own}[module::Forward]\nroute=<sip:203.0.113.5;lr>\n`;
    expect(found('route-to-itself', text, '2.5')).toEqual(['<sip:203.0.113.5;lr>']);
    expect(found('route-to-itself', text, '2.6')).toEqual([]);
  });

  it('is not known while a transport listens on all addresses', () => {
    const text = '[global]\ntransports=sip:*:5060\n[module::Router]\nfallback-route=sip:203.0.113.5:5060\n';
    expect(found('route-to-itself', text)).toEqual([]);
  });
});

describe('a default transport that the proxy does not have', () => {
  const text = (transports: string, wanted: string): string =>
    `[global]\ntransports=${transports}\n[module::Forward]\ndefault-transport=${wanted}\n`;

  it.each([
    ['sip:203.0.113.5:5060', 'tls', ['tls']],
    ['sip:203.0.113.5:5060;transport=udp', 'tcp', ['tcp']],
    ['sip:203.0.113.5:5060', 'tcp', []],
    ['sip:203.0.113.5:5060 sips:203.0.113.5:5061', 'tls', []],
    ['sips:203.0.113.5:5061', 'udp', []],
  ])('%s, %s', (transports, wanted, expected) => {
    expect(found('next-hop-without-transport', text(transports, wanted))).toEqual(expected);
  });

  it('counts for routes of LoadBalancer as well', () => {
    const routes = on('LoadBalancer', 'routes=sip:192.0.2.8;transport=tcp').replace(
      'sip:203.0.113.5:5060 ',
      '',
    );
    expect(found('next-hop-without-transport', routes)).toHaveLength(1);
    expect(
      found('next-hop-without-transport', on('LoadBalancer', 'routes=sip:192.0.2.8;transport=tcp')),
    ).toEqual([]);
  });
});

describe('the name of a certificate file', () => {
  const files = (certificate: string, key: string): string =>
    `[global]\ntransports=sips:*:5061\ntls-certificates-file=${certificate}\ntls-certificates-private-key=${key}\n`;

  it.each<[string, string, string[]]>([
    ['/etc/tls/fullchain.pem', '/etc/tls/privkey.pem', []],
    ['/etc/tls/server.crt', '/etc/tls/server.key', []],
    ['/etc/tls/agent.pem', '/etc/tls/agent.pem', []],
    ['/etc/tls/cert-and-key.pem', '/etc/tls/cert-and-key.pem', []],
    ['/etc/tls/keynote.example.org.pem', '/etc/tls/certified.org.key', []],
    ['/etc/tls/key.pem', '/etc/tls/cert.pem', ['/etc/tls/key.pem', '/etc/tls/cert.pem']],
    ['/etc/tls/server.crt', '/etc/tls/server.crt.pem', ['/etc/tls/server.crt.pem']],
    ['/etc/tls/server.p12', '/etc/tls/server.key', ['/etc/tls/server.p12']],
    [
      '/etc/letsencrypt/live/a.org/cert.pem',
      '/etc/letsencrypt/live/a.org/privkey.pem',
      ['/etc/letsencrypt/live/a.org/cert.pem'],
    ],
  ])('%s and %s', (certificate, key, expected) => {
    expect(found('doubtful-certificate-file', files(certificate, key))).toEqual(expected);
  });

  it('is looked at in a transport, too', () => {
    const text =
      '[global]\ntransports=sips:*:5061;tls-certificates-file=/k/privkey.pem;tls-certificates-private-key=/k/fullchain.pem\n';
    expect(found('doubtful-certificate-file', text)).toEqual(['/k/privkey.pem', '/k/fullchain.pem']);
  });
});

it('finds aliases with parameters, which no host equals', () => {
  const text = '[global]\naliases=sip.example.org sip:10.0.0.5;maddr=10.0.0.6\n';
  expect(found('port-in-domain', text)).toEqual(['sip:10.0.0.5;maddr=10.0.0.6']);
});
